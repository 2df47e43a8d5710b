import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { issueClientSecret, revokeClientSecret } from "@/lib/console/client-secrets";
import type { Result } from "@/lib/console/result";
import { changeScimClient } from "@/lib/console/scim-clients";
import { createAccessToken, createClientSecret } from "@/lib/secrets";
import type { TestAnswer, TestClient } from "./testing/endpoint-fixture";
import { createTokenFixture, type TokenFixture } from "./testing/token-fixture";

const operator = { kind: "operator" } as const;
const grant = { grant_type: "client_credentials" };
const all = "users:read users:write users:delete groups:read groups:write";

let fixture: TokenFixture;
let organizationId: string;
let client: TestClient;
let clientName: string;
let secret: string;
let secretId: string;

function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

function readToken(answer: TestAnswer): string {
  expect(answer.status, answer.text).toBe(200);
  const { access_token: token } = answer.body;
  if (typeof token !== "string") throw new Error(answer.text);
  return token;
}

function askWithSecret(form: Readonly<Record<string, string>> = {}) {
  return fixture.ask({ form: { ...grant, client_id: client.id, client_secret: secret, ...form } });
}

function listUsers(token: string) {
  return fixture.send(client, "GET", "/Users?count=1", { token });
}

beforeAll(async () => {
  fixture = await createTokenFixture();
  organizationId = await fixture.addOrganization("acme");
  await fixture.addOrganization("other");
});
beforeEach(async () => {
  client = await fixture.addClient(organizationId);
  clientName = (await fixture.database.prisma.scimClient.findUniqueOrThrow({ where: { id: client.id } })).name;
  const issued = unwrap(
    await issueClientSecret(fixture.database, operator, "acme", clientName, { expiresInDays: 365 }),
  );
  ({ secret } = issued);
  secretId = issued.issued.id;
});
afterAll(() => fixture.close());

describe("client credentials (RFC 6749 §4.4, A-08)", () => {
  test("by body: a token for an hour that opens the SCIM endpoint", async () => {
    const answer = await askWithSecret({ scope: "scim" });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^roster_scim_[0-9A-Za-z]{49}$/),
      token_type: "Bearer",
      expires_in: 3_600,
      scope: `scim ${all}`,
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/json",
      "cache-control": "no-store",
      pragma: "no-cache",
    });
    expect(await listUsers(readToken(answer))).toMatchObject({ status: 200 });
  });

  test("by HTTP Basic", async () => {
    const authorization = `Basic ${Buffer.from(`${client.id}:${secret}`).toString("base64")}`;
    const answer = await fixture.ask({ form: grant, headers: { authorization } });
    expect(await listUsers(readToken(answer))).toMatchObject({ status: 200 });
  });

  test("a token of some scopes can do these alone", async () => {
    const token = readToken(await askWithSecret({ scope: "users:read" }));
    expect(await listUsers(token)).toMatchObject({ status: 200 });
    expect(await fixture.send(client, "POST", "/Users", { token, body: { userName: "a" } })).toMatchObject({
      status: 403,
    });
  });

  test("a token of all scopes follows what its client has later", async () => {
    const input = { options: new Map<string, string>(), scopes: ["groups:read"] };
    const token = readToken(await askWithSecret());
    unwrap(await changeScimClient(fixture.database, operator, "acme", clientName, input));
    await expect.poll(async () => (await listUsers(token)).status).toBe(403);
    expect((await askWithSecret()).body).toMatchObject({ scope: "groups:read" });
    expect(await askWithSecret({ scope: "users:read" })).toMatchObject({
      status: 400,
      body: { error: "invalid_scope", error_description: expect.stringContaining("users:read") },
    });
  });

  test("tokens live as long as the client is set to", async () => {
    const input = { options: new Map<string, string>(), tokenLifetimeMinutes: 360 };
    unwrap(await changeScimClient(fixture.database, operator, "acme", clientName, input));
    const answer = await askWithSecret();
    expect(answer.body).toMatchObject({ expires_in: 21_600 });
    const [token] = await fixture.database.prisma.accessToken.findMany({ where: { clientSecretId: secretId } });
    expect(Math.round(((token?.expiresAt?.getTime() ?? 0) - Date.now()) / 60_000)).toBe(360);
    for (const minutes of [59, 361, 90.5]) {
      const refused = await changeScimClient(fixture.database, operator, "acme", clientName, {
        ...input,
        tokenLifetimeMinutes: minutes,
      });
      expect(refused.ok).toBe(false);
    }
  });

  test("an expired token is told so", async () => {
    const token = readToken(await askWithSecret());
    await fixture.database.prisma.accessToken.updateMany({
      where: { clientSecretId: secretId },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    expect(await listUsers(token)).toMatchObject({
      status: 401,
      body: { detail: expect.stringContaining("has expired") },
    });
  });

  test("a third and a fourth token do no harm: only those that people issue are counted", async () => {
    const tokens = [];
    for (let count = 0; count < 4; count += 1) tokens.push(readToken(await askWithSecret()));
    for (const token of tokens) expect(await listUsers(token)).toMatchObject({ status: 200 });
  });

  test("the last use of the secret is noted, and tokens that expired a day ago go", async () => {
    readToken(await askWithSecret());
    const day = 24 * 60 * 60 * 1_000;
    const expire = (ageMs: number) =>
      fixture.database.prisma.accessToken.updateMany({
        where: { clientSecretId: secretId, expiresAt: { gt: new Date() } },
        data: { expiresAt: new Date(Date.now() - ageMs) },
      });
    await expire(day + 60_000);
    readToken(await askWithSecret());
    await expire(day - 60_000);
    readToken(await askWithSecret());
    expect(await fixture.database.prisma.accessToken.count({ where: { clientSecretId: secretId } })).toBe(2);
    // The one that a person issued stays.
    expect(await listUsers(client.token)).toMatchObject({ status: 200 });
    expect(await fixture.database.prisma.clientSecret.findUnique({ where: { id: secretId } })).toMatchObject({
      lastUsedAt: expect.any(Date),
      lastUsedIp: "192.0.2.1",
      lastUsedAgent: "test",
    });
  });
});

