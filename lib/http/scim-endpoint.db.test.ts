import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { errorUrn, groupSchemaUrn, listResponseUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  baseUrl,
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let userCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"));
});
afterAll(() => fixture.close());

function createUserBody(extra: JsonObject = {}): JsonObject {
  userCount += 1;
  return { schemas: [userSchemaUrn], userName: `user${userCount}@acme.example`, ...extra };
}

async function createUser(extra?: JsonObject): Promise<TestAnswer> {
  const created = await fixture.send(client, "POST", "/Users", { body: createUserBody(extra) });
  expect(created.status).toBe(201);
  return created;
}

function expectError(answer: TestAnswer, status: number, scimType?: string): void {
  expect(answer.headers.get("content-type")).toBe("application/scim+json");
  expect(answer.body).toEqual({
    schemas: [errorUrn],
    status: String(status),
    detail: expect.stringMatching(/./),
    ...(scimType === undefined ? {} : { scimType }),
  });
  expect(answer.status).toBe(status);
}

describe("T: transport, media types, methods", () => {
  test.each(["application/scim+json", "application/json", "application/JSON; charset=UTF-8"])(
    "T-02 %s",
    async (type) => {
      const headers = { "content-type": type };
      expect((await fixture.send(client, "POST", "/Users", { body: createUserBody(), headers })).status).toBe(201);
    },
  );

  test("T-03 other content types are a 415, none at all is fine", async () => {
    for (const type of ["text/plain", "application/xml", "application/x-www-form-urlencoded"]) {
      const headers = { "content-type": type };
      expectError(await fixture.send(client, "POST", "/Users", { body: createUserBody(), headers }), 415);
    }
    const text = Buffer.from(JSON.stringify(createUserBody()));
    expect((await fixture.send(client, "POST", "/Users", { text, headers: { "content-type": "" } })).status).toBe(201);
  });

  test("T-04 Accept", async () => {
    for (const accept of ["application/scim+json", "application/json", "*/*", "application/scim+json; charset=utf-8"]) {
      expect((await fixture.send(client, "GET", "/Users?count=1", { headers: { accept } })).status).toBe(200);
    }
    expectError(await fixture.send(client, "GET", "/Users", { headers: { accept: "text/html" } }), 406);
  });

  test.each(["", "{", "[]", '"text"', "null", "12", "[{}]"])("T-05 the body %j", async (text) => {
    expectError(await fixture.send(client, "POST", "/Users", { text }), 400, "invalidSyntax");
    expectError(await fixture.send(client, "POST", "/Groups", { text }), 400, "invalidSyntax");
    const { id } = (await createUser()).body;
    expectError(await fixture.send(client, "PUT", `/Users/${id}`, { text }), 400, "invalidSyntax");
    expectError(await fixture.send(client, "PATCH", `/Users/${id}`, { text }), 400, "invalidSyntax");
  });

  test("T-06 text comes back as it was sent, after a byte order mark too; other encodings are a 400", async () => {
    const displayName = "é e\u0301 漢字 👩‍👩‍👧 שלום";
    const text = `\uFEFF${JSON.stringify(createUserBody({ displayName }))}`;
    const created = await fixture.send(client, "POST", "/Users", { text });
    expect(created.body.displayName).toBe(displayName);
    expect((await fixture.send(client, "GET", `/Users/${created.body.id}`)).body.displayName).toBe(displayName);
    const latin1 = Buffer.from(JSON.stringify(createUserBody({ displayName: "\u00e9" })), "latin1");
    expectError(await fixture.send(client, "POST", "/Users", { text: latin1 }), 400, "invalidSyntax");
  });

  test("T-09 unknown paths, trailing slashes and other versions", async () => {
    expectError(await fixture.send(client, "GET", "/Nothing"), 404);
    expectError(await fixture.send(client, "GET", "/scim/Users"), 404);
    expectError(await fixture.send(client, "GET", "/scim"), 404);
    expectError(await fixture.send(client, "GET", "/scim/v1/Users"), 400, "invalidVers");
    expect((await fixture.send(client, "GET", "/Users/")).body.schemas).toEqual([listResponseUrn]);
    expect((await fixture.send(client, "POST", "/Users/", { body: createUserBody() })).status).toBe(201);
  });

  test.each([
    ["PUT", "/Users", "GET, HEAD, POST, OPTIONS"],
    ["DELETE", "/Groups", "GET, HEAD, POST, OPTIONS"],
    ["POST", "/Users/1", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
    ["POST", "/Schemas", "GET, HEAD, OPTIONS"],
    ["PATCH", "/ServiceProviderConfig", "GET, HEAD, OPTIONS"],
    ["GET", "/Users/.search", "POST, OPTIONS"],
  ])("T-10, Q-05 %s %s is a 405", async (method, path, allow) => {
    const answer = await fixture.send(client, method, path, method === "GET" ? {} : { body: {} });
    expectError(answer, 405);
    expect(answer.headers.get("allow")).toBe(allow);
  });

  test("T-11 OPTIONS says what may be done; HEAD is GET without the body", async () => {
    const options = await fixture.send(client, "OPTIONS", "/Users", { token: null });
    expect([options.status, options.headers.get("allow"), options.text]).toEqual([204, "GET, HEAD, POST, OPTIONS", ""]);

    const { id } = (await createUser()).body;
    for (const path of [`/Users/${id}`, "/Users?count=2", "/Schemas", "/ServiceProviderConfig", "/Users/unknown"]) {
      const get = await fixture.send(client, "GET", path);
      const head = await fixture.send(client, "HEAD", path);
      const describeHeaders = ({ headers }: TestAnswer) => [...headers].filter(([name]) => name !== "x-request-id");
      expect([head.status, head.text, describeHeaders(head)]).toEqual([get.status, "", describeHeaders(get)]);
      expect(head.headers.get("content-length")).toBe(String(Buffer.byteLength(get.text)));
    }
  });

  test("T-12 a token in the query string is no token, and the log does not keep it", async () => {
    const answer = await fixture.send(client, "GET", `/Users?access_token=${client.token}`, { token: null });
    expectError(answer, 401);
    expect((await fixture.readLogRow(answer)).path).toBe("/Users?access_token=[redacted]");
  });

  test("T-13 limits: body, URL, nesting", async () => {
    const title = "x".repeat(1024 * 1024);
    expectError(await fixture.send(client, "POST", "/Users", { body: createUserBody({ title }) }), 413);
    expectError(await fixture.send(client, "GET", `/Users?filter=${"x".repeat(17_000)}`), 414);
    for (const text of ["[".repeat(500_000), `{"a":`.repeat(100_000), `${'{"name":'.repeat(60)}1${"}".repeat(60)}`]) {
      expectError(await fixture.send(client, "POST", "/Users", { text }), 400, "invalidSyntax");
    }
    const nested = `${"not (".repeat(1_500)}active eq true${")".repeat(1_500)}`;
    expectError(await fixture.send(client, "GET", `/Users?filter=${encodeURIComponent(nested)}`), 400, "invalidFilter");
  });

  test("T-13 a group of 20,000 members fits", async () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ value: `unknown-${index}` }));
    const body = { schemas: [groupSchemaUrn], displayName: "large", members };
    expect(JSON.stringify(body).length).toBeGreaterThan(500_000);
    expectError(await fixture.send(client, "POST", "/Groups", { body }), 400, "invalidValue");
  });

  test("U+0000 and lone surrogates are refused wherever they stand", async () => {
    expectError(
      await fixture.send(client, "POST", "/Users", { body: createUserBody({ title: "a\u0000" }) }),
      400,
      "invalidValue",
    );
    const surrogate = createUserBody({ title: "\ud800" });
    expectError(await fixture.send(client, "POST", "/Users", { body: surrogate }), 400, "invalidValue");
    expectError(await fixture.send(client, "GET", "/Users?filter=userName%20eq%20%22%00%22"), 400, "invalidFilter");
    expect((await fixture.send(client, "GET", "/Users/%00")).status).toBe(404);
  });

  test("a key __proto__ does no harm", async () => {
    const text = JSON.stringify(createUserBody()).replace("{", '{"__proto__":{"active":false},');
    const created = await fixture.send(client, "POST", "/Users", { text });
    expect([created.status, created.body.active]).toEqual([201, true]);
  });

  test("T-14 nothing is redirected", async () => {
    for (const path of ["/Users/", "//Users", "/scim/v2", "/scim/v2/"]) {
      expect((await fixture.send(client, "GET", path)).headers.has("location")).toBe(false);
    }
  });

  test("T-16 X-HTTP-Method-Override is ignored", async () => {
    const { id } = (await createUser()).body;
    const headers = { "x-http-method-override": "DELETE" };
    expect((await fixture.send(client, "GET", `/Users/${id}`, { headers })).status).toBe(200);
    expect((await fixture.send(client, "GET", `/Users/${id}`)).status).toBe(200);
  });
});

