import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  enterpriseUserBody,
  filtered,
  find,
  findIds,
  get,
  idOf,
  listAt,
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectPatched, expectResource, versionOf } from "./expectations";
import { enterpriseUrn, userUrn } from "./urns";

test("C-01 the service provider gives the id; id and meta of the client are ignored", async ({ scim }) => {
  const foreign = idOf(await createUser(scim));
  const meta = { resourceType: "Group", created: "2001-01-01T00:00:00Z", version: 'W/"9"', location: "http://x/y" };
  const created = await createUser(scim, { id: foreign, meta });
  expect(idOf(created)).not.toBe(foreign);
  expectResource(scim, created, "User");
  expect(textAt(created, "meta.created")).not.toContain("2001");

  const path = `/Users/${idOf(created)}`;
  const replaced = await put(scim, path, { ...userBody(), id: idOf(created), meta, title: "x" });
  expect(replaced.status, replaced.text).toBe(200);
  expect(idOf(replaced.body)).toBe(idOf(created));
  expect(textAt(replaced.body, "meta.created")).toBe(textAt(created, "meta.created"));
  const bulkId = await createUser(scim, { id: "bulkId:qwerty" });
  expect(idOf(bulkId)).not.toContain("bulkId");
});

test("C-01 an id is never used again", async ({ scim }) => {
  const first = await createUser(scim);
  await remove(scim, `/Users/${idOf(first)}`);
  const second = await createUser(scim, { userName: textAt(first, "userName"), id: idOf(first) });
  expect(idOf(second)).not.toBe(idOf(first));
});

test("C-02 externalId is the client's, compared with its case, and need not be unique", async ({ scim }) => {
  const externalId = unique("Ext");
  const a = await createUser(scim, { externalId });
  const b = await createUser(scim, { externalId });
  const group = await createGroup(scim, [], { externalId });
  expect(a.externalId).toBe(externalId);
  expect(group.externalId).toBe(externalId);
  expect(await findIds(scim, "/Users", `externalId eq "${externalId}"`)).toEqual([idOf(a), idOf(b)].sort());
  expect(await findIds(scim, "/Users", `externalId eq "${externalId.toLowerCase()}"`)).toEqual([]);
  expect(await findIds(scim, "/Groups", `externalId eq "${externalId}"`)).toEqual([idOf(group)]);
  expect(await findIds(scim, "/Groups", `externalId eq "${externalId.toUpperCase()}"`)).toEqual([]);
});

test("C-03 meta is whole, and location is what Location says", async ({ scim }) => {
  for (const [endpoint, body] of [
    ["/Users", userBody()],
    ["/Groups", { displayName: unique("group") }],
  ] as const) {
    const created = await post(scim, endpoint, body);
    expect(created.status, created.text).toBe(201);
    expectResource(scim, created.body, endpoint === "/Users" ? "User" : "Group");
    const { location, created: at, lastModified, version } = Object(created.body.meta);
    expect(created.headers.get("location")).toBe(location);
    expect(lastModified).toBe(at);
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    const read = await get(scim, `${endpoint}/${idOf(created.body)}`);
    expect(read.body.meta).toEqual(created.body.meta);
    expect(read.headers.get("etag") ?? version).toBe(version);
    expect(read.headers.get("content-location") ?? location).toBe(location);
  }
});

