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
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

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

const everyone = ["ada", "bob", "cyd", "dom", "eve"];
const everyoneBut = (...names: readonly string[]) => everyone.filter((name) => !names.includes(name));
const core = (attribute: string) => `${userUrn}:${attribute}`;
const enterprise = (attribute: string) => `${enterpriseUrn}:${attribute}`;

const userFilters: readonly (readonly [string, string, readonly string[]])[] = [
  ["F-00", 'userName eq "ada.lovelace@example.com"', ["ada"]],
  ["F-00", 'USERNAME Eq "ada.lovelace@example.com"', ["ada"]],
  ["F-00", 'username EQ "ada.lovelace@example.com" AND Active eQ true', ["ada"]],
  ["F-00", 'title PR AND NOT (title Co "engineer")', ["dom"]],
  ["F-00", 'EMAILS[TYPE EQ "work" aNd VALUE Sw "ada"]', ["ada"]],
  ["F-00", '(((title pr) and ((userName sw "ada"))))', ["ada"]],
  ["F-00", 'title  pr   and  userName  sw  "ada"', ["ada"]],

  ["F-01", 'title eq "chief engineer"', ["ada"]],
  ["F-01", 'title ne "chief engineer"', everyoneBut("ada")],
  ["F-01", 'title co "engineer"', ["ada", "cyd"]],
  ["F-01", 'title sw "chief"', ["ada"]],
  ["F-01", 'title ew "engineer"', ["ada", "cyd"]],
  ["F-01", "title pr", ["ada", "cyd", "dom"]],
  ["F-01", 'userName gt "bobx100y@example.com"', ["dom", "eve"]],
  ["F-01", 'userName ge "bobx100y@example.com"', ["cyd", "dom", "eve"]],
  ["F-01", 'userName lt "bobx100y@example.com"', ["ada", "bob"]],
  ["F-01", 'userName le "bobx100y@example.com"', ["ada", "bob", "cyd"]],
  ["F-01", 'userName gt "BOBX100Y@EXAMPLE.COM"', ["dom", "eve"]],
  ["F-01", 'title gt "a"', ["ada", "cyd", "dom"]],
  ["F-01", 'title lt "b"', ["dom"]],
  ["F-01", 'emails.value gt "bob"', ["bob", "cyd"]],
  ["F-01", 'externalId gt "a"', ["bob"]],

  ["F-02", 'userType eq "Contractor" or userType eq "Employee" and active eq false', ["bob", "cyd"]],
  ["F-02", '(userType eq "Contractor" or userType eq "Employee") and active eq false', ["bob"]],
  ["F-02", 'active eq false and userType eq "Employee" or userType eq "Contractor"', ["bob", "cyd"]],
  ["F-02", 'not (userType eq "Employee") and title pr', ["cyd", "dom"]],
  ["F-02", 'not (userType eq "Employee" or title pr)', ["eve"]],
  ["F-02", 'not(userType eq "Employee")', ["cyd", "dom", "eve"]],
  ["F-02", "not (not (title pr))", ["ada", "cyd", "dom"]],
  ["F-02", "title pr and not (active eq false) or active eq false", ["ada", "bob", "cyd", "dom"]],

  ["F-03", 'title eq "CHIEF ENGINEER"', ["ada"]],
  ["F-03", 'title co "ENGINEER"', ["ada", "cyd"]],
  ["F-03", 'title sw "CHIEF"', ["ada"]],
  ["F-03", 'title ew "ENGINEER"', ["ada", "cyd"]],
  ["F-03", 'title ne "CHIEF ENGINEER"', everyoneBut("ada")],
  ["F-03", 'displayName eq "\u00e8VE"', ["eve"]],
  ["F-03", 'displayName eq "e\u0300ve"', ["eve"]],
  ["F-03", 'externalId eq "EXT-Ada"', ["ada"]],
  ["F-03", 'externalId eq "ext-ada"', []],
  ["F-03", 'externalId sw "EXT"', ["ada"]],
  ["F-03", 'externalId co "ada"', []],
  ["F-03", 'externalId ew "bob"', ["bob"]],
  ["F-03", 'externalId ne "EXT-Ada"', everyoneBut("ada")],
  ["F-03", "externalId pr", ["ada", "bob"]],
  ["F-03", 'id eq "{ada}"', ["ada"]],
  ["F-03", 'id ne "{ada}"', everyoneBut("ada")],
  ["F-03", 'emails.value eq "ADA@WORK.EXAMPLE"', ["ada"]],

  ["F-04", `displayName eq "Bob \\"the \\\\ slash\\" O'Malley"`, ["bob"]],
  ["F-04", 'displayName co "\\"the \\\\ slash\\""', ["bob"]],
  ["F-04", 'userName sw "\\u00e9ve"', ["eve"]],
  ["F-04", 'userName sw "\\u00E9VE"', ["eve"]],
  ["F-04", 'title eq "a\\u0025b"', ["dom"]],
  ["F-04", 'userName eq "dom\\\\user"', ["dom"]],
  ["F-04", 'name.familyName eq "O\\u0027Malley"', ["bob"]],

  ["F-05", "title eq null", ["bob", "eve"]],
  ["F-05", "not (title pr)", ["bob", "eve"]],
  ["F-05", "title ne null", ["ada", "cyd", "dom"]],
  ["F-05", 'nickName ne "x"', everyone],
  ["F-05", "emails eq null", ["dom", "eve"]],
  ["F-05", 'emails.value ne "cyd@work.example"', everyoneBut("cyd")],
  ["F-05", 'emails.value ne "ada@work.example"', everyone],
  ["F-05", 'not (emails.value eq "ada@work.example")', everyoneBut("ada")],
  ["F-05", `${enterprise("department")} ne "sales"`, ["bob", "cyd", "eve"]],

  ["F-06", "active eq true", everyoneBut("bob")],
  ["F-06", "active eq false", ["bob"]],
  ["F-06", "active ne true", ["bob"]],
  ["F-06", "active pr", everyone],
  ["F-06", 'active eq "true"', everyoneBut("bob")],
  ["F-06", 'active eq "True"', everyoneBut("bob")],
  ["F-06", 'active eq "False"', ["bob"]],
  ["F-06", "emails.primary eq true", ["ada"]],
  ["F-06", 'roles[primary eq "True"].value eq "editor"', ["eve"]],

  ["F-08", 'meta.created gt "2020-01-01T00:00:00Z"', everyone],
  ["F-08", 'meta.created lt "2020-01-01T00:00:00Z"', []],
  ["F-08", 'meta.lastModified ge "2020-01-01T00:00:00+05:30"', everyone],
  ["F-08", 'meta.lastModified le "2020-01-01T00:00:00.123456-08:00"', []],
  ["F-08", "meta.created pr and meta.lastModified pr", everyone],
  ["F-08", 'meta.created ne "2020-01-01T00:00:00Z"', everyone],

  ["F-09", `name.familyName co "O'Malley"`, ["bob", "dom"]],
  ["F-09", `name.familyName eq "o'malley"`, ["bob"]],
  ["F-09", 'userName eq "bob_100%@example.com"', ["bob"]],
  ["F-09", 'userName eq "bob_100_@example.com"', []],
  ["F-09", 'userName eq "%"', []],
  ["F-09", 'userName eq "bob%"', []],
  ["F-09", 'userName co "_100%"', ["bob"]],
  ["F-09", 'userName sw "bob_"', ["bob"]],
  ["F-09", 'userName ew "_user"', []],
  ["F-09", 'title co "%"', ["dom"]],
  ["F-09", 'title eq "a%b"', ["dom"]],
  ["F-09", 'userName co "\\\\"', ["dom"]],
  ["F-09", 'userName sw "dom\\\\"', ["dom"]],
  ["F-09", 'emails.value co "_"', []],
  ["F-09", `displayName co "'; DROP TABLE users; --"`, []],

  ["F-10", 'emails co "work.example"', ["ada", "bob", "cyd"]],
  ["F-10", 'emails eq "ada@home.example"', ["ada"]],
  ["F-10", 'emails sw "ada@"', ["ada"]],
  ["F-10", "emails pr", ["ada", "bob", "cyd"]],
  ["F-10", "name pr", ["ada", "bob", "dom"]],
  ["F-10", "not (name pr)", ["cyd", "eve"]],
  ["F-10", 'roles eq "editor"', ["eve"]],
  ["F-10", "phoneNumbers pr", []],
  ["F-10", `${enterprise("manager")} pr`, ["bob"]],

  ["F-11", 'emails[type eq "work" and value co "@work.example"]', ["ada", "bob"]],
  ["F-11", 'emails.type eq "work" and emails.value co "example.org"', ["bob"]],
  ["F-11", 'emails[type eq "work" and value co "example.org"]', []],
  ["F-11", 'emails[type eq "home" or value sw "bob"]', ["ada", "bob", "cyd"]],
  ["F-11", 'emails[not (type eq "work")]', ["ada", "bob", "cyd"]],
  ["F-11", 'emails[type eq "work" and not (value co "ada")]', ["bob"]],
  ["F-11", 'emails[(type eq "work" or type eq "home") and value ew ".org"]', ["bob"]],
  ["F-11", 'emails[type eq "work"].value eq "ada@work.example"', ["ada"]],
  ["F-11", 'emails[type eq "home"].value eq "ada@work.example"', []],
  ["F-11", 'emails[type eq "work"].value pr', ["ada", "bob"]],
  ["F-11", 'emails[type eq "work"]', ["ada", "bob"]],
  ["F-11", "emails[primary eq true]", ["ada"]],
  ["F-11", "emails[value pr]", ["ada", "bob", "cyd"]],
  ["F-11", 'emails[type eq "home"].value co "work" and active eq true', ["cyd"]],
  ["F-11", 'not (emails[type eq "work"])', ["cyd", "dom", "eve"]],

  ["F-12", `${core("userName")} eq "ada.lovelace@example.com"`, ["ada"]],
  ["F-12", `${core("name.familyName")} eq "lovelace"`, ["ada"]],
  ["F-12", `${core('emails[type eq "work"].value')} sw "bob"`, ["bob"]],
  ["F-12", `${core("USERNAME").toUpperCase()} eq "dom\\\\user"`, ["dom"]],
  ["F-12", `${enterprise("employeeNumber")} sw "7"`, ["ada", "bob"]],
  ["F-12", `${enterprise("employeeNumber")} gt "702"`, ["dom"]],
  ["F-12", `${enterprise("department")} eq "SALES"`, ["ada", "dom"]],
  ["F-12", `${enterprise("department")} pr`, ["ada", "dom"]],
  ["F-12", `${enterprise("department").toLowerCase()} eq "sales"`, ["ada", "dom"]],
  ["F-12", `${enterprise("manager.value")} eq "{ada}"`, ["bob"]],
  ["F-12", `${enterprise("manager")} eq "{ada}"`, ["bob"]],

  ["F-13", 'manager eq "{ada}"', ["bob"]],
  ["F-13", 'id eq "{bob}" and manager eq "{ada}"', ["bob"]],
  ["F-13", 'id eq "{cyd}" and manager eq "{ada}"', []],
  ["F-13", 'manager eq "{bob}"', []],

  ["F-17", `schemas eq "${userUrn}"`, everyone],
  ["F-17", `schemas eq "${enterpriseUrn}"`, ["ada", "bob", "dom"]],
  ["F-17", 'meta.resourceType eq "User"', everyone],
  ["F-17", 'meta.resourceType eq "Group"', []],
  ["F-17", "id pr", everyone],
  ["F-17", 'groups.value eq "{engineers}"', ["ada", "bob"]],
  ["F-17", 'groups.display eq "engineers"', ["ada", "bob"]],
  ["F-17", 'groups.value eq "{designers}"', ["ada", "bob", "cyd"]],
  ["F-17", 'groups[value eq "{designers}" and type eq "direct"]', ["cyd"]],
  ["F-17", 'groups.type eq "indirect"', ["ada", "bob"]],
  ["F-17", "groups pr", ["ada", "bob", "cyd"]],
  ["F-17", "not (groups pr)", ["dom", "eve"]],
  ["F-17", 'role eq "member"', everyone],
  ["F-17", 'role eq "owner"', []],

  ["F-20", 'title co ""', ["ada", "cyd", "dom"]],
  ["F-20", 'title sw ""', ["ada", "cyd", "dom"]],
  ["F-20", 'title ew ""', ["ada", "cyd", "dom"]],
  ["F-20", 'emails.value co ""', ["ada", "bob", "cyd"]],

  ["F-21", 'userName eq "ADA.lovelace@example.com" and active eq true', ["ada"]],
  ["F-21", 'userName eq "bob_100%@example.com" and active eq true', []],
  ["F-21", 'id eq "{ada}" and userName eq "bob_100%@example.com"', []],
];

