import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  createGroup,
  createManaged,
  createUser,
  idOf,
  patchAt,
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

/** The ids of a group's members, sorted. */
async function membersOf(id: string): Promise<unknown[]> {
  const { members = [] } = await read(`/Groups/${id}`);
  return (Array.isArray(members) ? members.filter(isJsonObject) : []).map(({ value }) => value).sort();
}

async function managerOf(id: string): Promise<unknown> {
  const extension = (await read(`/Users/${id}`))[enterpriseUserSchemaUrn];
  return isJsonObject(extension) && isJsonObject(extension.manager) ? extension.manager.value : undefined;
}

async function listAll(): Promise<string[]> {
  const lists = [await read("/Users?count=1000"), await read("/Groups?count=1000&excludedAttributes=members")];
  const resources = lists.flatMap(({ Resources: list }) => (Array.isArray(list) ? list.filter(isJsonObject) : []));
  return resources.map(({ userName, displayName }) => String(userName ?? displayName)).sort();
}

async function expectNoReferenceStored(): Promise<void> {
  const { rows } = await fixture.database.pool.query(
    `SELECT 1 FROM users WHERE attributes::text LIKE '%bulkId:%' OR search::text LIKE '%bulkid:%'
     UNION ALL SELECT 1 FROM groups WHERE attributes::text LIKE '%bulkId:%'
     UNION ALL SELECT 1 FROM resource_changes WHERE concat(before::text, after::text) LIKE '%bulkId:%'`,
  );
  expect(rows).toEqual([]);
}

describe("B-03 references", () => {
  test("backward and forward: members, manager, the value and the filter of a PATCH, and the path", async () => {
    const results = await bulk([
      createGroup("g", ["bulkId:ada", "bulkId:bob", "bulkId:h"]),
      createManaged("ada", "bulkId:boss"),
      patchAt("/Groups/bulkId:g", { op: "add", path: "members", value: [{ value: "bulkId:boss" }] }),
      patchAt("/Groups/bulkId:g", { op: "remove", path: 'members[value eq "bulkId:bob"]' }),
      {
        method: "PUT",
        path: "/Users/bulkId:bob",
        data: { userName: "bob@acme.example", schemas: [userSchemaUrn], title: "Sir" },
      },
      createUser("boss"),
      createUser("bob"),
      createGroup("h"),
      { method: "DELETE", path: "/Groups/bulkId:h" },
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "201",
      "201",
      "204",
      "204",
      "200",
      "201",
      "201",
      "201",
      "204",
    ]);
    const [g, ada, , , bob, boss] = results.map(idOf);
    expect(await membersOf(g ?? "")).toEqual([ada, boss].sort());
    expect(await managerOf(ada ?? "")).toBe(boss);
    expect(await read(`/Users/${bob}`)).toMatchObject({ title: "Sir", userName: "bob@acme.example" });
    expect(results[2]?.location).toBe(`${baseUrl}/Groups/${g}`);
    await expectNoReferenceStored();
  });

  test("RFC 7644 §3.7.2 the example", async () => {
    const results = await bulk([
      { method: "POST", path: "/Users", bulkId: "qwerty", data: { schemas: [userSchemaUrn], userName: "Alice" } },
      {
        method: "POST",
        path: "/Groups",
        bulkId: "ytrewq",
        data: {
          schemas: [groupSchemaUrn],
          displayName: "Tour Guides",
          members: [{ type: "User", value: "bulkId:qwerty" }],
        },
      },
    ]);
    expect(statusesOf(results)).toEqual(["qwerty 201", "ytrewq 201"]);
    expect(await membersOf(idOf(results[1]))).toEqual([idOf(results[0])]);
  });

  test.each([
    ["nobody has", [createGroup("g", ["bulkId:nobody"])], "nobody"],
    [
      "an operation has that is no POST",
      [{ method: "DELETE", path: "/Users/x", bulkId: "d" }, createGroup("g", ["bulkId:d"])],
      "no POST",
    ],
  ])("B-04 a bulkId that %s is a 409", async (_, operations, word) => {
    const result = (await bulk(operations)).at(-1);
    expect([result?.bulkId, result?.status, refusalOf(result).kind]).toEqual(["g", "409", "409"]);
    expect(refusalOf(result).detail).toContain(word);
    expect(await listAll()).toEqual([]);
  });

  test("B-04 in the path too, where the result says what it was about", async () => {
    const [result] = await bulk([{ method: "DELETE", path: "/Users/bulkId:nobody" }]);
    expect(result).toMatchObject({ status: "409", method: "DELETE", location: `${baseUrl}/Users/bulkId:nobody` });
  });

  test("B-05 what refers to a failed operation fails, and what refers to that; the rest is done", async () => {
    const results = await bulk([
      createGroup("g", ["bulkId:h"]),
      createGroup("h", ["bulkId:bad"]),
      createUser("bad", { userName: " " }),
      patchAt("/Groups/bulkId:g", { op: "replace", path: "displayName", value: "x" }),
      createUser("fine"),
    ]);
    expect(statusesOf(results)).toEqual(["g 409", "h 409", "bad 400", "- 409", "fine 201"]);
    expect(refusalOf(results[1]).detail).toMatch(/bulkId:bad.*failed/);
    expect(await listAll()).toEqual(["fine@acme.example"]);
  });
});

