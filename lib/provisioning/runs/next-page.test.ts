import { describe, expect, test } from "vitest";
import { beginReading, findNextPage, followCursor, maxListed } from "./next-page";
import type { ReadPosition } from "./run-task";

/** Reads a server to its end. @returns the startIndex of each page, and how many resources were seen */
function readAll(
  list: (startIndex: number, count: number) => { ids: readonly number[]; total: number },
  { pageSize = 100, linked = 0 } = {},
): { pages: number[]; seen: number } {
  const known = new Set<number>();
  const pages: number[] = [];
  let position: ReadPosition | undefined = beginReading(pageSize);
  while (position !== undefined && pages.length < 50) {
    const { ids, total } = list(position.startIndex, position.pageSize);
    pages.push(position.startIndex);
    const news = ids.filter((id) => !known.has(id));
    for (const id of ids) known.add(id);
    position = findNextPage(position, { listed: ids.length, news: news.length, totalResults: total, linked });
  }
  return { pages, seen: known.size };
}

const numbers = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
/** A truthful list of `size` resources. */
const listOf = (size: number) => (startIndex: number, count: number) => ({
  ids: numbers(startIndex, Math.min(size, startIndex + count - 1)),
  total: size,
});

describe("RFC 7644 §3.4.2.4: a list is read to its end", () => {
  test.each([
    ["empty", 0, [1]],
    ["one page", 40, [1]],
    ["a full page, after which there may be more", 100, [1, 101]],
    ["three", 250, [1, 101, 201]],
  ])("%s", (_name, size, pages) => {
    expect(readAll(listOf(size))).toEqual({ pages, seen: size });
  });

  test("pages are smaller than asked for", () => {
    const capped = (startIndex: number) => listOf(120)(startIndex, 50);
    expect(readAll(capped)).toEqual({ pages: [1, 51, 101], seen: 120 });
  });

  test("the total is too large", () => {
    const lying = (startIndex: number, count: number) => ({ ...listOf(120)(startIndex, count), total: 100_000 });
    expect(readAll(lying)).toEqual({ pages: [1, 101, 121], seen: 120 });
  });

  test("the total is that of the page: full pages are not the end", () => {
    const lying = (startIndex: number, count: number) => {
      const { ids } = listOf(250)(startIndex, count);
      return { ids, total: ids.length };
    };
    expect(readAll(lying).seen).toBe(250);
  });

  test("the total is that of a page smaller than asked for: we know of more", () => {
    const lying = (startIndex: number) => {
      const { ids } = listOf(120)(startIndex, 50);
      return { ids, total: ids.length };
    };
    expect(readAll(lying, { linked: 120 }).seen).toBe(120);
  });

  test("startIndex is ignored: the same page again is the end", () => {
    expect(readAll(() => ({ ids: numbers(1, 100), total: 250 }))).toEqual({ pages: [1, 101], seen: 100 });
  });

  test("everything at once, more than asked for", () => {
    expect(readAll(() => ({ ids: numbers(1, 250), total: 250 }))).toEqual({ pages: [1], seen: 250 });
  });

  test("resources move while it is read: what was seen does not count again", () => {
    const moving = (startIndex: number, count: number) => listOf(250)(Math.max(1, startIndex - 3), count);
    expect(readAll(moving).seen).toBe(250);
  });

  test("a server that makes up new ones for ever comes to an end", () => {
    const position = { ...beginReading(100), startIndex: maxListed - 50, seen: maxListed - 51 };
    expect(findNextPage(position, { listed: 100, news: 100, totalResults: 1e9, linked: 0 })).toBeUndefined();
  });
});

describe("a list that goes on by cursor", () => {
  const first = beginReading(100);

  test("is read until no cursor comes, whatever is on a page", () => {
    const second = followCursor(first, "b", 2);
    expect(second).toMatchObject({ cursor: "b", pages: 1, seen: 2 });
    expect(second && followCursor(second, "c", 0)).toMatchObject({ cursor: "c", pages: 2, seen: 2 });
    expect(second && followCursor(second, undefined, 1)).toBeUndefined();
  });

  test("ends where the same cursor comes again, or all too many resources", () => {
    expect(followCursor({ ...first, cursor: "b" }, "b", 5)).toBeUndefined();
    expect(followCursor({ ...first, seen: maxListed }, "b", 1)).toBeUndefined();
  });
});