test("C-04 version and lastModified of a user move when something changes, and only then", async ({ scim }) => {
  const body = enterpriseUserBody(
    { department: "Sales", manager: { value: "someone" } },
    {
      title: "Chief",
      displayName: "Ada",
      active: true,
      externalId: unique("e"),
      name: { givenName: "Ada" },
      emails: [{ value: "a@example.com", type: "work", primary: true }],
      roles: [{ value: "Editor" }],
    },
  );
  const before = (await post(scim, "/Users", body)).body;
  const path = `/Users/${idOf(before)}`;
  const operations = [
    { op: "replace", path: "title", value: "Chief" },
    { op: "add", path: "active", value: true },
    { op: "replace", path: "active", value: "True" },
    { op: "add", value: { displayName: "Ada", title: "Chief" } },
    { op: "replace", path: "name.givenName", value: "Ada" },
    { op: "add", path: "emails", value: [{ value: "a@example.com", type: "work", primary: true }] },
    { op: "replace", path: 'emails[type eq "work"].value', value: "a@example.com" },
    { op: "replace", path: `${enterpriseUrn}:department`, value: "Sales" },
    { op: "add", path: `${enterpriseUrn}:manager`, value: "someone" },
    { op: "replace", path: "externalId", value: textAt(before, "externalId") },
    { op: "add", path: "roles", value: [{ value: "Editor" }] },
    { op: "remove", path: "nickName" },
    { op: "replace", path: "nickName", value: null },
    { op: "replace", path: "role", value: "member" },
  ];
  await sleep(5);
  for (const operation of operations) {
    expect((await patch(scim, path, operation)).body, JSON.stringify(operation)).toEqual(before);
  }
  expect((await patch(scim, path, ...operations)).body).toEqual(before);
  expect((await put(scim, path, body)).body).toEqual(before);
  expect((await get(scim, path)).body).toEqual(before);

  const after = (await patch(scim, path, { op: "replace", path: "title", value: "Head" })).body;
  expect(versionOf(after)).not.toBe(versionOf(before));
  expect(Date.parse(textAt(after, "meta.lastModified"))).toBeGreaterThan(
    Date.parse(textAt(before, "meta.lastModified")),
  );
  expect(textAt(after, "meta.created")).toBe(textAt(before, "meta.created"));
});

test("C-04 version and lastModified of a group move when something changes, and only then", async ({ scim }) => {
  const [a, b] = [idOf(await createUser(scim)), idOf(await createUser(scim))];
  const created = await createGroup(scim, [a]);
  const path = `/Groups/${idOf(created)}`;
  const before = (await get(scim, path)).body;
  await sleep(5);
  for (const operation of [
    { op: "add", path: "members", value: [{ value: a }] },
    { op: "replace", path: "members", value: [{ value: a }] },
    { op: "remove", path: "members", value: [{ value: b }] },
    { op: "remove", path: `members[value eq "${b}"]` },
    { op: "replace", path: "displayName", value: textAt(created, "displayName") },
    { op: "replace", value: { id: idOf(created), displayName: textAt(created, "displayName") } },
  ]) {
    const current = await expectPatched(scim, await patch(scim, path, operation), path);
    expect(current, JSON.stringify(operation)).toEqual(before);
  }
  const added = await expectPatched(
    scim,
    await patch(scim, path, { op: "add", path: "members", value: [{ value: b }] }),
    path,
  );
  expect(versionOf(added)).not.toBe(versionOf(before));
  expect(Date.parse(textAt(added, "meta.lastModified"))).toBeGreaterThan(
    Date.parse(textAt(before, "meta.lastModified")),
  );
});

test("C-05, interop 33: schemas names the extension exactly while there is extension data, and it is never empty", async ({
  scim,
}) => {
  const empty = (await post(scim, "/Users", enterpriseUserBody({}))).body;
  expect(empty.schemas).toEqual([userUrn]);
  expect(empty).not.toHaveProperty([enterpriseUrn]);
  const path = `/Users/${idOf(empty)}`;

  const added = await patch(scim, path, { op: "add", path: `${enterpriseUrn}:department`, value: "Sales" });
  expect([...listAt(added.body, "schemas")].sort()).toEqual([userUrn, enterpriseUrn].sort());
  const removed = await patch(scim, path, { op: "remove", path: `${enterpriseUrn}:department` });
  expect(removed.body.schemas).toEqual([userUrn]);
  expect(removed.body).not.toHaveProperty([enterpriseUrn]);

  const twice = await post(scim, "/Users", { ...userBody(), schemas: [userUrn, userUrn, userUrn.toUpperCase()] });
  expect(twice.body.schemas, twice.text).toEqual([userUrn]);
});

