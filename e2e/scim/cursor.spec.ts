import type { JsonObject, JsonValue } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import {
  type Answer,
  createUser,
  createUsers,
  get,
  idOf,
  listAt,
  patch,
  post,
  remove,
  textAt,
  valueAt,
} from "./exchange";
import { expectScimError } from "./expectations";
import { listResponseUrn, searchRequestUrn } from "./urns";

const people = 13;
let scim: Scim;

test.beforeAll(async ({ createOrganization }) => {
  scim = await createOrganization();
  for (const title of ["c", "B", "a"]) await createUsers(scim, 4, { title });
  await createUser(scim);
});

/** Expects a page as RFC 9865 has them, and returns the ids on it. */
function expectPage(answer: Answer): string[] {
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.schemas).toEqual([listResponseUrn]);
  expect(answer.body).not.toHaveProperty("startIndex");
  const ids = listAt(answer.body, "Resources").map((resource) => textAt(resource, "id"));
  expect(answer.body.itemsPerPage).toBe(ids.length);
  expect(Number.isInteger(answer.body.totalResults)).toBe(true);
  if (answer.body.nextCursor !== undefined) expect(answer.body.nextCursor).toMatch(/^[A-Za-z0-9._~-]+$/);
  return ids;
}

/** Reads a list to its end; `between` is done after each page. */
async function walk(
  on: Scim,
  path: string,
  query: string,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor = "";
  do {
    const answer = await get(on, `${path}?cursor=${cursor}&${query}`);
    pages.push(expectPage(answer));
    cursor = answer.body.nextCursor === undefined ? "" : textAt(answer.body, "nextCursor");
    await between(pages.length);
  } while (cursor !== "");
  return pages;
}

for (const parameter of ["cursor", "cursor="]) {
  test(`K-01 ?${parameter} begins`, async () => {
    const answer = await get(scim, `/Users?${parameter}&count=10`);
    expect(expectPage(answer)).toHaveLength(10);
    expect(textAt(answer.body, "nextCursor")).not.toBe("");
    expect(answer.body).not.toHaveProperty("previousCursor");
    expect(answer.body.totalResults).toBe(people);
  });
}

for (const query of [
  "count=5",
  "count=13",
  "count=1000",
  "count=1",
  "",
  "count=4&sortBy=title",
  "count=4&sortBy=title&sortOrder=descending",
]) {
  test(`K-02, peer 12: ?${query} leads through everybody once and ends without a nextCursor`, async () => {
    const whole = listAt((await get(scim, `/Users?${query.replace(/count=\d+/, "count=1000")}`)).body, "Resources");
    const seen = (await walk(scim, "/Users", query)).flat();
    expect(seen).toEqual(whole.map((user) => textAt(user, "id")));
    expect(seen).toHaveLength(people);
  });
}

test("K-02 pages are full but the last one, and count may be left out after the first", async () => {
  const sizes = (await walk(scim, "/Users", "count=5")).map((page) => page.length);
  expect(sizes).toEqual([5, 5, 3]);
  const first = await get(scim, "/Users?cursor&count=5");
  expect(expectPage(await get(scim, `/Users?cursor=${textAt(first.body, "nextCursor")}`))).toHaveLength(5);
});

test("K-02 an empty list is one page", async () => {
  const answer = await get(scim, "/Users?cursor&filter=userName+eq+%22nobody%22");
  expect(expectPage(answer)).toEqual([]);
  expect(answer.body).toMatchObject({ totalResults: 0, Resources: [] });
  expect(answer.body).not.toHaveProperty("nextCursor");
});

test("K-03 cursor and startIndex together are a 400; without both paging is by index", async () => {
  expectScimError(await get(scim, "/Users?cursor=&startIndex=1"), 400, "invalidValue");
  expectScimError(await search(scim, "/Users", { cursor: "", startIndex: 1 }), 400, "invalidValue");
  const { body } = await get(scim, "/Users?count=2");
  expect(body.startIndex).toBe(1);
  expect(body).not.toHaveProperty("nextCursor");
});

