import type { JsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  enterpriseUserBody,
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
  send,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectListResponse, expectScimError, expectUnchanged } from "./expectations";
import { rawRequest } from "./raw-request";
import { enterpriseUrn } from "./urns";

/** Two organizations: `scim` asks, `other` has a person who is a manager and a member. */
type Neighbour = {
  readonly other: Scim;
  readonly user: JsonObject;
  readonly report: JsonObject;
  readonly group: JsonObject;
};

async function createNeighbour(createOrganization: () => Promise<Scim>): Promise<Neighbour> {
  const other = await createOrganization();
  const user = await createUser(other, { externalId: "shared-external-id", displayName: "Their Boss" });
  const report = (await post(other, "/Users", enterpriseUserBody({ manager: { value: idOf(user) } }))).body;
  const group = await createGroup(other, [idOf(user), idOf(report)], { externalId: "shared-group-id" });
  const userNow = (await get(other, `/Users/${idOf(user)}`)).body;
  const groupNow = (await get(other, `/Groups/${idOf(group)}`)).body;
  return { other, user: userNow, report, group: groupNow };
}

async function expectUntouched({ other, user, group }: Neighbour): Promise<void> {
  await expectUnchanged(other, `/Users/${idOf(user)}`, user);
  await expectUnchanged(other, `/Groups/${idOf(group)}`, group);
  expect((await get(other, "/Users")).body.totalResults).toBe(2);
}

/** Two errors that differ in nothing but the id that was asked for. */
function sameBut(id: string, text: string): string {
  return text.replaceAll(id, "ID");
}

for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE"]) {
  test(`A-06 ${method} by another organization's id is a 404 like any unknown id`, async ({
    scim,
    createOrganization,
  }) => {
    const neighbour = await createNeighbour(createOrganization);
    const unknown = "018f0000-0000-7000-8000-00000000abcd";
    for (const [endpoint, id, body] of [
      ["/Users", idOf(neighbour.user), userBody()],
      ["/Groups", idOf(neighbour.group), groupBody()],
    ] as const) {
      const operations = { Operations: [{ op: "replace", path: "displayName", value: "taken over" }] };
      const patchBody = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], ...operations };
      const sent = method === "PUT" ? body : method === "PATCH" ? patchBody : undefined;
      const answer = await send(scim, method, `${endpoint}/${id}`, sent);
      const expected = await send(scim, method, `${endpoint}/${unknown}`, sent);
      expect(answer.status).toBe(404);
      if (method !== "HEAD") {
        expectScimError(answer, 404);
        expect(sameBut(id, answer.text)).toBe(sameBut(unknown, expected.text));
      }
    }
    await expectUntouched(neighbour);
  });
}

test("A-06 no filter finds another organization's people", async ({ scim, createOrganization }) => {
  const neighbour = await createNeighbour(createOrganization);
  const { user, report, group } = neighbour;
  const own = idOf(await createUser(scim));
  for (const filter of [
    `id eq "${idOf(user)}"`,
    'externalId eq "shared-external-id"',
    `userName eq "${textAt(user, "userName")}"`,
    `userName sw "${textAt(user, "userName").slice(0, 12)}"`,
    'displayName eq "Their Boss"',
    `groups.value eq "${idOf(group)}"`,
    `groups.display eq "${textAt(group, "displayName")}"`,
    `manager eq "${idOf(user)}"`,
    `${enterpriseUrn}:manager.value eq "${idOf(user)}"`,
    `id eq "${idOf(report)}" and manager eq "${idOf(user)}"`,
    `id eq "${idOf(report)}" or externalId pr`,
  ]) {
    expect(await findIds(scim, "/Users", filter), filter).toEqual([]);
  }
  for (const filter of ["userName pr", "not (title pr)", `id ne "x"`, 'userName pr or title pr or externalId eq "x"']) {
    expect(await findIds(scim, "/Users", filter), filter).toEqual([own]);
  }
});

test("A-06 no filter finds another organization's groups", async ({ scim, createOrganization }) => {
  const { user, group } = await createNeighbour(createOrganization);
  const own = idOf(await createGroup(scim));
  for (const filter of [
    `id eq "${idOf(group)}"`,
    `displayName eq "${textAt(group, "displayName")}"`,
    'externalId eq "shared-group-id"',
    `members eq "${idOf(user)}"`,
    `members[value eq "${idOf(user)}"]`,
    `id eq "${idOf(group)}" and members eq "${idOf(user)}"`,
    `members pr`,
  ]) {
    expect(await findIds(scim, "/Groups", filter), filter).toEqual([]);
  }
  expect(await findIds(scim, "/Groups", 'displayName pr or members eq "x" or externalId pr')).toEqual([own]);
});

