import type { JsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import { createGroup, createUser, get, idOf, listAt, textAt } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { enterpriseUrn, userUrn } from "./urns";

/** Six people who are only read; "a" to "f" in the order of their making. */
const people: readonly JsonObject[] = [
  {
    title: "delta",
    name: { familyName: "Ash" },
    externalId: "b",
    active: true,
    emails: [
      { value: "z@example.com", type: "work" },
      { value: "a@example.com", type: "home", primary: true },
    ],
    [enterpriseUrn]: { department: "Sales" },
  },
  {
    title: "Alpha",
    name: { familyName: "birch" },
    externalId: "B",
    active: false,
    emails: [{ value: "m@example.com", type: "work" }, { value: "b@example.com" }],
    [enterpriseUrn]: { department: "art" },
  },
  {
    title: "charlie",
    name: { familyName: "Cedar" },
    externalId: "a",
    active: true,
    emails: [{ value: "C@example.com" }],
  },
  { title: "BRAVO", name: { givenName: "Eve" }, externalId: "A", active: false },
  { name: { familyName: "ash" } },
  { title: "alpha" },
];

let scim: Scim;
let ids: readonly string[];

test.beforeAll(async ({ createOrganization }) => {
  scim = await createOrganization();
  const made: string[] = [];
  // One after the other: the ids are in the order of time.
  for (const person of people) made.push(idOf(await createUser(scim, person)));
  ids = made;
});

/** The people in the order in which a list has them, such as "b d a". */
async function order(query: string): Promise<string> {
  const resources = expectListResponse(await get(scim, `/Users?${query}`));
  return resources.map((resource) => "abcdef".charAt(ids.indexOf(textAt(resource, "id")))).join(" ");
}

for (const [what, query, expected] of [
  ["ascending unless told, whatever the case", "sortBy=title", "b f d c a e"],
  ["ascending", "sortBy=title&sortOrder=ascending", "b f d c a e"],
  ["descending", "sortBy=title&sortOrder=descending", "e a c d b f"],
  ["sortOrder in any case", "sortBy=title&sortOrder=Descending", "e a c d b f"],
  ["the name in any case", "sortBy=TITLE", "b f d c a e"],
  ["peer 19: a sub-attribute", "sortBy=name.familyName", "a e b c d f"],
  ["a caseExact attribute", "sortBy=externalId", "d b c a e f"],
  ["several values: the primary, else the first", "sortBy=emails", "a c b d e f"],
  ["several values: a sub-attribute", "sortBy=emails.type&sortOrder=descending", "c d e f b a"],
  ["a boolean", "sortBy=active&filter=externalId+pr", "b d a c"],
  ["when it was made", "sortBy=meta.created", "a b c d e f"],
  ["the id", "sortBy=id&sortOrder=descending", "f e d c b a"],
  ["behind the core URN", `sortBy=${userUrn}:title`, "b f d c a e"],
  ["behind the URN of an extension", `sortBy=${enterpriseUrn}:department`, "b a c d e f"],
] as const) {
  test(`S-01 ${what}`, async () => {
    expect(await order(query)).toBe(expected);
  });
}

for (const [query, expected] of [
  ["sortBy=title&sortOrder=ascending", /e$/],
  ["sortBy=title&sortOrder=descending", /^e/],
  ["sortBy=nickName&sortOrder=ascending", /^a b c d e f$/],
  ["sortBy=nickName&sortOrder=descending", /^a b c d e f$/],
  ["sortBy=active&sortOrder=descending&filter=externalId+pr", /^a c b d$/],
] as const) {
  test(`S-02 ${query}: missing values and ties`, async () => {
    expect(await order(query)).toMatch(expected);
  });
}

test("S-01, S-02 pages of a sorted list make it up, and a filter goes with it", async () => {
  const pages = [];
  for (const startIndex of [1, 3, 5]) pages.push(await order(`sortBy=title&startIndex=${startIndex}&count=2`));
  expect(pages).toEqual(["b f", "d c", "a e"]);
  expect(await order("sortBy=title&filter=active+eq+false&attributes=userName")).toBe("b d");
});

for (const sortBy of [
  "nothing",
  "titel",
  "name.nothing",
  "urn:x:y:2.0:User:title",
  "",
  'emails[type eq "work"].value',
  "name",
  "meta",
  "addresses",
  "password",
]) {
  test(`S-03, peer 19: sortBy=${sortBy} is a 400`, async () => {
    expectScimError(await get(scim, `/Users?sortBy=${encodeURIComponent(sortBy)}`), 400, "invalidValue");
  });
}

for (const sortOrder of ["up", "", "desc", "1"]) {
  test(`S-04 sortOrder=${sortOrder} is a 400, and without sortBy ignored`, async () => {
    expectScimError(await get(scim, `/Users?sortBy=title&sortOrder=${sortOrder}`), 400, "invalidValue");
    expect(await order(`sortOrder=${sortOrder}`)).toBe("a b c d e f");
  });
}

test("S-01 groups by name and by their members", async ({ scim: own }) => {
  const ada = idOf(await createUser(own, { displayName: "Ada" }));
  const bob = idOf(await createUser(own, { displayName: "bob" }));
  for (const [displayName, members] of [
    ["beta", [bob]],
    ["Alpha", []],
    ["gamma", [ada]],
  ] as const) {
    await createGroup(own, members, { displayName });
  }
  const names = async (query: string) =>
    listAt((await get(own, `/Groups?${query}`)).body, "Resources").map((group) => textAt(group, "displayName"));
  expect(await names("sortBy=displayName")).toEqual(["Alpha", "beta", "gamma"]);
  expect(await names("sortBy=displayName&sortOrder=descending")).toEqual(["gamma", "beta", "Alpha"]);
  expect(await names("sortBy=members.display")).toEqual(["gamma", "beta", "Alpha"]);
});
