import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import { createUser, createUsers, get, idOf, remove, textAt, valueAt } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";

// G-06, cursors for those who delete while they read: cursor.spec.ts.

/** Thirteen people who are only read. */
const people = 13;
let scim: Scim;

test.beforeAll(async ({ createOrganization }) => {
  scim = await createOrganization();
  await createUsers(scim, people);
});

for (const [query, startIndex, itemsPerPage] of [
  ["", 1, people],
  ["startIndex=1", 1, people],
  ["startIndex=0", 1, people],
  ["startIndex=-3", 1, people],
  ["startIndex=5", 5, people - 4],
  ["startIndex=13", 13, 1],
  ["startIndex=14", 14, 0],
  ["startIndex=1000000", 1_000_000, 0],
  ["startIndex=-3&count=-5", 1, 0],
] as const) {
  test(`G-01 /Users?${query} starts at ${startIndex} and has ${itemsPerPage}`, async () => {
    const answer = await get(scim, `/Users?${query}`);
    expectListResponse(answer);
    expect(answer.body).toMatchObject({ totalResults: people, startIndex, itemsPerPage });
  });
}

for (const [count, itemsPerPage] of [
  ["0", 0],
  ["1", 1],
  ["5", 5],
  ["13", 13],
  ["100", 13],
  ["-1", 0],
  ["1000000", 13],
  ["99999999999", 13],
] as const) {
  test(`G-02 count=${count} gives ${itemsPerPage}`, async () => {
    const answer = await get(scim, `/Users?count=${count}`);
    expectListResponse(answer);
    expect(answer.body).toMatchObject({ totalResults: people, startIndex: 1, itemsPerPage });
  });
}

for (const value of ["abc", "1.5", "1e2x", "0x10", "--1"]) {
  for (const name of ["startIndex", "count"]) {
    test(`G-03 ${name}=${value} is a 400 invalidValue`, async () => {
      expectScimError(await get(scim, `/Users?${name}=${value}`), 400, "invalidValue");
    });
  }
}

test("G-01 a startIndex beyond every list is an empty page", async () => {
  const answer = await get(scim, "/Users?startIndex=99999999999999999999");
  if (answer.status === 400) {
    expectScimError(answer, 400, "invalidValue");
  } else {
    expect(expectListResponse(answer)).toEqual([]);
  }
});

test("G-04 the pages hold everybody once, the last is shorter, and startIndex is echoed", async () => {
  const seen: string[] = [];
  for (const [startIndex, expected] of [
    [1, 5],
    [6, 5],
    [11, 3],
  ] as const) {
    const answer = await get(scim, `/Users?startIndex=${startIndex}&count=5`);
    const page = expectListResponse(answer);
    expect(answer.body).toMatchObject({ totalResults: people, startIndex, itemsPerPage: expected });
    seen.push(...page.map((user) => textAt(user, "id")));
  }
  expect(new Set(seen).size).toBe(people);
});

test("G-04 people who come and go between pages are no error", async ({ scim: own }) => {
  const ids = await createUsers(own, 12);
  expect(expectListResponse(await get(own, "/Users?startIndex=1&count=5"))).toHaveLength(5);
  await remove(own, `/Users/${ids[0]}`);
  const created = await createUser(own);
  const second = expectListResponse(await get(own, "/Users?startIndex=6&count=5"));
  expect(second).toHaveLength(5);
  const third = await get(own, "/Users?startIndex=11&count=5");
  expect(expectListResponse(third)).toHaveLength(2);
  expect(third.body.totalResults).toBe(12);
  expect((await get(own, `/Users/${idOf(created)}`)).status).toBe(200);
});

test("G-02 a page without count has at least 100, and a page may hold what maxPageSize says", async ({ scim: own }) => {
  const config = await get(own, "/ServiceProviderConfig");
  const maxPageSize = Number(valueAt(config.body, "pagination.maxPageSize"));
  const defaultPageSize = Number(valueAt(config.body, "pagination.defaultPageSize"));
  const total = 260;
  await createUsers(own, total);
  expect(expectListResponse(await get(own, "/Users"))).toHaveLength(Math.min(total, defaultPageSize));
  expect(expectListResponse(await get(own, "/Users?count=250"))).toHaveLength(250);
  const all = await get(own, "/Users?count=1000");
  expect(expectListResponse(all)).toHaveLength(Math.min(total, maxPageSize));
  expect(all.body.totalResults).toBe(total);
});

test("G-05 nothing is too many: an unfiltered list is paged", async () => {
  const answer = await get(scim, "/Users?count=2");
  expect(expectListResponse(answer)).toHaveLength(2);
  expect(answer.body.totalResults).toBe(people);
});