for (const count of ["0", "-1", "abc", "1.5", ""]) {
  test(`K-04 count=${count} is invalidCount`, async () => {
    expectScimError(await get(scim, `/Users?cursor&count=${count}`), 400, "invalidCount");
  });
}

test("K-04 a count above the most is lowered to it", async () => {
  expect(expectPage(await get(scim, "/Users?cursor&count=100000"))).toHaveLength(people);
});

test("K-04, K-05 a cursor is good for its own walk alone, and refused in the same words otherwise", async ({
  createOrganization,
  createClient,
  scim: own,
}) => {
  await createUsers(own, 4, { title: "x" });
  const query = "filter=title+pr&sortBy=title&count=2";
  const cursor = textAt((await get(own, `/Users?cursor&${query}`)).body, "nextCursor");
  const last = cursor.at(-1) === "A" ? "B" : "A";
  const others = [
    await get(await createOrganization(), `/Users?cursor=${cursor}&${query}`),
    await get(await createClient(), `/Users?cursor=${cursor}&${query}`),
    await get(own, `/?cursor=${cursor}&${query}`),
    await get(own, `/Groups?cursor=${cursor}&sortBy=displayName&count=2`),
    await get(own, `/Users?cursor=${cursor}&filter=active+eq+true&sortBy=title&count=2`),
    await get(own, `/Users?cursor=${cursor}&filter=title+pr&sortBy=userName&count=2`),
    await get(own, `/Users?cursor=${cursor}&${query}&sortOrder=descending`),
    await get(own, `/Users?cursor=${cursor}&sortBy=title&count=2`),
    await get(own, `/Users?cursor=${cursor.slice(0, -1)}${last}&${query}`),
    await get(own, `/Users?cursor=${cursor.slice(1)}&${query}`),
    await get(own, `/Users?cursor=nothing&${query}`),
    await get(own, `/Users?cursor=%00%27&${query}`),
  ];
  for (const answer of others) expectScimError(answer, 400, "invalidCursor");
  expect(new Set(others.map(({ body }) => body.detail)).size).toBe(1);
  expectScimError(
    await get(own, `/Users?cursor=${cursor}&${query.replace("count=2", "count=3")}`),
    400,
    "invalidCount",
  );
  expect(expectPage(await get(own, `/Users?cursor=${cursor}&${query}`))).toHaveLength(2);
});

test("K-05 names that no schema has depend on case, and so does a cursor that is sorted by one", async ({
  scim: own,
  createClient,
}) => {
  const keeping = await createClient({ preset: "generic", options: { unknownAttributes: "keep" } });
  for (const shoeSize of ["a", "b", "c"]) await createUser(keeping, { shoeSize });
  const cursor = textAt((await get(keeping, "/Users?cursor&count=2&sortBy=shoeSize")).body, "nextCursor");
  expectScimError(await get(keeping, `/Users?cursor=${cursor}&count=2&sortBy=shoesize`), 400, "invalidCursor");
  expect(expectPage(await get(keeping, `/Users?cursor=${cursor}&count=2&sortBy=shoeSize`))).toHaveLength(1);
  const known = textAt((await get(own, "/Users?cursor&count=2&sortBy=userName")).body, "nextCursor");
  expect(expectPage(await get(own, `/Users?cursor=${known}&count=2&sortBy=USERNAME`))).toHaveLength(1);
});

test("K-05 a cursor may be used again, and the token is asked for on every page", async () => {
  const cursor = textAt((await get(scim, "/Users?cursor&count=5")).body, "nextCursor");
  const path = `/Users?cursor=${cursor}&count=5`;
  expect(expectPage(await get(scim, path))).toEqual(expectPage(await get(scim, path)));
  expectScimError(await get(scim, path, { authorization: "Bearer nobody" }), 401);
});

