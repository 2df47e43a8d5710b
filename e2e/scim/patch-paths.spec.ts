import { expect, test } from "../fixtures";
import { createGroup, createUser, idOf, memberIds, patch, valueAt } from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";
import { home, patched, refused, start, work } from "./patch-cases";
import { enterpriseUrn, userUrn } from "./urns";

for (const [pathText, value, at, expected] of [
  ["title", "x", "title", "x"],
  ["name.givenName", "x", "name", { givenName: "x", familyName: "Lovelace" }],
  ['emails[type eq "home"]', { value: "x@x.example" }, "emails", [work, { value: "x@x.example", type: "home" }]],
  ['emails[type eq "home"].value', "x@x.example", "emails", [work, { value: "x@x.example", type: "home" }]],
  [`${userUrn}:title`, "x", "title", "x"],
  [`${userUrn}:name.familyName`, "x", "name", { givenName: "Ada", familyName: "x" }],
  [`${userUrn}:emails[type eq "home"].value`, "x@x.example", "emails", [work, { value: "x@x.example", type: "home" }]],
  [`${enterpriseUrn}:department`, "x", `${enterpriseUrn}.department`, "x"],
  [`${enterpriseUrn}:manager.value`, "m-2", `${enterpriseUrn}.manager`, { value: "m-2" }],
  [enterpriseUrn, { department: "x", costCenter: "1" }, `${enterpriseUrn}.costCenter`, "1"],
  [`${enterpriseUrn.toUpperCase()}:DEPARTMENT`, "x", `${enterpriseUrn}.department`, "x"],
  ['emails[type eq "home" and value sw "ada"].display', "x", "emails", [work, { ...home, display: "x" }]],
  ['emails[not (type eq "work")].display', "x", "emails", [work, { ...home, display: "x" }]],
] as const) {
  test(`X-04 path ${pathText}`, async ({ scim }) => {
    const after = await patched(scim, { op: "replace", path: pathText, value: JSON.parse(JSON.stringify(value)) });
    expect(valueAt(after, at)).toEqual(expected);
  });
}

for (const pathText of [
  "nope[",
  "emails[",
  "emails]",
  "name..givenName",
  "name.",
  ".name",
  "emails[0]",
  "emails.[type]",
  "title x",
  'emails[type eq "work"]value',
  'emails[type eq "work"].',
  'emails[type eq "work"].value.x',
  "9lives",
  "name/givenName",
  "$.title",
]) {
  test(`X-04 the malformed path ${JSON.stringify(pathText)} is a 400`, async ({ scim }) => {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    for (const op of ["replace", "add", "remove"]) {
      const answer = await patch(scim, path, { op, path: pathText, value: "x" });
      const scimType =
        pathText.includes("[") && answer.body.scimType === "invalidFilter" ? "invalidFilter" : "invalidPath";
      expectScimError(answer, 400, scimType);
    }
    await expectUnchanged(scim, path, user);
  });
}

test("X-04 a blank path is refused, not taken for no path", async ({ scim }) => {
  const user = await createUser(scim, start);
  const path = `/Users/${idOf(user)}`;
  for (const op of ["replace", "add", "remove"]) {
    for (const blank of ["", " "]) {
      const answer = await patch(scim, path, { op, path: blank, value: "x" });
      expectScimError(answer, 400, String(answer.body.scimType));
    }
  }
  await expectUnchanged(scim, path, user);
});

for (const pathText of [
  "shoeSize",
  "totally.unknown.path",
  "name.nick",
  "emails.label",
  'emails[type eq "work"].label',
  "urn:acme:2.0:User:tag",
  "urn:acme:2.0:User",
  `${enterpriseUrn}:shoeSize`,
  `${userUrn}:shoeSize`,
  "members",
  "titel",
]) {
  test(`X-04, interop 36: the unknown attribute ${pathText} is a 400 invalidPath, never taken for no path`, async ({
    scim,
  }) => {
    for (const value of ["x", { title: "sneaked in" }]) {
      await refused(scim, [{ op: "replace", path: pathText, value }], 400, "invalidPath");
    }
    await refused(scim, [{ op: "remove", path: pathText }], 400, "invalidPath");
  });
}

