import { expect, test } from "../fixtures";
import {
  createGroup,
  createUsers,
  filtered,
  findIds,
  get,
  groupBody,
  idOf,
  listAt,
  memberIds,
  memberValues,
  patch,
  post,
  put,
  textAt,
} from "./exchange";
import { expectListResponse } from "./expectations";

/** The next-route mount is the same function behind another door: it gets fewer. */
const sizes = { direct: 2000, "next-route": 300, console: 0, setup: 0 } as const;

test("X-19 two thousand members in one POST, PATCH and PUT, a thousand operations in one request", async ({
  scim,
  serverName,
}) => {
  test.setTimeout(180_000);
  const size = sizes[serverName];
  const ids = (await createUsers(scim, size)).sort();

  const posted = await post(scim, "/Groups?excludedAttributes=members", groupBody({ members: memberValues(ids) }));
  expect(posted.status, posted.text).toBe(201);
  expect(posted.text).not.toContain("members");
  expect(await memberIds(scim, idOf(posted.body))).toEqual(ids);

  const group = await createGroup(scim);
  const path = `/Groups/${idOf(group)}`;
  const added = await patch(scim, path, { op: "Add", path: "members", value: memberValues(ids) });
  expect([added.status, added.text]).toEqual([204, ""]);
  expect(await memberIds(scim, idOf(group))).toEqual(ids);
  expect((await patch(scim, path, { op: "add", path: "members", value: memberValues(ids) })).status).toBe(204);
  expect(await memberIds(scim, idOf(group))).toEqual(ids);

  const without = await get(scim, `${path}?excludedAttributes=members`);
  expect(without.body).not.toHaveProperty("members");
  const list = await get(scim, "/Groups?excludedAttributes=members");
  expect(expectListResponse(list)).toHaveLength(2);
  expect(list.text).not.toContain("members");
  const check = filtered(
    "/Groups",
    `id eq "${idOf(group)}" and members eq "${ids[123]}"`,
    "excludedAttributes=members",
  );
  expect(expectListResponse(await get(scim, check)).map((each) => textAt(each, "id"))).toEqual([idOf(group)]);
  expect(await findIds(scim, "/Users", `id eq "${ids[7]}" and groups.value eq "${idOf(group)}"`)).toEqual([ids[7]]);

  const leaving = ids.slice(0, size / 2);
  const removes = leaving.map((id) => ({ op: "remove", path: `members[value eq "${id}"]` }));
  expect((await patch(scim, path, ...removes)).status).toBe(204);
  expect(await memberIds(scim, idOf(group))).toEqual(ids.slice(size / 2));
  const adds = leaving.map((id) => ({ op: "add", path: "members", value: memberValues([id]) }));
  expect((await patch(scim, path, ...adds)).status).toBe(204);
  expect(await memberIds(scim, idOf(group))).toEqual(ids);

  const half = ids.filter((_, index) => index % 2 === 0);
  const removed = await patch(scim, path, { op: "Remove", path: "members", value: memberValues(half) });
  expect(removed.status).toBe(204);
  expect(await memberIds(scim, idOf(group))).toEqual(ids.filter((_, index) => index % 2 === 1));

  const replaced = await put(scim, path, { ...groupBody(), members: memberValues(half) });
  expect(replaced.status, replaced.text.slice(0, 300)).toBe(200);
  expect(listAt(replaced.body, "members")).toHaveLength(half.length);
  expect(await memberIds(scim, idOf(group))).toEqual(half);
});
