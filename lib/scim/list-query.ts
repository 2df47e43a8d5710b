import type { ResourceType } from "./attribute";
import { ScimError } from "./errors";
import type { CheckedFilter } from "./filter/ast";
import { checkFilter } from "./filter/check";
import { parseFilter } from "./filter/parse";
import { type Projection, parseProjection } from "./project-attributes";
import { quoteText } from "./quote-text";

/** How many resources a page has when the client does not say, and at most. */
export type PageLimits = { readonly defaultCount: number; readonly maxCount: number };

export const pageLimits: PageLimits = { defaultCount: 100, maxCount: 1_000 };

export type ListQuery = {
  readonly filter?: CheckedFilter;
  /** 1-based. */
  readonly startIndex: number;
  /** 0 asks for the number of results alone. */
  readonly count: number;
  readonly projection: Projection;
};

/** Fits the integers of every database; no directory has a page that far. */
const maxStartIndex = 2_147_483_647;

/**
 * Reads the query of a list request. Parameters that SCIM does not know are passed over: Entra appends
 * `aadOptscim062020` to its tenant URL.
 *
 * @throws ScimError invalidFilter, invalidValue for a startIndex or count that is no integer
 * @see RFC 7644 §3.4.2
 */
export function parseListQuery(
  resourceType: ResourceType,
  searchParams: URLSearchParams,
  limits: PageLimits = pageLimits,
): ListQuery {
  const filter = parseFilterParameter(resourceType, searchParams.getAll("filter"));
  const startIndex = parseInteger("startIndex", searchParams.get("startIndex")) ?? 1;
  const count = parseInteger("count", searchParams.get("count")) ?? limits.defaultCount;
  return {
    ...(filter === undefined ? {} : { filter }),
    startIndex: Math.min(Math.max(startIndex, 1), maxStartIndex),
    count: Math.min(Math.max(count, 0), limits.maxCount),
    projection: parseProjection(
      resourceType,
      searchParams.getAll("attributes"),
      searchParams.getAll("excludedAttributes"),
    ),
  };
}

/** An unreadable filter must never become an unfiltered answer. */
function parseFilterParameter(resourceType: ResourceType, filters: readonly string[]): CheckedFilter | undefined {
  const [filter, another] = filters;
  if (filter === undefined) {
    return undefined;
  }
  if (another !== undefined) {
    throw new ScimError("invalidFilter", "The query has more than one filter. Join them with and or or into one.");
  }
  return checkFilter(parseFilter(filter, resourceType), resourceType);
}

function parseInteger(name: string, text: string | null): number | undefined {
  if (text === null) {
    return undefined;
  }
  if (!/^\s*[+-]?\d+\s*$/.test(text)) {
    throw new ScimError("invalidValue", `${name} must be a whole number, but it is ${quoteText(text)}.`);
  }
  return Number(text);
}
