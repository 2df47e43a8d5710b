import { createHmac } from "node:crypto";
import { generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Result } from "@/lib/console/result";
import { addWorkloadTrust, type NewWorkloadTrustInput, removeWorkloadTrust } from "@/lib/console/workload-trusts";
import { type AssertionIssuer, type Claims, type SignOptions, startAssertionIssuer } from "./testing/assertion-issuer";
import type { TestAnswer, TestClient } from "./testing/endpoint-fixture";
import { createTokenFixture, type TokenFixture } from "./testing/token-fixture";

const operator = { kind: "operator" } as const;
const subject = "5f0c7b1e-0d4e-4c58-9d3c-2a6d8a4e7f10";
const audience = "api://b5ba7a93-4452-4522-aeb4-a2b5da870c16";
const hourSeconds = 3_600;

let fixture: TokenFixture;
let organizationId: string;
let issuer: AssertionIssuer;
let client: TestClient;

function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

async function trust(input: Partial<NewWorkloadTrustInput> = {}, of = client): Promise<string> {
  const { name } = await fixture.database.prisma.scimClient.findUniqueOrThrow({ where: { id: of.id } });
  const added = await addWorkloadTrust(fixture.database, operator, "acme", name, {
    issuer: issuer.issuer,
    subject,
    audience,
    ...input,
  });
  return unwrap(added).trust.id;
}

function present(assertion: string, form: Readonly<Record<string, string | undefined>> = {}): Promise<TestAnswer> {
  return fixture.ask({
    form: {
      grant_type: "client_credentials",
      client_id: client.id,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
      ...form,
    },
  });
}

function sign(claims: Claims = {}, options?: SignOptions): Promise<string> {
  return issuer.sign({ sub: subject, aud: audience, ...claims }, options);
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** A token that nobody signed as it says. */
function forge(header: object, claims: object, key = ""): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = key === "" ? "" : createHmac("sha256", key).update(text).digest("base64url");
  return `${text}.${signature}`;
}

function goodClaims() {
  return { iss: issuer.issuer, sub: subject, aud: audience, iat: inSeconds(0), exp: inSeconds(hourSeconds) };
}

beforeAll(async () => {
  fixture = await createTokenFixture();
  organizationId = await fixture.addOrganization("acme");
});
beforeEach(async () => {
  issuer = await startAssertionIssuer();
  client = await fixture.addClient(organizationId);
});
afterEach(() => issuer.close());
afterAll(() => fixture.close());

