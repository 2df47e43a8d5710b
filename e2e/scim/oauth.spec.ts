import { z } from "zod";
import { issueClientSecret, revokeClientSecret } from "@/lib/console/client-secrets";
import type { Result } from "@/lib/console/result";
import type { Database } from "@/lib/db/pool";
import { startAssertionIssuer } from "../assertion-issuer";
import { expect, type Scim, test } from "../fixtures";

const allScopes = "users:read users:write users:delete groups:read groups:write";
const subject = "5f0c7b1e-0d4e-4c58-9d3c-2a6d8a4e7f10";
const audience = "api://b5ba7a93-4452-4522-aeb4-a2b5da870c16";

const issuedSecretSchema = z.object({
  id: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  tokenUrl: z.string(),
});
const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number(),
  scope: z.string(),
});
const refusalSchema = z.object({ error: z.string(), error_description: z.string() });

const operator = { kind: "operator" } as const;

function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

function of(scim: Scim): readonly string[] {
  return [scim.client.name, "-r", scim.organization.subdomain];
}

/** A secret as the command line issues it, which would take its time. */
async function issueSecret(database: Database, scim: Scim): Promise<Issued> {
  const { subdomain } = scim.organization;
  const options = { expiresInDays: 30 };
  const { secret, issued } = unwrap(await issueClientSecret(database, operator, subdomain, scim.client.name, options));
  const tokenUrl = scim.baseUrl.replace("/scim/v2", "/oauth/token");
  return { id: issued.id, clientId: scim.client.id, clientSecret: secret, tokenUrl };
}

type Issued = z.infer<typeof issuedSecretSchema>;

function ask(
  { tokenUrl }: Pick<Issued, "tokenUrl">,
  form: Readonly<Record<string, string>>,
  headers: HeadersInit = {},
) {
  return fetch(tokenUrl, { method: "POST", body: new URLSearchParams(form), headers });
}

function formOf({ clientId, clientSecret }: Issued, form: Readonly<Record<string, string>> = {}) {
  return { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, ...form };
}

async function readToken(response: Response) {
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return tokenSchema.parse(JSON.parse(text));
}

function listUsers(scim: Scim, token: string): Promise<Response> {
  return scim.fetch("/Users?count=1", { headers: { authorization: `Bearer ${token}` } });
}

test("A-08 a client secret gets a token by body and by HTTP Basic", async ({ scim, roster, server }) => {
  const issued = issuedSecretSchema.parse(await roster(["client-secret", "issue", ...of(scim)]));
  expect(issued.tokenUrl).toBe(`${server.url}/oauth/token`);
  expect(issued.clientId).toBe(scim.client.id);
  const response = await ask(issued, formOf(issued, { scope: "scim" }));
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(response.headers.get("pragma")).toBe("no-cache");
  const token = await readToken(response);
  expect(token).toMatchObject({ expires_in: 3_600, scope: `scim ${allScopes}` });
  expect((await listUsers(scim, token.access_token)).status).toBe(200);

  const authorization = `Basic ${btoa(`${issued.clientId}:${issued.clientSecret}`)}`;
  const byBasic = await readToken(await ask(issued, { grant_type: "client_credentials" }, { authorization }));
  expect((await listUsers(scim, byBasic.access_token)).status).toBe(200);
});

test("A-04 a token of some scopes can do these alone", async ({ scim, database }) => {
  const issued = await issueSecret(database, scim);
  const { access_token, scope } = await readToken(await ask(issued, formOf(issued, { scope: "users:read" })));
  expect(scope).toBe("users:read");
  expect((await listUsers(scim, access_token)).status).toBe(200);
  const authorization = `Bearer ${access_token}`;
  expect((await scim.fetch("/Groups", { headers: { authorization } })).status).toBe(403);
});