test("A-06 lists and their totals hold one's own alone", async ({ scim, createOrganization }) => {
  const { other } = await createNeighbour(createOrganization);
  const own = idOf(await createUser(scim));
  const users = await get(scim, "/Users");
  expect(expectListResponse(users).map((user) => textAt(user, "id"))).toEqual([own]);
  expect(users.body.totalResults).toBe(1);
  const groups = await get(scim, "/Groups");
  expect([expectListResponse(groups), groups.body.totalResults]).toEqual([[], 0]);
  expect((await get(other, "/Users?count=0")).body.totalResults).toBe(2);
});

test("A-06, interop 31: another organization's people and groups cannot become members", async ({
  scim,
  createOrganization,
}) => {
  const neighbour = await createNeighbour(createOrganization);
  const { user, group } = neighbour;
  const own = idOf(await createUser(scim));
  const mine = await createGroup(scim, [own]);
  const path = `/Groups/${idOf(mine)}`;
  const before = (await get(scim, path)).body;
  for (const foreign of [idOf(user), idOf(group)]) {
    const members = [{ value: own }, { value: foreign }];
    const body = groupBody({ members });
    for (const answer of [
      await post(scim, "/Groups", body),
      await put(scim, path, groupBody({ members })),
      await patch(scim, path, { op: "add", path: "members", value: members }),
      await patch(scim, path, { op: "replace", path: "members", value: members }),
      await patch(scim, path, { op: "add", value: { members } }),
      await patch(scim, path, { op: "replace", value: { members, displayName: unique("x") } }),
    ]) {
      expectScimError(answer, 400, "invalidValue");
      expect(textAt(answer.body, "detail")).toContain(foreign);
      expect(textAt(answer.body, "detail")).not.toMatch(/their boss/i);
    }
    expect(await find(scim, "/Groups", `displayName eq "${textAt(body, "displayName")}"`)).toEqual([]);
    expect([200, 204]).toContain(
      (await patch(scim, path, { op: "remove", path: "members", value: [{ value: foreign }] })).status,
    );
    await expectUnchanged(scim, path, before);
  }
  await expectUntouched(neighbour);
  expect(await memberIds(neighbour.other, idOf(group))).toHaveLength(2);
});

test("A-06 another organization's person as manager is stored as sent and tells nothing", async ({
  scim,
  createOrganization,
}) => {
  const neighbour = await createNeighbour(createOrganization);
  const foreign = idOf(neighbour.user);
  const created = await post(scim, "/Users", enterpriseUserBody({ manager: { value: foreign } }));
  expect(created.status, created.text).toBe(201);
  const path = `/Users/${idOf(created.body)}`;
  const managerPath = `${enterpriseUrn}:manager`;
  for (const answer of [
    created,
    await get(scim, path),
    await put(scim, path, enterpriseUserBody({ manager: { value: foreign, displayName: "x" } })),
    await patch(scim, path, { op: "replace", path: managerPath, value: foreign }),
    await get(scim, path),
    await get(scim, "/Users"),
  ]) {
    const resource = listAt(answer.body, "Resources")[0] ?? answer.body;
    expect(valueAt(resource, `${enterpriseUrn}.manager`)).toEqual({ value: foreign });
    expect(answer.text).not.toContain("Their Boss");
  }
  expect(await findIds(neighbour.other, "/Users", `manager eq "${foreign}"`)).toEqual([idOf(neighbour.report)]);
  await expectUntouched(neighbour);
});

test("A-06 one userName and one group name may be in two organizations", async ({ scim, createOrganization }) => {
  const neighbour = await createNeighbour(createOrganization);
  const user = await createUser(scim, {
    userName: textAt(neighbour.user, "userName"),
    externalId: "shared-external-id",
  });
  const group = await createGroup(scim, [], { displayName: textAt(neighbour.group, "displayName") });
  expect(idOf(user)).not.toBe(idOf(neighbour.user));
  expect((await remove(scim, `/Users/${idOf(user)}`)).status).toBe(204);
  expect((await remove(scim, `/Groups/${idOf(group)}`)).status).toBe(204);
  await expectUntouched(neighbour);
});

