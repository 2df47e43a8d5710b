import type { Database } from "./pool";
import type { RequestFilter } from "./request-filter";

/**
 * Whether few rows hold what is searched for, by PostgreSQL's own estimate. Then they are all read through the index of words and
 * sorted; of frequent words the latest rows are found sooner in the order of the log. PostgreSQL itself would choose the latter
 * also for a word that is nowhere, and read a million rows for it.
 *
 * Of `n` rows that hold it among `all`, the first way reads `n` and the second about `all / n` for each that is wanted.
 *
 * @param wanted how many of the latest rows are read
 * @returns false where nothing is searched for
 */
export async function isRareSearch(
  { pool }: Pick<Database, "pool">,
  { words, resourceId }: RequestFilter,
  wanted: number,
): Promise<boolean> {
  const queries = [...(words === undefined ? [] : [words]), ...(resourceId === undefined ? [] : [`'${resourceId}'`])];
  if (queries.length === 0) return false;
  const explained = "EXPLAIN (FORMAT JSON) SELECT 1 FROM request_log";
  type Plans = { "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] };
  const [found, whole] = await Promise.all([
    pool.query<Plans>(`${explained} WHERE search @@ $1::tsquery`, [queries.map((query) => `(${query})`).join(" & ")]),
    pool.query<Plans>(explained),
  ]);
  const count = found.rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
  const all = whole.rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
  return count * count <= wanted * all;
}