for (const [number, filter, expected] of userFilters) {
  test(`${number} users: ${filter}`, async () => {
    expect(await selected("/Users", filter)).toEqual([...expected].sort());
  });
}

const groupFilters: readonly (readonly [string, string, readonly string[]])[] = [
  ["F-00", 'displayName eq "engineers"', ["engineers"]],
  ["F-03", 'displayName eq "ENGINEERS"', ["engineers"]],
  ["F-09", 'displayName co "_100%"', ["empty"]],
  ["F-09", 'displayName eq "%"', []],
  ["F-12", `${groupUrn}:displayName eq "engineers"`, ["engineers"]],
  ["F-13", 'members[value eq "{ada}"]', ["engineers"]],
  ["F-13", 'members.value eq "{ada}"', ["engineers"]],
  ["F-13", 'members eq "{ada}"', ["engineers"]],
  ["F-13", 'id eq "{engineers}" and members eq "{ada}"', ["engineers"]],
  ["F-13", 'id eq "{designers}" and members eq "{ada}"', []],
  ["F-13", 'members eq "{engineers}"', ["designers"]],
  ["F-13", 'members[value eq "{engineers}" and type eq "User"]', []],
  ["F-13", 'members.type eq "Group"', ["designers"]],
  ["F-13", 'members eq "nobody"', []],
  ["F-13", "members pr", ["designers", "engineers"]],
  ["F-13", "not (members pr)", ["empty"]],
  ["F-13", 'not (members eq "{ada}")', ["designers", "empty"]],
  ["F-13", `${groupUrn}:members.value eq "{bob}"`, ["engineers"]],
  ["F-17", 'externalId eq "G-1"', ["engineers"]],
  ["F-17", 'meta.resourceType eq "Group"', ["designers", "empty", "engineers"]],
  ["F-17", 'meta.created gt "2020-01-01T00:00:00Z"', ["designers", "empty", "engineers"]],
];

