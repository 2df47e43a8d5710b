import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, searchRequestUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
/** In the order in which they were made. */
let ids: readonly string[];

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("lists"));
  const made: string[] = [];
  for (const [index, title] of ["c", "B", "a", undefined, "b"].entries()) {
    made.push(await createUser(client, { userName: `person${index}`, ...(title === undefined ? {} : { title }) }));
  }
  for (const name of ["beta", "Alpha"]) made.push(await createGroup(client, name));
  ids = made;
});

afterAll(() => fixture?.close());

async function createUser(by: TestClient, attributes: JsonObject): Promise<string> {
  const answer = await fixture.send(by, "POST", "/Users", { body: { schemas: [userSchemaUrn], ...attributes } });
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.body.id);
}

async function createGroup(by: TestClient, displayName: string): Promise<string> {
  const answer = await fixture.send(by, "POST", "/Groups", { body: { schemas: [groupSchemaUrn], displayName } });
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.body.id);
}

function list(path: string, query: Record<string, string> = {}, by = client): Promise<TestAnswer> {
  return fixture.send(by, "GET", `${path}?${new URLSearchParams(query)}`);
}

function search(path: string, members: JsonObject = {}, by = client): Promise<TestAnswer> {
  return fixture.send(by, "POST", `${path}/.search`, { body: { schemas: [searchRequestUrn], ...members } });
}

function resourcesOf({ status, text, body }: TestAnswer): JsonObject[] {
  expect(status, text).toBe(200);
  return Array.isArray(body.Resources) ? body.Resources.filter(isJsonObject) : [];
}

/** The resources' places in the order of their making, such as "2 0 1". */
function placesOf(answer: TestAnswer): string {
  return resourcesOf(answer)
    .map(({ id }) => ids.indexOf(String(id)))
    .join(" ");
}

function expectError(answer: TestAnswer, status: number, scimType?: string): void {
  expect({ status: answer.status, scimType: answer.body.scimType }).toEqual({ status, scimType });
}

describe("sorting", () => {
  test.each<[string, Record<string, string>, string]>([
    ["S-01 ascending, without regard to case; S-02 missing last", { sortBy: "title" }, "2 1 4 0 3"],
    ["S-02 descending, missing first, equals by id", { sortBy: "title", sortOrder: "descending" }, "3 0 1 4 2"],
    ["S-01 with index paging", { sortBy: "title", startIndex: "2", count: "2" }, "1 4"],
    ["S-01 with a filter", { sortBy: "title", filter: "title pr" }, "2 1 4 0"],
    ["S-04 sortOrder alone is ignored", { sortOrder: "sideways" }, "0 1 2 3 4"],
  ])("%s", async (_, query, expected) => {
    expect(placesOf(await list("/Users", query))).toBe(expected);
  });

  test("S-03, S-04 what cannot be sorted by is refused", async () => {
    for (const query of [
      { sortBy: "nothing" },
      { sortBy: "name" },
      { sortBy: "password" },
      { sortBy: "id", sortOrder: "up" },
    ]) {
      expectError(await list("/Users", query), 400, "invalidValue");
    }
  });
});

describe("cursors", () => {
  test("K-01, K-02 lead through the list, with the total of the first page, and end", async () => {
    const first = await list("/Users", { cursor: "", count: "2", sortBy: "title" });
    expect(first.body).toMatchObject({
      totalResults: 5,
      itemsPerPage: 2,
      nextCursor: expect.stringMatching(/^[\w.~-]+$/),
    });
    expect(first.body).not.toHaveProperty("startIndex");
    expect(first.body).not.toHaveProperty("previousCursor");
    const second = await list("/Users", { cursor: String(first.body.nextCursor), count: "2", sortBy: "title" });
    // The count may be left out.
    const third = await list("/Users", { cursor: String(second.body.nextCursor), sortBy: "title" });
    expect([first, second, third].map(placesOf)).toEqual(["2 1", "4 0", "3"]);
    expect(third.body).toMatchObject({ totalResults: 5, itemsPerPage: 1 });
    expect(third.body).not.toHaveProperty("nextCursor");
  });

  test("K-02 a page that holds exactly the rest is the last", async () => {
    expect((await list("/Users", { cursor: "", count: "5" })).body).not.toHaveProperty("nextCursor");
    expect((await list("/Users", { cursor: "", filter: 'userName eq "nobody"' })).body).toMatchObject({
      totalResults: 0,
    });
  });

  test("K-04, K-05 serve the request that they were given out for, and no other", async () => {
    const query = { filter: "title pr", sortBy: "title", count: "2" };
    const cursor = String((await list("/Users", { ...query, cursor: "" })).body.nextCursor);
    const stranger = await fixture.addClient(await fixture.addOrganization("strangers"));
    const colleague = await fixture.addClient(client.organizationId);
    const answers = [
      await list("/Users", { ...query, cursor }, stranger),
      await list("/Users", { ...query, cursor }, colleague),
      await list("/Groups", { sortBy: "displayName", cursor }),
      await list("/", { ...query, cursor }),
      await list("/Users", { ...query, cursor, filter: "active eq true" }),
      await list("/Users", { ...query, cursor, sortBy: "userName" }),
      await list("/Users", { ...query, cursor, sortOrder: "descending" }),
      await list("/Users", { cursor }),
      await list("/Users", { ...query, cursor: `${cursor}A` }),
      await list("/Users", { ...query, cursor: "x" }),
    ];
    for (const answer of answers) expectError(answer, 400, "invalidCursor");
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
    expectError(await list("/Users", { ...query, cursor, count: "3" }), 400, "invalidCount");
    expect(placesOf(await list("/Users", { ...query, cursor }))).toBe("4 0");
  });
});

