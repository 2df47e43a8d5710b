import { afterAll, beforeAll, expect, test } from "vitest";
import { patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"));
});
afterAll(() => fixture.close());

const body = { schemas: [userSchemaUrn], userName: "ada@acme.example", password: "hidden", roles: [] };

test("a write is logged with both bodies, redacted", async () => {
  const created = await fixture.send(client, "POST", "/Users?attributes=userName", { body });
  expect(await fixture.readLogRow(created)).toMatchObject({
    organizationId: client.organizationId,
    scimClientId: client.id,
    method: "POST",
    path: "/Users?attributes=userName",
    operation: "create user",
    resourceType: "User",
    resourceId: created.body.id,
    status: 201,
    scimType: null,
    detail: null,
    remoteAddress: "192.0.2.1",
    userAgent: "test",
    requestBody: { ...body, password: "[redacted]" },
    responseBody: created.body,
  });
});

test("an access token that was put into User-Agent is nowhere kept", async () => {
  const agent = `curl ${"x".repeat(470)} ${client.token}`;
  const answer = await fixture.send(client, "GET", "/Users?count=0", { headers: { "user-agent": agent } });
  const kept = agent.replace(client.token, "roster_scim_[redacted]").slice(0, 500);
  expect(await fixture.readLogRow(answer)).toMatchObject({ userAgent: kept });
  const findLastAgents = async () => {
    const tokens = await fixture.database.prisma.accessToken.findMany({ where: { scimClientId: client.id } });
    return tokens.map((token) => token.lastUsedAgent);
  };
  // People who exchange a token watch the new one come into use.
  await expect.poll(findLastAgents, { timeout: 2_000 }).toEqual([kept]);
});

test("a password in a PATCH is not kept, in whatever form it comes", async () => {
  const { id } = (await fixture.send(client, "POST", "/Users", { body: { ...body, userName: "b@acme.example" } })).body;
  for (const operation of [
    { op: "replace", path: "password", value: "hidden" },
    { op: "replace", value: { password: "hidden" } },
    { op: "Add", path: `${userSchemaUrn}:password`, value: "hidden" },
  ]) {
    const request = { body: { schemas: [patchOpUrn], Operations: [operation] } };
    const answer = await fixture.send(client, "PATCH", `/Users/${id}`, request);
    const row = await fixture.readLogRow(answer);
    expect([answer.status, row.operation, row.resourceId]).toEqual([200, "patch user", id]);
    expect(JSON.stringify(row)).not.toContain("hidden");
    expect(JSON.stringify(row)).toContain("[redacted]");
  }
});

test("a tolerance that was needed is named", async () => {
  const request = { body: { ...body, userName: "c@acme.example", active: "False" } };
  const row = await fixture.readLogRow(await fixture.send(client, "POST", "/Users", request));
  expect(row.leniencies.join(" ")).toContain('"False"');
});

test("a refusal is logged with its scimType and what the client was told", async () => {
  const answer = await fixture.send(client, "GET", "/Users?filter=nothing%20eq%201");
  expect(await fixture.readLogRow(answer)).toMatchObject({
    operation: "list users",
    status: 400,
    scimType: "invalidFilter",
    detail: answer.body.detail,
    responseBody: null,
  });
});

test("a body that is no JSON is logged without its secrets", async () => {
  const answer = await fixture.send(client, "POST", "/Users", { text: '{"userName":"x","password":"hidden"' });
  const row = await fixture.readLogRow(answer);
  expect(row).toMatchObject({
    status: 400,
    requestBody: { unreadable: true, beginning: '{"userName":"x","[redacted]' },
  });
});

test("U+0000 in a body does not keep the request from being logged", async () => {
  const answer = await fixture.send(client, "POST", "/Users", { body: { userName: "a\u0000b", title: "\ud800" } });
  expect(await fixture.readLogRow(answer)).toMatchObject({ status: 400, requestBody: { userName: "a\uFFFDb" } });
});

test("a long body is shortened", async () => {
  const answer = await fixture.send(client, "POST", "/Users", { body: { ...body, title: "x".repeat(200_000) } });
  expect((await fixture.readLogRow(answer)).requestBody).toMatchObject({ truncated: true });
});

test("a stranger's request belongs to the only organization, or to the one whose host it called", async () => {
  const only = await fixture.readLogRow(await fixture.send(client, "GET", "/Users", { token: "wrong" }));
  expect(only).toMatchObject({ organizationId: client.organizationId, scimClientId: null, status: 401 });
  await fixture.addOrganization("other");
  const nowhere = await fixture.readLogRow(await fixture.send(client, "GET", "/Users", { token: "wrong" }));
  expect(nowhere).toMatchObject({ organizationId: null, scimClientId: null, status: 401, operation: "list users" });
  const headers = { host: "acme.localhost" };
  const host = await fixture.readLogRow(await fixture.send(client, "GET", "/Nothing", { token: "wrong", headers }));
  expect(host).toMatchObject({ organizationId: client.organizationId, scimClientId: null, operation: null });
});

test("the authorization header is nowhere in the log", async () => {
  const headers = { "user-agent": "x" };
  await fixture.readLogRow(await fixture.send(client, "GET", "/Users", { headers }));
  const { rows } = await fixture.database.pool.query<{ text: string }>(
    "SELECT row_to_json(r)::text AS text FROM request_log r",
  );
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter(({ text }) => text.includes(client.token))).toEqual([]);
});
