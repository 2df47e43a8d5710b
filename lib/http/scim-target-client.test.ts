import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TargetCredential } from "@/lib/provisioning/target";
import { createOutgoingFetch } from "./outgoing-fetch";
import { rosterVersion } from "./roster-version";
import { createScimTargetClient, type ScimTargetClientOptions } from "./scim-target-client";
import { answerJson, startTargetServer, type TargetServer } from "./testing/target-server";

let server: TargetServer;
const fetch = createOutgoingFetch({ allow: ["127.0.0.1/32", "::1/128"] });
const bearer = { kind: "bearer", token: "target-token-1" } as const;
const errorSchemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];

beforeAll(async () => {
  server = await startTargetServer();
});
afterAll(() => server.close());

function createClient(credential: TargetCredential = bearer, options: Partial<ScimTargetClientOptions> = {}) {
  return createScimTargetClient({ target: { baseUrl: `${server.origin}/scim/v2` }, credential, fetch, ...options });
}

describe("what is sent", () => {
  test("a GET: headers, and no content type", async () => {
    server.answer((_, response) => answerJson(response, 200, { totalResults: 0 }));
    const client = createClient();
    await client.send({ method: "GET", path: '/Users?filter=userName%20eq%20"a"', traceId: "trace-1" });
    const [request] = server.requests;
    expect(request?.url).toBe('/scim/v2/Users?filter=userName%20eq%20"a"'.replaceAll('"', "%22"));
    expect(request?.headers).toMatchObject({
      accept: "application/scim+json, application/json",
      authorization: "Bearer target-token-1",
      "user-agent": `Roster/${rosterVersion}`,
      "x-request-id": "trace-1",
    });
    expect(request?.headers).not.toHaveProperty("content-type");
    expect(request?.headers).not.toHaveProperty("if-match");
    expect(client.countRequests()).toBe(1);
  });

  test("a write: its body, and the version that it is for", async () => {
    server.answer((_, response) => answerJson(response, 200, { id: "1" }));
    await createClient().send({ method: "PUT", path: "/Users/1", body: { userName: "ädä" }, ifMatch: 'W/"3"' });
    expect(server.requests[0]).toMatchObject({ method: "PUT", body: '{"userName":"ädä"}' });
    expect(server.requests[0]?.headers).toMatchObject({ "content-type": "application/scim+json", "if-match": 'W/"3"' });
    expect(server.requests[0]?.headers).not.toHaveProperty("x-request-id");
  });

  test("a user name and a password", async () => {
    server.answer((_, response) => answerJson(response, 200, {}));
    await createClient({ kind: "basic", userName: "rösti", password: "p:w" }).send({ method: "GET", path: "/Users" });
    const sent = server.requests[0]?.headers.authorization?.replace("Basic ", "") ?? "";
    expect(Buffer.from(sent, "base64").toString()).toBe("rösti:p:w");
  });
});

describe("what comes back", () => {
  async function ask(status: number, headers: Record<string, string>, body: string) {
    server.answer((_, response) => response.writeHead(status, headers).end(body));
    return createClient().send({ method: "GET", path: "/Users/1" });
  }
  const json = { "content-type": "application/scim+json" };

  test("a resource with its version and place", async () => {
    const answer = await ask(201, { ...json, etag: 'W/"1"', location: "/Users/1" }, '{"id":"1"}');
    expect(answer).toMatchObject({
      kind: "answered",
      status: 201,
      isScim: true,
      body: { id: "1" },
      etag: 'W/"1"',
      location: "/Users/1",
      exchange: { method: "GET", path: "/Users/1", status: 201, responseBody: { id: "1" } },
    });
    expect(answer).not.toHaveProperty("detail");
  });

  test("a version and a place that only the resource names", async () => {
    const answer = await ask(200, json, '{"id":"1","meta":{"version":"W/\\"2\\"","location":"https://x.example/1"}}');
    expect(answer).toMatchObject({ etag: 'W/"2"', location: "https://x.example/1" });
  });

  test("nothing", async () => {
    const answer = await ask(204, {}, "");
    expect(answer).toMatchObject({ kind: "answered", status: 204, isScim: true });
    expect(answer).not.toHaveProperty("body");
    expect(answer.exchange).not.toHaveProperty("responseBody");
  });

  test.each([
    ["a byte order mark", "application/json", '\uFEFF{"id":"1"}'],
    ["text/json", "text/json; charset=utf-8", '{"id":"1"}'],
    ["text/html that is JSON", "text/html", '{"id":"1"}'],
  ])("%s", async (_name, type, body) => {
    expect(await ask(200, { "content-type": type }, body)).toMatchObject({ isScim: true, body: { id: "1" } });
  });

  test("no content type", async () => {
    expect(await ask(200, {}, '{"id":"1"}')).toMatchObject({ isScim: true, body: { id: "1" } });
  });

  test("a bare array is a list", async () => {
    expect(await ask(200, json, '[{"id":"User"}]')).toMatchObject({
      body: { totalResults: 1, Resources: [{ id: "User" }] },
    });
  });

  test.each<[string, number, unknown, object]>([
    [
      "SCIM",
      409,
      { schemas: errorSchemas, status: "409", scimType: "uniqueness", detail: "Taken." },
      { scimType: "uniqueness", detail: "Taken." },
    ],
    [
      "SCIM of another case",
      400,
      { ScimType: "invalidValue", Detail: "Bad." },
      { scimType: "invalidValue", detail: "Bad." },
    ],
    [
      "SCIM that came with success",
      200,
      { schemas: errorSchemas, status: 404, detail: "Gone." },
      { status: 404, detail: "Gone." },
    ],
    ["a message", 404, { message: "Not Found", documentation_url: "https://x.example" }, { detail: "Not Found" }],
    ["OAuth", 400, { error: "invalid", error_description: "Because." }, { detail: "Because." }],
    ["a word", 500, { error: "oops" }, { detail: "oops" }],
    ["an object within", 500, { error: { code: 7, message: "Deep." } }, { detail: "Deep." }],
    ["SCIM 1.1", 400, { Errors: [{ description: "Old.", code: "400" }] }, { detail: "Old." }],
  ])("an error as in %s", async (_name, status, body, expected) => {
    expect(await ask(status, json, JSON.stringify(body))).toMatchObject({ status, isScim: true, ...expected });
  });

  test("the page of a proxy is not SCIM", async () => {
    const page = `<html><head><title>502 Bad Gateway</title></head><body>${"x".repeat(500)}</body></html>`;
    expect(await ask(502, { "content-type": "text/html" }, page)).toMatchObject({
      status: 502,
      isScim: false,
      detail: "502 Bad Gateway",
    });
    expect(await ask(200, { "content-type": "text/html" }, "<p>Sign in</p>")).toMatchObject({
      isScim: false,
      detail: "Sign in",
    });
    expect(await ask(404, { "content-type": "text/plain" }, "y".repeat(500))).toMatchObject({
      isScim: false,
      detail: "y".repeat(200),
    });
    expect(await ask(404, { "content-type": "text/html" }, "")).toMatchObject({ isScim: false });
  });

  test("a redirect is not followed", async () => {
    const answer = await ask(308, { location: "https://elsewhere.example/scim/v2/Users/1?token=x" }, "");
    expect(answer).toMatchObject({ kind: "answered", status: 308, isScim: false });
    expect(answer).toMatchObject({ detail: expect.stringContaining("https://elsewhere.example/scim/v2/Users/1.") });
    expect(server.requests).toHaveLength(1);
  });

  test("how long to wait", async () => {
    expect(await ask(429, { ...json, "retry-after": "7" }, "{}")).toMatchObject({ status: 429, retryAfterMs: 7_000 });
  });
});

