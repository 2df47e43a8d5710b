import type { JsonObject } from "./json";
import { listResponseUrn } from "./urns";

/**
 * The body of a list response. `itemsPerPage` is how many resources the page really has.
 *
 * @param page totalResults: how many match on all pages together; startIndex: 1-based; nextCursor: absent on the last of
 *   the pages that cursors lead through
 * @see RFC 7644 §3.4.2, RFC 9865 §2
 */
export function createListResponse(
  page: { readonly resources: readonly JsonObject[]; readonly totalResults: number } & (
    | { readonly startIndex: number }
    | { readonly nextCursor: string | undefined }
  ),
): JsonObject {
  return {
    schemas: [listResponseUrn],
    totalResults: page.totalResults,
    ...("startIndex" in page ? { startIndex: page.startIndex } : {}),
    itemsPerPage: page.resources.length,
    ...("nextCursor" in page && page.nextCursor !== undefined ? { nextCursor: page.nextCursor } : {}),
    Resources: [...page.resources],
  };
}
