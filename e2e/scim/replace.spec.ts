import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  enterpriseUserBody,
  findIds,
  get,
  groupBody,
  idOf,
  listAt,
  memberIds,
  memberValues,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectResource, expectScimError, expectUnchanged, versionOf } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

test("W-01, interop 21: PUT answers 200 with the whole resource; an unknown id is a 404 and nothing is made", async ({
  scim,
}) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  const replaced = await put(scim, path, userBody({ title: "Chief" }));
  expect(replaced.status, replaced.text).toBe(200);
  expectResource(scim, replaced.body, "User");
  expect((await get(scim, path)).body).toEqual(replaced.body);

  const body = userBody();
  for (const id of ["018f0000-0000-7000-8000-000000000000", "nobody"]) {
    expectScimError(await put(scim, `/Users/${id}`, body), 404);
    expectScimError(await put(scim, `/Groups/${id}`, groupBody()), 404);
  }
  expect(await findIds(scim, "/Users", `userName eq "${textAt(body, "userName")}"`)).toEqual([]);
});

test("W-02, interop 23: what is omitted is cleared, but for active, role, externalId and password", async ({
  scim,
}) => {
  const full = enterpriseUserBody(
    { department: "Sales" },
    {
      externalId: unique("e"),
      active: false,
      role: "moderator",
      title: "Chief",
      displayName: "Ada",
      nickName: "A",
      name: { givenName: "Ada", familyName: "Lovelace" },
      emails: [{ value: "a@b.example" }],
      password: "s3cret",
    },
  );
  const created = (await post(scim, "/Users", full)).body;
  const path = `/Users/${idOf(created)}`;
  const bare = { schemas: [userUrn, enterpriseUrn], userName: textAt(created, "userName") };
  const replaced = await put(scim, path, bare);
  expect(replaced.status, replaced.text).toBe(200);
  expect(replaced.body).toEqual({
    schemas: [userUrn],
    id: idOf(created),
    externalId: created.externalId,
    userName: created.userName,
    active: false,
    role: "moderator",
    meta: expect.anything(),
  });
  expect((await get(scim, path)).body).toEqual(replaced.body);
});

test("W-02 sub-attributes that are omitted are cleared with their attribute", async ({ scim }) => {
  const user = await createUser(scim, { name: { givenName: "Ada", familyName: "Lovelace" } });
  const replaced = await put(scim, `/Users/${idOf(user)}`, userBody({ name: { givenName: "Ada" } }));
  expect(replaced.body.name).toEqual({ givenName: "Ada" });
});

test("W-02 an omitted extension is cleared only when schemas names it", async ({ scim }) => {
  const created = (await post(scim, "/Users", enterpriseUserBody({ department: "Sales", costCenter: "1" }))).body;
  const path = `/Users/${idOf(created)}`;
  const { userName } = created;
  const kept = await put(scim, path, { schemas: [userUrn], userName: userName ?? null, title: "x" });
  expect(kept.body[enterpriseUrn], kept.text).toEqual({ department: "Sales", costCenter: "1" });
  const partial = await put(scim, path, {
    schemas: [userUrn, enterpriseUrn],
    userName: userName ?? null,
    [enterpriseUrn]: { department: "Sums" },
  });
  expect(partial.body[enterpriseUrn]).toEqual({ department: "Sums" });
  const cleared = await put(scim, path, { schemas: [userUrn, enterpriseUrn], userName: userName ?? null });
  expect(cleared.body).not.toHaveProperty([enterpriseUrn]);
  expect(cleared.body.schemas).toEqual([userUrn]);
});

test("W-02 null and [] clear, externalId and the like too", async ({ scim }) => {
  const user = await createUser(scim, {
    externalId: unique("e"),
    title: "x",
    emails: [{ value: "a@b.example" }],
    active: false,
  });
  const path = `/Users/${idOf(user)}`;
  const replaced = await put(scim, path, userBody({ externalId: null, title: null, emails: [] }));
  expect(replaced.status, replaced.text).toBe(200);
  for (const name of ["externalId", "title", "emails"]) {
    expect(replaced.body).not.toHaveProperty(name);
  }
  expect(await findIds(scim, "/Users", "externalId pr")).toEqual([]);
});

test("W-02 what was just read can be put back, changed in one place, and nothing else moves", async ({ scim }) => {
  const boss = idOf(await createUser(scim, { displayName: "Boss" }));
  const body = enterpriseUserBody({ manager: { value: boss } }, { title: "before", roles: [{ value: "Editor" }] });
  const created = (await post(scim, "/Users", body)).body;
  await createGroup(scim, [idOf(created)]);
  const path = `/Users/${idOf(created)}`;
  const read = (await get(scim, path)).body;
  expect(listAt(read, "groups")).toHaveLength(1);
  expect((await put(scim, path, read)).body).toEqual(read);
  const changed = await put(scim, path, { ...read, title: "after" });
  const { meta, title, ...rest } = changed.body;
  expect({ ...rest, title: "before", meta: read.meta }).toEqual(read);
  expect([title, valueAt(meta, "version") === versionOf(read)]).toEqual(["after", false]);
});

