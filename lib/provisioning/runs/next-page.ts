import type { ReadPosition } from "./run-task";

/** One page of a list, as it came. */
export type PageOutcome = {
  /** Resources on the page, and how many of them the run had not seen before. */
  readonly listed: number;
  readonly news: number;
  /** As the target says; it may be wrong. */
  readonly totalResults: number;
  /** How many resources of this type are linked; asked for only where the page is the last one by its total. */
  readonly linked: number;
};

/** The most resources of a list that are read: a server that makes up new ones for ever comes to an end. */
export const maxListed = 5_000_000;

/**
 * Where the next page begins, or that this was the last one. A total is believed only if nothing speaks against it: some
 * servers give the number of the page for it, ignore `startIndex`, or return fewer than asked for.
 *
 * @see RFC 7644 §3.4.2.4
 */
export function findNextPage(position: ReadPosition, page: PageOutcome): ReadPosition | undefined {
  const seen = position.seen + page.news;
  if (page.listed === 0 || page.news === 0 || seen >= maxListed) return undefined;
  const next = position.startIndex + page.listed;
  const isAtTotal = reachesTotal(position, page);
  // A full page may be all that a wrong total knows of; so may fewer than we have linked.
  if (isAtTotal && page.listed !== position.pageSize && seen >= page.linked) return undefined;
  return { ...position, startIndex: next, pages: position.pages + 1, seen };
}

/** Whether a page is the last one, if the target's total can be believed. */
export function reachesTotal(
  position: Pick<ReadPosition, "startIndex">,
  { listed, totalResults }: Pick<PageOutcome, "listed" | "totalResults">,
): boolean {
  return position.startIndex + listed > totalResults;
}

/** A server that gives cursors to pages without resources for ever comes to an end. */
const maxPages = 1_000_000;

/**
 * The next page of a list that goes on by cursor, or that this was the last one. Such a page may hold fewer than were asked for,
 * or none, and its total is not looked at.
 *
 * @param nextCursor as the page gave it
 * @see RFC 9865 §2
 */
export function followCursor(
  position: ReadPosition,
  nextCursor: string | undefined,
  news: number,
): ReadPosition | undefined {
  const seen = position.seen + news;
  const isEndless = nextCursor === position.cursor || seen >= maxListed || position.pages >= maxPages;
  if (nextCursor === undefined || isEndless) return undefined;
  return { ...position, cursor: nextCursor, pages: position.pages + 1, seen };
}

/** The first page of the groups, after the people. */
export function beginGroups(position: ReadPosition, pageSize: number): ReadPosition {
  return { ...beginReading(pageSize), resourceType: "Group", complete: position.complete };
}

/** The first page of the people. */
export function beginReading(pageSize: number): ReadPosition {
  return { kind: "read", resourceType: "User", startIndex: 1, pageSize, pages: 0, seen: 0, complete: [] };
}
