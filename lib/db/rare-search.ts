import type { Database } from "./pool";
import type { RequestFilter } from "./request-filter";

/** So many rows are read at once sooner than the log is gone through from its end. */
const mostRare = 30_000;

/**
 * Whether few rows hold what is searched for, by PostgreSQL's own estimate. Then they are all read through the index of words and
 * sorted; of frequent words the latest rows are found sooner in the order of the log. PostgreSQL itself would choose the latter
 * also for a word that is nowhere, and read a million rows for it.
 *
 * @returns false where nothing is searched for
 */
export async function isRareSearch({ pool }: Pick<Database, "pool">, filter: RequestFilter): Promise<boolean> {
  const { words, resourceId } = filter;
  const queries = [...(words === undefined ? [] : [words]), ...(resourceId === undefined ? [] : [`'${resourceId}'`])];
  if (queries.length === 0) return false;
  const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM request_log WHERE search @@ $1::tsquery`,
    [queries.map((query) => `(${query})`).join(" & ")],
  );
  return (rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0) <= mostRare;
}