describe("workload identity federation (RFC 7523 §2.2, A-08)", () => {
  test("an assertion of a trusted issuer gets a token that opens the SCIM endpoint", async () => {
    const id = await trust();
    const answer = await present(await sign(), { scope: "scim" });
    expect(answer).toMatchObject({ status: 200, body: { token_type: "Bearer", expires_in: 3_600 } });
    const token = String(answer.body.access_token);
    expect(await fixture.send(client, "GET", "/Users", { token })).toMatchObject({ status: 200 });
    expect(await fixture.database.prisma.workloadTrust.findUnique({ where: { id } })).toMatchObject({
      lastUsedAt: expect.any(Date),
      lastUsedIp: "192.0.2.1",
      lastUsedAgent: "test",
    });
    expect(await fixture.readLogRow(answer)).toMatchObject({
      scimClientId: client.id,
      status: 200,
      requestBody: { client_assertion: "[redacted]" },
    });
  });

  test.each(["RS256", "PS256", "ES256"] as const)("signed by %s", async (algorithm) => {
    const other = await startAssertionIssuer(algorithm);
    await trust({ issuer: other.issuer });
    expect(await present(await other.sign({ sub: subject, aud: audience }))).toMatchObject({ status: 200 });
    await other.close();
  });

  test("the keys are where the trust says, else where the issuer's OpenID configuration says", async () => {
    const id = await trust({ jwksUri: issuer.jwksUri });
    expect(await present(await sign())).toMatchObject({ status: 200 });
    expect(issuer.requests).toEqual(["/keys"]);
    const { name } = await fixture.database.prisma.scimClient.findUniqueOrThrow({ where: { id: client.id } });
    unwrap(await removeWorkloadTrust(fixture.database, operator, "acme", name, id));
    await trust();
    expect(await present(await sign())).toMatchObject({ status: 200 });
    expect(issuer.requests).toEqual(["/keys", "/.well-known/openid-configuration", "/keys"]);
  });

  test("they are kept, and looked for again when the issuer signs with another", async () => {
    await trust();
    for (let count = 0; count < 3; count += 1) expect(await present(await sign())).toMatchObject({ status: 200 });
    expect(issuer.requests).toEqual(["/.well-known/openid-configuration", "/keys"]);
    const before = await sign();
    await issuer.rotateKey();
    expect(await present(await sign())).toMatchObject({ status: 200 });
    expect(issuer.requests).toHaveLength(3);
    // The issuer has withdrawn that one.
    expect(await present(before)).toMatchObject({ status: 401 });
  });

  test("made-up keys do not make Roster call the issuer again and again", async () => {
    await trust({ jwksUri: issuer.jwksUri });
    for (let count = 0; count < 15; count += 1) {
      expect(await present(await sign({}, { keyId: `made-up-${count}` }))).toMatchObject({ status: 401 });
    }
    expect(issuer.requests).toHaveLength(10);
    expect(await present(await sign())).toMatchObject({ status: 200 });
  });

  test("two trusts of one client, exactly, and no patterns", async () => {
    await trust();
    await trust({ audience: `${audience}/roster.example` });
    expect(await present(await sign())).toMatchObject({ status: 200 });
    expect(await present(await sign({ aud: `${audience}/roster.example` }))).toMatchObject({ status: 200 });
    expect(await present(await sign({ aud: `${audience}/other.example` }))).toMatchObject({ status: 401 });
  });

  test("the audience as Entra's page shows it stands for the one that its assertions have", async () => {
    await trust({ audience: `${audience}/.default` });
    expect(await present(await sign())).toMatchObject({ status: 200 });
    expect(await present(await sign({ aud: `${audience}/.default` }))).toMatchObject({ status: 200 });
    expect(await present(await sign({ aud: `${audience}/` }))).toMatchObject({ status: 401 });
  });

  test("one of several audiences", async () => {
    await trust();
    expect(await present(await sign({ aud: ["https://elsewhere.example", audience] }))).toMatchObject({ status: 200 });
  });

  test("without a client_id, where one client alone trusts it", async () => {
    await trust();
    const answer = await present(await sign(), { client_id: undefined });
    expect(answer).toMatchObject({ status: 200 });
    expect(await fixture.readLogRow(answer)).toMatchObject({ scimClientId: client.id });
    await trust({}, await fixture.addClient(organizationId));
    expect(await present(await sign(), { client_id: undefined })).toMatchObject({
      status: 401,
      body: { error_description: expect.stringContaining("send client_id too") },
    });
    expect(await present(await sign())).toMatchObject({ status: 200 });
  });

  test("what one client trusts, another does not", async () => {
    const other = await fixture.addClient(organizationId);
    await trust();
    expect(await present(await sign(), { client_id: other.id })).toMatchObject({ status: 401 });
    expect(await present(await sign(), { client_id: client.id.toUpperCase() })).toMatchObject({ status: 200 });
  });

  test("a removed trust gives no tokens, and those it gave end at once", async () => {
    const id = await trust();
    const token = String((await present(await sign())).body.access_token);
    expect(await fixture.send(client, "GET", "/Users", { token })).toMatchObject({ status: 200 });
    const { name } = await fixture.database.prisma.scimClient.findUniqueOrThrow({ where: { id: client.id } });
    expect(unwrap(await removeWorkloadTrust(fixture.database, operator, "acme", name, id))).toMatchObject({
      endedTokens: 1,
    });
    await expect.poll(async () => (await fixture.send(client, "GET", "/Users", { token })).status).toBe(401);
    expect(await present(await sign())).toMatchObject({ status: 401 });
  });
});

