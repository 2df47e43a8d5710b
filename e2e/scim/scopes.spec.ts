import { z } from "zod";
import { issueAccessToken } from "@/lib/console/access-tokens";
import type { Database } from "@/lib/db/pool";
import { isJsonObject } from "@/lib/scim/json";
import { expect, type Scim, test } from "../fixtures";
import type { Answer } from "./exchange";
import { createGroup, createUser, get, groupBody, idOf, listAt, post, send, userBody, valueAt } from "./exchange";
import { expectListResponse, expectScimError, expectUnchanged } from "./expectations";
import { bulkRequestUrn, patchOpUrn, searchRequestUrn } from "./urns";

const scopes = ["users:read", "users:write", "users:delete", "groups:read", "groups:write"];
const issuedSchema = z.object({ id: z.string(), token: z.string(), scopes: z.array(z.string()) });

function of(scim: Scim): readonly string[] {
  return [scim.client.name, "-r", scim.organization.subdomain];
}

/** The headers of a request with a token that has these scopes alone. */
async function as(database: Database, scim: Scim, ...granted: readonly string[]): Promise<{ authorization: string }> {
  const { subdomain } = scim.organization;
  const options = { scopes: granted };
  const issued = await issueAccessToken(database, { kind: "operator" }, subdomain, scim.client.name, options);
  if (!issued.ok) throw new Error(issued.message);
  return { authorization: `Bearer ${issued.value.token}` };
}

function expectScopeError(answer: Answer, scope: string): void {
  expectScimError(answer, 403);
  expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer .*error="insufficient_scope"/);
  expect(answer.headers.get("www-authenticate")).toContain(`scope="${scope}"`);
  expect(valueAt(answer.body, "detail")).toContain(scope);
}

for (const scope of scopes) {
  test(`A-04, defect 9: without ${scope} what needs it is a 403 that names it, and all else is done`, async ({
    scim,
    database,
  }) => {
    const user = await createUser(scim);
    const doomed = idOf(await createUser(scim));
    const group = await createGroup(scim, [idOf(user)]);
    const headers = await as(database, scim, ...scopes.filter((other) => other !== scope));
    const search = { schemas: [searchRequestUrn] };
    const rename = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "displayName", value: "Renamed" }] };
    for (const [needed, method, path, body] of [
      ["users:read", "GET", "/Users", undefined],
      ["users:read", "GET", `/Users/${idOf(user)}`, undefined],
      ["users:read", "POST", "/Users/.search", search],
      ["groups:read", "GET", "/Groups", undefined],
      ["groups:read", "GET", `/Groups/${idOf(group)}`, undefined],
      ["groups:read", "POST", "/Groups/.search", search],
      ["users:write", "POST", "/Users", userBody()],
      ["users:write", "PUT", `/Users/${idOf(user)}`, userBody()],
      ["users:write", "PATCH", `/Users/${idOf(user)}`, rename],
      ["users:delete", "DELETE", `/Users/${doomed}`, undefined],
      ["groups:write", "POST", "/Groups", groupBody()],
      ["groups:write", "PUT", `/Groups/${idOf(group)}`, groupBody()],
      ["groups:write", "PATCH", `/Groups/${idOf(group)}`, rename],
      ["groups:write", "DELETE", `/Groups/${idOf(group)}`, undefined],
    ] as const) {
      const answer = await send(scim, method, path, body, headers);
      if (needed === scope) expectScopeError(answer, scope);
      else expect([200, 201, 204], `${method} ${path} ${answer.text}`).toContain(answer.status);
    }
  });
}

test("A-04 a refused write changes nothing", async ({ scim, database }) => {
  const user = await createUser(scim);
  const headers = await as(database, scim, "users:read");
  expectScopeError(await send(scim, "PUT", `/Users/${idOf(user)}`, userBody(), headers), "users:write");
  expectScopeError(await send(scim, "DELETE", `/Users/${idOf(user)}`, undefined, headers), "users:delete");
  await expectUnchanged(scim, `/Users/${idOf(user)}`, user);
});

test("A-04 discovery, roles and entitlements need a valid token and no scope", async ({ scim, database }) => {
  const headers = await as(database, scim, "users:delete");
  for (const path of ["/ServiceProviderConfig", "/Schemas", "/ResourceTypes", "/Roles", "/Entitlements"]) {
    expect((await get(scim, path, headers)).status, path).toBe(200);
  }
});

