import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeSetup } from "@/lib/console/client-setup/describe-setup";
import { findScimClientById } from "@/lib/db/scim-clients";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestClient,
  type TestRequest,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let count = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  // What names no client is shown for an hour, and belongs to no test.
  await fixture.database.pool.query("DELETE FROM request_log WHERE scim_client_id IS NULL");
  count += 1;
  client = await fixture.addClient(await fixture.addOrganization(`problems-${count}`), "okta", { requireEmail: true });
});

const user = (userName: string) => ({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName });

/** How far each step is after one request. */
async function findSteps(method: string, path: string, request: TestRequest = {}) {
  await fixture.readLogRow(await fixture.send(client, method, path, request));
  const settings = await findScimClientById(fixture.database.prisma, client.organizationId, client.id);
  if (settings === undefined) throw new Error("The client is gone.");
  const organization = {
    id: client.organizationId,
    subdomain: `problems-${count}`,
    name: "Problems",
    allowedEmailDomains: [],
    allowEmailSubdomains: false,
  };
  const { steps } = await describeSetup({ database: fixture.database, organization }, settings, "client");
  return new Map(steps.map(({ id, state }) => [id, state]));
}

/** An access token with one character mistyped. */
const mistype = (token: string) => token.slice(0, -1) + (token.endsWith("a") ? "b" : "a");

describe("a known mistake is a problem of the step where it happens, and is explained", () => {
  test.each<[string, string, (token: string) => TestRequest, RegExp]>([
    ["no token", "/Users", () => ({ token: null }), /No (access )?token/i],
    ["a token without Bearer", "/Users", (token) => ({ token: null, headers: { authorization: token } }), /Bearer/],
    ["Bearer twice", "/Users", (token) => ({ token: `Bearer ${token}` }), /Bearer/],
    ["a token that was cut off", "/Users", (token) => ({ token: token.slice(0, 37) }), /cut/i],
    ["a mistyped token", "/Users", (token) => ({ token: mistype(token) }), /mistyped|checksum|typ/i],
    ["an unknown token", "/Users", () => ({ token: "somebody-elses-token" }), /never issued|not known|unknown|nobody/i],
    ["a base URL with a piece twice", "/scim/v2/scim/v2/Users", () => ({}), /base URL/i],
    ["a base URL without its version", "/scim/Users", () => ({}), /base URL/i],
  ])("%s", async (_name, path, change, title) => {
    const steps = await findSteps("GET", path, change(client.token));
    const state = steps.get("connect");
    expect(state?.kind).toBe("problem");
    if (state?.kind !== "problem") return;
    expect(state.problem.card?.title).toMatch(title);
    expect(state.problem.card?.steps.length).toBeGreaterThan(0);
  });

  test("a paused client", async () => {
    await fixture.database.prisma.scimClient.update({ where: { id: client.id }, data: { state: "paused" } });
    const state = (await findSteps("GET", "/Users")).get("connect");
    expect(state).toMatchObject({ kind: "problem", problem: { card: { title: expect.stringMatching(/paused/i) } } });
  });

  test("an address that is not allowed", async () => {
    client = await fixture.addClient(client.organizationId, "okta", {}, { allowedAddresses: ["203.0.113.0/24"] });
    const state = (await findSteps("GET", "/Users")).get("connect");
    expect(state).toMatchObject({
      kind: "problem",
      problem: { card: { title: expect.stringContaining("192.0.2.1") } },
    });
  });

  test("a revoked token", async () => {
    await fixture.database.prisma.accessToken.updateMany({
      where: { scimClientId: client.id },
      data: { revokedAt: new Date() },
    });
    const state = (await findSteps("GET", "/Users")).get("connect");
    expect(state).toMatchObject({ kind: "problem", problem: { card: { title: expect.stringMatching(/revoked/i) } } });
  });

  test("a userName that is no address", async () => {
    const state = (await findSteps("POST", "/Users", { body: user("ada") })).get("person");
    expect(state).toMatchObject({
      kind: "problem",
      problem: { card: { title: expect.stringMatching(/address|e-?mail/i) } },
    });
  });

  test("a group before its people", async () => {
    const member = { value: "01a00000-0000-7000-8000-000000000000" };
    const body = {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      displayName: "Engineering",
      members: [member],
    };
    const steps = await findSteps("POST", "/Groups", { body });
    expect(steps.get("groups")).toMatchObject({ kind: "problem", problem: { card: { steps: expect.any(Array) } } });
    expect(steps.get("connect")).toMatchObject({ kind: "seen" });
  });
});

test("where several organizations share the server, a request of nobody's tells nothing of whom it was about", async () => {
  const filter = encodeURIComponent('userName eq "ada@acme.example"');
  const steps = await findSteps("GET", `/Users?filter=${filter}`, { token: null });
  const state = steps.get("connect");
  expect(state).toMatchObject({ kind: "problem", problem: { isUncertain: true } });
  expect(JSON.stringify(state)).not.toContain("ada@acme.example");
  expect(JSON.stringify(state)).not.toContain("192.0.2.1");
});

test("once it works, the problem is over", async () => {
  await findSteps("GET", "/Users", { token: null });
  expect((await findSteps("GET", "/Users?startIndex=1&count=2")).get("connect")).toMatchObject({ kind: "seen" });
});
