import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { errorUrn } from "@/lib/scim/urns";
import { createAccessToken } from "@/lib/secrets";
import { maxFailuresPerMinute } from "./failed-authentications";
import { loggedRefusalsPerMinute } from "./refusal-log";
import { createEndpointFixture, type EndpointFixture, type TestAnswer } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let organizationId: string;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  organizationId = await fixture.addOrganization("acme");
});
afterAll(() => fixture.close());

function expectTooMany(answer: TestAnswer): void {
  expect(answer.status).toBe(429);
  expect(answer.headers.get("content-type")).toBe("application/scim+json");
  expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect(answer.body).toEqual({ schemas: [errorUrn], status: "429", detail: expect.stringMatching(/./) });
}

async function countRows(answers: readonly TestAnswer[]): Promise<number> {
  const last = answers.at(-1);
  if (last === undefined) return 0;
  // Whatever is not written now will not be.
  await fixture.readLogRow(await fixture.send(await fixture.addClient(organizationId), "GET", "/Roles"));
  const ids = answers.map(({ headers }) => headers.get("x-request-id") ?? "");
  return await fixture.database.prisma.requestLog.count({ where: { id: { in: ids } } });
}

describe("the addresses from which a SCIM client may be called", () => {
  const from = (address: string) => ({ headers: { "x-forwarded-for": address } });

  test("all others are refused, told what was seen and what to do, and logged", async () => {
    const allowedAddresses = ["203.0.113.0/24", "2001:db8::/32"];
    const client = await fixture.addClient(organizationId, "okta", {}, { allowedAddresses });
    for (const address of ["203.0.113.9", "2001:db8::1", "::ffff:203.0.113.9"]) {
      expect([address, (await fixture.send(client, "GET", "/Users", from(address))).status]).toEqual([address, 200]);
    }
    const refused = await fixture.send(client, "POST", "/Users", {
      ...from("198.51.100.1"),
      body: { userName: "never" },
    });
    expect(refused.body).toEqual({
      schemas: [errorUrn],
      status: "403",
      detail: expect.stringMatching(/may not be called from the address 198\.51\.100\.1\. An owner .* can add this/),
    });
    expect(refused.body.detail).not.toContain("ROSTER_TRUSTED_PROXY_HOPS");
    // Whoever has found a token does not learn from where to use it.
    expect(refused.text).not.toContain("203.0.113");
    expect(await fixture.readLogRow(refused)).toMatchObject({
      status: 403,
      scimClientId: client.id,
      remoteAddress: "198.51.100.1",
      detail: refused.body.detail,
    });
    expect((await fixture.send(client, "GET", "/Users?filter=userName+pr", from("203.0.113.9"))).body).toMatchObject({
      totalResults: 0,
    });
  });

  test("an address that is a proxy's, or unknown, hints at ROSTER_TRUSTED_PROXY_HOPS", async () => {
    const client = await fixture.addClient(organizationId, "okta", {}, { allowedAddresses: ["203.0.113.7"] });
    const proxy = await fixture.send(client, "GET", "/Users", from("10.0.0.5"));
    expect(proxy.body).toMatchObject({ status: "403", detail: expect.stringMatching(/10\.0\.0\.5.*PROXY_HOPS/) });
    const unknown = await fixture.send(client, "GET", "/Users", from("unknown"));
    expect(unknown.body).toMatchObject({
      status: "403",
      detail: expect.stringMatching(/does not know from which address.*PROXY_HOPS/),
    });
  });

  test("a change holds at once; a refused use is no use of the token", async () => {
    const client = await fixture.addClient(organizationId);
    const send = async () => (await fixture.send(client, "GET", "/Users", from("198.51.100.1"))).status;
    const write = (allowedAddresses: string[]) =>
      fixture.database.prisma.scimClient.update({ where: { id: client.id }, data: { allowedAddresses } });
    await write(["203.0.113.7"]);
    await expect.poll(send).toBe(403);
    await write(["198.51.100.0/24"]);
    await expect.poll(send).toBe(200);
    await write([]);
    await expect.poll(send).toBe(200);
  });

  test("a wrong token is told nothing of them", async () => {
    const client = await fixture.addClient(organizationId, "okta", {}, { allowedAddresses: ["203.0.113.7"] });
    const answer = await fixture.send(client, "GET", "/Users", { ...from("198.51.100.9"), token: createAccessToken() });
    expect(answer.status).toBe(401);
  });
});