describe("search by POST", () => {
  test.each<[string, string, JsonObject, Record<string, string>]>([
    ["Q-01 nothing asked", "/Users", {}, {}],
    [
      "Q-01 a filter and a sort",
      "/Users",
      { filter: "title pr", sortBy: "title" },
      { filter: "title pr", sortBy: "title" },
    ],
    ["Q-01 index paging", "/Users", { startIndex: 2, count: 2 }, { startIndex: "2", count: "2" }],
    ["Q-01 attributes", "/Users", { attributes: ["userName", "title"] }, { attributes: "userName,title" }],
    ["Q-02 attributes as text", "/Users", { excludedAttributes: "meta, title" }, { excludedAttributes: "meta,title" }],
    ["Q-01 groups", "/Groups", { sortBy: "displayName" }, { sortBy: "displayName" }],
    ["Q-03, Q-04 all", "", { sortBy: "displayName" }, { sortBy: "displayName" }],
  ])("%s is answered as by GET", async (_, path, members, query) => {
    const answer = await search(path, members);
    expect(answer.body).toEqual((await list(path === "" ? "/" : path, query)).body);
    expect(resourcesOf(answer).length).toBeGreaterThan(1);
  });

  test("K-06 a cursor of a search leads on in a GET, and the other way round", async () => {
    const first = await search("/Users", { cursor: "", count: 2 });
    const second = await list("/Users", { cursor: String(first.body.nextCursor), count: "2" });
    const third = await search("/Users", { cursor: String(second.body.nextCursor), count: 2 });
    expect([first, second, third].map(placesOf)).toEqual(["0 1", "2 3", "4"]);
  });

  test("Q-02 without the URN it is refused", async () => {
    expectError(
      await fixture.send(client, "POST", "/Users/.search", { body: { filter: "title pr" } }),
      400,
      "invalidSyntax",
    );
  });

  test("Q-05 a GET of it is a 405 that says what is allowed", async () => {
    for (const path of ["/Users/.search", "/Groups/.search", "/.search"]) {
      const answer = await fixture.send(client, "GET", path);
      expectError(answer, 405);
      expect(answer.headers.get("allow")).toBe("POST, OPTIONS");
    }
  });
});

describe("people and groups in one list", () => {
  test("Q-03 each resource is whole and says its type", async () => {
    const resources = resourcesOf(await search("", { filter: 'displayName eq "alpha" or userName eq "person0"' }));
    expect(resources.map(({ schemas, meta }) => [schemas, isJsonObject(meta ?? null) && meta])).toMatchObject([
      [[userSchemaUrn], { resourceType: "User" }],
      [[groupSchemaUrn], { resourceType: "Group" }],
    ]);
  });

  test.each<[string, JsonObject, string]>([
    ["in the order of the ids", {}, "0 1 2 3 4 5 6"],
    ["meta.resourceType narrows", { filter: 'meta.resourceType eq "Group"' }, "5 6"],
    ["what a type lacks does not match", { filter: 'title eq "b"' }, "1 4"],
    ["sorted by what one type has", { sortBy: "title", sortOrder: "descending" }, "3 5 6 0 1 4 2"],
    ["sorted by what both have", { sortBy: "displayName", filter: "displayName pr" }, "6 5"],
    ["by index", { startIndex: 5, count: 2 }, "4 5"],
  ])("Q-03 %s", async (_, members, expected) => {
    expect(placesOf(await search("", members))).toBe(expected);
  });

  test("Q-03, Q-04 cursors lead through both", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const answer = await list("/", { cursor, count: "3", sortBy: "displayName" });
      expect(answer.body.totalResults).toBe(7);
      seen.push(placesOf(answer));
      cursor = String(answer.body.nextCursor ?? "");
    } while (cursor !== "");
    expect(seen).toEqual(["6 5 0", "1 2 3", "4"]);
  });

  test("Q-03 what no type has is refused", async () => {
    expectError(await search("", { filter: "zzz pr" }), 400, "invalidFilter");
    expectError(await list("/", { sortBy: "zzz" }), 400, "invalidValue");
  });

  test("K-05 a token sees what it may read, and its cursors do not outlive that", async () => {
    const reader = await fixture.addClient(client.organizationId);
    const narrow = async (...scopes: string[]) => {
      await fixture.database.prisma.accessToken.updateMany({ where: { scimClientId: reader.id }, data: { scopes } });
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    await narrow("users:read", "groups:read");
    const first = await list("/", { cursor: "", count: "3" }, reader);
    expect(first.body.totalResults).toBe(7);
    await narrow("groups:read");
    expect(placesOf(await list("/", {}, reader))).toBe("5 6");
    expectError(await list("/", { cursor: String(first.body.nextCursor) }, reader), 400, "invalidCursor");
    await narrow("users:write");
    expectError(await list("/", {}, reader), 403);
    expectError(await search("/Users", {}, reader), 403);
  });
});