describe("what ends", () => {
  test("a revoked secret gives no tokens, and those it gave end at once; another secret's stay", async () => {
    const other = unwrap(
      await issueClientSecret(fixture.database, operator, "acme", clientName, { expiresInDays: 1 }),
    ).secret;
    const token = readToken(await askWithSecret());
    const kept = readToken(await askWithSecret({ client_secret: other }));
    expect(await listUsers(token)).toMatchObject({ status: 200 });
    const revoked = unwrap(await revokeClientSecret(fixture.database, operator, "acme", clientName, { id: secretId }));
    expect(revoked).toMatchObject({ endedTokens: 1, liveLeft: 1 });
    await expect.poll(async () => (await listUsers(token)).status).toBe(401);
    expect((await listUsers(token)).body).toMatchObject({ detail: expect.stringContaining("revoked") });
    expect(await listUsers(kept)).toMatchObject({ status: 200 });
    expect(await askWithSecret()).toMatchObject({
      status: 401,
      body: { error: "invalid_client", error_description: expect.stringContaining("was revoked") },
    });
  });

  test("a token that is being given while its secret is revoked is either refused or ends with it", async () => {
    const revoking = fixture.database.prisma.$transaction(async (db) => {
      await db.clientSecret.update({ where: { id: secretId }, data: { revokedAt: new Date() } });
      const asking = askWithSecret();
      await db.$queryRaw`SELECT 1 FROM pg_sleep(0.3)`;
      return { asking };
    });
    const answer = await (await revoking).asking;
    expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(await fixture.database.prisma.accessToken.count({ where: { clientSecretId: secretId } })).toBe(0);
  });

  test("an expired secret", async () => {
    await fixture.database.prisma.clientSecret.update({
      where: { id: secretId },
      data: { expiresAt: new Date("2026-01-02T03:04:05Z") },
    });
    expect((await askWithSecret()).body).toMatchObject({
      error: "invalid_client",
      error_description: expect.stringContaining("expired on 2026-01-02"),
    });
  });

  test("a paused client is asked to come again", async () => {
    await fixture.database.prisma.scimClient.update({ where: { id: client.id }, data: { state: "paused" } });
    const answer = await askWithSecret();
    expect(answer).toMatchObject({ status: 503, body: { error: "temporarily_unavailable" } });
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    // A stranger does not learn that it is.
    expect(await askWithSecret({ client_secret: createClientSecret() })).toMatchObject({ status: 401 });
  });

  test("an address that is not allowed", async () => {
    await fixture.database.prisma.scimClient.update({
      where: { id: client.id },
      data: { allowedAddresses: ["203.0.113.0/24"] },
    });
    const form = { ...grant, client_id: client.id, client_secret: secret };
    expect(await fixture.ask({ form })).toMatchObject({ status: 400, body: { error: "unauthorized_client" } });
    expect(await fixture.ask({ form, remoteAddress: "203.0.113.9" })).toMatchObject({ status: 200 });
  });
});

