import type { JsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  filtered,
  findIds,
  get,
  idOf,
  listAt,
  post,
  sortedTexts,
  textAt,
  userBody,
  valueAt,
} from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { groupFilters, refusedFilters, userFilters } from "./filter-cases";
import { enterpriseUrn, userUrn } from "./urns";

/** Five people and three groups that every filter below is asked about; they are only read. */
type Directory = { readonly scim: Scim; readonly ids: ReadonlyMap<string, string> };
let directory: Directory;

test.beforeAll(async ({ createOrganization }) => {
  directory = await createDirectory(await createOrganization());
});

async function createDirectory(scim: Scim): Promise<Directory> {
  const ids = new Map<string, string>();
  const user = async (key: string, attributes: JsonObject) => {
    const created = await post(scim, "/Users", userBody(attributes));
    expect(created.status, created.text).toBe(201);
    ids.set(key, idOf(created.body));
    return idOf(created.body);
  };
  const ada = await user("ada", {
    userName: "Ada.Lovelace@Example.com",
    externalId: "EXT-Ada",
    displayName: "Ada Lovelace",
    name: { givenName: "Ada", familyName: "Lovelace" },
    title: "Chief Engineer",
    userType: "Employee",
    emails: [
      { value: "Ada@work.example", type: "work", primary: true },
      { value: "ada@home.example", type: "home" },
    ],
    [enterpriseUrn]: { department: "Sales", employeeNumber: "701" },
  });
  const bob = await user("bob", {
    userName: "bob_100%@example.com",
    externalId: "ext-bob",
    active: false,
    displayName: `Bob "the \\ slash" O'Malley`,
    nickName: "bob+tag@example.com",
    name: { familyName: "O'Malley" },
    userType: "Employee",
    emails: [
      { value: "bob@work.example", type: "work" },
      { value: "bob@example.org", type: "home" },
    ],
    [enterpriseUrn]: { employeeNumber: "702", manager: { value: ada } },
  });
  const cyd = await user("cyd", {
    userName: "bobx100y@example.com",
    title: "engineer",
    userType: "Contractor",
    emails: [{ value: "cyd@work.example", type: "home" }],
  });
  await user("dom", {
    userName: "dom\\user",
    title: "a%b",
    name: { familyName: "O'Malley-Smith" },
    [enterpriseUrn]: { employeeNumber: "810", department: "sales" },
  });
  await user("eve", {
    userName: "\u00e9ve@example.com",
    displayName: "Ève",
    roles: [{ value: "Editor", primary: true }],
  });
  const group = async (key: string, members: readonly string[], attributes: JsonObject) => {
    const created = await createGroup(scim, members, attributes);
    ids.set(key, idOf(created));
    return idOf(created);
  };
  const engineers = await group("engineers", [ada, bob], { displayName: "Engineers", externalId: "G-1" });
  await group("designers", [cyd, engineers], { displayName: "Designers" });
  await group("empty", [], { displayName: "Empty_100%" });
  return { scim, ids };
}

/** The names of what a filter selects; `{ada}` in the filter stands for the id. */
async function selected(endpoint: string, filter: string): Promise<string[]> {
  const { scim, ids } = directory;
  const found = await findIds(scim, endpoint, fillIds(filter));
  return [...ids.entries()]
    .filter(([, id]) => found.includes(id))
    .map(([key]) => key)
    .sort();
}

function fillIds(filter: string): string {
  return filter.replaceAll(/\{(\w+)\}/g, (_, key: string) => directory.ids.get(key) ?? key);
}

for (const [number, filter, expected] of userFilters) {
  test(`${number} users: ${filter}`, async () => {
    expect(await selected("/Users", filter)).toEqual([...expected].sort());
  });
}

for (const [number, filter, expected] of groupFilters) {
  test(`${number} groups: ${filter}`, async () => {
    expect(await selected("/Groups", filter)).toEqual(expected);
  });
}

for (const [what, endpoint, filter] of refusedFilters) {
  test(`${what} is a 400 invalidFilter: ${filter}`, async () => {
    expectScimError(await get(directory.scim, filtered(endpoint, filter)), 400, "invalidFilter");
  });
}

test("F-07 a value of another type than the attribute's never matches and never errors differently", async () => {
  const statuses = new Set<number>();
  for (const filter of [
    "userName eq 5",
    "title eq true",
    "title gt 5",
    "active eq 5",
    "emails.value eq 1.5e3",
    "id eq -1",
  ]) {
    const answer = await get(directory.scim, filtered("/Users", filter));
    statuses.add(answer.status);
    if (answer.status === 400) {
      expectScimError(answer, 400, "invalidFilter");
    } else {
      expect(expectListResponse(answer)).toEqual([]);
    }
  }
  expect(statuses.size, "all refused, or all empty").toBe(1);
});

