import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Scope, scopes } from "@/lib/directory/scope";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { bulkRequestUrn, errorUrn, groupSchemaUrn, patchOpUrn, searchRequestUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let organizationId: string;
let client: TestClient;
let userId: string;
let groupId: string;
const tokens = new Map<string, string>();
let count = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  organizationId = await fixture.addOrganization("acme");
  client = await fixture.addClient(organizationId);
  userId = String((await fixture.send(client, "POST", "/Users", { body: { userName: "ada" } })).body.id);
  groupId = String((await fixture.send(client, "POST", "/Groups", { body: { displayName: "Engineers" } })).body.id);
});
afterAll(() => fixture.close());

/** A token that has these scopes. */
async function tokenWith(granted: readonly Scope[]): Promise<string> {
  const key = granted.join(" ");
  const token = tokens.get(key) ?? (await fixture.addToken(client.id, undefined, undefined, granted));
  tokens.set(key, token);
  return token;
}

function expectRefusedFor(scope: Scope, answer: TestAnswer): void {
  expect(answer.status).toBe(403);
  expect(answer.headers.get("www-authenticate")).toBe(
    `Bearer realm="Roster", error="insufficient_scope", scope="${scope}"`,
  );
  expect(answer.body).toEqual({
    schemas: [errorUrn],
    status: "403",
    detail: expect.stringContaining(`lacks the scope ${scope},`),
  });
}

const replaceActive = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "active", value: true }] };
const search = { schemas: [searchRequestUrn] };

/** Every operation, and the scope that it needs. */
const operations: readonly [Scope, string, () => string, () => JsonObject | undefined][] = [
  ["users:read", "GET", () => "/Users", () => undefined],
  ["users:read", "GET", () => `/Users/${userId}`, () => undefined],
  ["users:read", "HEAD", () => `/Users/${userId}`, () => undefined],
  ["users:read", "POST", () => "/Users/.search", () => search],
  ["users:write", "POST", () => "/Users", () => ({ schemas: [userSchemaUrn], userName: `person ${++count}` })],
  ["users:write", "PUT", () => `/Users/${userId}`, () => ({ schemas: [userSchemaUrn], userName: "ada" })],
  ["users:write", "PATCH", () => `/Users/${userId}`, () => replaceActive],
  ["users:delete", "DELETE", () => "/Users/nobody", () => undefined],
  ["groups:read", "GET", () => "/Groups", () => undefined],
  ["groups:read", "GET", () => `/Groups/${groupId}`, () => undefined],
  ["groups:read", "POST", () => "/Groups/.search", () => search],
  ["groups:write", "POST", () => "/Groups", () => ({ schemas: [groupSchemaUrn], displayName: `group ${++count}` })],
  ["groups:write", "PUT", () => `/Groups/${groupId}`, () => ({ schemas: [groupSchemaUrn], displayName: "Engineers" })],
  [
    "groups:write",
    "PATCH",
    () => `/Groups/${groupId}`,
    () => ({ schemas: [patchOpUrn], Operations: [{ op: "replace", path: "displayName", value: "Engineers" }] }),
  ],
  ["groups:write", "DELETE", () => "/Groups/nobody", () => undefined],
];