for (const [number, filter, expected] of groupFilters) {
  test(`${number} groups: ${filter}`, async () => {
    expect(await selected("/Groups", filter)).toEqual(expected);
  });
}

const refused: readonly (readonly [string, string, string])[] = [
  ["F-04 an unquoted text", "/Users", "externalId eq jyoung"],
  ["F-04 an unquoted address", "/Users", "userName eq ada@example.com"],
  ["F-04 single quotes", "/Users", "userName eq 'ada'"],
  ["F-04 an escape that JSON does not know", "/Users", 'userName eq "a\\qb"'],
  ["F-06 gt on a boolean", "/Users", "active gt true"],
  ["F-06 ge on a boolean", "/Users", "active ge true"],
  ["F-06 lt on a boolean", "/Users", "emails.primary lt true"],
  ["F-06 co on a boolean", "/Users", 'active co "tr"'],
  ["F-06 sw on a boolean", "/Users", 'active sw "t"'],
  ["F-06 a boolean that is none", "/Users", 'active eq "yes"'],
  ["F-06 gt on a binary", "/Users", 'x509Certificates.value gt "AAAA"'],
  ["F-08 a date that is none", "/Users", 'meta.created gt "yesterday"'],
  ["F-08 a date that does not exist", "/Users", 'meta.lastModified gt "2026-13-45T00:00:00Z"'],
  ["F-08 a date without a time", "/Users", 'meta.lastModified gt ""'],
  ["F-10 a complex attribute without sub-attribute", "/Users", 'name eq "x"'],
  ["F-14 an unknown attribute", "/Users", 'shoeSize eq "9"'],
  ["F-14 an unknown attribute in a conjunction", "/Users", 'shoeSize eq "9" and userName eq "x"'],
  ["F-14 an unknown attribute in a disjunction", "/Users", 'userName pr or shoeSize eq "9"'],
  ["F-14 an unknown sub-attribute", "/Users", 'name.nick eq "x"'],
  ["F-14 an unknown sub-attribute of emails", "/Users", 'emails.label eq "x"'],
  ["F-14 an unknown sub-attribute in brackets", "/Users", 'emails[label eq "x"]'],
  ["F-14 an unknown sub-attribute after brackets", "/Users", 'emails[type eq "work"].label eq "x"'],
  ["F-14 an unknown URN", "/Users", 'urn:acme:2.0:User:tag eq "x"'],
  ["F-14 an unknown attribute of a known URN", "/Users", `${enterpriseUrn}:shoeSize eq "9"`],
  ["F-14 a sub-attribute of a simple attribute", "/Users", 'userName.value eq "x"'],
  ["F-14 a user's attribute in a group filter", "/Groups", 'userName eq "x"'],
  ["F-14 a group's attribute in a user filter", "/Users", 'members eq "x"'],
  ["F-15 an unknown operator", "/Users", 'userName is "x"'],
  ["F-15 no operator", "/Users", "userName"],
  ["F-15 no value", "/Users", "userName eq"],
  ["F-15 no attribute", "/Users", 'eq "x"'],
  ["F-15 an open parenthesis", "/Users", '(userName eq "x"'],
  ["F-15 a closing parenthesis", "/Users", 'userName eq "x")'],
  ["F-15 an open bracket", "/Users", 'emails[type eq "work"'],
  ["F-15 empty brackets", "/Users", "emails[]"],
  ["F-15 empty parentheses", "/Users", "()"],
  ["F-15 trailing garbage", "/Users", 'userName eq "x" garbage'],
  ["F-15 a dangling and", "/Users", 'userName eq "x" and'],
  ["F-15 a leading or", "/Users", 'or userName eq "x"'],
  ["F-15 two values", "/Users", 'userName eq "x" "y"'],
  ["F-15 an unterminated string", "/Users", 'userName eq "x'],
  ["F-15 an empty filter", "/Users", ""],
  ["F-15 a blank filter", "/Users", "   "],
  ["F-15 not without parentheses", "/Users", 'not userName eq "x"'],
  ["F-15 a dot too many", "/Users", 'name..givenName eq "x"'],
  ["F-15 pr with a value", "/Users", 'title pr "x"'],
  ["F-15 a value of a JSON object", "/Users", 'title eq {"a":1}'],
  ["F-15 brackets on a simple attribute", "/Users", 'userName[value eq "x"]'],
];

for (const [what, endpoint, filter] of refused) {
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
