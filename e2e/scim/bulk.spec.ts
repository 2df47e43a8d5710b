import { expect, test } from "../fixtures";
import {
  bulk,
  bulkBody,
  countAll,
  group,
  idIn,
  patchOperation,
  pathOf,
  scimTypeOf,
  statuses,
  user,
} from "./bulk-requests";
import { createUser, find, get, idOf, memberIds, memberValues, post, userBody, valueAt } from "./exchange";
import { expectScimError, versionOf } from "./expectations";
import { bulkRequestUrn, patchOpUrn } from "./urns";

test("B-01 the four writes, answered with method, bulkId, version, location and a status in text", async ({ scim }) => {
  const created = await bulk(scim, [user("a"), group("b")]);
  const [a = "", b = ""] = created.map((result) => pathOf(scim, result));
  for (const [index, path] of [a, b].entries()) {
    const read = await get(scim, path);
    expect(created[index]).toEqual({
      method: "POST",
      bulkId: ["a", "b"][index],
      version: versionOf(read.body),
      location: `${scim.baseUrl}${path}`,
      status: "201",
    });
  }
  const results = await bulk(scim, [
    { method: "PUT", path: a, data: userBody({ title: "put" }) },
    patchOperation(a, { op: "add", path: "nickName", value: "patched" }),
    patchOperation(b, { op: "add", path: "members", value: memberValues([idIn(created[0])]) }),
    { method: "DELETE", path: b },
  ]);
  expect(statuses(results)).toEqual(["200", "200", "204", "204"]);
  expect(results.map(({ method }) => method)).toEqual(["PUT", "PATCH", "PATCH", "DELETE"]);
  const read = (await get(scim, a)).body;
  expect(read).toMatchObject({ title: "put", nickName: "patched" });
  expect(results[1]?.version).toBe(versionOf(read));
  expect(results[3]).toEqual({ method: "DELETE", location: `${scim.baseUrl}${b}`, status: "204" });
});

test("B-01 a failed POST has no location, another failed operation has one", async ({ scim }) => {
  const taken = String((await createUser(scim)).userName);
  const results = await bulk(scim, [user("a", { userName: taken }), { method: "DELETE", path: "/Users/nobody" }]);
  expect(statuses(results)).toEqual(["409", "404"]);
  expect(results[0]).not.toHaveProperty("location");
  expect(results[1]).toHaveProperty("location", `${scim.baseUrl}/Users/nobody`);
});

test("B-02 a POST needs a bulkId, and each bulkId is unique: 400 for that operation alone", async ({ scim }) => {
  const { bulkId: _, ...without } = user("x");
  const results = await bulk(scim, [without, user("a"), user("a"), user("b")]);
  expect(statuses(results)).toEqual(["400", "201", "400", "201"]);
  expect([scimTypeOf(results[0]), scimTypeOf(results[2])]).toEqual(["invalidValue", "invalidValue"]);
  expect(results.map(({ bulkId }) => bulkId)).toEqual([undefined, "a", "a", "b"]);
  expect(await countAll(scim)).toEqual([2, 0]);
});

for (const [failOnErrors, expected] of [
  [undefined, ["201", "400", "201", "400", "201"]],
  [1, ["201", "400"]],
  [2, ["201", "400", "201", "400"]],
] as const) {
  test(`B-06 failOnErrors ${failOnErrors ?? "left out"}`, async ({ scim }) => {
    const bad = { userName: "" };
    const operations = [user("a"), user("b", bad), user("c"), user("d", bad), user("e")];
    const results = await bulk(scim, operations, failOnErrors === undefined ? {} : { failOnErrors });
    expect(statuses(results)).toEqual(expected);
    expect(await countAll(scim)).toEqual([expected.filter((status) => status === "201").length, 0]);
  });
}

test("B-07 more operations or bytes than announced: 413 that states the limits, nothing done", async ({ scim }) => {
  const limits = valueAt((await get(scim, "/ServiceProviderConfig")).body, "bulk");
  const maxOperations = Number(valueAt(limits, "maxOperations"));
  const maxPayloadSize = Number(valueAt(limits, "maxPayloadSize"));
  expect([valueAt(limits, "supported"), maxOperations, maxPayloadSize]).toEqual([true, 1_000, 10_485_760]);
  const many = bulkBody(Array.from({ length: maxOperations + 1 }, (_, index) => user(String(index))));
  const large = bulkBody([user("a"), user("b", { title: "x".repeat(maxPayloadSize) })]);
  for (const body of [many, large]) {
    const answer = await post(scim, "/Bulk", body);
    expectScimError(answer, 413);
    expect(answer.body.detail).toContain(String(maxOperations));
    expect(answer.body.detail).toContain(String(maxPayloadSize));
  }
  expect(await countAll(scim)).toEqual([0, 0]);
});

test("B-07 as many operations as announced: 999 people and a group of them all by forward references", async ({
  scim,
}) => {
  const names = Array.from({ length: 999 }, (_, index) => String(index));
  const operations = [
    group(
      "all",
      names.map((name) => `bulkId:${name}`),
    ),
    ...names.map((name) => user(name)),
  ];
  const results = await bulk(scim, operations);
  expect(results.map(({ bulkId, status }) => `${String(bulkId)} ${String(status)}`)).toEqual(
    ["all", ...names].map((name) => `${name} 201`),
  );
  expect(await memberIds(scim, idIn(results[0]))).toHaveLength(999);
});

