import type { ResourceType } from "./attribute";
import { ScimError, type ScimErrorKind } from "./errors";
import type { CheckedFilter, Filter } from "./filter/ast";
import { checkFilter } from "./filter/check";
import { formatFilter } from "./filter/format";
import { parseFilter } from "./filter/parse";
import { formatTarget } from "./find-target";
import type { ListParameters } from "./list-parameters";
import { type Projection, parseProjection } from "./project-attributes";
import { quoteText } from "./quote-text";
import { parseSort, type Sort, type SortKey } from "./sort";

/** How many resources a page has when the client does not say, and at most. */
export type PageLimits = { readonly defaultCount: number; readonly maxCount: number };

export const pageLimits: PageLimits = { defaultCount: 100, maxCount: 1_000 };

/** How long a cursor may be used after it was given out. @see RFC 9865 §3 */
export const cursorTimeoutSeconds = 86_400;

/** Which page is asked for, and how many resources it may have. */
export type PageQuery =
  | {
      readonly kind: "index";
      /** 1-based. */
      readonly startIndex: number;
      /** 0 asks for the number of results alone. */
      readonly count: number;
    }
  | {
      readonly kind: "cursor";
      /** As the client sent it; "" for the first page. */
      readonly cursor: string;
      /** Absent when the client does not say. */
      readonly count?: number;
      /** The filter and the sort in a canonical form: what a cursor is good for and nothing else. */
      readonly query: string;
    };

export type ListQuery = {
  readonly filter?: CheckedFilter;
  readonly sort?: Sort;
  readonly page: PageQuery;
  readonly projection: Projection;
};

/** Fits the integers of every database; no directory has a page that far. */
const maxStartIndex = 2_147_483_647;

/**
 * Reads what is asked of a list of one resource type.
 *
 * @throws ScimError invalidFilter; invalidValue for a sort that is not possible, for a startIndex or count that is no
 *   integer, and for a cursor beside a startIndex; invalidCount for a count that no page after a cursor can have
 * @see RFC 7644 §3.4.2, RFC 9865 §2
 */
export function parseListQuery(
  resourceType: ResourceType,
  parameters: ListParameters,
  limits: PageLimits = pageLimits,
): ListQuery {
  const filterText = readFilterText(parameters.filters);
  const filter = filterText === undefined ? undefined : parseFilter(filterText, resourceType);
  const sort = parseSort(resourceType, parameters.sortBy, parameters.sortOrder);
  return {
    ...(filter === undefined ? {} : { filter: checkFilter(filter, resourceType) }),
    ...(sort === undefined ? {} : { sort }),
    page: parsePageQuery(parameters, filter, sort && { ...sort, keys: [sort.key] }, limits),
    projection: parseProjection(resourceType, parameters.attributes, parameters.excludedAttributes),
  };
}

/** The one filter of a request. An unreadable filter must never become an unfiltered answer. @throws ScimError invalidFilter */
export function readFilterText([filter, another]: readonly string[]): string | undefined {
  if (another !== undefined) {
    throw new ScimError("invalidFilter", "The query has more than one filter. Join them with and or or into one.");
  }
  return filter;
}

/**
 * Reads which page is asked for.
 *
 * @param sort the keys by which the resource types are sorted, of those that have the attribute
 * @throws ScimError invalidValue, invalidCount
 * @see RFC 7644 §3.4.2.4, RFC 9865 §2
 */
export function parsePageQuery(
  { startIndex, count, cursor }: ListParameters,
  filter: Filter | undefined,
  sort: { readonly keys: readonly (SortKey | undefined)[]; readonly descending: boolean } | undefined,
  limits: PageLimits,
): PageQuery {
  if (cursor === undefined) {
    const first = parseInteger("startIndex", startIndex, "invalidValue") ?? 1;
    const size = parseInteger("count", count, "invalidValue") ?? limits.defaultCount;
    return {
      kind: "index",
      startIndex: Math.min(Math.max(first, 1), maxStartIndex),
      count: Math.min(Math.max(size, 0), limits.maxCount),
    };
  }
  if (startIndex !== undefined) {
    throw new ScimError(
      "invalidValue",
      "The request has both cursor and startIndex. Page by one of them: leave the other out.",
    );
  }
  const size = parseInteger("count", count, "invalidCount");
  if (size !== undefined && size < 1) {
    throw new ScimError("invalidCount", `With a cursor count must be 1 or more, but it is ${size}.`);
  }
  // The kind of the values belongs to it: a cursor must not outlive the definition of the attribute.
  const order = sort && [sort.keys.map((key) => key && [formatTarget(key.target), key.kind]), sort.descending];
  return {
    kind: "cursor",
    cursor,
    ...(size === undefined ? {} : { count: Math.min(size, limits.maxCount) }),
    query: JSON.stringify([filter === undefined ? null : formatFilter(filter), order ?? null]),
  };
}

function parseInteger(name: string, text: string | undefined, kind: ScimErrorKind): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) {
    throw new ScimError(kind, `${name} must be a whole number, but it is ${quoteText(text)}.`);
  }
  return Number(text);
}
