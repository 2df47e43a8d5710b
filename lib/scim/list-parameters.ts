/**
 * What a client asks of a list, as sent: read from a query string or from the body of a search, and then one thing.
 * Numbers are texts here, since a query string knows no others.
 *
 * @see RFC 7644 §3.4.2, §3.4.3, RFC 9865 §2
 */
export type ListParameters = {
  /** More than one is refused later. */
  readonly filters: readonly string[];
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly startIndex?: string;
  readonly count?: string;
  /** "" asks for the first page. */
  readonly cursor?: string;
  /** Each may hold a list. */
  readonly attributes: readonly string[];
  readonly excludedAttributes: readonly string[];
};

const singleNames = ["sortBy", "sortOrder", "startIndex", "count", "cursor"] as const;

/**
 * Reads the query of a list request. Parameters that SCIM does not know are passed over: Entra appends
 * `aadOptscim062020` to its tenant URL.
 */
export function readListParameters(searchParams: URLSearchParams): ListParameters {
  const singles = singleNames.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    filters: searchParams.getAll("filter"),
    ...Object.fromEntries(singles),
    attributes: searchParams.getAll("attributes"),
    excludedAttributes: searchParams.getAll("excludedAttributes"),
  };
}