describe("an assertion is refused, with the reason", () => {
  beforeEach(() => trust({ jwksUri: issuer.jwksUri }));

  test.each<[string, () => Claims, RegExp]>([
    ["another audience", () => ({ aud: "api://other" }), /audience 'api:\/\/other'/],
    ["another subject", () => ({ sub: "other" }), /subject 'other'/],
    ["another issuer", () => ({ iss: "https://other.example" }), /issuer 'https:\/\/other.example'/],
    ["the issuer in other letters", () => ({ iss: issuer.issuer.toUpperCase() }), /issuer 'HTTP/],
    ["no audience", () => ({ aud: [] }), /audience ''/],
    ["an audience that is no text", () => ({ aud: [""] }), /no aud that can be read/],
    ["a subject with U+0000", () => ({ sub: `${subject}\u0000` }), /no sub that can be read/],
    ["expired", () => ({ exp: inSeconds(-61), iat: inSeconds(-120), nbf: inSeconds(-120) }), /expired at/],
    ["not valid yet", () => ({ nbf: inSeconds(120) }), /valid from .* on only/],
    ["issued in the future", () => ({ iat: inSeconds(120) }), /issued in the future/],
    ["living too long", () => ({ exp: inSeconds(24 * hourSeconds + 60) }), /more than 24 hours/],
    [
      "living too long, from when nobody knows",
      () => ({ iat: undefined, exp: inSeconds(25 * hourSeconds) }),
      /24 hours/,
    ],
    ["without an end", () => ({ exp: undefined }), /exp of the assertion is missing/],
  ])("%s", async (_name, claims, told) => {
    const answer = await present(await sign(claims()));
    expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(answer.body.error_description).toMatch(told);
  });

  test.each<[string, () => Claims]>([
    ["expired for less than the clocks may differ", () => ({ exp: inSeconds(-30) })],
    ["a little early", () => ({ nbf: inSeconds(30), iat: inSeconds(30) })],
  ])("but not: %s", async (_name, claims) => {
    expect(await present(await sign(claims()))).toMatchObject({ status: 200 });
  });

  test("signed with a key that is not the issuer's", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const answer = await present(await sign({}, { privateKey }));
    expect(answer).toMatchObject({ status: 401, body: { error_description: expect.stringContaining("signature") } });
  });

  test("signed with a key that is not published", async () => {
    const answer = await present(await sign({}, { keyId: "gone" }));
    expect(answer).toMatchObject({ status: 401, body: { error_description: expect.stringContaining("'gone'") } });
  });

  test("with a claim changed after it was signed", async () => {
    const [header, , signature] = (await sign()).split(".");
    const claims = Buffer.from(JSON.stringify({ ...goodClaims(), extra: 1 })).toString("base64url");
    expect(await present([header, claims, signature].join("."))).toMatchObject({ status: 401 });
  });

  test("not signed at all, or by the published key as if it were a secret", async () => {
    const [key] = issuer.keys;
    const published = JSON.stringify(key);
    for (const assertion of [
      forge({ alg: "none" }, goodClaims()),
      forge({ alg: "HS256", kid: "key-1" }, goodClaims(), published),
      forge({ alg: "HS256" }, goodClaims(), issuer.keys[0]?.n ?? "x"),
    ]) {
      const answer = await present(assertion);
      expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
      expect(answer.body.error_description).toContain("RS256, PS256, ES256");
    }
    expect(issuer.requests).toEqual([]);
  });

  test.each(["", "x", "a.b.c", "a.b.c.d.e", "..", `${"e30"}.${"e30"}.`, `W10.W10.x`, "eyJhbGciOiJSUzI1NiJ9.bnVsbA.x"])(
    "%j",
    async (assertion) => {
      const answer = await present(assertion);
      expect([400, 401]).toContain(answer.status);
      expect(answer.body).toHaveProperty("error_description");
    },
  );

  test.each<[string, object]>([
    ["too short", { kty: "RSA", n: "x".repeat(171), e: "AQAB" }],
    ["broken", { kty: "RSA", n: "", e: "" }],
    ["of another kind", { kty: "oct", k: "c2VjcmV0" }],
  ])("signed with a published key that is %s", async (_name, key) => {
    issuer.answers.set("/keys", { status: 200, body: JSON.stringify({ keys: [{ ...key, kid: "key-1" }] }) });
    expect(await present(await sign())).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  });

  test("what a trust expects is told to the owners alone", async () => {
    const answer = await present(await sign({ sub: "other", aud: "api://other" }));
    expect(answer.text).not.toContain(subject);
    expect(answer.text).not.toContain(audience);
    const { detail } = await fixture.readLogRow(answer);
    expect(detail).toContain(`expects the subject "${subject}" and the audience "${audience}".`);
    expect(detail).not.toContain(`the issuer "${issuer.issuer}" and`);
    // Nobody is called for an assertion that no trust matches.
    expect(issuer.requests).toEqual([]);
  });
});

describe("an issuer whose keys cannot be got", () => {
  test.each<[string, string, { status: number; body: string }]>([
    ["answers with an error", "/keys", { status: 500, body: "" }],
    ["is sent elsewhere", "/keys", { status: 302, body: "" }],
    ["answers with no JSON", "/keys", { status: 200, body: "<html>" }],
    ["answers with no keys", "/keys", { status: 200, body: "[]" }],
    ["has no configuration", "/.well-known/openid-configuration", { status: 404, body: "" }],
    ["has a configuration without keys", "/.well-known/openid-configuration", { status: 200, body: "{}" }],
    [
      "has another issuer's configuration",
      "/.well-known/openid-configuration",
      { status: 200, body: '{"issuer":"https://other.example","jwks_uri":"https://other.example/keys"}' },
    ],
  ])("%s", async (_name, path, planned) => {
    await trust();
    issuer.answers.set(path, planned);
    const answer = await present(await sign());
    expect(answer).toMatchObject({ status: 503, body: { error: "temporarily_unavailable" } });
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(answer.text).not.toContain("/keys");
    expect((await fixture.readLogRow(answer)).detail).toContain(`${issuer.issuer}${path}`);
  });

  test("is not there, and is left alone for a moment", async () => {
    const jwksUri = "http://127.0.0.3:1/keys";
    await trust({ jwksUri });
    const answer = await present(await sign());
    expect(answer).toMatchObject({ status: 503 });
    expect((await fixture.readLogRow(answer)).detail).toContain("127.0.0.3 could not be reached");
    expect(await present(await sign())).toMatchObject({ status: 503 });
  });

  test("may not be called: private addresses are refused unless they are in ROSTER_TARGET_ALLOW", async () => {
    await trust({ jwksUri: "http://10.0.0.1/keys" });
    const answer = await present(await sign());
    expect(answer).toMatchObject({ status: 503 });
    expect(answer.text).not.toContain("10.0.0.1");
    expect((await fixture.readLogRow(answer)).detail).toContain("ROSTER_TARGET_ALLOW");
  });
});