test("A-06, interop 29: a client-supplied id of another organization overwrites nothing", async ({
  scim,
  createOrganization,
}) => {
  const neighbour = await createNeighbour(createOrganization);
  const created = await createUser(scim, { id: idOf(neighbour.user), displayName: "taken over" });
  expect(idOf(created)).not.toBe(idOf(neighbour.user));
  await expectUntouched(neighbour);
});

test("A-05 a token on another organization's host is a 401 like an unknown token", async ({
  scim,
  createOrganization,
}) => {
  const other = await createOrganization();
  const { port, hostname } = new URL(scim.baseUrl);
  const ask = (token: string, host: string) =>
    rawRequest(scim.baseUrl, "GET", "/Users", { authorization: `Bearer ${token}`, host });
  const hostOf = (of: Scim) => `${of.organization.subdomain}.${hostname}:${port}`;

  for (const host of [
    hostOf(scim),
    `${scim.organization.subdomain}.${hostname}`,
    hostOf(scim).toUpperCase(),
    `${hostname}:${port}`,
  ]) {
    const answer = await ask(scim.token, host);
    expect(answer.status, host).toBe(200);
  }
  expectListResponse(await ask(other.token, hostOf(other)));
  for (const host of [
    hostOf(other),
    `${other.organization.subdomain}.${hostname}`,
    `nobody-has-this.${hostname}:${port}`,
  ]) {
    const crossed = await ask(scim.token, host);
    const unknown = await ask("nobody", host);
    expectScimError(crossed, 401);
    expect(crossed.text).toBe(unknown.text);
    expect(crossed.headers.get("www-authenticate")).toBe(unknown.headers.get("www-authenticate"));
  }
  expectListResponse(await ask(scim.token, "elsewhere.example:1234"));
});

test("A-05, interop 32: addresses that are sent never follow the Host header", async ({ scim }) => {
  const { hostname } = new URL(scim.baseUrl);
  for (const host of ["evil.example", `${scim.organization.subdomain}.${hostname}`]) {
    const headers = { authorization: `Bearer ${scim.token}`, host, "content-type": "application/scim+json" };
    const forwarded = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    const created = await rawRequest(
      scim.baseUrl,
      "POST",
      "/Users",
      { ...headers, ...forwarded },
      JSON.stringify(userBody()),
    );
    expect(created.status, created.text).toBe(201);
    expect(valueAt(created.body, "meta.location")).toBe(`${scim.baseUrl}/Users/${idOf(created.body)}`);
    expect(created.headers.get("location")).toBe(`${scim.baseUrl}/Users/${idOf(created.body)}`);
  }
});

test("interop 38: externalId is a client's own: two clients know one person by two ids", async ({
  scim,
  createClient,
}) => {
  const second = await createClient();
  const user = await createUser(scim, { externalId: "okta-1" });
  const path = `/Users/${idOf(user)}`;
  expect((await get(second, path)).body).not.toHaveProperty("externalId");
  expect(await findIds(second, "/Users", 'externalId eq "okta-1"')).toEqual([]);
  expect(await findIds(second, "/Users", "externalId pr")).toEqual([]);

  expect((await patch(second, path, { op: "add", path: "externalId", value: "entra-1" })).body.externalId).toBe(
    "entra-1",
  );
  expect((await get(scim, path)).body.externalId).toBe("okta-1");
  expect(await findIds(scim, "/Users", 'externalId eq "okta-1"')).toEqual([idOf(user)]);
  expect(await findIds(scim, "/Users", 'externalId eq "entra-1"')).toEqual([]);
  expect(await findIds(second, "/Users", 'externalId eq "entra-1"')).toEqual([idOf(user)]);

  await put(second, path, userBody({ externalId: "entra-2" }));
  expect((await get(scim, path)).body.externalId).toBe("okta-1");
  await patch(second, path, { op: "remove", path: "externalId" });
  expect((await get(scim, path)).body.externalId).toBe("okta-1");

  const group = await createGroup(scim, [], { externalId: "okta-g" });
  expect((await get(second, `/Groups/${idOf(group)}`)).body).not.toHaveProperty("externalId");
  await patch(second, `/Groups/${idOf(group)}`, { op: "add", path: "externalId", value: "entra-g" });
  expect(await findIds(second, "/Groups", 'externalId eq "entra-g"')).toEqual([idOf(group)]);
  expect((await get(scim, `/Groups/${idOf(group)}`)).body.externalId).toBe("okta-g");
});