describe("who is refused", () => {
  test.each<[string, () => Record<string, string>]>([
    ["another secret", () => ({ client_secret: createClientSecret() })],
    ["a secret with a character changed", () => ({ client_secret: `${secret.slice(0, -1)}_` })],
    ["an access token", () => ({ client_secret: createAccessToken() })],
    ["a text", () => ({ client_secret: "swordfish" })],
    ["a client that is not there", () => ({ client_id: "00000000-0000-7000-8000-000000000000" })],
    ["no client id at all", () => ({ client_id: "okta" })],
    ["U+0000", () => ({ client_id: "\u0000", client_secret: "\u0000" })],
  ])("%s", async (_name, change) => {
    const answer = await askWithSecret(change());
    expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.text).not.toContain(secret);
    expect(answer.text).not.toContain("swordfish");
  });

  test("whether the client is there is not told", async () => {
    const wrong = createClientSecret();
    const known = await askWithSecret({ client_secret: wrong });
    const unknown = await askWithSecret({ client_secret: wrong, client_id: "00000000-0000-7000-8000-000000000000" });
    expect(known.body).toEqual(unknown.body);
  });

  test("another client's secret", async () => {
    const other = await fixture.addClient(organizationId);
    expect(await askWithSecret({ client_id: other.id })).toMatchObject({ status: 401 });
  });

  test("the client of another organization than the host's (A-05)", async () => {
    const form = { ...grant, client_id: client.id, client_secret: secret };
    expect(await fixture.ask({ form, headers: { host: "other.localhost:3000" } })).toMatchObject({ status: 401 });
    expect(await fixture.ask({ form, headers: { host: "acme.localhost" } })).toMatchObject({ status: 200 });
  });

  test("too many failures from one address wait; a valid secret from there does not (A-11)", async () => {
    const remoteAddress = "198.51.100.7";
    const wrong = { ...grant, client_id: client.id, client_secret: "wrong" };
    for (let count = 0; count < 300; count += 1) {
      expect(await fixture.ask({ form: wrong, remoteAddress })).toMatchObject({ status: 401 });
    }
    const answer = await fixture.ask({ form: wrong, remoteAddress });
    expect(answer).toMatchObject({ status: 429, body: { error: "invalid_client" } });
    expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    expect(await fixture.ask({ form: { ...wrong, client_secret: secret }, remoteAddress })).toMatchObject({
      status: 200,
    });
    expect(await fixture.ask({ form: wrong })).toMatchObject({ status: 401 });
  });
});

describe("the form of a request", () => {
  test.each(["GET", "PUT", "DELETE"])("%s is refused", async (method) => {
    const answer = await fixture.ask({ method });
    expect(answer).toMatchObject({ status: 405, body: { error: "invalid_request" } });
    expect(answer.headers.get("allow")).toBe("POST");
  });

  test("a secret in the address is refused, and not logged (T-12)", async () => {
    const search = `?client_id=${client.id}&client_secret=${secret}&client_assertion=aaa.bbb.ccc`;
    const answer = await fixture.ask({ form: grant, search });
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_request" } });
    const row = JSON.stringify(await fixture.readLogRow(answer));
    expect(row).not.toContain(secret);
    expect(row).not.toContain("aaa.bbb.ccc");
  });

  test("an assertion as a grant is refused, and not logged, in the address and in the body (RFC 7523 §2.1)", async () => {
    const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    const inBody = await fixture.ask({
      form: { grant_type: grantType, assertion: "aaa.bbb.ccc", Client_Assertion: "ddd.eee" },
    });
    expect(inBody).toMatchObject({ status: 400, body: { error: "unsupported_grant_type" } });
    const inAddress = await fixture.ask({
      form: { grant_type: grantType },
      search: "?Assertion=aaa.bbb.ccc&assertion=ddd.eee",
    });
    expect(inAddress).toMatchObject({ status: 400, body: { error_description: expect.stringContaining("revoke") } });
    for (const answer of [inBody, inAddress]) {
      const row = await fixture.readLogRow(answer);
      expect(JSON.stringify(row)).toContain("[redacted]");
      expect(JSON.stringify(row)).not.toMatch(/aaa|ddd/);
    }
  });

  test("JSON is refused", async () => {
    const headers = { "content-type": "application/json" };
    const answer = await fixture.ask({ text: JSON.stringify(grant), headers });
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  });

  test("a body that is too large", async () => {
    expect(await fixture.ask({ form: { ...grant, more: "x".repeat(70_000) } })).toMatchObject({
      status: 413,
      body: { error: "invalid_request" },
    });
  });
});

describe("the log", () => {
  test("a token that was given", async () => {
    const answer = await askWithSecret({ scope: "scim" });
    const row = await fixture.readLogRow(answer);
    expect(row).toMatchObject({
      organizationId,
      scimClientId: client.id,
      method: "POST",
      path: "/oauth/token",
      operation: "issue access token",
      status: 200,
      detail: null,
      remoteAddress: "192.0.2.1",
      requestBody: { grant_type: "client_credentials", client_secret: "[redacted]", scope: "scim" },
    });
    const text = JSON.stringify(row);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(readToken(answer));
  });

  test("a refusal is the client's whose id was sent", async () => {
    const wrong = createClientSecret();
    const row = await fixture.readLogRow(await askWithSecret({ client_secret: wrong, note: wrong }));
    expect(row).toMatchObject({
      organizationId,
      scimClientId: client.id,
      status: 401,
      scimType: "invalid_client",
      detail: expect.stringContaining("No SCIM client has"),
    });
    expect(JSON.stringify(row)).not.toContain(wrong);
  });

  test("a refusal of nobody known is the host's", async () => {
    const answer = await fixture.ask({ form: grant, headers: { host: "acme.localhost" } });
    expect(await fixture.readLogRow(answer)).toMatchObject({ organizationId, scimClientId: null, status: 401 });
  });
});
