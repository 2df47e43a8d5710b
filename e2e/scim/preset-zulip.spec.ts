import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  filtered,
  find,
  findIds,
  get,
  groupBody,
  idOf,
  listAt,
  memberIds,
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

test.use({ scimClient: { preset: "zulip" } });

const formatted = (name: string, attributes: JsonObject = {}): JsonObject =>
  userBody({ name: { formatted: name }, active: true, ...attributes });

test("a person as the reference server knows them is created and read", async ({ scim }) => {
  const created = await post(scim, "/Users", formatted("Ada Lovelace", { role: "moderator" }));
  expect(created.status, created.text).toBe(201);
  expect(created.body).toMatchObject({
    name: { formatted: "Ada Lovelace" },
    displayName: "Ada Lovelace",
    active: true,
    role: "moderator",
  });
});

test("a name is required, and the 400 says which part", async ({ scim }) => {
  for (const name of [undefined, {}, { formatted: "  " }, { givenName: "Ada", familyName: "Lovelace" }]) {
    const answer = await post(scim, "/Users", userBody({ active: true, ...(name === undefined ? {} : { name }) }));
    expectScimError(answer, 400, "invalidValue");
    expect(textAt(answer.body, "detail")).toContain("name.formatted");
  }
  expect(await find(scim, "/Users", "userName pr")).toEqual([]);
});

test("a POST whose active is not true is refused", async ({ scim }) => {
  for (const attributes of [{ active: false }, { active: "False" }, { active: null }, {}]) {
    const answer = await post(scim, "/Users", userBody({ name: { formatted: "Ada" }, ...attributes }));
    expectScimError(answer, 400, "invalidValue");
    expect(textAt(answer.body, "detail")).toContain("active");
  }
  expect(await find(scim, "/Users", "userName pr")).toEqual([]);
});

test("PUT keeps what it omits; members [] empties", async ({ scim }) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace", { title: "Chief" }))).body;
  const path = `/Users/${idOf(user)}`;
  const { userName = null } = user;
  const replaced = await put(scim, path, { schemas: [userUrn], userName });
  expect(replaced.status, replaced.text).toBe(200);
  expect(replaced.body).toEqual(user);
  const group = await createGroup(scim, [idOf(user)]);
  const displayName = textAt(group, "displayName");
  await put(scim, `/Groups/${idOf(group)}`, { schemas: [groupUrn], displayName });
  expect(await memberIds(scim, idOf(group))).toEqual([idOf(user)]);
  await put(scim, `/Groups/${idOf(group)}`, { schemas: [groupUrn], displayName, members: [] });
  expect(await memberIds(scim, idOf(group))).toEqual([]);
});

test("deleting a person is a 400 that points to active; a group is deleted", async ({ scim }) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace"))).body;
  const path = `/Users/${idOf(user)}`;
  const answer = await remove(scim, path);
  expect(answer.status).toBe(400);
  expect(textAt(answer.body, "detail")).toMatch(/\bactive\b/);
  await expectUnchanged(scim, path, user);
  expect((await remove(scim, `/Groups/${idOf(await createGroup(scim))}`)).status).toBe(204);
});

for (const prefix of ["@", "role:", "user:", "stream:", "channel:"]) {
  test(`a group's name may not begin with ${prefix}`, async ({ scim }) => {
    const displayName = `${prefix}${unique("group")}`;
    expectScimError(await post(scim, "/Groups", groupBody({ displayName })), 400, "invalidValue");
    const group = await createGroup(scim);
    const path = `/Groups/${idOf(group)}`;
    expectScimError(await put(scim, path, groupBody({ displayName })), 400, "invalidValue");
    expectScimError(
      await patch(scim, path, { op: "replace", path: "displayName", value: displayName }),
      400,
      "invalidValue",
    );
    expect((await createGroup(scim, [], { displayName: unique(`about ${prefix}`) })).displayName).toContain(prefix);
  });
}

test("an address with + is refused only where domains are restricted", async ({ scim, roster }) => {
  const plus = () => formatted("Ada", { userName: `${unique("a")}+b@a.example` });
  expect((await post(scim, "/Users", plus())).status).toBe(201);
  await roster(["org", "set", "-r", scim.organization.subdomain, "allowedEmailDomains=a.example"]);
  await expect(async () => {
    expectScimError(await post(scim, "/Users", plus()), 400, "invalidValue");
  }).toPass({ timeout: 5_000 });
  expect((await post(scim, "/Users", formatted("Ada", { userName: `${unique("a")}@a.example` }))).status).toBe(201);
});

test("displayName and a member's display are the full name", async ({ scim }) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace", { displayName: "Countess" }))).body;
  expect(user.displayName).toBe("Ada Lovelace");
  const group = await createGroup(scim, [idOf(user)]);
  const read = await get(scim, `/Groups/${idOf(group)}`);
  expect(valueAt(read.body, "members[0].display")).toBe("Ada Lovelace");
  const renamed = await patch(scim, `/Users/${idOf(user)}`, {
    op: "replace",
    path: "name.formatted",
    value: "Ada King",
  });
  expect(renamed.body).toMatchObject({ displayName: "Ada King", name: { formatted: "Ada King" } });
  expect(await findIds(scim, "/Users", 'displayName eq "ada king"')).toEqual([idOf(user)]);
});

