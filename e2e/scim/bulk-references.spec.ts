import { expect, test } from "../fixtures";
import {
  bulk,
  countAll,
  group,
  idIn,
  managed,
  patchOperation,
  pathOf,
  scimTypeOf,
  statuses,
  user,
} from "./bulk-requests";
import { createGroup, get, memberIds, memberValues, textAt, unique, valueAt } from "./exchange";
import { versionOf } from "./expectations";
import { enterpriseUrn } from "./urns";

test("B-03, peer 13b: references to earlier and later operations: members, manager, a PATCH's value, filter and path", async ({
  scim,
}) => {
  const results = await bulk(scim, [
    group("g", ["bulkId:ada", "bulkId:bob"]),
    managed("ada", "bulkId:boss"),
    patchOperation("/Groups/bulkId:g", { op: "remove", path: 'members[value eq "bulkId:bob"]' }),
    patchOperation("/Groups/bulkId:g", { op: "add", path: "members", value: memberValues(["bulkId:boss"]) }),
    user("boss"),
    user("bob"),
    group("h", ["bulkId:g"]),
    { method: "DELETE", path: "/Users/bulkId:bob" },
  ]);
  expect(statuses(results)).toEqual(["201", "201", "204", "204", "201", "201", "201", "204"]);
  const [g, ada, , , boss, , h] = results.map(idIn);
  expect(await memberIds(scim, g ?? "")).toEqual([ada, boss].sort());
  expect(await memberIds(scim, h ?? "")).toEqual([g]);
  expect(valueAt((await get(scim, `/Users/${ada}`)).body, `${enterpriseUrn}.manager.value`)).toBe(boss);
});

test("B-04, peer 13, runner-up 2: references in circles: two groups, one group, managers, and a longer one", async ({
  scim,
}) => {
  const results = await bulk(scim, [
    group("a", ["bulkId:b"]),
    group("b", ["bulkId:a"]),
    group("self", ["bulkId:self"]),
    managed("x", "bulkId:y"),
    managed("y", "bulkId:x"),
    group("1", ["bulkId:2", "bulkId:x"]),
    group("2", ["bulkId:3"]),
    group("3", ["bulkId:1"]),
  ]);
  expect(new Set(statuses(results))).toEqual(new Set(["201"]));
  const ids = new Map(results.map((result) => [result.bulkId, idIn(result)]));
  const idOfBulk = (name: string) => ids.get(name) ?? "";
  for (const [name, members] of [
    ["a", ["b"]],
    ["b", ["a"]],
    ["self", ["self"]],
    ["1", ["2", "x"]],
    ["2", ["3"]],
    ["3", ["1"]],
  ] as const) {
    expect(await memberIds(scim, idOfBulk(name)), name).toEqual(members.map(idOfBulk).sort());
  }
  const manager = `${enterpriseUrn}.manager.value`;
  expect(valueAt((await get(scim, `/Users/${idOfBulk("x")}`)).body, manager)).toBe(idOfBulk("y"));
  expect(valueAt((await get(scim, `/Users/${idOfBulk("y")}`)).body, manager)).toBe(idOfBulk("x"));
  for (const result of results) {
    expect(versionOf((await get(scim, pathOf(scim, result))).body)).toBe(result.version);
  }
});

test("B-04 what cannot be resolved is a 409 for the operation, and leaves nothing behind", async ({ scim }) => {
  const results = await bulk(scim, [
    group("a", ["bulkId:nobody"]),
    { method: "DELETE", path: "/Users/bulkId:nobody" },
    user("n", { nickName: "bulkId:m" }),
    user("m", { nickName: "bulkId:n" }),
  ]);
  expect(statuses(results)).toEqual(["409", "409", "409", "409"]);
  expect(await countAll(scim)).toEqual([0, 0]);
});

test("B-04 when one of a circle fails, none of it stays", async ({ scim }) => {
  const taken = String((await createGroup(scim)).displayName);
  const circle = [group("a", ["bulkId:b"]), group("b", ["bulkId:c"]), group("c", ["bulkId:a"], { displayName: taken })];
  const results = await bulk(scim, [...circle, user("fine")]);
  expect(statuses(results)).toEqual(["409", "409", "409", "201"]);
  expect(scimTypeOf(results[2])).toBe("uniqueness");
  expect(await countAll(scim)).toEqual([1, 1]);
});

test("B-05 what refers to a failed operation fails and says so; the rest is done", async ({ scim }) => {
  const results = await bulk(scim, [
    group("g", ["bulkId:bad"]),
    user("bad", { userName: "" }),
    patchOperation("/Groups/bulkId:g", { op: "replace", path: "displayName", value: unique("x") }),
    user("fine"),
  ]);
  expect(statuses(results)).toEqual(["409", "400", "409", "201"]);
  expect(textAt(results[0], "response.detail")).toContain("bulkId:bad");
  expect(await countAll(scim)).toEqual([1, 0]);
});

test("B-04, B-08 a circle is read as its operations are one by one: what is refused there is refused here", async ({
  scim,
  createClient,
}) => {
  const strict = await createClient({ preset: "strict" });
  const once = { members: [{ value: "bulkId:b" }] };
  for (const [client, attributes, scimType] of [
    [scim, { ...once, Members: once.members }, "invalidSyntax"],
    [scim, { members: memberValues(["bulkId:b"]).map((member) => ({ ...member, type: 5 })) }, "invalidValue"],
    [strict, { members: { value: "bulkId:b" } }, "invalidValue"],
  ] as const) {
    const results = await bulk(client, [group("a", [], attributes), group("b", ["bulkId:a"])]);
    expect(statuses(results)).toEqual(["400", "409"]);
    expect(scimTypeOf(results[0])).toBe(scimType);
  }
  expect(await countAll(scim)).toEqual([0, 0]);
});

test("B-04 what is passed over elsewhere makes no circle impossible, and what only ends in :manager is no manager", async ({
  scim,
  createClient,
}) => {
  const passedOver = await bulk(scim, [user("a", { members: memberValues(["bulkId:b"]) }), group("b", ["bulkId:a"])]);
  expect(statuses(passedOver)).toEqual(["201", "201"]);
  expect(await memberIds(scim, idIn(passedOver[1]))).toEqual([idIn(passedOver[0])]);

  const keeping = await createClient({ preset: "generic", options: { unknownAttributes: "keep" } });
  const key = "urn:acme:badge:2.0:User:manager";
  const kept = await bulk(keeping, [user("x", { [key]: "bulkId:y" }), managed("y", "bulkId:x")]);
  expect(statuses(kept)).toEqual(["201", "201"]);
  const made = (await get(keeping, `/Users/${idIn(kept[0])}`)).body;
  expect(JSON.stringify(made)).toContain(`manager":"${idIn(kept[1])}"`);
  expect(made).not.toHaveProperty([enterpriseUrn]);
});