test("F-08 dates are compared as instants, whatever their offset and fraction", async () => {
  const { scim, ids } = directory;
  const ada = ids.get("ada") ?? "";
  const created = textAt((await get(scim, `/Users/${ada}`)).body, "meta.created");
  const instant = Date.parse(created);
  const shifted = `${new Date(instant + 7_200_000).toISOString().slice(0, -1)}+02:00`;
  const longFraction = `${new Date(instant).toISOString().slice(0, -1)}000Z`;
  const justBefore = new Date(instant - 1).toISOString();
  const justAfter = `${new Date(instant + 1 - 18_000_000).toISOString().slice(0, -1)}-05:00`;
  for (const [condition, expected] of [
    [`eq "${created}"`, [ada]],
    [`eq "${shifted}"`, [ada]],
    [`eq "${longFraction}"`, [ada]],
    [`ne "${shifted}"`, []],
    [`ge "${shifted}"`, [ada]],
    [`gt "${shifted}"`, []],
    [`gt "${justBefore}"`, [ada]],
    [`lt "${justAfter}"`, [ada]],
    [`le "${justBefore}"`, []],
  ] as const) {
    expect(await findIds(scim, "/Users", `id eq "${ada}" and meta.created ${condition}`), condition).toEqual(expected);
  }
});

test("F-15 the detail of a broken filter says where", async () => {
  const answer = await get(directory.scim, filtered("/Users", 'userName eq "x" an active eq true'));
  expectScimError(answer, 400, "invalidFilter");
  expect(textAt(answer.body, "detail")).toMatch(/\b1[67]\b/);
});

test("F-16 a password cannot be filtered on", async () => {
  for (const filter of [
    'password eq "x"',
    "password pr",
    'userName pr and password sw "a"',
    `${userUrn}:password pr`,
  ]) {
    const answer = await get(directory.scim, filtered("/Users", filter));
    expectScimError(answer, answer.status === 403 ? 403 : 400, answer.status === 403 ? "sensitive" : "invalidFilter");
  }
});

test("F-18 in a query %20 and + are spaces, %2B is a plus, and nothing is decoded twice", async () => {
  const { scim, ids } = directory;
  const idsOf = async (query: string) =>
    sortedTexts(expectListResponse(await get(scim, `/Users?filter=${query}`)), "id");
  const bob = [ids.get("bob")];
  expect(await idsOf("nickName%20eq%20%22bob%2Btag%40example.com%22")).toEqual(bob);
  expect(await idsOf("nickName+eq+%22bob%2Btag@example.com%22")).toEqual(bob);
  expect(await idsOf("nickName+eq+%22bob+tag@example.com%22")).toEqual([]);
  expect(await idsOf("title%20eq%20%22a%25b%22")).toEqual([ids.get("dom")]);
  expect(await idsOf("title%20eq%20%22a%2525b%22")).toEqual([]);
  expect(await idsOf('userName%20sw%20"%C3%A9ve"'.replaceAll('"', "%22"))).toEqual([ids.get("eve")]);
});

test("F-19 a very long filter is answered or refused, quickly", async () => {
  const { scim } = directory;
  const started = Date.now();
  for (const filter of [
    Array.from({ length: 150 }, (_, index) => `userName eq "nobody-${index}"`).join(" or "),
    Array.from({ length: 100 }, (_, index) => `emails[type eq "${index}" and value co "x"]`).join(" or "),
    `userName eq "${"a".repeat(5000)}"`,
    `userName eq "${'\\"'.repeat(800)}"`,
    `${" ".repeat(1500)}userName eq "x"`,
    `userName ${" ".repeat(1500)}eq "x"`,
  ]) {
    const answer = await get(scim, filtered("/Users", filter));
    if (answer.status === 200) {
      expect(expectListResponse(answer)).toEqual([]);
    } else if (answer.status === 414) {
      expectScimError(answer, 414);
    } else {
      expectScimError(answer, 400, answer.body.scimType === "tooMany" ? "tooMany" : "invalidFilter");
    }
  }
  expect(Date.now() - started).toBeLessThan(10_000);
});

test("a filter, projection and paging hold together", async () => {
  const { scim } = directory;
  const answer = await get(scim, filtered("/Users", "title pr", "attributes=title&startIndex=2&count=1"));
  expect(expectListResponse(answer)).toHaveLength(1);
  expect(answer.body).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
  expect(Object.keys(Object(valueAt(answer.body, "Resources[0]"))).sort()).toEqual(["id", "schemas", "title"]);
});

test("a filter sees what was written a moment before", async ({ scim }) => {
  const user = await createUser(scim, { title: "before" });
  for (let round = 0; round < 5; round += 1) {
    const body = userBody({ userName: textAt(user, "userName"), title: `round ${round}` });
    expect((await scim.fetch(`/Users/${idOf(user)}`, { method: "PUT", body: JSON.stringify(body) })).status).toBe(200);
    expect(await findIds(scim, "/Users", `title eq "round ${round}"`)).toEqual([idOf(user)]);
    expect(await findIds(scim, "/Users", 'title eq "before"')).toEqual([]);
  }
  expect(listAt((await get(scim, "/Users")).body, "Resources")).toHaveLength(1);
});