test("only name.formatted is read and returned", async ({ scim }) => {
  const name = { formatted: "Ada Lovelace", givenName: "X", familyName: "Y" };
  const user = (await post(scim, "/Users", userBody({ name, active: true }))).body;
  expect(user.name).toEqual({ formatted: "Ada Lovelace" });
});

test("D-09, F-02 the other parts of a name are not published, cannot be asked for, and are passed over in a PATCH", async ({
  scim,
  createClient,
}) => {
  const schema = (await get(scim, `/Schemas/${userUrn}`)).body;
  const name = listAt(schema, "attributes").find((attribute) => textAt(attribute, "name") === "name");
  expect(valueAt(name ?? {}, "required")).toBe(true);
  expect(listAt(name ?? {}, "subAttributes").map((part) => textAt(part, "name"))).toEqual(["formatted"]);

  const okta = await createClient({ preset: "okta" });
  const made = await createUser(okta, { name: { givenName: "Ada", familyName: "Lovelace" } });
  expect(await findIds(scim, "/Users", 'name.formatted eq "ada lovelace"')).toEqual([idOf(made)]);
  expectScimError(await get(scim, filtered("/Users", 'name.givenName eq "Ada"')), 400, "invalidFilter");
  const path = `/Users/${idOf(made)}`;
  const patched = await patch(scim, path, { op: "replace", path: "name.givenName", value: "X" });
  expect(patched.body, patched.text).toMatchObject({ name: { formatted: "Ada Lovelace" } });
  expect((await get(okta, path)).body.name).toEqual(made.name);
});

test("a group's PATCH answers 200 with the whole resource", async ({ scim }) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace"))).body;
  const group = await createGroup(scim);
  const operation = { op: "add", path: "members", value: [{ value: idOf(user) }] };
  const patched = await patch(scim, `/Groups/${idOf(group)}`, operation);
  expect(patched.status, patched.text).toBe(200);
  expect(patched.body).toEqual((await get(scim, `/Groups/${idOf(group)}`)).body);
  expect(valueAt(patched.body, "members.length")).toBe(1);
});

test("a userName must be an address", async ({ scim }) => {
  expectScimError(await post(scim, "/Users", formatted("Ada", { userName: "ada" })), 400, "invalidValue");
});

test("the reference's defects are not kept: add and remove, URN paths, dotted keys, emails, externalId, discovery", async ({
  scim,
}) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace", { externalId: "e-1" }))).body;
  expect(user.externalId).toBe("e-1");
  const path = `/Users/${idOf(user)}`;
  const patched = await patch(
    scim,
    path,
    { op: "Add", path: `${enterpriseUrn}:department`, value: "Sums" },
    { op: "Replace", path: `${userUrn}:role`, value: "guest" },
    { op: "replace", value: { "name.formatted": "Ada King" } },
    { op: "Add", path: 'emails[type eq "work"].value', value: "ada@work.example" },
  );
  expect(patched.status, patched.text).toBe(200);
  expect(patched.body).toMatchObject({
    role: "guest",
    name: { formatted: "Ada King" },
    emails: [{ type: "work", value: "ada@work.example" }],
    [enterpriseUrn]: { department: "Sums" },
  });
  expect(await findIds(scim, "/Users", 'externalId eq "e-1" and userName eq "x"')).toEqual([]);
  expect((await get(scim, "/ServiceProviderConfig")).status).toBe(200);
  expectScimError(await get(scim, "/Users/abc"), 404);
  expect((await createUser(scim, { name: { formatted: "B" }, active: true })).active).toBe(true);
});

test.describe("with nameFormattedIncluded false", () => {
  test.use({ scimClient: { preset: "zulip", options: { nameFormattedIncluded: "false" } } });

  test("only givenName and familyName are read and returned, split at the first space", async ({ scim }) => {
    const name = { formatted: "X", givenName: "Ada", familyName: "de Lovelace" };
    const user = (await post(scim, "/Users", userBody({ name, active: true }))).body;
    expect(user.name).toEqual({ givenName: "Ada", familyName: "de Lovelace" });
    expect(user.displayName).toBe("Ada de Lovelace");
    const path = `/Users/${idOf(user)}`;
    const patched = await patch(scim, path, { op: "replace", path: "name.familyName", value: "King" });
    expect(patched.body).toMatchObject({ displayName: "Ada King", name: { givenName: "Ada", familyName: "King" } });
    const double = await post(
      scim,
      "/Users",
      userBody({ name: { givenName: "Ada Maria", familyName: "King" }, active: true }),
    );
    expect(double.body).toMatchObject({
      displayName: "Ada Maria King",
      name: { givenName: "Ada", familyName: "Maria King" },
    });
  });

  test("either part is enough; neither is a 400 that says so", async ({ scim }) => {
    for (const name of [{ givenName: "Ada" }, { familyName: "Ada" }]) {
      const created = await post(scim, "/Users", userBody({ name, active: true }));
      expect(created.status, created.text).toBe(201);
      expect(created.body).toMatchObject({ displayName: "Ada", name: { givenName: "Ada", familyName: "" } });
      const path = `/Users/${idOf(created.body)}`;
      expect((await put(scim, path, created.body)).body, "what is read can be sent back").toEqual(created.body);
    }
    const answer = await post(scim, "/Users", userBody({ name: { formatted: "Ada Lovelace" }, active: true }));
    expectScimError(answer, 400, "invalidValue");
    expect(textAt(answer.body, "detail")).toMatch(/givenName/);
  });
});