test("C-06 null, [] and absent are one state: not returned, and pr is false", async ({ scim }) => {
  const tag = unique("tag");
  const unassigned: readonly JsonObject[] = [
    {},
    { title: null, emails: null, name: null },
    { emails: [], name: {}, roles: [], addresses: [] },
    { title: "", emails: [{}], name: { givenName: null, familyName: "" } },
  ];
  for (const attributes of unassigned) {
    const user = await createUser(scim, { nickName: tag, ...attributes });
    expectResource(scim, user, "User");
    for (const name of ["title", "emails", "name", "roles", "addresses"]) {
      expect(user).not.toHaveProperty(name);
    }
  }
  const full = await createUser(scim, {
    nickName: tag,
    title: "x",
    emails: [{ value: "x@y.example" }],
    name: { givenName: "x" },
  });
  for (const attribute of ["title", "emails", "name", "name.givenName", "emails.value"]) {
    expect(await findIds(scim, "/Users", `nickName eq "${tag}" and ${attribute} pr`), attribute).toEqual([idOf(full)]);
    expect(await find(scim, "/Users", `nickName eq "${tag}" and not (${attribute} pr)`)).toHaveLength(
      unassigned.length,
    );
  }
});

test("C-07 what is never returned stays away, what is always returned comes, in every answer", async ({ scim }) => {
  const created = await post(
    scim,
    "/Users?attributes=password,title",
    userBody({ password: "s3cret-Value", title: "x" }),
  );
  expect(created.status, created.text).toBe(201);
  expect(Object.keys(created.body).sort()).toEqual(["id", "schemas", "title"]);
  const path = `/Users/${idOf(created.body)}`;
  const userName = `${unique("u")}`;
  for (const answer of [
    created,
    await get(scim, `${path}?attributes=password`),
    await get(scim, path),
    await get(scim, filtered("/Users", `id eq "${idOf(created.body)}"`, "attributes=password")),
    await put(scim, `${path}?attributes=password`, userBody({ userName, password: "s3cret-Value-2" })),
    await put(scim, path, userBody({ userName, password: "s3cret-Value-2" })),
    await patch(scim, path, { op: "replace", path: "password", value: "s3cret-Value-3" }),
    await patch(scim, path, { op: "replace", value: { password: "s3cret-Value-4" } }),
  ]) {
    expect(answer.status, answer.text).toBeLessThan(300);
    expect(answer.text).not.toMatch(/password|s3cret/);
    const resource = listAt(answer.body, "Resources")[0] ?? answer.body;
    expect(valueAt(resource, "id")).toBe(idOf(created.body));
    expect(valueAt(resource, "schemas")).toEqual([userUrn]);
  }
});

test("C-08 what is readOnly is ignored on POST and PUT", async ({ scim }) => {
  const group = await createGroup(scim);
  const groups = [{ value: idOf(group), display: "sneaked in" }];
  const user = await createUser(scim, { groups });
  expect(user).not.toHaveProperty("groups");
  const replaced = await put(scim, `/Users/${idOf(user)}`, userBody({ groups }));
  expect(replaced.status, replaced.text).toBe(200);
  expect(replaced.body).not.toHaveProperty("groups");
  expect(listAt((await get(scim, `/Groups/${idOf(group)}`)).body, "members")).toEqual([]);

  const boss = await createUser(scim, { displayName: "The Boss" });
  const manager = { value: idOf(boss), displayName: "Forged", $ref: "https://elsewhere.example/Users/1" };
  const managed = (await post(scim, "/Users", enterpriseUserBody({ manager }))).body;
  expect(valueAt(managed, `${enterpriseUrn}.manager`)).toEqual({
    value: idOf(boss),
    $ref: `${scim.baseUrl}/Users/${idOf(boss)}`,
    displayName: "The Boss",
  });
});
