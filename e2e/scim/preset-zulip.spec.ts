import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  findIds,
  get,
  idOf,
  memberIds,
  patch,
  post,
  put,
  remove,
  textAt,
  userBody,
  valueAt,
} from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

test.use({ scimClient: { preset: "zulip" } });

const formatted = (name: string, attributes: JsonObject = {}): JsonObject =>
  userBody({ name: { formatted: name }, active: true, ...attributes });

test("PUT keeps what it omits; members [] empties", async ({ scim }) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace", { title: "Chief" }))).body;
  const path = `/Users/${idOf(user)}`;
  const { userName = null } = user;
  const replaced = await put(scim, path, { schemas: [userUrn], userName });
  expect(replaced.status, replaced.text).toBe(200);
  expect(replaced.body).toEqual(user);
  const group = await createGroup(scim, [idOf(user)]);
  const displayName = textAt(group, "displayName");
  await put(scim, `/Groups/${idOf(group)}`, { schemas: [groupUrn], displayName });
  expect(await memberIds(scim, idOf(group))).toEqual([idOf(user)]);
  await put(scim, `/Groups/${idOf(group)}`, { schemas: [groupUrn], displayName, members: [] });
  expect(await memberIds(scim, idOf(group))).toEqual([]);
});

test("deleting a person is a 400 that points to active; a group is deleted", async ({ scim }) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace"))).body;
  const path = `/Users/${idOf(user)}`;
  const answer = await remove(scim, path);
  expect(answer.status).toBe(400);
  expect(textAt(answer.body, "detail")).toMatch(/\bactive\b/);
  await expectUnchanged(scim, path, user);
  expect((await remove(scim, `/Groups/${idOf(await createGroup(scim))}`)).status).toBe(204);
});

test("a group's PATCH answers 200 with the whole resource", async ({ scim }) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace"))).body;
  const group = await createGroup(scim);
  const operation = { op: "add", path: "members", value: [{ value: idOf(user) }] };
  const patched = await patch(scim, `/Groups/${idOf(group)}`, operation);
  expect(patched.status, patched.text).toBe(200);
  expect(patched.body).toEqual((await get(scim, `/Groups/${idOf(group)}`)).body);
  expect(valueAt(patched.body, "members.length")).toBe(1);
});

test("a userName must be an address", async ({ scim }) => {
  expectScimError(await post(scim, "/Users", formatted("Ada", { userName: "ada" })), 400, "invalidValue");
});

test("the reference's defects are not kept: add and remove, URN paths, dotted keys, emails, externalId, discovery", async ({
  scim,
}) => {
  const user = (await post(scim, "/Users", formatted("Ada Lovelace", { externalId: "e-1" }))).body;
  expect(user.externalId).toBe("e-1");
  const path = `/Users/${idOf(user)}`;
  const patched = await patch(
    scim,
    path,
    { op: "Add", path: `${enterpriseUrn}:department`, value: "Sums" },
    { op: "Replace", path: `${userUrn}:role`, value: "guest" },
    { op: "replace", value: { "name.formatted": "Ada King" } },
    { op: "Add", path: 'emails[type eq "work"].value', value: "ada@work.example" },
  );
  expect(patched.status, patched.text).toBe(200);
  expect(patched.body).toMatchObject({
    role: "guest",
    name: { formatted: "Ada King" },
    emails: [{ type: "work", value: "ada@work.example" }],
    [enterpriseUrn]: { department: "Sums" },
  });
  expect(await findIds(scim, "/Users", 'externalId eq "e-1" and userName eq "x"')).toEqual([]);
  expect((await get(scim, "/ServiceProviderConfig")).status).toBe(200);
  expectScimError(await get(scim, "/Users/abc"), 404);
  expect((await createUser(scim, { name: { formatted: "B" }, active: true })).active).toBe(true);
});
