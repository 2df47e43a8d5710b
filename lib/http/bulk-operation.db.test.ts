import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { userSchemaUrn } from "@/lib/scim/urns";
import {
  bulkBody,
  createGroup,
  createUser,
  patchData,
  pathOf,
  refusalOf,
  sendBulk,
  statusesOf,
} from "./testing/bulk-requests";
import { baseUrl, createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let organizationCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  organizationCount += 1;
  client = await fixture.addClient(await fixture.addOrganization(`acme${organizationCount}`));
});

function bulk(operations: readonly JsonObject[], failOnErrors?: number): Promise<JsonObject[]> {
  return sendBulk(fixture, client, operations, failOnErrors);
}

async function read(path: string): Promise<JsonObject> {
  return (await fixture.send(client, "GET", path)).body;
}

async function countAll(): Promise<unknown[]> {
  return [(await read("/Users?count=0")).totalResults, (await read("/Groups?count=0")).totalResults];
}

async function create(kind: "Users" | "Groups", operation: JsonObject): Promise<{ path: string; version: string }> {
  const [result] = await bulk([operation]);
  expect(result?.status).toBe("201");
  expect(pathOf(result).startsWith(`/${kind}/`)).toBe(true);
  return { path: pathOf(result), version: String(result?.version) };
}

describe("B-01 what is done and what is answered", () => {
  test("each operation as a request of its own, with method, bulkId, location, version and status as a text", async () => {
    const made = await bulk([createUser("ada"), createGroup("staff")]);
    const [ada = "", staff = ""] = made.map(pathOf);
    expect(made).toEqual([
      { location: `${baseUrl}${ada}`, method: "POST", bulkId: "ada", version: 'W/"1"', status: "201" },
      { location: `${baseUrl}${staff}`, method: "POST", bulkId: "staff", version: 'W/"1"', status: "201" },
    ]);
    const changed = await bulk([
      {
        method: "PUT",
        path: ada,
        bulkId: "p",
        data: { schemas: [userSchemaUrn], userName: "ada@acme.example", title: "Dr" },
      },
      {
        method: "PATCH",
        path: staff,
        data: patchData({ op: "add", path: "members", value: [{ value: ada.slice(7) }] }),
      },
      { method: "PATCH", path: ada, data: patchData({ op: "add", path: "nickName", value: "A" }) },
      { method: "DELETE", path: staff },
    ]);
    expect(changed).toEqual([
      { location: `${baseUrl}${ada}`, method: "PUT", bulkId: "p", version: 'W/"2"', status: "200" },
      { location: `${baseUrl}${staff}`, method: "PATCH", version: 'W/"2"', status: "204" },
      { location: `${baseUrl}${ada}`, method: "PATCH", version: 'W/"3"', status: "200" },
      { location: `${baseUrl}${staff}`, method: "DELETE", status: "204" },
    ]);
    expect(await read(ada)).toMatchObject({ title: "Dr", nickName: "A", meta: { version: 'W/"3"' } });
    expect((await fixture.send(client, "GET", staff)).status).toBe(404);
  });

  test("the versions in the results are those that a GET gives", async () => {
    const results = await bulk([createUser("a"), createGroup("g", ["bulkId:a"]), createGroup("h", ["bulkId:h"])]);
    for (const result of results) {
      expect((await fixture.send(client, "GET", pathOf(result))).headers.get("etag")).toBe(result.version);
    }
  });

  test("B-02 the bulkId is needed, unique and echoed; the other operations are done", async () => {
    const { bulkId: _left, ...without } = createUser("x");
    const results = await bulk([without, createUser("a"), createGroup("a"), createGroup("b")]);
    expect(statusesOf(results)).toEqual(["- 400", "a 201", "a 400", "b 201"]);
    expect([results[0], results[2]].map((result) => refusalOf(result).kind)).toEqual(["invalidValue", "invalidValue"]);
    expect(await countAll()).toEqual([1, 1]);
  });

  test("B-08 method in any case; paths relative, without a slash, whole, with a slash or a query behind", async () => {
    const users = (name: string) => createUser(name).data ?? null;
    const results = await bulk([
      { method: "post", path: "Users", bulkId: "1", data: users("1") },
      { method: "Post", path: "/Users/", bulkId: "2", data: users("2") },
      { method: "POST", path: `${baseUrl}/Users`, bulkId: "3", data: users("3") },
      { method: "POST", path: "/Users?attributes=userName", bulkId: "4", data: users("4") },
      { method: "delete", path: `${baseUrl}/Users/bulkId:1` },
    ]);
    expect(results.map(({ method, status }) => `${String(method)} ${String(status)}`)).toEqual([
      "POST 201",
      "POST 201",
      "POST 201",
      "POST 201",
      "DELETE 204",
    ]);
    expect((await read("/Users")).totalResults).toBe(3);
  });

  test.each([
    ["a read", { method: "GET", path: "/Users" }, "405", "405"],
    ["a method nobody knows", { method: "MERGE", path: "/Users/1", data: {} }, "400", "invalidValue"],
    ["an endpoint that is not there", { method: "POST", path: "/Nothing", bulkId: "a", data: {} }, "404", "404"],
    ["another server", { method: "DELETE", path: "https://else.example/scim/v2/Users/1" }, "404", "404"],
    ["an endpoint in another case", { method: "POST", path: "/users", bulkId: "a", data: {} }, "404", "404"],
    ["an id that is not there", { method: "DELETE", path: "/Users/nobody" }, "404", "404"],
    ["POST to a resource", { method: "POST", path: "/Users/1", bulkId: "a", data: {} }, "405", "405"],
    ["DELETE of all", { method: "DELETE", path: "/Users" }, "405", "405"],
    ["PUT of a schema", { method: "PUT", path: "/Schemas/x", data: {} }, "405", "405"],
    ["a Bulk within a Bulk", { method: "POST", path: "/Bulk", bulkId: "a", data: bulkBody([]) }, "501", "501"],
    ["/Me", { method: "DELETE", path: "/Me" }, "501", "501"],
    ["no data", { method: "PUT", path: "/Users/1" }, "400", "invalidSyntax"],
    ["data that is no resource", { method: "POST", path: "/Users", bulkId: "a", data: "x" }, "400", "invalidSyntax"],
    [
      "no userName",
      { method: "POST", path: "/Users", bulkId: "a", data: { schemas: [userSchemaUrn] } },
      "400",
      "invalidValue",
    ],
    ["U+0000", createUser("a", { title: "\u0000" }), "400", "invalidValue"],
    ["too large a person", createUser("a", { title: "x".repeat(2 ** 20) }), "413", "413"],
    ["no PATCH", { method: "PATCH", path: "/Users/1", data: {} }, "400", "invalidSyntax"],
  ])("B-08, B-09 refused by itself: %s", async (_, operation, status, kind) => {
    const results = await bulk([createUser("before"), operation, createUser("after")]);
    expect(results.map((result) => result.status)).toEqual(["201", status, "201"]);
    expect(refusalOf(results[1]).kind).toBe(kind);
    expect(await countAll()).toEqual([2, 0]);
  });

  test("B-09 the same policies: a role too high, a taken name, the last owner, an address that is not allowed", async () => {
    await fixture.database.prisma.organization.update({
      where: { id: client.organizationId },
      data: { allowedEmailDomains: ["acme.example"] },
    });
    const owning = await fixture.addClient(client.organizationId, "generic", { highestGrantableRole: "owner" });
    const [owner] = await sendBulk(fixture, owning, [createUser("owner", { role: "owner" })]);
    const results = await bulk([
      createUser("a", { role: "owner" }),
      createUser("b"),
      createUser("c", { userName: "B@ACME.example" }),
      createUser("d", { userName: "d@else.example" }),
      { method: "PATCH", path: pathOf(owner), data: patchData({ op: "replace", path: "active", value: false }) },
      { method: "PATCH", path: pathOf(owner), data: patchData({ op: "replace", path: "role", value: "member" }) },
      { method: "DELETE", path: pathOf(owner) },
    ]);
    expect(results.map(({ status }) => status)).toEqual(["403", "201", "409", "400", "403", "403", "403"]);
    expect(await read(pathOf(owner))).toMatchObject({ active: true, role: "owner" });
  });

  test("A-04 each operation needs its own scope", async () => {
    const token = await fixture.addToken(client.id);
    await fixture.database.prisma.accessToken.updateMany({
      where: { scimClientId: client.id, lastFour: token.slice(-4) },
      data: { scopes: ["users:read", "users:write"] },
    });
    const limited = { ...client, token };
    const results = await sendBulk(fixture, limited, [
      createUser("a"),
      createGroup("g", ["bulkId:a"]),
      { method: "DELETE", path: "/Users/bulkId:a" },
    ]);
    expect(results.map(({ status }) => status)).toEqual(["201", "403", "403"]);
    expect(await countAll()).toEqual([1, 0]);
  });

  test("A-06 another organization's people can be neither changed nor named", async () => {
    const stranger = await fixture.addClient(await fixture.addOrganization(`other${organizationCount}`));
    const [theirs] = await sendBulk(fixture, stranger, [createUser("theirs")]);
    const results = await bulk([
      createGroup("g", [pathOf(theirs).slice(7)]),
      { method: "DELETE", path: pathOf(theirs) },
      { method: "PATCH", path: pathOf(theirs), data: patchData({ op: "add", path: "title", value: "x" }) },
    ]);
    expect(results.map(({ status }) => status)).toEqual(["400", "404", "404"]);
    expect((await fixture.send(stranger, "GET", pathOf(theirs))).status).toBe(200);
  });
});

