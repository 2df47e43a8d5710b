import type { JsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import {
  type Answer,
  createGroup,
  createUser,
  filtered,
  get,
  idOf,
  listAt,
  post,
  send,
  textAt,
  valueAt,
} from "./exchange";
import { expectListResponse, expectResource, expectScimError } from "./expectations";
import { enterpriseUrn, groupUrn, searchRequestUrn, userUrn } from "./urns";

let scim: Scim;

test.beforeAll(async ({ createOrganization }) => {
  scim = await createOrganization();
  const ada = await createUser(scim, {
    userName: "ada@example.com",
    displayName: "Ada",
    title: "Lead",
    emails: [{ value: "ada@example.com", type: "work" }],
    [enterpriseUrn]: { department: "Art" },
  });
  await createUser(scim, { userName: "bob@example.com", displayName: "bob", active: false });
  await createUser(scim, { userName: "eve@example.com" });
  await createGroup(scim, [idOf(ada)], { displayName: "Artists" });
  await createGroup(scim, [], { displayName: "boat" });
});

function search(path: string, members: JsonObject = {}): Promise<Answer> {
  return post(scim, `${path}/.search`, { schemas: [searchRequestUrn], ...members });
}

/** What the resources of a list are called. */
function namesOf(answer: Answer): (string | undefined)[] {
  return expectListResponse(answer).map((resource) => {
    const name = valueAt(resource, "displayName") ?? valueAt(resource, "userName");
    return typeof name === "string" ? name : undefined;
  });
}

for (const [what, path, members, query] of [
  ["nothing asked, users", "/Users", {}, ""],
  ["nothing asked, groups", "/Groups", {}, ""],
  ["a filter", "/Users", { filter: "active eq true" }, "filter=active+eq+true"],
  ["a filter on groups", "/Groups", { filter: 'displayName sw "a"' }, "filter=displayName+sw+%22a%22"],
  [
    "peer 18, runner-up 5: attributes",
    "/Users",
    { attributes: ["userName", "name.givenName"] },
    "attributes=userName,name.givenName",
  ],
  ["excludedAttributes", "/Groups", { excludedAttributes: ["members"] }, "excludedAttributes=members"],
  ["an order", "/Users", { sortBy: "userName", sortOrder: "descending" }, "sortBy=userName&sortOrder=descending"],
  ["a page", "/Users", { startIndex: 2, count: 1 }, "startIndex=2&count=1"],
  ["the number alone", "/Users", { count: 0 }, "count=0"],
] as const) {
  test(`Q-01 ${what}: the answer is that of a GET, with 200`, async () => {
    const answer = await search(path, structuredClone<JsonObject>(JSON.parse(JSON.stringify(members))));
    expectListResponse(answer);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("location")).toBeNull();
    expect(answer.body).toEqual((await get(scim, `${path}?${query}`)).body);
  });
}

for (const [what, body] of [
  ["no schemas", { filter: "active eq true" }],
  ["other schemas", { schemas: [userUrn] }],
  ["empty schemas", { schemas: [] }],
  ["no object", [searchRequestUrn]],
] as const) {
  test(`Q-02 ${what}: a 400 invalidSyntax`, async () => {
    for (const path of ["/Users/.search", "/Groups/.search", "/.search"]) {
      expectScimError(await post(scim, path, JSON.parse(JSON.stringify(body))), 400, "invalidSyntax");
    }
  });
}

for (const [what, members] of [
  ["unknown members are ignored", { domain: "x", unknown: { a: 1 } }],
  ["a list may be a text", { attributes: "userName, id" }],
  ["a number may be a text", { startIndex: "1", count: "2" }],
  ["names in any case", { SortBy: "userName", FILTER: "userName pr" }],
  ["null is nothing", { filter: null, sortBy: null, count: null }],
] as const) {
  test(`Q-02 ${what}`, async () => {
    const answer = await search("/Users", JSON.parse(JSON.stringify(members)));
    expect(expectListResponse(answer).length).toBeGreaterThan(1);
  });
}