describe("what a response carries", () => {
  test("P-01, V-01 Location, ETag and the rest of the headers", async () => {
    const created = await createUser();
    const location = `${baseUrl}/Users/${created.body.id}`;
    expect(created.body.meta).toMatchObject({ location, version: created.headers.get("etag") });
    expect([...created.headers.keys()].sort()).toEqual([
      "cache-control",
      "content-length",
      "content-type",
      "etag",
      "location",
      "x-request-id",
    ]);
    expect(created.headers.get("location")).toBe(location);
    expect(created.headers.get("cache-control")).toBe("private, no-store");
    for (const [method, body] of [
      ["GET", undefined],
      ["PUT", createUserBody()],
    ] as const) {
      const answer = await fixture.send(
        client,
        method,
        `/Users/${created.body.id}`,
        body === undefined ? {} : { body },
      );
      expect([answer.status, answer.headers.get("location")]).toEqual([200, location]);
      expect(answer.body.meta).toMatchObject({ version: answer.headers.get("etag") });
    }
  });

  test("X-03 PATCH of a person is a 200 with the resource, of a group a 204 unless attributes are asked for", async () => {
    const operations = (value: JsonObject) => ({ schemas: [patchOpUrn], Operations: [{ op: "replace", value }] });
    const user = await createUser();
    const patched = await fixture.send(client, "PATCH", `/Users/${user.body.id}`, {
      body: operations({ title: "Dr" }),
    });
    expect([patched.status, patched.body.title]).toEqual([200, "Dr"]);

    const group = await fixture.send(client, "POST", "/Groups", {
      body: { schemas: [groupSchemaUrn], displayName: "a" },
    });
    const path = `/Groups/${group.body.id}`;
    const renamed = await fixture.send(client, "PATCH", path, { body: operations({ displayName: "b" }) });
    expect([renamed.status, renamed.text, renamed.headers.get("content-type")]).toEqual([204, "", null]);
    expect(renamed.headers.get("etag")).not.toBe(group.headers.get("etag"));
    for (const query of ["attributes=displayName", "excludedAttributes=members"]) {
      const answer = await fixture.send(client, "PATCH", `${path}?${query}`, {
        body: operations({ displayName: query }),
      });
      expect([answer.status, answer.body.displayName]).toEqual([200, query]);
    }
  });

  test("X-03 preset zulip answers a PATCH of a group with the whole group", async () => {
    const zulip = await fixture.addClient(client.organizationId, "zulip");
    const group = await fixture.send(zulip, "POST", "/Groups", {
      body: { schemas: [groupSchemaUrn], displayName: "z" },
    });
    const body = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "displayName", value: "zz" }] };
    const answer = await fixture.send(zulip, "PATCH", `/Groups/${group.body.id}`, { body });
    expect([answer.status, answer.body.displayName]).toEqual([200, "zz"]);
  });

  test("Z-01, Z-03 DELETE is a 204 without a body, and a body sent with it does not matter", async () => {
    const { id } = (await createUser()).body;
    const request = { text: "anything", headers: { "content-type": "text/plain", accept: "*/*" } };
    const deleted = await fixture.send(client, "DELETE", `/Users/${id}`, request);
    expect([deleted.status, deleted.text, deleted.headers.get("content-type")]).toEqual([204, "", null]);
    expectError(await fixture.send(client, "DELETE", `/Users/${id}`), 404);
  });

  test.each(["1", "010101001010101011001010101011", "%20", "../x", "'; DROP TABLE users; --", "%zz"])(
    "R-01 the id %s is a 404",
    async (id) => {
      for (const method of ["GET", "DELETE"]) expectError(await fixture.send(client, method, `/Users/${id}`), 404);
    },
  );
});
