import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  find,
  findIds,
  get,
  idOf,
  listAt,
  memberIds,
  patch,
  post,
  put,
  remove,
  send,
  textAt,
  userBody,
  valueAt,
} from "./exchange";
import { expectListResponse, expectScimError, versionOf } from "./expectations";

test("Z-01 DELETE is a 204 without body, and then the user is gone everywhere", async ({ scim }) => {
  const user = await createUser(scim, { externalId: "x-1" });
  const id = idOf(user);
  const stays = idOf(await createUser(scim));
  const group = idOf(await createGroup(scim, [id, stays]));
  const groupBefore = (await get(scim, `/Groups/${group}`)).body;

  const deleted = await remove(scim, `/Users/${id}`);
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  const path = `/Users/${id}`;
  expectScimError(await get(scim, path), 404);
  expectScimError(await put(scim, path, userBody()), 404);
  expectScimError(await patch(scim, path, { op: "replace", path: "title", value: "x" }), 404);
  expectScimError(await remove(scim, path), 404);

  expect(expectListResponse(await get(scim, "/Users")).map((each) => textAt(each, "id"))).toEqual([stays]);
  for (const filter of [`id eq "${id}"`, `userName eq "${textAt(user, "userName")}"`, 'externalId eq "x-1"']) {
    expect(await find(scim, "/Users", filter)).toEqual([]);
  }
  expect(await memberIds(scim, group)).toEqual([stays]);
  expect(await findIds(scim, "/Groups", `members eq "${id}"`)).toEqual([]);
  expect(versionOf((await get(scim, `/Groups/${group}`)).body)).not.toBe(versionOf(groupBefore));
  const added = await patch(scim, `/Groups/${group}`, { op: "add", path: "members", value: [{ value: id }] });
  expectScimError(added, 400, "invalidValue");
});

test("Z-02 an unknown id is a 404, a second delete too", async ({ scim }) => {
  for (const id of ["018f0000-0000-7000-8000-000000000000", "nobody", "42"]) {
    expectScimError(await remove(scim, `/Users/${id}`), 404);
    expectScimError(await remove(scim, `/Groups/${id}`), 404);
  }
  for (const [endpoint, id] of [
    ["/Users", idOf(await createUser(scim))],
    ["/Groups", idOf(await createGroup(scim))],
  ]) {
    expect((await remove(scim, `${endpoint}/${id}`)).status).toBe(204);
    expectScimError(await remove(scim, `${endpoint}/${id}`), 404);
  }
});

test("Z-03 a body, a Content-Type and an Accept on DELETE are tolerated", async ({ scim }) => {
  for (const [body, headers] of [
    [undefined, { "content-type": "application/scim+json; charset=utf-8", accept: "application/scim+json" }],
    [{}, { "content-type": "application/scim+json" }],
    [{ text: "not json" }, { "content-type": "text/plain" }],
    [undefined, { accept: "text/html" }],
  ] as const) {
    const id = idOf(await createUser(scim));
    const answer = await send(scim, "DELETE", `/Users/${id}`, body, headers);
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expectScimError(await get(scim, `/Users/${id}`), 404);
  }
});

test("Z-04 deleting a group leaves its people, and its name is free at once", async ({ scim }) => {
  const member = idOf(await createUser(scim));
  const group = await createGroup(scim, [member]);
  const parent = idOf(await createGroup(scim, [idOf(group)]));
  expect((await remove(scim, `/Groups/${idOf(group)}`)).status).toBe(204);
  const user = await get(scim, `/Users/${member}`);
  expect(user.status).toBe(200);
  expect(listAt(user.body, "groups")).toEqual([]);
  expect(await memberIds(scim, parent)).toEqual([]);
  const again = await createGroup(scim, [member], { displayName: textAt(group, "displayName") });
  expect(idOf(again)).not.toBe(idOf(group));
});

test("Z-04 a deleted person's userName is free at once", async ({ scim }) => {
  const user = await createUser(scim);
  await remove(scim, `/Users/${idOf(user)}`);
  const again = await post(scim, "/Users", userBody({ userName: textAt(user, "userName").toUpperCase() }));
  expect(again.status, again.text).toBe(201);
  expect(valueAt(again.body, "groups")).toBeUndefined();
});
