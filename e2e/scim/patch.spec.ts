import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import type { Connection, Operation } from "./exchange";
import {
  createGroup,
  createUser,
  enterpriseUserBody,
  findIds,
  get,
  idOf,
  listAt,
  memberIds,
  memberValues,
  patch,
  post,
  send,
  textAt,
  unique,
  valueAt,
} from "./exchange";
import { expectPatched, expectResource, expectScimError, expectUnchanged, versionOf } from "./expectations";
import { enterpriseUrn, patchOpUrn, userUrn } from "./urns";

const work = { value: "ada@work.example", type: "work", primary: true };
const home = { value: "ada@home.example", type: "home" };

/** What most cases start from. */
const start: JsonObject = {
  displayName: "Ada",
  title: "Chief",
  name: { givenName: "Ada", familyName: "Lovelace" },
  emails: [work, home],
  roles: [{ value: "Editor" }],
  [enterpriseUrn]: { department: "Sums", manager: { value: "m-1" } },
};

/** Creates the person of `start`, applies the operations, and returns what is then stored. */
async function patched(scim: Connection, ...operations: readonly Operation[]): Promise<JsonObject> {
  const user = await createUser(scim, start);
  const path = `/Users/${idOf(user)}`;
  const after = await expectPatched(scim, await patch(scim, path, ...operations), path);
  expectResource(scim, after, "User");
  return after;
}

/** Expects the operations to be refused and nothing to be changed. */
async function refused(scim: Connection, operations: readonly Operation[], status: number, scimType: string) {
  const user = await createUser(scim, start);
  const path = `/Users/${idOf(user)}`;
  expectScimError(await patch(scim, path, ...operations), status, scimType);
  await expectUnchanged(scim, path, user);
}

const okOperation: JsonObject = { op: "replace", path: "title", value: "Head" };

for (const [what, envelope] of [
  ["no schemas", { Operations: [okOperation] }],
  ["empty schemas", { schemas: [], Operations: [okOperation] }],
  ["another schema", { schemas: [userUrn], Operations: [okOperation] }],
  ["no Operations", { schemas: [patchOpUrn] }],
  ["empty Operations", { schemas: [patchOpUrn], Operations: [] }],
  ["Operations that are no array", { schemas: [patchOpUrn], Operations: okOperation }],
  ["an operation that is no object", { schemas: [patchOpUrn], Operations: ["replace"] }],
  ["null for an operation", { schemas: [patchOpUrn], Operations: [null] }],
  ["no op", { schemas: [patchOpUrn], Operations: [{ path: "title", value: "x" }] }],
  ["an unknown op", { schemas: [patchOpUrn], Operations: [{ op: "move", path: "title", value: "x" }] }],
  ["a number for op", { schemas: [patchOpUrn], Operations: [{ op: 5, path: "title", value: "x" }] }],
  ["a number for path", { schemas: [patchOpUrn], Operations: [{ op: "add", path: 5, value: "x" }] }],
  ["a resource for a PatchOp", { schemas: [userUrn], userName: "x", title: "x" }],
] as const) {
  test(`X-01 an envelope with ${what} is a 400 invalidSyntax`, async ({ scim }) => {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    const body: JsonValue = JSON.parse(JSON.stringify(envelope));
    const answer = await send(scim, "PATCH", path, body);
    const pathIsWrong = what === "a number for path" && answer.body.scimType === "invalidPath";
    expectScimError(answer, 400, pathIsWrong ? "invalidPath" : "invalidSyntax");
    await expectUnchanged(scim, path, user);
  });
}

test("X-01 operations in lower case, the URN in any case and op in any case are accepted", async ({ scim }) => {
  const path = `/Users/${idOf(await createUser(scim, start))}`;
  for (const [title, envelope] of [
    ["1", { schemas: [patchOpUrn], operations: [{ op: "Replace", path: "title", value: "1" }] }],
    ["2", { SCHEMAS: [patchOpUrn.toLowerCase()], OPERATIONS: [{ OP: "REPLACE", Path: "title", VALUE: "2" }] }],
    ["3", { Operations: [{ value: "3", op: "Add", path: "title" }], schemas: [patchOpUrn] }],
  ] as const) {
    const body: JsonValue = JSON.parse(JSON.stringify(envelope));
    const answer = await send(scim, "PATCH", path, body);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.title).toBe(title);
  }
  expect((await patch(scim, path, { op: "Remove", path: "title" })).body).not.toHaveProperty("title");
});

