import type { JsonValue } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import { createGroup, createUser, get, idOf, listAt, memberIds, patch, textAt, unique, valueAt } from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";
import { patched, refused, start, work } from "./patch-cases";
import { enterpriseUrn, userUrn } from "./urns";

for (const [what, operation] of [
  ["userName removed", { op: "remove", path: "userName" }],
  ["id removed", { op: "remove", path: "id" }],
  ["groups removed", { op: "remove", path: "groups" }],
  ["meta removed", { op: "remove", path: "meta" }],
  ["id replaced", { op: "replace", path: "id", value: "x" }],
  ["id added without path", { op: "add", value: { id: "another" } }],
  ["groups added", { op: "add", path: "groups", value: [{ value: "x" }] }],
  ["meta.created replaced", { op: "replace", path: "meta.created", value: "2020-01-01T00:00:00Z" }],
  ["meta.version replaced", { op: "replace", path: "meta.version", value: "x" }],
  ["a manager's displayName replaced", { op: "replace", path: `${enterpriseUrn}:manager.displayName`, value: "x" }],
] as const) {
  test(`X-11 ${what} is a 400 mutability`, async ({ scim }) => {
    await refused(scim, [JSON.parse(JSON.stringify(operation))], 400, "mutability");
  });
}

test("X-11 userName set to null or blank is a 400", async ({ scim }) => {
  for (const value of [null, "", "  "]) {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    for (const operation of [
      { op: "replace", path: "userName", value },
      { op: "replace", value: { userName: value } },
    ]) {
      const answer = await patch(scim, path, operation);
      expectScimError(answer, 400, answer.body.scimType === "mutability" ? "mutability" : "invalidValue");
    }
    await expectUnchanged(scim, path, user);
  }
});

test("X-11, interop 7: what is readOnly and equal to what it is may ride along without path", async ({ scim }) => {
  const user = await createUser(scim, start);
  const path = `/Users/${idOf(user)}`;
  const answer = await patch(scim, path, {
    op: "replace",
    value: { id: idOf(user), schemas: user.schemas ?? [], meta: user.meta ?? {}, title: "x" },
  });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.title).toBe("x");
  const group = await createGroup(scim);
  const displayName = unique("renamed");
  const renamed = await patch(scim, `/Groups/${idOf(group)}`, {
    op: "replace",
    value: { id: idOf(group), displayName },
  });
  expect([200, 204], renamed.text).toContain(renamed.status);
  expect((await get(scim, `/Groups/${idOf(group)}`)).body.displayName).toBe(displayName);
});

test("X-12 the value of a member cannot be changed into another", async ({ scim }) => {
  const [a, b] = [idOf(await createUser(scim)), idOf(await createUser(scim))];
  const group = idOf(await createGroup(scim, [a]));
  for (const pathText of [`members[value eq "${a}"].value`, `members[value eq "${a}"].type`]) {
    const answer = await patch(scim, `/Groups/${group}`, { op: "replace", path: pathText, value: b });
    expectScimError(answer, 400, "mutability");
  }
  expect(await memberIds(scim, group)).toEqual([a]);
});

for (const [what, operation] of [
  ["a sub-attribute", { op: "replace", path: 'emails[type eq "home"].primary', value: true }],
  ["an element replaced", { op: "replace", path: 'emails[type eq "home"]', value: { primary: true } }],
  ["an element added", { op: "add", path: "emails", value: [{ value: "n@n.example", primary: true }] }],
  ["an element added without path", { op: "add", value: { emails: [{ value: "n@n.example", primary: "True" }] } }],
  ["an element made", { op: "add", path: 'emails[type eq "other"]', value: { value: "n@n.example", primary: true } }],
] as const) {
  test(`X-13 a new primary, ${what}, clears the old one`, async ({ scim }) => {
    const after = await patched(scim, JSON.parse(JSON.stringify(operation)));
    const primaries = listAt(after, "emails").filter((email) => valueAt(email, "primary") === true);
    expect(primaries).toHaveLength(1);
    expect(valueAt(primaries[0], "value")).not.toBe(work.value);
    expect(JSON.stringify(after.emails)).toContain(work.value);
  });
}

for (const value of [null, ""] as const) {
  for (const op of ["replace", "add"]) {
    test(`X-14 ${op} with ${JSON.stringify(value)} unassigns, also twice`, async ({ scim }) => {
      const after = await patched(scim, { op, path: "title", value }, { op, path: "name.givenName", value });
      expect(after).not.toHaveProperty("title");
      expect(after.name).toEqual({ familyName: "Lovelace" });
      const path = `/Users/${idOf(after)}`;
      for (const again of ["", null]) {
        const answer = await patch(scim, path, { op, path: "title", value: again }, { op, value: { nickName: again } });
        expect(answer.status, answer.text).toBe(200);
        expect(answer.body).toEqual(after);
      }
    });
  }
}

for (const operation of [
  { op: "replace", path: `${enterpriseUrn}:manager`, value: "" },
  { op: "replace", path: `${enterpriseUrn}:manager`, value: null },
  { op: "replace", path: `${enterpriseUrn}:manager`, value: { value: "" } },
  { op: "replace", path: `${enterpriseUrn}:manager.value`, value: "" },
  { op: "replace", path: "manager", value: "" },
  { op: "remove", path: `${enterpriseUrn}:manager` },
  { op: "remove", path: `${enterpriseUrn}:manager.value` },
  { op: "replace", value: { [`${enterpriseUrn}:manager`]: "" } },
  { op: "replace", value: { [enterpriseUrn]: { manager: null } } },
] as const) {
  test(`X-14 the manager is removed by ${JSON.stringify(operation)}`, async ({ scim }) => {
    const after = await patched(scim, JSON.parse(JSON.stringify(operation)));
    expect(after[enterpriseUrn]).toEqual({ department: "Sums" });
  });
}

