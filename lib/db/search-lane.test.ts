import pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { searchInLane } from "./search-lane";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A pool that never connects. */
const createPool = (max: number) => new pg.Pool({ max });

function createSearch() {
  let finish = () => {};
  const promise = new Promise<string>((resolve) => {
    finish = () => resolve("found");
  });
  return { search: vi.fn(() => promise), finish };
}

test("a quarter of the connections search at once, the others wait for their turn", async () => {
  const pool = createPool(8);
  const [first, second, third] = [createSearch(), createSearch(), createSearch()];
  const answers = [first, second, third].map(({ search }) => searchInLane(pool, search));
  await vi.advanceTimersByTimeAsync(1_000);
  expect([first, second, third].map(({ search }) => search.mock.calls.length)).toEqual([1, 1, 0]);
  first.finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(third.search).toHaveBeenCalledOnce();
  second.finish();
  third.finish();
  expect(await Promise.all(answers)).toEqual(["found", "found", "found"]);
});

test("who gets no turn in time is told to narrow the search, and takes nobody's turn", async () => {
  const pool = createPool(1);
  const [first, late, next] = [createSearch(), createSearch(), createSearch()];
  const answer = searchInLane(pool, first.search);
  const refused = expect(searchInLane(pool, late.search)).rejects.toMatchObject({ kind: "tooMany" });
  await vi.advanceTimersByTimeAsync(5_000);
  await refused;
  first.finish();
  await answer;
  const after = searchInLane(pool, next.search);
  next.finish();
  expect(await after).toBe("found");
  expect(late.search).not.toHaveBeenCalled();
});

test("a search that fails gives its turn back", async () => {
  const pool = createPool(1);
  await expect(searchInLane(pool, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await searchInLane(pool, () => Promise.resolve("found"))).toBe("found");
});