describe("no answer", () => {
  test("a line that is dropped, and an answer that does not come: nobody knows", async () => {
    server.answer((_, response) => response.destroy());
    const answer = await createClient().send({ method: "POST", path: "/Users", body: {} });
    expect(answer).toMatchObject({ kind: "silent", exchange: { method: "POST", path: "/Users", requestBody: {} } });
    expect(answer.exchange).not.toHaveProperty("status");
    server.answer(() => undefined);
    const late = await createClient(bearer, { timeoutMs: 200 }).send({ method: "POST", path: "/Users", body: {} });
    expect(late).toMatchObject({ kind: "silent", detail: expect.stringContaining("0.2 seconds") });
  });

  test("nobody there: nothing was sent", async () => {
    const client = createClient(bearer, { target: { baseUrl: "http://127.0.0.1:1/scim/v2" } });
    expect(await client.send({ method: "POST", path: "/Users", body: {} })).toMatchObject({ kind: "unsent" });
  });

  test("an address that is not allowed", async () => {
    const client = createClient(bearer, { target: { baseUrl: "https://169.254.169.254/scim/v2" } });
    expect(await client.send({ method: "GET", path: "/Users" })).toMatchObject({
      kind: "refused",
      detail: expect.stringContaining("ROSTER_TARGET_ALLOW"),
    });
  });

  test("a credential that no header can hold", async () => {
    const client = createClient({ kind: "bearer", token: "schlüssel 🔑" });
    const answer = await client.send({ method: "GET", path: "/Users" });
    expect(answer).toMatchObject({ kind: "unsent" });
    expect(JSON.stringify(answer)).not.toContain("schl");
  });
});

describe("nothing secret is kept", () => {
  test("of passwords and credentials, wherever the target repeats them", async () => {
    const echoed = {
      detail: "hunter2-long is too weak for target-token-1",
      note: { copy: "hunter2-long" },
      password: "x",
    };
    server.answer((_, response) => answerJson(response, 400, echoed));
    const answer = await createClient().send({
      method: "PATCH",
      path: "/Users/1?filter=password%20eq%20%22hunter2-long%22",
      body: {
        Operations: [
          { op: "replace", path: "password", value: "hunter2-long" },
          { op: "replace", value: { password: "hunter2-long" } },
        ],
      },
    });
    expect(JSON.stringify(answer)).toContain("too weak");
    expect(JSON.stringify({ ...answer, body: undefined })).not.toMatch(/hunter2|target-token/);
    expect(JSON.stringify(answer.exchange)).not.toContain("authorization");
  });

  test("and bodies are cut", async () => {
    server.answer((_, response) => answerJson(response, 200, { text: "z".repeat(100_000) }));
    const { exchange } = await createClient().send({ method: "GET", path: "/Users/1" });
    expect(exchange.responseBody).toMatchObject({ truncated: true, characters: expect.any(Number) });
    expect(JSON.stringify(exchange).length).toBeLessThan(20_000);
  });
});