describe("V-05 versions", () => {
  test("the version of an operation is held against the stored one", async () => {
    const { path, version } = await create("Users", createUser("a"));
    const rename = (title: string, held?: string) => ({
      method: "PATCH",
      path,
      ...(held === undefined ? {} : { version: held }),
      data: patchData({ op: "replace", path: "title", value: title }),
    });
    const results = await bulk([
      rename("1", version),
      rename("2", version),
      rename("3", "*"),
      rename("4", "3"),
      { method: "DELETE", path, version: 'W/"1"' },
    ]);
    expect(results.map(({ status }) => status)).toEqual(["200", "412", "200", "412", "412"]);
    expect(results[1]).toMatchObject({ location: `${baseUrl}${path}`, response: { status: "412" } });
    expect(refusalOf(results[3]).detail).toContain('W/"3"');
    expect(await read(path)).toMatchObject({ title: "3", meta: { version: 'W/"3"' } });
  });

  test("the headers of the request are no condition on its operations, nor is a version on a POST", async () => {
    const { path } = await create("Users", createUser("a"));
    const operations = [
      { method: "DELETE", path },
      { ...createUser("b"), version: 'W/"9"' },
    ];
    const headers = { "if-match": 'W/"9"', "if-none-match": "*" };
    const answer = await fixture.send(client, "POST", "/Bulk", { body: bulkBody(operations), headers });
    expect(answer.body.Operations).toMatchObject([{ status: "204" }, { status: "201" }]);
  });
});