test("X-02 operations are applied in order, later ones see what earlier ones did", async ({ scim }) => {
  const after = await patched(
    scim,
    { op: "add", path: "emails", value: [{ value: "o@o.example", type: "other" }] },
    { op: "replace", path: 'emails[type eq "other"].value', value: "p@p.example" },
    { op: "remove", path: 'emails[type eq "work"]' },
    { op: "replace", path: "title", value: "1" },
    { op: "replace", path: "title", value: "2" },
    { op: "add", path: "nickName", value: "n" },
    { op: "remove", path: "nickName" },
  );
  expect(after.emails).toEqual([home, { value: "p@p.example", type: "other" }]);
  expect(after.title).toBe("2");
  expect(after).not.toHaveProperty("nickName");
});

for (const [what, bad, status, scimType] of [
  ["a wrong value", { op: "replace", path: "active", value: "maybe" }, 400, "invalidValue"],
  ["an unknown attribute", { op: "replace", path: "shoeSize", value: 9 }, 400, "invalidPath"],
  ["a broken path", { op: "replace", path: "emails[type eq", value: "x" }, 400, "invalidFilter"],
  ["what is readOnly", { op: "replace", path: "id", value: "x" }, 400, "mutability"],
  ["a required attribute removed", { op: "remove", path: "userName" }, 400, "mutability"],
  ["remove without path", { op: "remove" }, 400, "noTarget"],
] as const) {
  test(`X-02 one operation with ${what} rolls the others back`, async ({ scim }) => {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    const good = { op: "replace", path: "title", value: "changed" };
    for (const operations of [
      [good, bad],
      [bad, good],
    ]) {
      const answer = await patch(scim, path, ...operations);
      const accepted =
        scimType === "invalidFilter" && answer.body.scimType === "invalidPath" ? "invalidPath" : scimType;
      expectScimError(answer, status, accepted);
      await expectUnchanged(scim, path, user);
    }
  });
}

test("X-02 a refused member rolls back a group's rename and the other members", async ({ scim }) => {
  const [a, b] = [idOf(await createUser(scim)), idOf(await createUser(scim))];
  const group = await createGroup(scim, [a]);
  const path = `/Groups/${idOf(group)}`;
  const before = (await get(scim, path)).body;
  const answer = await patch(
    scim,
    path,
    { op: "replace", path: "displayName", value: unique("renamed") },
    { op: "add", path: "members", value: [{ value: b }, { value: "nobody-here" }] },
    { op: "remove", path: "members", value: [{ value: a }] },
  );
  expectScimError(answer, 400, "invalidValue");
  expect(textAt(answer.body, "detail")).toContain("nobody-here");
  await expectUnchanged(scim, path, before);
  expect(await findIds(scim, "/Groups", `members eq "${b}"`)).toEqual([]);
});

test("X-03 a user is answered with 200 and the resource, a group with 204, or 200 when attributes are asked for", async ({
  scim,
}) => {
  const user = await createUser(scim, start);
  const userPath = `/Users/${idOf(user)}`;
  const answer = await patch(scim, userPath, { op: "replace", path: "title", value: "x" });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual((await get(scim, userPath)).body);
  const projected = await patch(scim, `${userPath}?attributes=title`, { op: "replace", path: "title", value: "y" });
  expect(projected.body).toEqual({ schemas: user.schemas, id: idOf(user), title: "y" });

  const group = await createGroup(scim, [idOf(user)]);
  const groupPath = `/Groups/${idOf(group)}`;
  const silent = await patch(scim, groupPath, { op: "replace", path: "displayName", value: unique("a") });
  expect([silent.status, silent.text]).toEqual([204, ""]);
  for (const query of ["attributes=displayName", "excludedAttributes=members"]) {
    const displayName = unique("b");
    const shown = await patch(scim, `${groupPath}?${query}`, {
      op: "replace",
      path: "displayName",
      value: displayName,
    });
    expect(shown.status, shown.text).toBe(200);
    expect(shown.body.displayName).toBe(displayName);
    expect(shown.body).not.toHaveProperty("members");
  }
});

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
  test(`X-04 the unknown attribute ${pathText} is a 400 invalidPath, never taken for no path`, async ({ scim }) => {
    for (const value of ["x", { title: "sneaked in" }]) {
      await refused(scim, [{ op: "replace", path: pathText, value }], 400, "invalidPath");
    }
    await refused(scim, [{ op: "remove", path: pathText }], 400, "invalidPath");
  });
}