test("X-05, interop 5: without path every key is a path: plain, dotted, filtered, URN, nested", async ({ scim }) => {
  for (const op of ["add", "replace"]) {
    const after = await patched(scim, {
      op,
      value: {
        displayName: "D",
        "name.givenName": "G",
        'emails[type eq "work"].value': "new@work.example",
        [`${enterpriseUrn}:employeeNumber`]: "7",
        [enterpriseUrn]: { costCenter: "4" },
        [`${userUrn}:title`]: "T",
        ACTIVE: false,
      },
    });
    expect(after).toMatchObject({
      displayName: "D",
      title: "T",
      active: false,
      name: { givenName: "G", familyName: "Lovelace" },
      [enterpriseUrn]: { employeeNumber: "7", costCenter: "4", department: "Sums", manager: { value: "m-1" } },
    });
    expect(after.emails).toEqual([{ ...work, value: "new@work.example" }, home]);
    expect(Object.keys(after).filter((key) => key.includes(".") && !key.startsWith("urn:"))).toEqual([]);
  }
});

test("X-05 without path nested objects are merged and arrays follow the operation", async ({ scim }) => {
  const value = { name: { givenName: "G" }, emails: [{ value: "o@o.example", type: "other" }] };
  const added = await patched(scim, { op: "add", value });
  expect(added.name).toEqual({ givenName: "G", familyName: "Lovelace" });
  expect(added.emails).toEqual([work, home, { value: "o@o.example", type: "other" }]);
  const replaced = await patched(scim, { op: "replace", value });
  expect(replaced.name).toEqual({ givenName: "G", familyName: "Lovelace" });
  expect(replaced.emails).toEqual([{ value: "o@o.example", type: "other" }]);
});

test("X-05 without path the value must be an object; remove needs a path", async ({ scim }) => {
  for (const value of ["x", 5, true, null, ["title"]]) {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    const answer = await patch(scim, path, { op: "replace", value });
    expectScimError(answer, 400, String(answer.body.scimType));
    expect(["invalidSyntax", "invalidValue"]).toContain(answer.body.scimType);
    await expectUnchanged(scim, path, user);
  }
  await refused(scim, [{ op: "remove" }], 400, "noTarget");
  await refused(scim, [{ op: "remove", value: { title: "x" } }], 400, "noTarget");
});

test("X-05 add and replace need a value", async ({ scim }) => {
  for (const operation of [{ op: "add", path: "title" }, { op: "add" }, { op: "replace" }]) {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    const answer = await patch(scim, path, operation);
    expectScimError(answer, 400, String(answer.body.scimType));
    expect(["invalidSyntax", "invalidValue"]).toContain(answer.body.scimType);
    await expectUnchanged(scim, path, user);
  }
});

for (const pathText of [
  'emails[type is "work"].value',
  "emails[type eq work].value",
  'emails[type eq "work].value',
  "emails[].value",
  'emails[(type eq "work"].value',
  'emails[label eq "x"].value',
  'name[givenName eq "Ada" and].value',
]) {
  test(`X-18 the filter in ${pathText} is refused`, async ({ scim }) => {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    for (const op of ["replace", "remove"]) {
      const answer = await patch(scim, path, { op, path: pathText, value: "x" });
      expectScimError(answer, 400, answer.body.scimType === "invalidPath" ? "invalidPath" : "invalidFilter");
    }
    await expectUnchanged(scim, path, user);
  });
}

test("X-21 attribute names in paths match in any case", async ({ scim }) => {
  const after = await patched(
    scim,
    { op: "replace", path: "ACTIVE", value: false },
    { op: "replace", path: "Name.GIVENNAME", value: "G" },
    { op: "replace", path: 'EMAILS[TYPE EQ "home"].VALUE', value: "x@x.example" },
    { op: "add", path: "emails", value: [{ VALUE: "y@y.example", Type: "other" }] },
  );
  expect(after).toMatchObject({ active: false, name: { givenName: "G" } });
  expect(after.emails).toEqual([work, { ...home, value: "x@x.example" }, { value: "y@y.example", type: "other" }]);
  const member = idOf(await createUser(scim));
  const group = idOf(await createGroup(scim, [member]));
  await patch(scim, `/Groups/${group}`, { op: "REMOVE", path: `Members[Value eq "${member}"]` });
  expect(await memberIds(scim, group)).toEqual([]);
});
