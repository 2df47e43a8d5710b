import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorUrn } from "@/lib/scim/urns";
import { createAccessToken } from "@/lib/secrets";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let acme: TestClient;
let globex: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  acme = await fixture.addClient(await fixture.addOrganization("acme"));
  globex = await fixture.addClient(await fixture.addOrganization("globex"));
});
afterAll(() => fixture.close());

function expectUnauthorized(answer: TestAnswer): void {
  expect(answer.status).toBe(401);
  expect(answer.headers.get("content-type")).toBe("application/scim+json");
  expect(answer.headers.get("www-authenticate")).toMatch(
    /^Bearer realm="Roster"(?:, error="invalid_token", error_description="[^"\\]+")?$/,
  );
  expect(answer.body).toEqual({ schemas: [errorUrn], status: "401", detail: expect.stringMatching(/./) });
}

const withoutRequestId = ({ headers }: TestAnswer) => [...headers].filter(([name]) => name !== "x-request-id");

describe("A: authentication", () => {
  test("A-01 no credential", async () => {
    const answer = await fixture.send(acme, "GET", "/Users", { token: null });
    expectUnauthorized(answer);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="Roster"');
  });

  test.each(["non-token", "Basic YTpi", "Bearer", "Bearer x", "Bearer Bearer x", `Bearer ${createAccessToken()}`])(
    "A-02 %s",
    async (authorization) => {
      const answer = await fixture.send(acme, "GET", "/Users", { token: null, headers: { authorization } });
      expectUnauthorized(answer);
      expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
    },
  );

  test("A-02 the right token, wrongly written, is refused with advice that does not repeat it", async () => {
    const { token } = acme;
    for (const authorization of [
      token,
      `Bearer Bearer ${token}`,
      `Bearer "${token}"`,
      `Bearer <${token}>`,
      `Bearer ${token}%20`,
    ]) {
      const answer = await fixture.send(acme, "GET", "/Users", { token: null, headers: { authorization } });
      expectUnauthorized(answer);
      expect(answer.text + answer.headers.get("www-authenticate")).not.toContain(token.slice(12, 40));
    }
  });

  test("A-02 an expired and a revoked token; their owners see it in the log", async () => {
    const expired = await fixture.addToken(acme.id, undefined, new Date(Date.now() - 1_000));
    const refused = await fixture.send(acme, "GET", "/Users", { token: expired });
    expectUnauthorized(refused);
    expect(refused.body.detail).toContain("has expired");
    expect(await fixture.readLogRow(refused)).toMatchObject({
      status: 401,
      organizationId: acme.organizationId,
      scimClientId: acme.id,
    });

    const revoked = await fixture.addToken(acme.id);
    await fixture.database.prisma.accessToken.updateMany({
      where: { lastFour: revoked.slice(-4) },
      data: { revokedAt: new Date() },
    });
    const answer = await fixture.send(acme, "GET", "/Users", { token: revoked });
    expectUnauthorized(answer);
    expect(answer.body.detail).toContain("was revoked");
  });

  test("A-02 expiry is judged at every request, also of a token that is remembered", async () => {
    const token = await fixture.addToken(acme.id, undefined, new Date(Date.now() + 300));
    expect((await fixture.send(acme, "GET", "/Users", { token })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expectUnauthorized(await fixture.send(acme, "GET", "/Users", { token }));
  });

  test.each(["bearer", "BEARER ", "Bearer   "])("A-03 the scheme %j", async (scheme) => {
    const headers = { authorization: `${scheme} ${acme.token}` };
    expect((await fixture.send(acme, "GET", "/Users", { token: null, headers })).status).toBe(200);
  });

  test("the token may come in a WWW-Authenticate header", async () => {
    const headers = { "www-authenticate": `Bearer ${acme.token}` };
    expect((await fixture.send(acme, "GET", "/Users", { token: null, headers })).status).toBe(200);
  });

  test("an imported token of any shape is looked up by its hash", async () => {
    const token = await fixture.addToken(acme.id, "secret with spaces, and=signs");
    expect((await fixture.send(acme, "GET", "/Users", { token })).status).toBe(200);
  });

  test("A-05 another organization's host: the answer is that of an unknown token, to the letter", async () => {
    const headers = { host: "globex.localhost:3000" };
    const foreign = await fixture.send(acme, "GET", "/Users", { headers });
    const unknown = await fixture.send(acme, "GET", "/Users", { headers, token: createAccessToken() });
    expectUnauthorized(foreign);
    expect(foreign.text).toBe(unknown.text);
    expect(withoutRequestId(foreign)).toEqual(withoutRequestId(unknown));
    expect((await fixture.send(acme, "GET", "/Users", { headers: { host: "nobody.localhost" } })).status).toBe(401);
  });

  test.each(["acme.localhost", "ACME.localhost:9999", "localhost", "127.0.0.1:3000", "elsewhere.example"])(
    "A-05 the host %s is fine",
    async (host) => {
      expect((await fixture.send(acme, "GET", "/Users", { headers: { host } })).status).toBe(200);
    },
  );

  test("A-06 another organization's resource is not there", async () => {
    const body = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "only@globex.example" };
    const { id } = (await fixture.send(globex, "POST", "/Users", { body })).body;
    const filter = "/Users?filter=userName%20eq%20%22only@globex.example%22";
    expect((await fixture.send(globex, "GET", `/Users/${id}`)).status).toBe(200);
    expect((await fixture.send(globex, "GET", filter)).body.totalResults).toBe(1);
    for (const method of ["GET", "DELETE"]) {
      expect((await fixture.send(acme, method, `/Users/${id}`)).status).toBe(404);
    }
    expect((await fixture.send(acme, "PUT", `/Users/${id}`, { body })).status).toBe(404);
    expect((await fixture.send(acme, "GET", filter)).body.totalResults).toBe(0);
  });

  test("strangers learn nothing: 401 comes before 404, 405, 415 and 501", async () => {
    for (const [method, path] of [
      ["GET", "/Nothing"],
      ["PUT", "/Users"],
      ["POST", "/Bulk"],
      ["GET", "/scim/v1/Users"],
    ] as const) {
      expectUnauthorized(await fixture.send(acme, method, path, { token: null }));
    }
    expectUnauthorized(
      await fixture.send(acme, "POST", "/Users", {
        token: null,
        text: "<a/>",
        headers: { "content-type": "text/xml" },
      }),
    );
  });
});

describe("a paused client", () => {
  test("503 with an integer Retry-After, whatever is asked, and a log row", async () => {
    const client = await fixture.addClient(acme.organizationId);
    expect((await fixture.send(client, "GET", "/Users")).status).toBe(200);
    await fixture.database.prisma.scimClient.update({ where: { id: client.id }, data: { state: "paused" } });
    await expect.poll(async () => (await fixture.send(client, "GET", "/Users")).status).toBe(503);
    for (const path of ["/Users", "/Nothing", "/ServiceProviderConfig"]) {
      const answer = await fixture.send(client, "GET", path);
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      expect(await fixture.readLogRow(answer)).toMatchObject({ status: 503, scimClientId: client.id });
    }
    await fixture.database.prisma.scimClient.update({ where: { id: client.id }, data: { state: "active" } });
    await expect.poll(async () => (await fixture.send(client, "GET", "/Users")).status).toBe(200);
  });
});