for (const [what, pathText, wrap] of [
  ["a string", `${enterpriseUrn}:manager`, (id: string): JsonValue => id],
  ["{value}", `${enterpriseUrn}:manager`, (id: string): JsonValue => ({ value: id })],
  ["{value, $ref}", `${enterpriseUrn}:manager`, (id: string): JsonValue => ({ value: id, $ref: `../Users/${id}` })],
  ["[{value}]", `${enterpriseUrn}:manager`, (id: string): JsonValue => [{ value: id }]],
  ["a string at manager", "manager", (id: string): JsonValue => id],
  ["[{$ref, value}] at manager", "manager", (id: string): JsonValue => [{ $ref: "https://x.example/1", value: id }]],
  ["a string at manager.value", `${enterpriseUrn}:manager.value`, (id: string): JsonValue => id],
  ["{value} at manager.value of the bare name", "manager.value", (id: string): JsonValue => id],
] as const) {
  test(`X-15, interop 12: the manager as ${what}`, async ({ scim }) => {
    const boss = await createUser(scim, { displayName: "The Boss" });
    const id = idOf(boss);
    for (const op of ["Add", "Replace"]) {
      const after = await patched(scim, { op, path: pathText, value: wrap(id) });
      expect(valueAt(after, `${enterpriseUrn}.manager`)).toEqual({
        value: id,
        $ref: `${scim.baseUrl}/Users/${id}`,
        displayName: "The Boss",
      });
    }
  });
}

test("X-15 the manager without path, under the URN", async ({ scim }) => {
  const id = idOf(await createUser(scim, { displayName: "The Boss" }));
  for (const value of [
    { [`${enterpriseUrn}:manager`]: id },
    { [enterpriseUrn]: { manager: { value: id } } },
    { manager: id },
  ]) {
    const after = await patched(scim, { op: "replace", value });
    expect(valueAt(after, `${enterpriseUrn}.manager.value`), JSON.stringify(value)).toBe(id);
    expect(valueAt(after, `${enterpriseUrn}.manager.displayName`)).toBe("The Boss");
    expect(after).not.toHaveProperty("manager");
  }
});

for (const [value, active] of [
  ["False", false],
  ["false", false],
  ["FALSE", false],
  [false, false],
  ["True", true],
  ["true", true],
  [true, true],
] as const) {
  test(`X-16, interop 2: active ${JSON.stringify(value)} is ${active}, by path and without`, async ({ scim }) => {
    const before = { op: "replace", path: "active", value: !active };
    expect((await patched(scim, before, { op: "Replace", path: "active", value })).active).toBe(active);
    expect((await patched(scim, before, { op: "replace", value: { active: value } })).active).toBe(active);
    expect((await patched(scim, before, { op: "Add", path: "active", value })).active).toBe(active);
  });
}

for (const value of ["no", "0", "disabled", 0, 1, {}, ["x"]]) {
  test(`X-16 active ${JSON.stringify(value)} is a 400 invalidValue`, async ({ scim }) => {
    const operation: JsonValue = JSON.parse(JSON.stringify(value));
    await refused(scim, [{ op: "replace", path: "active", value: operation }], 400, "invalidValue");
    await refused(scim, [{ op: "replace", value: { active: operation } }], 400, "invalidValue");
  });
}

test("X-17 a taken userName is a 409 in any case, by path and without; one's own is not", async ({ scim }) => {
  const taken = textAt(await createUser(scim), "userName");
  await refused(scim, [{ op: "replace", path: "userName", value: taken.toUpperCase() }], 409, "uniqueness");
  await refused(scim, [{ op: "replace", value: { userName: taken } }], 409, "uniqueness");
  const user = await createUser(scim, start);
  const own = textAt(user, "userName").toUpperCase();
  expect(
    (await patch(scim, `/Users/${idOf(user)}`, { op: "replace", path: "userName", value: own })).body.userName,
  ).toBe(own);
});

for (const [what, operation] of [
  ["a number for a string", { op: "replace", path: "title", value: 5 }],
  ["an object for a string", { op: "replace", path: "title", value: { a: 1 } }],
  ["a string for a complex value", { op: "replace", path: "name", value: "Ada" }],
  ["a number in an array", { op: "add", path: "emails", value: [5] }],
  ["a number for a sub-attribute", { op: "replace", path: 'emails[type eq "work"].value', value: 5 }],
  ["a string for an extension", { op: "replace", path: enterpriseUrn, value: "x" }],
] as const) {
  test(`X-17 ${what} is a 400 invalidValue`, async ({ scim }) => {
    await refused(scim, [JSON.parse(JSON.stringify(operation))], 400, "invalidValue");
  });
}

test("X-20 schemas keeps itself: the first extension attribute adds the URN, the last removes it", async ({ scim }) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  expect(user.schemas).toEqual([userUrn]);
  const added = await patch(scim, path, { op: "add", path: `${enterpriseUrn}:division`, value: "x" });
  expect([...listAt(added.body, "schemas")].sort()).toEqual([userUrn, enterpriseUrn].sort());
  const removed = await patch(scim, path, { op: "replace", path: `${enterpriseUrn}:division`, value: null });
  expect(removed.body.schemas).toEqual([userUrn]);
});
