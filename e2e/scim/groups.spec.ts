import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  find,
  findIds,
  get,
  groupBody,
  idOf,
  listAt,
  memberIds,
  patch,
  post,
  put,
  sortedTexts,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectListResponse, expectScimError, versionOf } from "./expectations";

// N-05 (/Roles and /Entitlements) is not offered yet: conversations.spec.ts holds that it is refused in SCIM's form.

test("N-01, interop 9: members are people and groups, told apart by type", async ({ scim }) => {
  const user = await createUser(scim, { displayName: "Ada" });
  const inner = await createGroup(scim, [], { displayName: unique("Inner") });
  for (const members of [
    [{ value: idOf(user) }, { value: idOf(inner) }],
    [
      { value: idOf(user), type: "User" },
      { value: idOf(inner), type: "Group" },
    ],
    [
      { value: idOf(user), type: "user", $ref: `${scim.baseUrl}/Users/${idOf(user)}` },
      { value: idOf(inner), type: "group", display: "whatever" },
    ],
  ]) {
    const outer = await post(scim, "/Groups", groupBody({ members }));
    expect(outer.status, outer.text).toBe(201);
    const stored = listAt((await get(scim, `/Groups/${idOf(outer.body)}`)).body, "members");
    expect(stored).toHaveLength(2);
    expect(stored).toEqual(
      expect.arrayContaining([
        { value: idOf(user), type: "User", display: "Ada", $ref: `${scim.baseUrl}/Users/${idOf(user)}` },
        {
          value: idOf(inner),
          type: "Group",
          display: inner.displayName,
          $ref: `${scim.baseUrl}/Groups/${idOf(inner)}`,
        },
      ]),
    );
  }
});

test("N-01, interop 25: a person's groups are shown, direct and indirect, and follow every change", async ({
  scim,
}) => {
  const user = idOf(await createUser(scim));
  const inner = await createGroup(scim, [user]);
  const middle = await createGroup(scim, [idOf(inner)]);
  const outer = await createGroup(scim, [idOf(middle)]);
  const groupsOf = async () => listAt((await get(scim, `/Users/${user}`)).body, "groups");
  const entry = (group: typeof inner, type: string) => ({
    value: idOf(group),
    display: group.displayName,
    type,
    $ref: `${scim.baseUrl}/Groups/${idOf(group)}`,
  });
  const groups = await groupsOf();
  expect(groups).toHaveLength(3);
  expect(groups).toEqual(
    expect.arrayContaining([entry(inner, "direct"), entry(middle, "indirect"), entry(outer, "indirect")]),
  );
  await patch(scim, `/Groups/${idOf(outer)}`, { op: "add", path: "members", value: [{ value: user }] });
  expect(await groupsOf()).toContainEqual(entry(outer, "direct"));
  expect(await groupsOf()).toHaveLength(3);

  const displayName = unique("renamed");
  await patch(scim, `/Groups/${idOf(inner)}`, { op: "replace", path: "displayName", value: displayName });
  expect(sortedTexts(await groupsOf(), "display")).toContain(displayName);
  await patch(scim, `/Groups/${idOf(inner)}`, { op: "remove", path: "members", value: [{ value: user }] });
  expect(sortedTexts(await groupsOf(), "value")).toEqual([idOf(outer)]);
  expect(await memberIds(scim, idOf(outer))).toEqual([idOf(middle), user].sort());
});

test("N-01 groups that are members of one another are no endless loop", async ({ scim }) => {
  const user = idOf(await createUser(scim));
  const a = idOf(await createGroup(scim, [user]));
  const b = idOf(await createGroup(scim, [a]));
  const joined = await patch(scim, `/Groups/${a}`, { op: "add", path: "members", value: [{ value: b }] });
  expect([200, 204], joined.text).toContain(joined.status);
  const groups = listAt((await get(scim, `/Users/${user}`)).body, "groups");
  expect(sortedTexts(groups, "value")).toEqual([a, b].sort());
  expect(await memberIds(scim, a)).toEqual([b, user].sort());
  expect(await findIds(scim, "/Users", `groups.value eq "${b}"`)).toEqual([user]);
  expectListResponse(await get(scim, "/Users"));

  const self = await patch(scim, `/Groups/${a}`, { op: "add", path: "members", value: [{ value: a }] });
  expect([200, 204, 400], self.text).toContain(self.status);
  expect((await get(scim, `/Users/${user}`)).status).toBe(200);
});