describe("B-04 circles", () => {
  test("two groups that are each other's members", async () => {
    const results = await bulk([
      createGroup("a", ["bulkId:b", "bulkId:u"]),
      createGroup("b", ["bulkId:a"]),
      createUser("u"),
    ]);
    expect(statusesOf(results)).toEqual(["a 201", "b 201", "u 201"]);
    const [a, b, u] = results.map(idOf);
    expect(await membersOf(a ?? "")).toEqual([b, u].sort());
    expect(await membersOf(b ?? "")).toEqual([a]);
    for (const result of results.slice(0, 2)) {
      expect((await read(`/Groups/${idOf(result)}`)).meta).toMatchObject({ version: result.version });
    }
    await expectNoReferenceStored();
  });

  test("a group that is its own member, a person who is their own manager", async () => {
    const results = await bulk([createGroup("a", ["bulkId:a"]), createManaged("u", "bulkId:u", { title: "kept" })]);
    expect(statusesOf(results)).toEqual(["a 201", "u 201"]);
    const [a = "", u = ""] = results.map(idOf);
    expect(await membersOf(a)).toEqual([a]);
    expect(await managerOf(u)).toBe(u);
    expect(await read(`/Users/${u}`)).toMatchObject({ title: "kept", meta: { version: results[1]?.version } });
  });

  test("managers in a circle of three, and groups in one of five, with others that refer to them", async () => {
    const groups = ["a", "b", "c", "d", "e"];
    const results = await bulk([
      createGroup("top", ["bulkId:a", "bulkId:x"]),
      createManaged("x", "bulkId:y"),
      createManaged("y", "bulkId:z"),
      createManaged("z", "bulkId:x"),
      ...groups.map((name, index) => createGroup(name, [`bulkId:${groups[(index + 1) % 5]}`, "bulkId:y"])),
    ]);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["201"]));
    const ids = new Map(results.map((result) => [result.bulkId, idOf(result)]));
    expect(await membersOf(ids.get("top") ?? "")).toEqual([ids.get("a"), ids.get("x")].sort());
    expect(await managerOf(ids.get("x") ?? "")).toBe(ids.get("y"));
    expect(await managerOf(ids.get("y") ?? "")).toBe(ids.get("z"));
    expect(await managerOf(ids.get("z") ?? "")).toBe(ids.get("x"));
    for (const [index, name] of groups.entries()) {
      const next = ids.get(groups[(index + 1) % 5] ?? "");
      expect(await membersOf(ids.get(name) ?? "")).toEqual([next, ids.get("y")].sort());
    }
  });

  test.each(["a", "b", "c"])("when %s fails, nothing of its circle stays, nor what refers to it", async (failing) => {
    const names = ["a", "b", "c"];
    const circle = names.map((name, index) => {
      const members = [`bulkId:${names[(index + 1) % 3]}`];
      return createGroup(name, members, name === failing ? { externalId: 7 } : {});
    });
    const results = await bulk([createGroup("top", ["bulkId:a"]), ...circle, createGroup("fine")]);
    const expected = names.map((name) => `${name} ${name === failing ? "400" : "409"}`);
    expect(statusesOf(results)).toEqual(["top 409", ...expected, "fine 201"]);
    const other = results.find(({ bulkId }) => bulkId !== failing && bulkId !== "top" && bulkId !== "fine");
    expect(refusalOf(other).detail).toContain(`"${failing}"`);
    expect(await listAll()).toEqual(["fine"]);
  });

  test("a circle with an unknown member outside, and one with a failed operation outside", async () => {
    const results = await bulk([
      createGroup("a", ["bulkId:b"]),
      createGroup("b", ["bulkId:a", "0199a1b2-0000-7000-8000-000000000001"]),
      createGroup("c", ["bulkId:d"]),
      createGroup("d", ["bulkId:c", "bulkId:bad"]),
      createUser("bad", { userName: "" }),
    ]);
    expect(statusesOf(results)).toEqual(["a 409", "b 400", "c 409", "d 409", "bad 400"]);
    expect(await listAll()).toEqual([]);
  });

  test("a circle that cannot be cut is a 409 for each in it", async () => {
    const results = await bulk([createUser("u", { nickName: "bulkId:v" }), createUser("v", { nickName: "bulkId:u" })]);
    expect(statusesOf(results)).toEqual(["u 409", "v 409"]);
    expect(refusalOf(results[0]).detail).toMatch(/"u", "v".*circle/);
    expect(await listAll()).toEqual([]);
  });

  test("B-06 failOnErrors ends a circle", async () => {
    const operations = [
      createGroup("a", ["bulkId:b"]),
      createGroup("b", ["bulkId:c"], { externalId: 7 }),
      createGroup("c", ["bulkId:a"]),
      createGroup("d"),
    ];
    // What had been created is removed again, and told; what was not begun is not.
    expect(statusesOf(await bulk(operations, 1))).toEqual(["a 409", "b 400"]);
    expect(await listAll()).toEqual([]);
    expect(statusesOf(await bulk(operations, 3))).toEqual(["a 409", "b 400", "c 409"]);
    expect(statusesOf(await bulk(operations, 4))).toEqual(["a 409", "b 400", "c 409", "d 201"]);
  });
});