test("X-05 without path every key is a path: plain, dotted, filtered, URN, nested", async ({ scim }) => {
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

for (const [what, operation, at, expected] of [
  ["sets a single value", { op: "add", path: "nickName", value: "N" }, "nickName", "N"],
  ["replaces a single value", { op: "add", path: "title", value: "N" }, "title", "N"],
  [
    "merges a complex value",
    { op: "add", path: "name", value: { givenName: "G", middleName: "M" } },
    "name",
    { givenName: "G", middleName: "M", familyName: "Lovelace" },
  ],
  [
    "appends an array",
    { op: "add", path: "emails", value: [{ value: "o@o.example", type: "other" }] },
    "emails",
    [work, home, { value: "o@o.example", type: "other" }],
  ],
  [
    "appends one object",
    { op: "add", path: "emails", value: { value: "o@o.example" } },
    "emails",
    [work, home, { value: "o@o.example" }],
  ],
  ["does not append an equal element", { op: "add", path: "emails", value: [home] }, "emails", [work, home]],
  ["appends to an unassigned attribute", { op: "add", path: "ims", value: [{ value: "i" }] }, "ims", [{ value: "i" }]],
] as const) {
  test(`X-06 add ${what}`, async ({ scim }) => {
    const operations: Operation[] = [JSON.parse(JSON.stringify(operation))];
    expect(valueAt(await patched(scim, ...operations), at)).toEqual(expected);
  });
}

test("X-06 a member may be added again and again", async ({ scim }) => {
  const member = idOf(await createUser(scim));
  const group = await createGroup(scim);
  const path = `/Groups/${idOf(group)}`;
  for (let round = 0; round < 3; round += 1) {
    const answer = await patch(scim, path, { op: "add", path: "members", value: memberValues([member, member]) });
    expect([200, 204], answer.text).toContain(answer.status);
    expect(await memberIds(scim, idOf(group))).toEqual([member]);
  }
});

for (const [what, operation, at, expected] of [
  ["a single value", { op: "replace", path: "title", value: "N" }, "title", "N"],
  ["an unassigned value acts as add", { op: "replace", path: "nickName", value: "N" }, "nickName", "N"],
  [
    "a complex value merges",
    { op: "replace", path: "name", value: { givenName: "G" } },
    "name",
    { givenName: "G", familyName: "Lovelace" },
  ],
  [
    "a multi-valued attribute replaces all of it",
    { op: "replace", path: "emails", value: [{ value: "o@o.example" }] },
    "emails",
    [{ value: "o@o.example" }],
  ],
  ["with [] clears", { op: "replace", path: "emails", value: [] }, "emails", undefined],
] as const) {
  test(`X-07 replace of ${what}`, async ({ scim }) => {
    const operations: Operation[] = [JSON.parse(JSON.stringify(operation))];
    expect(valueAt(await patched(scim, ...operations), at)).toEqual(expected);
  });
}

test("X-07 replace of members with [] empties the group, by path and without", async ({ scim }) => {
  const member = idOf(await createUser(scim));
  for (const operation of [
    { op: "replace", path: "members", value: [] },
    { op: "replace", value: { members: [] } },
  ]) {
    const group = idOf(await createGroup(scim, [member]));
    expect([200, 204]).toContain((await patch(scim, `/Groups/${group}`, operation)).status);
    expect(await memberIds(scim, group)).toEqual([]);
  }
});

for (const [what, operation, expected] of [
  [
    "replace of a sub-attribute in all that match",
    { op: "replace", path: "emails[value pr].display", value: "x" },
    [
      { ...work, display: "x" },
      { ...home, display: "x" },
    ],
  ],
  [
    "replace of an element merges into it",
    { op: "replace", path: 'emails[type eq "work"]', value: { display: "x" } },
    [{ ...work, display: "x" }, home],
  ],
  [
    "add of a sub-attribute to what matches",
    { op: "add", path: 'emails[type eq "home"].display', value: "x" },
    [work, { ...home, display: "x" }],
  ],
  [
    "replace where nothing matches makes the element of the eq terms",
    { op: "replace", path: 'emails[type eq "other"].value', value: "o@o.example" },
    [work, home, { type: "other", value: "o@o.example" }],
  ],
  [
    "add where nothing matches makes the element of the eq terms",
    { op: "add", path: 'emails[type eq "other" and display eq "O"].value', value: "o@o.example" },
    [work, home, { type: "other", display: "O", value: "o@o.example" }],
  ],
  [
    "add of an object where nothing matches",
    { op: "add", path: 'emails[type eq "other"]', value: { value: "o@o.example" } },
    [work, home, { type: "other", value: "o@o.example" }],
  ],
] as const) {
  test(`X-08 ${what}`, async ({ scim }) => {
    const operations: Operation[] = [JSON.parse(JSON.stringify(operation))];
    expect((await patched(scim, ...operations)).emails).toEqual(expected);
  });
}

test('X-08 roles[primary eq "True"].value makes {primary: true, value}', async ({ scim }) => {
  const after = await patched(scim, { op: "Add", path: 'roles[primary eq "True"].value', value: "Boss" });
  expect(after.roles).toEqual([{ value: "Editor" }, { primary: true, value: "Boss" }]);
});

for (const [what, operation, at, expected] of [
  ["a single value", { op: "remove", path: "title" }, "title", undefined],
  ["an unassigned value", { op: "remove", path: "nickName" }, "title", "Chief"],
  ["a sub-attribute", { op: "remove", path: "name.givenName" }, "name", { familyName: "Lovelace" }],
  ["a complex value", { op: "remove", path: "name" }, "name", undefined],
  ["a whole array", { op: "remove", path: "emails" }, "emails", undefined],
  ["the elements that match", { op: "remove", path: 'emails[type eq "work"]' }, "emails", [home]],
  ["all elements one by one", { op: "remove", path: "emails[value pr]" }, "emails", undefined],
  [
    "a sub-attribute of the elements that match",
    { op: "remove", path: 'emails[type eq "work"].primary' },
    "emails",
    [{ value: work.value, type: "work" }, home],
  ],
  ["a whole extension", { op: "remove", path: enterpriseUrn }, enterpriseUrn, undefined],
  [
    "an extension's attribute",
    { op: "remove", path: `${enterpriseUrn}:department` },
    `${enterpriseUrn}.department`,
    undefined,
  ],
  [
    "with a value that is to be ignored",
    { op: "remove", path: 'emails[type eq "work"]', value: "ada@work.example" },
    "emails",
    [home],
  ],
] as const) {
  test(`X-09 remove of ${what}`, async ({ scim }) => {
    expect(valueAt(await patched(scim, operation), at)).toEqual(expected);
  });
}

test("X-09 the value of an element is removed alone, never set", async ({ scim }) => {
  const operation = { op: "remove", path: 'emails[type eq "work"].value', value: "other@work.example" };
  const after = await patched(scim, operation);
  const emails = JSON.stringify(after.emails ?? []);
  expect(emails).not.toContain("work.example");
  expect(listAt(after, "emails")).toContainEqual(home);
});

test("X-09 removing what is not there is a success for members", async ({ scim }) => {
  const [a, b] = [idOf(await createUser(scim)), idOf(await createUser(scim))];
  const group = idOf(await createGroup(scim, [a]));
  for (const operation of [
    { op: "remove", path: `members[value eq "${b}"]` },
    { op: "remove", path: 'members[value eq "nobody-here"]' },
    { op: "remove", path: "members", value: [{ value: b }] },
    { op: "remove", path: "members", value: [{ value: "nobody-here" }] },
  ]) {
    expect([200, 204]).toContain((await patch(scim, `/Groups/${group}`, operation)).status);
    expect(await memberIds(scim, group)).toEqual([a]);
  }
});

test("X-10 remove with a value removes only those, as an array, an object or a string", async ({ scim }) => {
  const ids = [idOf(await createUser(scim)), idOf(await createUser(scim)), idOf(await createUser(scim))];
  const [a = "", b = "", c = ""] = ids;
  for (const [value, left] of [
    [[{ value: a }], [b, c]],
    [[{ $ref: null, value: a }, { value: b }], [c]],
    [{ value: a }, [b, c]],
    [a, [b, c]],
    [[a, b], [c]],
    [[{ value: a, display: "x", type: "User" }], [b, c]],
    [[], [a, b, c]],
  ] as const) {
    const group = idOf(await createGroup(scim, ids));
    const operation = { op: "Remove", path: "members", value: JSON.parse(JSON.stringify(value)) };
    const answer = await patch(scim, `/Groups/${group}`, operation);
    expect([200, 204], answer.text).toContain(answer.status);
    expect(await memberIds(scim, group), JSON.stringify(value)).toEqual([...left].sort());
  }
});

test("X-10 remove of members without value, or with null, empties the group", async ({ scim }) => {
  const member = idOf(await createUser(scim));
  for (const operation of [
    { op: "remove", path: "members" },
    { op: "remove", path: "members", value: null },
  ]) {
    const group = idOf(await createGroup(scim, [member]));
    expect([200, 204]).toContain((await patch(scim, `/Groups/${group}`, operation)).status);
    expect(await memberIds(scim, group)).toEqual([]);
  }
});

test("X-10 remove with a value removes only those from a user's attribute, too", async ({ scim }) => {
  const after = await patched(scim, { op: "Remove", path: "emails", value: [{ value: home.value }] });
  expect(after.emails).toEqual([work]);
});

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

test("X-11 what is readOnly and equal to what it is may ride along without path", async ({ scim }) => {
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
  test(`X-15 the manager as ${what}`, async ({ scim }) => {
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
  test(`X-16 active ${JSON.stringify(value)} is ${active}, by path and without`, async ({ scim }) => {
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

// X-19 is in large-groups.spec.ts and concurrency.spec.ts.

test("X-20 externalId is patched, filtered by and removed", async ({ scim }) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  const externalId = unique("e");
  expect((await patch(scim, path, { op: "Replace", path: "externalId", value: externalId })).body.externalId).toBe(
    externalId,
  );
  expect(await findIds(scim, "/Users", `externalId eq "${externalId}"`)).toEqual([idOf(user)]);
  expect((await patch(scim, path, { op: "remove", path: "externalId" })).body).not.toHaveProperty("externalId");
  expect(await findIds(scim, "/Users", `externalId eq "${externalId}"`)).toEqual([]);
});

test("X-20 schemas keeps itself: the first extension attribute adds the URN, the last removes it", async ({ scim }) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  expect(user.schemas).toEqual([userUrn]);
  const added = await patch(scim, path, { op: "add", path: `${enterpriseUrn}:division`, value: "x" });
  expect([...listAt(added.body, "schemas")].sort()).toEqual([userUrn, enterpriseUrn].sort());
  const removed = await patch(scim, path, { op: "replace", path: `${enterpriseUrn}:division`, value: null });
  expect(removed.body.schemas).toEqual([userUrn]);
});

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

test("X-22 several removes in one request do not shift one another", async ({ scim }) => {
  const emails = Array.from({ length: 6 }, (_, index) => ({ value: `${index}@x.example`, type: `t${index}` }));
  const user = await createUser(scim, { emails });
  const answer = await patch(
    scim,
    `/Users/${idOf(user)}`,
    ...[0, 2, 4].map((index) => ({ op: "remove", path: `emails[type eq "t${index}"]` })),
  );
  expect(answer.body.emails).toEqual([emails[1], emails[3], emails[5]]);
  const ids = [idOf(await createUser(scim)), idOf(await createUser(scim)), idOf(await createUser(scim))];
  const group = idOf(await createGroup(scim, ids));
  const removes = ids.slice(0, 2).map((id) => ({ op: "remove", path: `members[value eq "${id}"]` }));
  await patch(scim, `/Groups/${group}`, ...removes);
  expect(await memberIds(scim, group)).toEqual(ids.slice(2));
});

test("an unknown id is a 404 before the operations are looked at", async ({ scim }) => {
  for (const path of ["/Users/nobody", "/Groups/018f0000-0000-7000-8000-000000000000"]) {
    expectScimError(await patch(scim, path, { op: "replace", path: "displayName", value: "x" }), 404);
  }
});

test("a user's PATCH is seen at once by GET, by filters and in the version", async ({ scim }) => {
  const created = await post(scim, "/Users", enterpriseUserBody({ department: "Sums" }));
  const user = created.body;
  const path = `/Users/${idOf(user)}`;
  const answer = await patch(scim, path, { op: "replace", path: `${enterpriseUrn}:department`, value: "Differences" });
  expect(versionOf(answer.body)).not.toBe(versionOf(user));
  expect(await findIds(scim, "/Users", `${enterpriseUrn}:department eq "differences"`)).toEqual([idOf(user)]);
  expect(await findIds(scim, "/Users", `${enterpriseUrn}:department eq "sums"`)).toEqual([]);
});
