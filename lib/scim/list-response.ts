import type { JsonObject } from "./json";
import { listResponseUrn } from "./urns";

/**
 * The body of a list response. `itemsPerPage` is how many resources the page really has.
 *
 * @param page totalResults: how many match on all pages together; startIndex: 1-based
 * @see RFC 7644 §3.4.2
 */
export function createListResponse(page: {
  readonly resources: readonly JsonObject[];
  readonly totalResults: number;
  readonly startIndex: number;
}): JsonObject {
  return {
    schemas: [listResponseUrn],
    totalResults: page.totalResults,
    startIndex: page.startIndex,
    itemsPerPage: page.resources.length,
    Resources: [...page.resources],
  };
}