describe("A-10 the rate limit of a SCIM client", () => {
  test("429 with whole seconds beyond so many requests a second; others, and later seconds, go on", async () => {
    const limited = await fixture.addClient(organizationId, "generic", { rateLimit: 3 });
    const other = await fixture.addClient(organizationId, "generic", { rateLimit: 3 });
    const answers: TestAnswer[] = [];
    for (let index = 0; index < 6; index += 1) answers.push(await fixture.send(limited, "GET", "/Users?count=0"));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429, 429]);
    const refused = answers[3];
    if (refused === undefined) throw new Error("There was no refusal.");
    expectTooMany(refused);
    expect(refused.body.detail).toContain("more requests than 3 a second");
    expect(await fixture.readLogRow(refused)).toMatchObject({ status: 429, scimClientId: limited.id });
    expect((await fixture.send(other, "GET", "/Users?count=0")).status).toBe(200);
    const seconds = Number(refused.headers.get("retry-after"));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    expect((await fixture.send(limited, "GET", "/Users?count=0")).status).toBe(200);
  });

  test("is off unless it is set, changes at once, and a paused client still gets 503", async () => {
    const client = await fixture.addClient(organizationId);
    const send = async () => (await fixture.send(client, "GET", "/Roles?count=0")).status;
    const statuses: number[] = [];
    for (let index = 0; index < 60; index += 1) statuses.push(await send());
    expect(new Set(statuses)).toEqual(new Set([200]));
    const update = (data: { options?: { rateLimit: number }; state?: "paused" }) =>
      fixture.database.prisma.scimClient.update({ where: { id: client.id }, data });
    await update({ options: { rateLimit: 1 } });
    await expect.poll(send, { interval: 10 }).toBe(429);
    await update({ state: "paused" });
    await expect.poll(send, { interval: 10 }).toBe(503);
  });

  test("of many refusals so many a minute are logged", async () => {
    const client = await fixture.addClient(organizationId, "generic", { rateLimit: 1 });
    const answers: TestAnswer[] = [];
    for (let sent = 0; sent < loggedRefusalsPerMinute * 3 && answers.length < loggedRefusalsPerMinute + 20; sent += 1) {
      const answer = await fixture.send(client, "GET", "/Roles?count=0");
      if (answer.status === 429) answers.push(answer);
    }
    expect(await countRows(answers)).toBe(loggedRefusalsPerMinute);
    const last = answers[loggedRefusalsPerMinute - 1];
    if (last === undefined) throw new Error("There was no refusal.");
    expect((await fixture.readLogRow(last)).leniencies.join()).toMatch(/60 such refusals within a minute are logged/);
  });
});

describe("A-11 failed authentications from one address", () => {
  test("300 a minute are told why; then 429, but never for a valid token from there", async () => {
    const client = await fixture.addClient(organizationId);
    const headers = { "x-forwarded-for": "192.0.2.77" };
    const fail = (token: string) => fixture.send(client, "GET", "/Users", { token, headers });
    for (let index = 0; index < maxFailuresPerMinute; index += 1) {
      const answer = await fail("garbage");
      if (answer.status !== 401) throw new Error(`The failure ${index + 1} was answered with ${answer.status}.`);
    }
    const refusals: TestAnswer[] = [];
    for (let index = 0; index < loggedRefusalsPerMinute + 10; index += 1) refusals.push(await fail("garbage"));
    for (const refused of refusals) expectTooMany(refused);
    expect(refusals[0]?.body.detail).toMatch(/More than 300 requests a minute from 192\.0\.2\.77 .* The reason/);

    expect((await fixture.send(client, "GET", "/Users", { headers })).status).toBe(200);
    expect((await fixture.send(client, "GET", "/ServiceProviderConfig", { token: null, headers })).status).toBe(200);
    const elsewhere = { "x-forwarded-for": "192.0.2.78" };
    expect((await fixture.send(client, "GET", "/Users", { token: "garbage", headers: elsewhere })).status).toBe(401);
    expect(await countRows(refusals)).toBe(loggedRefusalsPerMinute);
  });

  test("a 429 costs one look-up of the token, and none where the token is mistyped", async () => {
    const client = await fixture.addClient(organizationId);
    // The host names an organization, whose owners see refusals: that look-up is spared then too.
    const headers = { "x-forwarded-for": "192.0.2.77", host: "acme.localhost:3000" };
    const query = vi.spyOn(fixture.database.pool, "query");
    const countLookUps = async (token: string) => {
      query.mockClear();
      expect((await fixture.send(client, "GET", "/Users", { token, headers })).status).toBe(429);
      const names = query.mock.calls.map(([statement]) => JSON.stringify(statement));
      return names.filter((text) => text.includes("find-")).length;
    };
    const token = createAccessToken();
    expect(await countLookUps(token)).toBe(1);
    expect(await countLookUps(`${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`)).toBe(0);
    query.mockRestore();
  });
});

test("A-07 when, from where and by what a token was last used", async () => {
  const client = await fixture.addClient(organizationId, "okta", {}, { allowedAddresses: ["203.0.113.0/24"] });
  const use = (address: string, agent: string) =>
    fixture.send(client, "GET", "/Users", { headers: { "x-forwarded-for": address, "user-agent": agent } });
  await use("203.0.113.9", "Okta SCIM Client 1.0.0");
  // Refused, and so no use.
  await use("198.51.100.1", "thief");
  await expect
    .poll(() => fixture.database.prisma.accessToken.findFirst({ where: { scimClientId: client.id } }), {
      timeout: 8_000,
    })
    .toMatchObject({
      lastUsedIp: "203.0.113.9",
      lastUsedAgent: "Okta SCIM Client 1.0.0",
      lastUsedAt: expect.any(Date),
    });
}, 10_000);