test("A-08 tokens live from 60 to 360 minutes, and are refused when they have expired", async ({
  scim,
  roster,
  database,
}) => {
  const issued = await issueSecret(database, scim);
  await roster(["scim-client", "set", ...of(scim), "--token-lifetime", "360"]);
  const token = await readToken(await ask(issued, formOf(issued)));
  expect(token.expires_in).toBe(21_600);
  await database.prisma.accessToken.updateMany({
    where: { clientSecretId: issued.id },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
  const refused = await listUsers(scim, token.access_token);
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
});

test("A-08 several secrets are live; the tokens of a revoked one end at once", async ({ scim, roster, database }) => {
  const [first, second] = [await issueSecret(database, scim), await issueSecret(database, scim)];
  const ended = await readToken(await ask(first, formOf(first)));
  const kept = await readToken(await ask(second, formOf(second)));
  expect((await listUsers(scim, ended.access_token)).status).toBe(200);
  const { subdomain } = scim.organization;
  const revoked = await revokeClientSecret(database, operator, subdomain, scim.client.name, { id: first.id });
  expect(unwrap(revoked)).toMatchObject({ endedTokens: 1, liveLeft: 1 });
  await expect.poll(async () => (await listUsers(scim, ended.access_token)).status, { timeout: 2_000 }).toBe(401);
  expect((await listUsers(scim, kept.access_token)).status).toBe(200);
  const refused = await ask(first, formOf(first));
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toContain("Basic");
  expect(refusalSchema.parse(await refused.json()).error).toBe("invalid_client");
  expect(await roster(["token", "list", ...of(scim)])).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ state: "revoked", clientSecret: expect.objectContaining({ id: first.id }) }),
      expect.objectContaining({ state: "live", clientSecret: expect.objectContaining({ id: second.id }) }),
      expect.objectContaining({ state: "live", clientSecret: null, workloadTrust: null }),
    ]),
  );
});

test("T-12 a secret in the address is refused, and other methods and media types too", async ({ scim, database }) => {
  const issued = await issueSecret(database, scim);
  const search = new URLSearchParams(formOf(issued)).toString();
  for (const [method, url, body, status] of [
    ["POST", `${issued.tokenUrl}?${search}`, new URLSearchParams({ grant_type: "client_credentials" }), 400],
    ["GET", issued.tokenUrl, null, 405],
    ["PUT", issued.tokenUrl, new URLSearchParams(formOf(issued)), 405],
    ["POST", issued.tokenUrl, JSON.stringify(formOf(issued)), 400],
  ] as const) {
    const response = await fetch(url, { method, body });
    expect(response.status, `${method} ${url}`).toBe(status);
    expect(refusalSchema.parse(await response.json()).error).toBe("invalid_request");
    expect(response.headers.get("allow")).toBe(status === 405 ? "POST" : null);
  }
});

test("A-08 an assertion of a trusted issuer gets a token, and a removed trust ends it", async ({
  scim,
  roster,
  server,
}) => {
  const issuer = await startAssertionIssuer();
  try {
    const trust = z
      .object({ id: z.string(), clientId: z.string(), tokenUrl: z.string() })
      .parse(
        await roster([
          ...["workload-trust", "add", ...of(scim), "--issuer", issuer.issuer],
          ...["--subject", subject, "--audience", `${audience}/.default`],
        ]),
      );
    const present = (claims: Readonly<Record<string, string>> = {}) =>
      ask(
        { tokenUrl: `${server.url}/oauth/token` },
        {
          grant_type: "client_credentials",
          client_id: trust.clientId,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: issuer.sign({ sub: subject, aud: audience, ...claims }),
        },
      );
    const { access_token } = await readToken(await present());
    expect((await listUsers(scim, access_token)).status).toBe(200);
    await readToken(await present());

    const refused = await present({ aud: "api://other" });
    expect(refused.status).toBe(401);
    const refusal = refusalSchema.parse(await refused.json());
    expect(refusal.error).toBe("invalid_client");
    expect(refusal.error_description).toContain("api://other");
    expect(refusal.error_description).not.toContain(audience);

    const removed = await roster(["workload-trust", "remove", ...of(scim), "--id", trust.id]);
    expect(removed).toMatchObject({ endedTokens: 2 });
    await expect.poll(async () => (await listUsers(scim, access_token)).status, { timeout: 2_000 }).toBe(401);
    expect((await present()).status).toBe(401);
  } finally {
    await issuer.stop();
  }
});

test("RFC 8414 metadata says where and how tokens are given", async ({ server }) => {
  const response = await fetch(`${server.url}/.well-known/oauth-authorization-server`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(await response.json()).toEqual({
    issuer: server.url,
    token_endpoint: `${server.url}/oauth/token`,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ["RS256", "PS256", "ES256"],
    scopes_supported: ["scim", ...allScopes.split(" ")],
  });
});

test("the addresses that are only read say so (RFC 9110 §15.5.6)", async ({ server }) => {
  for (const path of ["/.well-known/oauth-authorization-server", "/api/health", "/api/ready"]) {
    const ask = async (method: string) => {
      const response = await fetch(`${server.url}${path}`, { method });
      return [response.status, response.headers.get("allow"), (await response.text()) === ""];
    };
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect(await ask(method), `${method} ${path}`).toEqual([405, "GET, HEAD, OPTIONS", false]);
    }
    expect(await ask("OPTIONS"), path).toEqual([204, "GET, HEAD, OPTIONS", true]);
    expect(await ask("HEAD"), path).toEqual([200, null, true]);
  }
});