test("N-02 a group's displayName is unique without case, also when renamed", async ({ scim }) => {
  const displayName = unique("Team é");
  const group = await createGroup(scim, [], { displayName });
  const other = await createGroup(scim);
  for (const variant of [displayName, displayName.toUpperCase(), displayName.replace("é", "e\u0301")]) {
    expectScimError(await post(scim, "/Groups", groupBody({ displayName: variant })), 409, "uniqueness");
    const path = `/Groups/${idOf(other)}`;
    const renamed = await patch(scim, path, { op: "replace", path: "displayName", value: variant });
    expectScimError(renamed, 409, "uniqueness");
    expectScimError(await put(scim, path, groupBody({ displayName: variant })), 409, "uniqueness");
  }
  expect((await get(scim, `/Groups/${idOf(other)}`)).body).toEqual(other);
  const own = await put(scim, `/Groups/${idOf(group)}`, groupBody({ displayName: displayName.toUpperCase() }));
  expect(own.status, own.text).toBe(200);
  const user = await createUser(scim, { displayName, userName: displayName });
  expect(user.displayName).toBe(displayName);
});

test("N-03 a long list of groups is answered, without members where they are not wanted", async ({ scim }) => {
  const member = idOf(await createUser(scim));
  for (let index = 0; index < 120; index += 12) {
    await Promise.all(Array.from({ length: 12 }, () => createGroup(scim, [member])));
  }
  const list = await get(scim, "/Groups?count=120&excludedAttributes=members");
  expect(expectListResponse(list)).toHaveLength(120);
  expect(list.text).not.toContain(member);
  expect(await find(scim, "/Groups", `members eq "${member}"`)).toHaveLength(120);
  expect(listAt((await get(scim, `/Users/${member}`)).body, "groups")).toHaveLength(120);
});

test("N-04 groups sent with a person are ignored", async ({ scim }) => {
  const group = await createGroup(scim);
  for (const groups of [[], [{ value: idOf(group) }], null]) {
    const created = await post(scim, "/Users", userBody({ groups }));
    expect(created.status, created.text).toBe(201);
    expect(created.body).not.toHaveProperty("groups");
    const replaced = await put(scim, `/Users/${idOf(created.body)}`, userBody({ groups }));
    expect(replaced.status, replaced.text).toBe(200);
    expect(replaced.body).not.toHaveProperty("groups");
  }
  expect(await memberIds(scim, idOf(group))).toEqual([]);
});

test("N-04 a PUT with groups does not end a membership", async ({ scim }) => {
  const user = await createUser(scim);
  const group = await createGroup(scim, [idOf(user)]);
  const replaced = await put(scim, `/Users/${idOf(user)}`, userBody({ groups: [] }));
  expect(valueAt(replaced.body, "groups[0].value")).toBe(idOf(group));
});

test("a deactivated member stays a member and is counted; the person's version does not follow the group's", async ({
  scim,
}) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  const group = idOf(await createGroup(scim, [idOf(user)]));
  const joined = (await get(scim, path)).body;
  expect(versionOf(joined)).toBe(versionOf(user));
  expect(textAt(joined, "meta.lastModified")).toBe(textAt(user, "meta.lastModified"));
  await patch(scim, path, { op: "replace", path: "active", value: false });
  expect(await memberIds(scim, group)).toEqual([idOf(user)]);
  expect(listAt((await get(scim, path)).body, "groups")).toHaveLength(1);
  await patch(scim, path, { op: "replace", path: "active", value: true });
  expect(await memberIds(scim, group)).toEqual([idOf(user)]);
});