test("K-06 .search takes cursors as GET does", async () => {
  for (const path of ["/Users", ""]) {
    const first = await search(scim, path, { cursor: "", count: 5, sortBy: "title" });
    const byGet = await get(scim, `${path}/?cursor&count=5&sortBy=title`);
    expect(expectPage(first)).toEqual(expectPage(byGet));
    const cursor = textAt(first.body, "nextCursor");
    const second = await search(scim, path, { cursor, count: 5, sortBy: "title" });
    expect(expectPage(second)).toEqual(expectPage(await get(scim, `${path}/?cursor=${cursor}&count=5&sortBy=title`)));
  }
});

for (const query of [
  "count=4",
  "count=4&sortBy=title",
  "count=4&sortBy=title&sortOrder=descending",
  "count=4&sortBy=userName",
]) {
  test(`K-07, G-06 ?${query}: who comes, goes or changes between pages makes nobody else skipped or repeated`, async ({
    scim: own,
  }) => {
    const staying: string[] = [];
    const leaving: string[] = [];
    for (const title of ["b", "d", "a", "c"]) {
      staying.push(...(await createUsers(own, 4, { title })));
      leaving.push(...(await createUsers(own, 2, { title })));
    }
    const changing = leaving.splice(0, 4);
    const pages = await walk(own, "/Users", query, async (page) => {
      const [gone, changed] = [leaving.pop(), changing.pop()];
      await Promise.all([
        createUser(own, { title: ["", "a", "b", "d"][page] ?? "z" }),
        ...(gone === undefined ? [] : [remove(own, `/Users/${gone}`)]),
        ...(changed === undefined ? [] : [patch(own, `/Users/${changed}`, { op: "add", path: "title", value: "zz" })]),
      ]);
    });
    const seen = pages.flat();
    expect(seen.filter((id) => staying.includes(id)).sort()).toEqual([...staying].sort());
  });
}

test("K-08 the pagination block says what really is", async ({ scim: own }) => {
  const { body } = await get(own, "/ServiceProviderConfig");
  const pagination = valueAt(body, "pagination");
  expect(pagination).toMatchObject({
    cursor: true,
    index: true,
    defaultPaginationMethod: "index",
    cursorTimeout: 86_400,
  });
  expect(valueAt(body, "sort.supported")).toBe(true);
  const defaultPageSize = Number(valueAt(pagination, "defaultPageSize"));
  const maxPageSize = Number(valueAt(pagination, "maxPageSize"));
  await createUsers(own, defaultPageSize + 1);
  expect(expectPage(await get(own, "/Users?cursor"))).toHaveLength(defaultPageSize);
  expect(expectPage(await get(own, `/Users?cursor&count=${maxPageSize + 1}`))).toHaveLength(defaultPageSize + 1);
});

test("G-06, interop 26: people who are deleted as they are read are all found", async ({ scim: own }) => {
  const ids = await createUsers(own, 30);
  const read: string[] = [];
  let cursor = "";
  do {
    const answer = await get(own, `/Users?cursor=${cursor}&count=7`);
    const page = expectPage(answer);
    read.push(...page);
    for (const id of page) await remove(own, `/Users/${id}`);
    cursor = answer.body.nextCursor === undefined ? "" : textAt(answer.body, "nextCursor");
  } while (cursor !== "");
  expect(read.sort()).toEqual([...ids].sort());
});

function search(on: Scim, path: string, members: Record<string, JsonValue>): Promise<Answer> {
  const body: JsonObject = { schemas: [searchRequestUrn], ...members };
  return post(on, `${path}/.search`, body);
}

test("K-02 a list of one person who is known by id", async ({ scim: own }) => {
  const id = idOf(await createUser(own));
  expect((await walk(own, "/Users", `filter=id+eq+%22${id}%22`)).flat()).toEqual([id]);
});
