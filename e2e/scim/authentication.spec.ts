import { randomBytes } from "node:crypto";
import { expect, test } from "../fixtures";
import { createUser, filtered, get, idOf, post, send, userBody, valueAt } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { rawRequest } from "./raw-request";
import { issueExpiredToken, issueRevokedToken } from "./tokens";

// A-05 and A-06 are in isolation.spec.ts, A-04 and A-07 in scopes.spec.ts, A-08 in oauth.spec.ts, A-10 and the rest of A-11 in
// rate-limits.spec.ts; that a token is stored by its hash alone is tested beside the database code.

test("A-01, peer 25: without Authorization every endpoint answers 401 and asks for a bearer token", async ({
  scim,
}) => {
  const id = idOf(await createUser(scim));
  for (const [method, path] of [
    ["GET", "/Users"],
    ["GET", `/Users/${id}`],
    ["GET", "/Users/nobody"],
    ["DELETE", `/Users/${id}`],
    ["POST", "/Users"],
    ["PATCH", `/Users/${id}`],
    ["GET", "/Schemas"],
    ["GET", "/ResourceTypes"],
    ["POST", "/Bulk"],
    ["GET", "/Me"],
    ["GET", "/Nothing"],
  ] as const) {
    const answer = await rawRequest(scim.baseUrl, method, path, {});
    expectScimError(answer, 401);
    expect(answer.headers.get("www-authenticate"), `${method} ${path}`).toMatch(/^Bearer realm="[^"]+"/);
  }
  expect((await get(scim, `/Users/${id}`)).status).toBe(200);
});

test("A-02 a wrong, garbled, mistyped or unknown token is a 401 invalid_token", async ({ scim }) => {
  const { token } = scim;
  const last = token.at(-1) === "A" ? "B" : "A";
  for (const authorization of [
    "non-token",
    token,
    "Bearer",
    "Bearer ",
    "Bearer garbage",
    `Bearer ${randomBytes(24).toString("hex")}`,
    `Bearer ${token.slice(0, -1)}`,
    `Bearer ${token.slice(0, -1)}${last}`,
    `Bearer ${token}A`,
    `Bearer ${token.toLowerCase()}`,
    `Bearer ${token} ${token}`,
    `Basic ${Buffer.from(`scim:${token}`).toString("base64")}`,
    `Digest ${token}`,
    `Bearer "${token}"`,
    "Bearer é",
  ]) {
    const header = Buffer.from(authorization, "utf8").toString("latin1");
    const answer = await rawRequest(scim.baseUrl, "GET", "/Users", { authorization: header });
    expectScimError(answer, 401);
    expect(answer.headers.get("www-authenticate"), authorization).toMatch(/^Bearer .*error="invalid_token"/);
    expect(answer.text, "a token is never sent back").not.toContain(token);
  }
});

test("A-02 an expired token is a 401 invalid_token", async ({ scim, database }) => {
  const token = await issueExpiredToken(database, scim);
  const answer = await get(scim, "/Users", { authorization: `Bearer ${token}` });
  expectScimError(answer, 401);
  expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer .*error="invalid_token"/);
  expectListResponse(await get(scim, "/Users"));
});

test("A-02 a revoked token is a 401 invalid_token, also when it has just been used", async ({ scim, roster }) => {
  const token = await issueRevokedToken(roster, scim, async (issued) => {
    expectListResponse(await get(scim, "/Users", { authorization: `Bearer ${issued}` }));
  });
  await expect(async () => {
    const answer = await get(scim, "/Users", { authorization: `Bearer ${token}` });
    expectScimError(answer, 401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer .*error="invalid_token"/);
  }).toPass({ timeout: 5_000 });
  expectListResponse(await get(scim, "/Users"));
});

for (const [what, scheme] of [
  ["lower case", "bearer "],
  ["upper case", "BEARER "],
  ["extra spaces", "Bearer    "],
  ["spaces around", "  bEaReR  "],
] as const) {
  test(`A-03 the scheme in ${what} is accepted`, async ({ scim }) => {
    expectListResponse(await get(scim, "/Users", { authorization: `${scheme}${scim.token}` }));
    const headers = { authorization: `${scheme}${scim.token}  ` };
    expectListResponse(await rawRequest(scim.baseUrl, "GET", "/Users", headers));
  });
}

test("A-03 the token in a WWW-Authenticate request header is accepted, as the reference server documents it", async ({
  scim,
}) => {
  const headers = { "www-authenticate": `Bearer ${scim.token}` };
  expectListResponse(await rawRequest(scim.baseUrl, "GET", "/Users", headers));
  expectScimError(await rawRequest(scim.baseUrl, "GET", "/Users", { "www-authenticate": "Bearer nobody" }), 401);
});

test("A-09 ServiceProviderConfig is answered without a token and describes how to authenticate", async ({ scim }) => {
  const answer = await rawRequest(scim.baseUrl, "GET", "/ServiceProviderConfig", {});
  expect(answer.status, answer.text).toBe(200);
  const schemes = valueAt(answer.body, "authenticationSchemes");
  expect(schemes).toEqual([
    expect.objectContaining({ type: "oauthbearertoken" }),
    expect.objectContaining({ type: "oauth2" }),
  ]);
  expect(valueAt(answer.body, "authenticationSchemes[0].name")).toMatch(/\S/);
  expect(valueAt(answer.body, "authenticationSchemes[0].description")).toMatch(/\S/);
});

test("A-11 a flood of wrong tokens does not shut out the right one", async ({ scim }) => {
  // From an address of its own, so that the failures of other tests do not count.
  const here = { "x-forwarded-for": "198.18.254.1" };
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        get(scim, "/Users", { ...here, authorization: `Bearer ${randomBytes(20).toString("hex")}` }),
      ),
    );
    expect(answers.every((answer) => answer.status === 401)).toBe(true);
  }
  expectListResponse(await get(scim, "/Users", here));
});

test("a paused client gets 503 with an integer Retry-After, and is served again when resumed", async ({
  scim,
  roster,
}) => {
  const of = ["-r", scim.organization.subdomain] as const;
  await roster(["scim-client", "pause", scim.client.name, ...of]);
  await expect(async () => {
    const answer = await get(scim, "/Users");
    expectScimError(answer, 503);
    expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  }).toPass({ timeout: 5_000 });
  expectScimError(await post(scim, "/Users", userBody()), 503);
  await roster(["scim-client", "resume", scim.client.name, ...of]);
  await expect(async () => expectListResponse(await get(scim, "/Users"))).toPass({ timeout: 5_000 });
  expect((await get(scim, filtered("/Users", "userName pr"))).body.totalResults).toBe(0);
});

test("a removed client's token is a 401", async ({ scim, createClient, roster }) => {
  const second = await createClient();
  expectListResponse(await get(second, "/Users"));
  await roster(["scim-client", "remove", second.client.name, "-r", scim.organization.subdomain, "--yes"]);
  await expect(async () => expectScimError(await send(second, "GET", "/Users"), 401)).toPass({ timeout: 5_000 });
  expectListResponse(await get(scim, "/Users"));
});
