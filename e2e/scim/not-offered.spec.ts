import { expect, test } from "../fixtures";
import { createUser, createUsers, filtered, get, idOf, patch, put, remove, send, textAt, userBody } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { bulkRequestUrn, searchRequestUrn } from "./urns";

const operation = { method: "POST", path: "/Users", bulkId: "1", data: userBody() };

for (const [what, method, path, body] of [
  ["B-10 Bulk", "POST", "/Bulk", { schemas: [bulkRequestUrn], Operations: [operation] }],
  ["M-01 reading /Me", "GET", "/Me", undefined],
  ["M-01 replacing /Me", "PUT", "/Me", userBody()],
  ["M-01 patching /Me", "PATCH", "/Me", {}],
  ["M-01 deleting /Me", "DELETE", "/Me", undefined],
  ["M-01 creating /Me", "POST", "/Me", userBody()],
  ["searching all", "POST", "/.search", { schemas: [searchRequestUrn], filter: "userName pr" }],
  ["searching users", "POST", "/Users/.search", { schemas: [searchRequestUrn], filter: "userName pr" }],
  ["searching groups", "POST", "/Groups/.search", { schemas: [searchRequestUrn], filter: "displayName pr" }],
] as const) {
  test(`${what} is a 501 in SCIM's form, and nothing is written`, async ({ scim }) => {
    expectScimError(await send(scim, method, path, JSON.parse(JSON.stringify(body ?? null)) ?? undefined), 501);
    expect(expectListResponse(await get(scim, "/Users"))).toEqual([]);
  });
}

test("sortBy, sortOrder and cursor are advertised as unsupported and ignored", async ({ scim }) => {
  await createUsers(scim, 4);
  const plain = expectListResponse(await get(scim, "/Users")).map((user) => textAt(user, "id"));
  for (const query of [
    "sortBy=userName&sortOrder=descending",
    "sortBy=nothing",
    "sortOrder=sideways",
    "cursor",
    "cursor=x",
  ]) {
    const answer = await get(scim, `/Users?${query}`);
    expect(
      expectListResponse(answer).map((user) => textAt(user, "id")),
      query,
    ).toEqual(plain);
  }
});

test("If-Match and If-None-Match are ignored while versions are not supported", async ({ scim }) => {
  const path = `/Users/${idOf(await createUser(scim))}`;
  const stale = { "if-match": 'W/"stale"' };
  expect((await get(scim, path, { "if-none-match": "*" })).status).toBe(200);
  expect((await put(scim, path, userBody(), stale)).status).toBe(200);
  expect((await patch(scim, path, { op: "add", path: "title", value: "x" })).status).toBe(200);
  expect((await send(scim, "DELETE", path, undefined, stale)).status).toBe(204);
});

test("a filter on the root is refused in SCIM's form", async ({ scim }) => {
  const answer = await get(scim, filtered("/", "userName pr"));
  expect([403, 404, 501]).toContain(answer.status);
  expectScimError(answer, answer.status, answer.status === 403 ? "tooMany" : undefined);
  expectScimError(await remove(scim, "/Me"), 501);
});