test("A-04 a list of everything holds what the token may read", async ({ scim, database }) => {
  await createUser(scim);
  await createGroup(scim);
  const headers = await as(database, scim, "groups:read");
  for (const answer of [
    await get(scim, "", headers),
    await post(scim, "/.search", { schemas: [searchRequestUrn] }, headers),
  ]) {
    const types = expectListResponse(answer).map((resource) => valueAt(resource, "meta.resourceType"));
    expect(types).toEqual(["Group"]);
  }
});

test("A-04 in Bulk each operation needs its own scope", async ({ scim, database }) => {
  const user = await createUser(scim);
  const headers = await as(database, scim, "users:write");
  const Operations = [
    { method: "POST", path: "/Users", bulkId: "one", data: userBody() },
    { method: "DELETE", path: `/Users/${idOf(user)}` },
    { method: "POST", path: "/Groups", bulkId: "two", data: groupBody() },
  ];
  const answer = await post(scim, "/Bulk", { schemas: [bulkRequestUrn], Operations }, headers);
  expect(answer.status, answer.text).toBe(200);
  const results = listAt(answer.body, "Operations").filter(isJsonObject);
  expect(results.map(({ status }) => String(status))).toEqual(["201", "403", "403"]);
  expect(JSON.stringify(results[1])).toContain("users:delete");
  expect(JSON.stringify(results[2])).toContain("groups:write");
  await expectUnchanged(scim, `/Users/${idOf(user)}`, user);
});

test("A-04 what a client may do is changed live, for its tokens too", async ({ scim, roster }) => {
  expectListResponse(await get(scim, "/Groups"));
  await roster(["scim-client", "set", ...of(scim), "--scope", "users:read", "--scope", "users:write"]);
  await expect(async () => expectScopeError(await get(scim, "/Groups"), "groups:read")).toPass({ timeout: 5_000 });
  expectListResponse(await get(scim, "/Users"));
  await roster(["scim-client", "set", ...of(scim), "--scope", "scim"]);
  await expect(async () => expectListResponse(await get(scim, "/Groups"))).toPass({ timeout: 5_000 });
});

test("A-07 a second token with scopes of its own is issued, listed with its last use, and revoked alone", async ({
  scim,
  roster,
  database,
}) => {
  const issued = issuedSchema.parse(await roster(["token", "issue", ...of(scim), "--scope", "users:read"]));
  expect(issued.scopes).toEqual(["users:read"]);
  const headers = {
    authorization: `Bearer ${issued.token}`,
    "user-agent": "Okta SCIM Client 1.0.0",
    "x-forwarded-for": "203.0.113.77",
  };
  expectListResponse(await get(scim, "/Users", headers));
  expectScopeError(await get(scim, "/Groups", headers), "groups:read");
  expectListResponse(await get(scim, "/Groups"));
  const readLastUse = () => database.prisma.accessToken.findUnique({ where: { id: issued.id } });
  await expect.poll(readLastUse, { timeout: 15_000 }).toMatchObject({ lastUsedAt: expect.any(Date) });
  expect(await roster(["token", "list", ...of(scim)])).toMatchObject([
    { scopes: ["scim"], state: "live" },
    {
      scopes: ["users:read"],
      state: "live",
      lastUsedAt: expect.any(String),
      lastUsedIp: "203.0.113.77",
      lastUsedAgent: "Okta SCIM Client 1.0.0",
    },
  ]);
  await roster(["token", "revoke", ...of(scim), "--last-four", issued.token.slice(-4)]);
  await expect(async () => expectScimError(await get(scim, "/Users", headers), 401)).toPass({ timeout: 5_000 });
  expectListResponse(await get(scim, "/Users"));
});

test("A-07 a rotated token keeps its scopes, and both work until the old one ends", async ({ scim, roster }) => {
  const rotate = ["token", "rotate", ...of(scim), "--expire-old-in-hours", "24", "--expires-in-days", "90"];
  const rotated = issuedSchema.parse(await roster(rotate));
  expect(rotated.scopes).toEqual(["scim"]);
  expectListResponse(await get(scim, "/Users"));
  expectListResponse(await get(scim, "/Users", { authorization: `Bearer ${rotated.token}` }));
  expect(await roster(["token", "list", ...of(scim)])).toMatchObject([
    { state: "live", expiresAt: expect.any(String) },
    { state: "live", expiresAt: expect.any(String) },
  ]);
});
