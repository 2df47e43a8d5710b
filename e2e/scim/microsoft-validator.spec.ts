import { randomInt, randomUUID } from "node:crypto";
import type { JsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import type { Answer, Operation } from "./exchange";
import { filtered, get, idOf, listAt, memberIds, patch, post, remove, textAt, userBody, valueAt } from "./exchange";
import { expectListResponse, expectPatched, expectResource, expectScimError } from "./expectations";
import type { FlattenedAttributes } from "./flattened-attributes";
import { expectHolds, nestUser, verboseOperations } from "./flattened-attributes";
import { enterpriseUrn, groupUrn } from "./urns";

// Microsoft's SCIM validator (https://scimvalidator.microsoft.com): its 25 required and 7 preview cases under their names,
// with what it really sends, its own defects too: the text "True" for primary, roles found by primary eq "True", random
// words where a language, a time zone, a country or an address of a page is meant. As there, an answer is looked at first
// and then what is stored.

const domains = ["mante.ca", "rohan.co.uk", "hayesmertz.com", "brakus.name"];
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Twelve letters and digits, as the validator makes values. */
function word(): string {
  return Array.from({ length: 12 }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}

function address(): string {
  return `${word().toLowerCase()}@${domains[randomInt(domains.length)]}`;
}

/** A value for every attribute of the validator's default User. */
function randomAttributes(): FlattenedAttributes {
  return {
    'emails[type eq "work"].value': address(),
    'emails[type eq "work"].primary': true,
    'addresses[type eq "work"].formatted': word(),
    'addresses[type eq "work"].streetAddress': `${randomInt(10_000)} Goodwin Loaf`,
    'addresses[type eq "work"].locality': word(),
    'addresses[type eq "work"].region': word(),
    'addresses[type eq "work"].postalCode': "si21 1mq",
    'addresses[type eq "work"].primary': true,
    'addresses[type eq "work"].country': "Uzbekistan",
    'phoneNumbers[type eq "work"].value': "22-377-3428",
    'phoneNumbers[type eq "work"].primary': true,
    'phoneNumbers[type eq "mobile"].value': "44-471-5001",
    'phoneNumbers[type eq "fax"].value': "(233)436-8890 x43220",
    'roles[primary eq "True"].display': word(),
    'roles[primary eq "True"].value': word(),
    'roles[primary eq "True"].type': word(),
    active: true,
    displayName: word(),
    title: word(),
    preferredLanguage: "nb-SJ",
    "name.givenName": "Adell",
    "name.familyName": "Lesley",
    "name.formatted": word(),
    "name.middleName": "Guadalupe",
    "name.honorificPrefix": "Reinhold",
    "name.honorificSuffix": "Mathilde",
    [`${enterpriseUrn}:employeeNumber`]: word(),
    [`${enterpriseUrn}:department`]: word(),
    [`${enterpriseUrn}:costCenter`]: word(),
    [`${enterpriseUrn}:organization`]: word(),
    [`${enterpriseUrn}:division`]: word(),
    userType: word(),
    nickName: word(),
    locale: word(),
    timezone: word(),
    profileUrl: word(),
  };
}

/** What is read where the text "True" was sent: a boolean. @see RFC 7643 §2.4 */
const primaryRole = { 'roles[primary eq "True"].primary': true };

/** A User with everything, as the validator creates it. */
function randomUser() {
  const attributes = { ...randomAttributes(), userName: address(), externalId: randomUUID() };
  return { attributes, body: nestUser(attributes) };
}

async function createRandomUser(scim: Scim) {
  const { attributes, body } = randomUser();
  return { attributes, body, created: expectAnswered(await post(scim, "/Users", body), 201) };
}

/** The validator's other user has a userName alone. */
async function createPlainUser(scim: Scim): Promise<JsonObject> {
  return expectAnswered(await post(scim, "/Users", userBody({ userName: address() })), 201);
}

async function createRandomGroup(scim: Scim, members: readonly string[] = []) {
  const body = {
    schemas: [groupUrn],
    displayName: word(),
    externalId: randomUUID(),
    ...(members.length > 0 ? { members: members.map((value) => ({ $ref: null, value })) } : {}),
  };
  return { body, created: expectAnswered(await post(scim, "/Groups", body), 201) };
}

function expectAnswered(answer: Answer, status: number): JsonObject {
  expect(answer.status, answer.text).toBe(status);
  return answer.body;
}

/** Patches, and returns what is then stored, which is also what was answered if anything was. */
async function patchAndRead(scim: Scim, path: string, ...operations: readonly Operation[]): Promise<JsonObject> {
  return await expectPatched(scim, await patch(scim, path, ...operations), path);
}

/** Expects a filter to find exactly one resource, or none. */
async function expectFound(scim: Scim, endpoint: string, filter: string, ids: readonly string[], parameters = "") {
  const answer = await get(scim, filtered(endpoint, filter, parameters));
  const found = expectListResponse(answer);
  expect(found.map((resource) => textAt(resource, "id"))).toEqual(ids);
  expect(answer.body.totalResults).toBe(ids.length);
  return found;
}

async function expectGone(scim: Scim, path: string): Promise<void> {
  expect(await remove(scim, path)).toMatchObject({ status: 204, text: "" });
  expectScimError(await get(scim, path), 404);
}

const manager = `${enterpriseUrn}:manager`;

/** The cases of users, by the number they have in the validator's report. */
const userCases: Readonly<Record<string, (scim: Scim) => Promise<void>>> = {
  "1 create a new User": async (scim) => {
    const { attributes, created } = await createRandomUser(scim);
    expectResource(scim, created, "User");
    expectHolds(created, { ...attributes, ...primaryRole });
    const read = expectAnswered(await get(scim, `/Users/${idOf(created)}`), 200);
    expect(read).toEqual(created);
  },
  "2 create a duplicate User": async (scim) => {
    const { body, created } = await createRandomUser(scim);
    expectScimError(await post(scim, "/Users", body), 409, "uniqueness");
    await expectFound(scim, "/Users", `userName eq "${textAt(created, "userName")}"`, [idOf(created)]);
  },
  "3 filter for an existing User": async (scim) => {
    const { attributes, created } = await createRandomUser(scim);
    await createRandomUser(scim);
    const filter = `userName eq "${textAt(created, "userName")}"`;
    const [found] = await expectFound(scim, "/Users", filter, [idOf(created)]);
    expectHolds(Object(found), attributes);
  },
  "4 filter for a non-existing User": async (scim) => {
    await createRandomUser(scim);
    await expectFound(scim, "/Users", `userName eq "${address()}"`, []);
  },
  "5 filter for an existing User with a different case": async (scim) => {
    const { created } = await createRandomUser(scim);
    await expectFound(scim, "/Users", `userName eq "${textAt(created, "userName").toUpperCase()}"`, [idOf(created)]);
  },
  "6 patch User, replace attributes": async (scim) => {
    const { attributes, created } = await createRandomUser(scim);
    const replaced = randomAttributes();
    const read = await patchAndRead(scim, `/Users/${idOf(created)}`, ...verboseOperations("replace", replaced));
    const { userName = null, externalId = null } = attributes;
    expectHolds(read, { ...replaced, ...primaryRole, userName, externalId });
    for (const attribute of ["emails", "addresses", "roles"]) {
      expect(listAt(read, attribute), `${attribute} were replaced, not added`).toHaveLength(1);
    }
    expect(listAt(read, "phoneNumbers")).toHaveLength(3);
  },
  "7 patch User, update userName": async (scim) => {
    const { attributes, created } = await createRandomUser(scim);
    const value = address();
    const read = await patchAndRead(scim, `/Users/${idOf(created)}`, { op: "replace", path: "userName", value });
    expectHolds(read, { ...attributes, userName: value });
    await expectFound(scim, "/Users", `userName eq "${value}"`, [idOf(created)]);
    await expectFound(scim, "/Users", `userName eq "${textAt(created, "userName")}"`, []);
  },
  "8 patch User, disable": async (scim) => {
    const { attributes, created } = await createRandomUser(scim);
    const disable = { op: "replace", path: "active", value: false };
    expectHolds(await patchAndRead(scim, `/Users/${idOf(created)}`, disable), { ...attributes, active: false });
  },
  "9 patch User, add attributes": async (scim) => {
    const created = await createPlainUser(scim);
    const added = randomAttributes();
    const read = await patchAndRead(scim, `/Users/${idOf(created)}`, ...verboseOperations("add", added));
    expectHolds(read, { ...added, ...primaryRole, userName: textAt(created, "userName") });
  },
  "10 patch User, add manager": async (scim) => {
    const { created } = await createRandomUser(scim);
    const value = idOf((await createRandomUser(scim)).created);
    expectManager(await patchAndRead(scim, `/Users/${idOf(created)}`, { op: "add", path: manager, value }), value);
  },
  "11 patch User, replace manager": async (scim) => {
    const { created } = await createRandomUser(scim);
    const path = `/Users/${idOf(created)}`;
    for (const op of ["add", "replace"]) {
      const value = idOf((await createRandomUser(scim)).created);
      expectManager(await patchAndRead(scim, path, { op, path: manager, value }), value);
    }
  },
  "12 patch User, remove manager": async (scim) => {
    const { attributes, created } = await createRandomUser(scim);
    const path = `/Users/${idOf(created)}`;
    const value = idOf((await createRandomUser(scim)).created);
    for (const removal of [
      { op: "replace", path: manager, value: "" },
      { op: "remove", path: manager, value: "" },
      { op: "remove", path: manager },
    ]) {
      await patchAndRead(scim, path, { op: "add", path: manager, value });
      const read = await patchAndRead(scim, path, removal);
      expect(read[enterpriseUrn], JSON.stringify(removal)).not.toHaveProperty("manager");
      expectHolds(read, attributes);
    }
  },
  "13 delete a User": async (scim) => {
    const { created } = await createRandomUser(scim);
    await expectGone(scim, `/Users/${idOf(created)}`);
    await expectFound(scim, "/Users", `userName eq "${textAt(created, "userName")}"`, []);
  },
};

/** A manager is an object, never the bare text that was sent: Entra cannot read that. */
function expectManager(user: JsonObject, id: string): void {
  expect(listAt(user, "schemas")).toContain(enterpriseUrn);
  expect(valueAt(user, `${enterpriseUrn}.manager`)).toMatchObject({ value: id });
}

const withoutMembers = "excludedAttributes=members";

/** The cases of groups. */
const groupCases: Readonly<Record<string, (scim: Scim) => Promise<void>>> = {
  "14 get a Group by id, excluding members": async (scim) => {
    const { body, created } = await createRandomGroup(scim, [idOf(await createPlainUser(scim))]);
    const read = expectAnswered(await get(scim, `/Groups/${idOf(created)}?${withoutMembers}`), 200);
    expect(read).toMatchObject({ id: idOf(created), displayName: body.displayName, externalId: body.externalId });
    expect(read).not.toHaveProperty("members");
  },
  "15 filter for an existing Group, excluding members": async (scim) => {
    const { body, created } = await createRandomGroup(scim, [idOf(await createPlainUser(scim))]);
    const filter = `displayName eq "${body.displayName}"`;
    const [found] = await expectFound(scim, "/Groups", filter, [idOf(created)], withoutMembers);
    expect(found).not.toHaveProperty("members");
  },
  "16 filter for an existing Group": async (scim) => {
    const member = idOf(await createPlainUser(scim));
    const { body, created } = await createRandomGroup(scim, [member]);
    await createRandomGroup(scim);
    const [found] = await expectFound(scim, "/Groups", `displayName eq "${body.displayName}"`, [idOf(created)]);
    expect(valueAt(found, "members[0].value")).toBe(member);
  },
  "17 filter for a non-existing Group": async (scim) => {
    await createRandomGroup(scim);
    await expectFound(scim, "/Groups", `displayName eq "${word()}"`, [], withoutMembers);
  },
  "18 filter for an existing Group with a different case": async (scim) => {
    const { body, created } = await createRandomGroup(scim);
    await expectFound(scim, "/Groups", `displayName eq "${body.displayName.toLowerCase()}"`, [idOf(created)]);
  },
  "19 create a new Group": async (scim) => {
    const { body, created } = await createRandomGroup(scim);
    expectResource(scim, created, "Group");
    expect(created).toMatchObject({ displayName: body.displayName, externalId: body.externalId });
    expect(expectAnswered(await get(scim, `/Groups/${idOf(created)}`), 200)).toEqual(created);
  },
  "20 create a duplicate Group": async (scim) => {
    const { body, created } = await createRandomGroup(scim);
    expectScimError(await post(scim, "/Groups", body), 409, "uniqueness");
    await expectFound(scim, "/Groups", `displayName eq "${body.displayName}"`, [idOf(created)]);
  },
  "21 patch Group, replace attributes": async (scim) => {
    const { created } = await createRandomGroup(scim);
    const value = { displayName: word(), externalId: randomUUID() };
    expect(await patchAndRead(scim, `/Groups/${idOf(created)}`, { op: "replace", value })).toMatchObject(value);
  },
  "22 patch Group, update externalId and rename": async (scim) => {
    const { body, created } = await createRandomGroup(scim);
    const path = `/Groups/${idOf(created)}`;
    const externalId = randomUUID();
    const moved = await patchAndRead(scim, path, { op: "replace", path: "externalId", value: externalId });
    expect(moved).toMatchObject({ displayName: body.displayName, externalId });
    const displayName = word();
    const renamed = await patchAndRead(scim, path, { op: "replace", path: "displayName", value: displayName });
    expect(renamed).toMatchObject({ displayName, externalId });
    await expectFound(scim, "/Groups", `displayName eq "${displayName}"`, [idOf(created)]);
  },
  "23 patch Group, add member": async (scim) => {
    const { created } = await createRandomGroup(scim);
    const member = idOf(await createPlainUser(scim));
    const add = { op: "add", path: "members", value: [{ $ref: null, value: member }] };
    await patchAndRead(scim, `/Groups/${idOf(created)}`, add);
    expect(await memberIds(scim, idOf(created))).toEqual([member]);
  },
  "24 patch Group, remove member": async (scim) => {
    const [first, second, third] = await Promise.all([1, 2, 3].map(async () => idOf(await createPlainUser(scim))));
    const { created } = await createRandomGroup(scim, [first ?? "", second ?? "", third ?? ""]);
    const path = `/Groups/${idOf(created)}`;
    await patchAndRead(scim, path, { op: "remove", path: "members", value: [{ $ref: null, value: first ?? "" }] });
    expect(await memberIds(scim, idOf(created))).toEqual([second, third].sort());
    await patchAndRead(scim, path, { op: "remove", path: `members[value eq "${second}"]` });
    expect(await memberIds(scim, idOf(created))).toEqual([third]);
  },
  "25 delete a Group": async (scim) => {
    const member = idOf(await createPlainUser(scim));
    const { created } = await createRandomGroup(scim, [member]);
    await expectGone(scim, `/Groups/${idOf(created)}`);
    expectAnswered(await get(scim, `/Users/${member}`), 200);
  },
};

const previewCases: Readonly<Record<string, (scim: Scim) => Promise<void>>> = {
  "1 patch User, multiple operations on different attributes": async (scim) => {
    const { created } = await createRandomUser(scim);
    const [externalId, displayName] = [randomUUID(), word()];
    const read = await patchAndRead(
      scim,
      `/Users/${idOf(created)}`,
      { op: "remove", path: "preferredLanguage" },
      { op: "add", path: "externalId", value: externalId },
      { op: "replace", path: "displayName", value: displayName },
    );
    expect(read).toMatchObject({ externalId, displayName });
    expect(read).not.toHaveProperty("preferredLanguage");
  },
  "2 patch User, multiple operations on the same attribute": (scim) => expectLastWins(scim, "/Users"),
  "3 delete a non-existing User": async (scim) => {
    expectScimError(await remove(scim, `/Users/${randomUUID()}`), 404);
  },
  "4 delete the same User twice": async (scim) => {
    const path = `/Users/${idOf(await createPlainUser(scim))}`;
    await expectGone(scim, path);
    expectScimError(await remove(scim, path), 404);
  },
  "5 patch Group, multiple operations on the same attribute": (scim) => expectLastWins(scim, "/Groups"),
  "6 delete a non-existing Group": async (scim) => {
    expectScimError(await remove(scim, `/Groups/${randomUUID()}`), 404);
  },
  "7 delete the same Group twice": async (scim) => {
    const path = `/Groups/${idOf((await createRandomGroup(scim)).created)}`;
    await expectGone(scim, path);
    expectScimError(await remove(scim, path), 404);
  },
};

/** Operations are applied one after another: what the last one wrote stays. @see RFC 7644 §3.5.2 */
async function expectLastWins(scim: Scim, endpoint: "/Users" | "/Groups"): Promise<void> {
  const { created } = endpoint === "/Users" ? await createRandomUser(scim) : await createRandomGroup(scim);
  const last = randomUUID();
  const read = await patchAndRead(
    scim,
    `${endpoint}/${idOf(created)}`,
    { op: "remove", path: "externalId" },
    { op: "add", path: "externalId", value: randomUUID() },
    { op: "replace", path: "externalId", value: last },
  );
  expect(read).toMatchObject({ externalId: last });
  await expectFound(scim, endpoint, `externalId eq "${last}"`, [idOf(created)]);
}

for (const preset of ["entra", "generic"]) {
  test.describe(`preset ${preset}`, () => {
    test.use({ scimClient: { preset } });
    for (const [name, check] of Object.entries({ ...userCases, ...groupCases })) {
      test(`Microsoft SCIM validator, required ${name}`, ({ scim }) => check(scim));
    }
    for (const [name, check] of Object.entries(previewCases)) {
      test(`Microsoft SCIM validator, preview ${name}`, ({ scim }) => check(scim));
    }
  });
}