test("B-08 methods in any case, paths with and without slash and as a whole URL; the wrong ones by themselves", async ({
  scim,
}) => {
  const path = `/Users/${idOf(await createUser(scim))}`;
  const results = await bulk(scim, [
    { ...user("1"), method: "post" },
    { ...user("2"), path: "Users" },
    { ...user("3"), path: `${scim.baseUrl}/Users` },
    { method: "GET", path },
    { method: "HEAD", path },
    { method: "FETCH", path },
    { method: "POST", path, bulkId: "p", data: userBody() },
    { method: "PUT", path: "/Users", data: userBody() },
    { method: "DELETE", path: "/Nothing/1" },
    { method: "DELETE", path: "https://else.example/scim/v2/Users/1" },
    { method: "POST", path: "/Bulk", bulkId: "b", data: bulkBody([]) },
    { method: "PUT", path },
    { method: "DELETE" },
    { method: "delete", path: `${scim.baseUrl}${path}` },
  ]);
  expect(statuses(results)).toEqual([
    "201",
    "201",
    "201",
    "405",
    "405",
    "400",
    "405",
    "405",
    "404",
    "404",
    "501",
    "400",
    "400",
    "204",
  ]);
  expect(await countAll(scim)).toEqual([3, 0]);
});

test("B-09 each operation is validated as alone and done or refused as a whole; no bulkId is stored", async ({
  scim,
}) => {
  const path = `/Users/${idOf(await createUser(scim))}`;
  const before = (await get(scim, path)).body;
  const results = await bulk(scim, [
    {
      method: "PATCH",
      path,
      data: {
        schemas: [patchOpUrn],
        Operations: [
          { op: "add", path: "title", value: "half" },
          { op: "add", path: "nothing", value: "x" },
        ],
      },
    },
    patchOperation(path, { op: "remove", path: "userName" }),
    group("g", [idOf(before), "0199a1b2-0000-7000-8000-000000000001"]),
    user("r", { role: "emperor" }),
    user("a"),
    group("h", ["bulkId:a"]),
  ]);
  expect(statuses(results)).toEqual(["400", "400", "400", "400", "201", "201"]);
  expect(results.slice(0, 4).map(scimTypeOf)).toEqual(["invalidPath", "mutability", "invalidValue", "invalidValue"]);
  expect((await get(scim, path)).body).toEqual(before);
  const everything = [await get(scim, "/Users?count=1000"), await get(scim, "/Groups?count=1000")];
  expect(everything.map(({ text }) => text).join()).not.toContain("bulkId");
});

test("B-10 bad JSON and bad schemas: 400 for the request as a whole", async ({ scim }) => {
  for (const body of [
    { text: "{" },
    { text: "[]" },
    { text: "" },
    { Operations: [user("a")] },
    { ...bulkBody([user("a")]), schemas: [patchOpUrn] },
    { schemas: [bulkRequestUrn] },
    bulkBody([]),
  ]) {
    expectScimError(await post(scim, "/Bulk", body), 400, "invalidSyntax");
  }
  expectScimError(await post(scim, "/Bulk", bulkBody([user("a")], { failOnErrors: 0 })), 400, "invalidValue");
  expect(await countAll(scim)).toEqual([0, 0]);
});

test("B-11 Prefer: respond-async is passed over, and events are not announced", async ({ scim }) => {
  const answer = await post(scim, "/Bulk", bulkBody([user("a")]), { prefer: "respond-async" });
  expect([answer.status, valueAt(answer.body, "Operations[0].status")]).toEqual([200, "201"]);
  for (const header of ["set-txn", "preference-applied"]) expect(answer.headers.get(header)).toBeNull();
  expect((await get(scim, "/ServiceProviderConfig")).body).not.toHaveProperty("securityEvents");
});

test("V-05 the version of an operation: 412 when it is stale, done when it is current", async ({ scim }) => {
  const made = await createUser(scim);
  const path = `/Users/${idOf(made)}`;
  const retitle = (title: string) => patchOperation(path, { op: "replace", path: "title", value: title });
  const results = await bulk(scim, [
    { ...retitle("1"), version: versionOf(made) },
    { ...retitle("2"), version: versionOf(made) },
    { method: "PUT", path, version: "rubbish", data: userBody() },
    { method: "DELETE", path, version: versionOf(made) },
  ]);
  expect(statuses(results)).toEqual(["200", "412", "412", "412"]);
  expect((await get(scim, path)).body.title).toBe("1");
});

test("A-06 Bulk reaches nobody of another organization", async ({ scim, createOrganization }) => {
  const other = await createOrganization();
  const theirs = await createUser(other);
  const results = await bulk(scim, [
    group("g", [idOf(theirs)]),
    { method: "DELETE", path: `/Users/${idOf(theirs)}` },
    patchOperation(`/Users/${idOf(theirs)}`, { op: "add", path: "title", value: "x" }),
  ]);
  expect(statuses(results)).toEqual(["400", "404", "404"]);
  expect((await get(other, `/Users/${idOf(theirs)}`)).body).toEqual(theirs);
});

test("B-09 two requests at once that want the same names: each name once", async ({ scim }) => {
  const operations = Array.from({ length: 30 }, (_, index) => user(String(index)));
  const [first, second] = await Promise.all([bulk(scim, operations), bulk(scim, operations)]);
  for (const index of operations.keys()) {
    expect([first[index]?.status, second[index]?.status].sort()).toEqual(["201", "409"]);
  }
  expect(await find(scim, "/Users", "userName pr")).toHaveLength(30);
});