test("W-03 a foreign id in the body is ignored or refused, and never written", async ({ scim }) => {
  const user = await createUser(scim);
  const other = await createUser(scim);
  const answer = await put(scim, `/Users/${idOf(user)}`, userBody({ id: idOf(other), title: "x" }));
  if (answer.status === 200) {
    expect(idOf(answer.body)).toBe(idOf(user));
  } else {
    expectScimError(answer, 400, String(answer.body.scimType));
    expect(["mutability", "invalidValue"]).toContain(answer.body.scimType);
  }
  await expectUnchanged(scim, `/Users/${idOf(other)}`, other);
});

test("W-04 a missing or blank userName is a 400 invalidValue and changes nothing", async ({ scim }) => {
  const user = await createUser(scim, { title: "x" });
  const path = `/Users/${idOf(user)}`;
  for (const userName of [undefined, null, "", "  "]) {
    const body = { schemas: [userUrn], ...(userName === undefined ? {} : { userName }), title: "y" };
    expectScimError(await put(scim, path, body), 400, "invalidValue");
  }
  await expectUnchanged(scim, path, user);
  const group = await createGroup(scim);
  expectScimError(await put(scim, `/Groups/${idOf(group)}`, { schemas: [groupUrn] }), 400, "invalidValue");
});

test("W-05 a taken userName is a 409; one's own in another case is not", async ({ scim }) => {
  const userName = unique("Ada");
  const user = await createUser(scim, { userName });
  const other = await createUser(scim);
  const path = `/Users/${idOf(other)}`;
  expectScimError(await put(scim, path, userBody({ userName: userName.toUpperCase(), title: "x" })), 409, "uniqueness");
  await expectUnchanged(scim, path, other);
  const own = await put(scim, `/Users/${idOf(user)}`, userBody({ userName: userName.toUpperCase() }));
  expect(own.status, own.text).toBe(200);
  expect(own.body.userName).toBe(userName.toUpperCase());
});

test("W-06 a group's members are replaced whole; without the key they stay; [] and null empty it", async ({ scim }) => {
  const [a, b, c] = [idOf(await createUser(scim)), idOf(await createUser(scim)), idOf(await createUser(scim))];
  const group = await createGroup(scim, [a, b]);
  const path = `/Groups/${idOf(group)}`;
  const displayName = textAt(group, "displayName");
  const replaced = await put(scim, path, { schemas: [groupUrn], displayName, members: memberValues([b, c]) });
  expect(replaced.status, replaced.text).toBe(200);
  expect(
    listAt(replaced.body, "members")
      .map((member) => textAt(member, "value"))
      .sort(),
  ).toEqual([b, c].sort());
  expect(await memberIds(scim, idOf(group))).toEqual([b, c].sort());

  const renamed = await put(scim, path, { schemas: [groupUrn], displayName: `${displayName} renamed` });
  expect(renamed.body.displayName).toBe(`${displayName} renamed`);
  expect(await memberIds(scim, idOf(group))).toEqual([b, c].sort());

  expect((await put(scim, path, { schemas: [groupUrn], displayName, members: [] })).status).toBe(200);
  expect(await memberIds(scim, idOf(group))).toEqual([]);
  await put(scim, path, { schemas: [groupUrn], displayName, members: memberValues([a]) });
  await put(scim, path, { schemas: [groupUrn], displayName, members: null });
  expect(await memberIds(scim, idOf(group))).toEqual([]);
});

test("W-06 unknown members are a 400 that lists them, and the group stays as it was", async ({ scim }) => {
  const member = idOf(await createUser(scim));
  const group = await createGroup(scim, [member], { externalId: unique("g") });
  const path = `/Groups/${idOf(group)}`;
  const before = (await get(scim, path)).body;
  const answer = await put(scim, path, groupBody({ members: [{ value: member }, { value: "nobody-here" }] }));
  expectScimError(answer, 400, "invalidValue");
  expect(textAt(answer.body, "detail")).toContain("nobody-here");
  await expectUnchanged(scim, path, before);
});

test("W-07 the same PUT twice leaves the same state and the same version", async ({ scim }) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  const body = enterpriseUserBody(
    { department: "x" },
    { title: "y", emails: [{ value: "a@b.example", primary: true }] },
  );
  const first = await put(scim, path, body);
  const second = await put(scim, path, body);
  expect(versionOf(first.body)).not.toBe(versionOf(user));
  expect(second.body).toEqual(first.body);

  const member = idOf(user);
  const group = await createGroup(scim, [member]);
  const groupPath = `/Groups/${idOf(group)}`;
  const groupContent = { schemas: [groupUrn], displayName: unique("w07"), members: memberValues([member]) };
  const once = await put(scim, groupPath, groupContent);
  expect((await put(scim, groupPath, groupContent)).body).toEqual(once.body);
});

test("a deleted user cannot be replaced", async ({ scim }) => {
  const user = await createUser(scim);
  await remove(scim, `/Users/${idOf(user)}`);
  expectScimError(await put(scim, `/Users/${idOf(user)}`, userBody()), 404);
});