for (const [members, status, scimType] of [
  [{ filter: "nothing pr" }, 400, "invalidFilter"],
  [{ filter: "" }, 400, "invalidFilter"],
  [{ filter: 1 }, 400, "invalidSyntax"],
  [{ sortBy: "nothing" }, 400, "invalidValue"],
  [{ count: "many" }, 400, "invalidValue"],
  [{ startIndex: 1.5 }, 400, "invalidValue"],
] as const) {
  test(`Q-01 ${JSON.stringify(members)} is refused as in a GET`, async () => {
    expectScimError(await search("/Users", JSON.parse(JSON.stringify(members))), status, scimType);
  });
}

for (const [what, filter, expected] of [
  ["what only people have", 'userName eq "ada@example.com"', ["Ada"]],
  ["what only people have, negated", "not (userName pr)", ["Artists", "boat"]],
  ["what only groups have", "members pr", ["Artists"]],
  ["what both have", 'displayName sw "b"', ["bob", "boat"]],
  ["one or the other", 'title eq "lead" or members pr', ["Ada", "Artists"]],
  ["a value path", 'emails[type eq "work" and value co "ada"]', ["Ada"]],
  ["an extension", `${enterpriseUrn}:department eq "art"`, ["Ada"]],
  ["meta.resourceType of people", 'meta.resourceType eq "User"', ["Ada", "bob", "eve@example.com"]],
  ["meta.resourceType of groups", 'meta.resourceType eq "Group"', ["Artists", "boat"]],
  ["the core URN of groups", `${groupUrn}:displayName pr`, ["Artists", "boat"]],
] as const) {
  test(`Q-03, Q-04, peer 18b: ${what}: ${filter}`, async () => {
    const answer = await search("", { filter });
    expect(namesOf(answer)).toEqual(expected);
    expect((await get(scim, filtered("/", filter))).body).toEqual(answer.body);
  });
}

test("Q-03 each resource has its own schemas and resourceType", async () => {
  const resources = expectListResponse(await search(""));
  expect(resources).toHaveLength(5);
  for (const resource of resources) {
    if (typeof resource !== "object" || resource === null || Array.isArray(resource)) throw new Error("no resource");
    expectResource(scim, resource, textAt(resource, "meta.resourceType") === "User" ? "User" : "Group");
  }
  const shown = expectListResponse(await search("", { attributes: ["userName", "members"] }));
  expect(shown.map((resource) => Object.keys(Object(resource)).sort())).toEqual([
    ["id", "schemas", "userName"],
    ["id", "schemas", "userName"],
    ["id", "schemas", "userName"],
    ["id", "members", "schemas"],
    ["id", "schemas"],
  ]);
});

test("Q-03 a mixed list is sorted and paged", async () => {
  expect(namesOf(await search("", { sortBy: "displayName" }))).toEqual([
    "Ada",
    "Artists",
    "boat",
    "bob",
    "eve@example.com",
  ]);
  expect(
    namesOf(await search("", { sortBy: "displayName", sortOrder: "descending", startIndex: 2, count: 2 })),
  ).toEqual(["bob", "boat"]);
  expect(namesOf(await search("", { sortBy: "userName", count: 1 }))).toEqual(["Ada"]);
});

test("Q-03 what neither people nor groups have is a 400", async () => {
  expectScimError(await search("", { filter: "nothing pr" }), 400, "invalidFilter");
  expectScimError(await search("", { sortBy: "nothing" }), 400, "invalidValue");
});

test("Q-04 the base URL without a filter lists all, and each once in pages", async () => {
  const all = listAt((await get(scim, "/")).body, "Resources").map((resource) => textAt(resource, "id"));
  expect(all).toHaveLength(5);
  const pages = [];
  for (const startIndex of [1, 3, 5]) {
    pages.push(...expectListResponse(await get(scim, `?startIndex=${startIndex}&count=2`)));
  }
  expect(pages.map((resource) => textAt(resource, "id"))).toEqual(all);
});

for (const path of ["/Users/.search", "/Groups/.search", "/.search"]) {
  test(`Q-05 GET ${path} is a 405 that says what may be done`, async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const answer = await send(scim, method, path);
      expectScimError(answer, 405);
      expect(answer.headers.get("allow")).toContain("POST");
    }
  });
}