describe("A-04 an operation needs its scope and no other", () => {
  test.each(operations)("%s: %s", async (scope, method, path, body) => {
    const send = async (granted: readonly Scope[]) => {
      const sent = body();
      const token = await tokenWith(granted);
      return await fixture.send(client, method, path(), sent === undefined ? { token } : { token, body: sent });
    };
    const refused = await send(scopes.filter((other) => other !== scope));
    if (method === "HEAD") expect(refused.status).toBe(403);
    else expectRefusedFor(scope, refused);
    const allowed = await send([scope]);
    expect([200, 201, 204, 404]).toContain(allowed.status);
    expect(allowed.status === 404).toBe(path().endsWith("/nobody"));
  });

  test("a refused write changes nothing, and is logged with its reason and without the token", async () => {
    const token = await tokenWith(["users:read", "users:delete"]);
    const before = await fixture.send(client, "GET", `/Users/${userId}`);
    const refused = await fixture.send(client, "PUT", `/Users/${userId}`, { token, body: { userName: "changed" } });
    expectRefusedFor("users:write", refused);
    expect((await fixture.send(client, "GET", `/Users/${userId}`)).body).toEqual(before.body);
    const row = await fixture.readLogRow(refused);
    expect(row).toMatchObject({ status: 403, scimClientId: client.id, detail: refused.body.detail });
    expect(JSON.stringify(row)).not.toContain(token.slice(12, 40));
  });
});

describe("what concerns users and groups together", () => {
  const namesOf = (answer: TestAnswer) => {
    const resources = Array.isArray(answer.body.Resources) ? answer.body.Resources.filter(isJsonObject) : [];
    const metas = resources.flatMap(({ meta }) => (meta !== undefined && isJsonObject(meta) ? [meta] : []));
    return [...new Set(metas.map(({ resourceType }) => resourceType))];
  };

  test("a list of everything holds what may be read", async () => {
    for (const [method, path, body] of [
      ["GET", "/scim/v2", undefined],
      ["POST", "/.search", search],
    ] as const) {
      const send = async (granted: readonly Scope[]) => {
        const token = await tokenWith(granted);
        return await fixture.send(client, method, path, body === undefined ? { token } : { token, body });
      };
      expect(namesOf(await send(["users:read"]))).toEqual(["User"]);
      expect(namesOf(await send(["groups:read"]))).toEqual(["Group"]);
      expect(namesOf(await send(["users:read", "groups:read"])).sort()).toEqual(["Group", "User"]);
      expect((await send(["users:write", "groups:write"])).status).toBe(403);
    }
  });

  test("the operations of a bulk request are judged one by one", async () => {
    const token = await tokenWith(["users:write"]);
    const answer = await fixture.send(client, "POST", "/Bulk", {
      token,
      body: {
        schemas: [bulkRequestUrn],
        Operations: [
          { method: "POST", path: "/Users", bulkId: "a", data: { schemas: [userSchemaUrn], userName: "from bulk" } },
          { method: "DELETE", path: `/Users/${userId}` },
          { method: "POST", path: "/Groups", bulkId: "b", data: { schemas: [groupSchemaUrn], displayName: "bulk" } },
        ],
      },
    });
    expect(answer.status).toBe(200);
    const results = Array.isArray(answer.body.Operations) ? answer.body.Operations.filter(isJsonObject) : [];
    expect(results.map(({ status }) => String(status))).toEqual(["201", "403", "403"]);
    expect(JSON.stringify(results[1])).toContain("lacks the scope users:delete");
    expect((await fixture.send(client, "GET", `/Users/${userId}`)).status).toBe(200);
  });
});

describe("the scopes of a token", () => {
  test("are those of its client where the client has fewer, now and at once", async () => {
    const narrow = await fixture.addClient(organizationId, "generic", {}, { scopes: ["users:read"] });
    expect((await fixture.send(narrow, "GET", "/Users")).status).toBe(200);
    expectRefusedFor("groups:read", await fixture.send(narrow, "GET", "/Groups"));
    await fixture.database.prisma.scimClient.update({
      where: { id: narrow.id },
      data: { scopes: ["groups:read"] },
    });
    await expect.poll(async () => (await fixture.send(narrow, "GET", "/Groups")).status).toBe(200);
    expectRefusedFor("users:read", await fixture.send(narrow, "GET", "/Users"));
  });

  test("a token without any is told so", async () => {
    const answer = await fixture.send(client, "GET", "/Users", { token: await tokenWith([]) });
    expectRefusedFor("users:read", answer);
    expect(answer.body.detail).toContain("it has none");
  });
});
