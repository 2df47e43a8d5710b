import { expect, test } from "../fixtures";
import type { Operation } from "./exchange";
import {
  createGroup,
  createUser,
  findIds,
  idOf,
  listAt,
  memberIds,
  memberValues,
  patch,
  unique,
  valueAt,
} from "./exchange";
import { home, patched, work } from "./patch-cases";
import { enterpriseUrn } from "./urns";

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

test("X-06, interop 10: a member may be added again and again", async ({ scim }) => {
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

test("X-07, interop 8: replace of members with [] empties the group, by path and without", async ({ scim }) => {
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
  test(`X-08, interop 4: ${what}`, async ({ scim }) => {
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

test("X-09, interop 35: the value of an element is removed alone, never set", async ({ scim }) => {
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

test("X-10, interop 1: remove with a value removes only those, as an array, an object or a string", async ({
  scim,
}) => {
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

// X-19 is in large-groups.spec.ts and concurrency.spec.ts.

test("X-20, interop 15: externalId is patched, filtered by and removed", async ({ scim }) => {
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

test("X-22, interop 11: several removes in one request do not shift one another", async ({ scim }) => {
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
