import type { RequestAction, RequestAgent, RequestOutcome } from "@/lib/explain/logged-exchange";
import type { Database } from "./pool";
import { isRareSearch } from "./rare-search";
import type { RequestFilter } from "./request-filter";
import { selectRequestIds } from "./request-list";
import { nilUuid } from "./request-log-insert";

/** How many requests are alike in all that they can be narrowed by. */
export type CountedRequests = {
  /** The nil UUID: no SCIM client could be told. */
  readonly scim_client_id: string;
  readonly outcome: RequestOutcome;
  readonly action: RequestAction;
  readonly agent: RequestAgent;
  readonly status_class: number;
  readonly count: number;
};

/** How many requests of one outcome began in one bar of the histogram. */
export type CountedBar = { readonly begin: Date; readonly outcome: RequestOutcome; readonly count: number };

/** How many rows are looked at where they have to be counted one by one. */
export const mostCounted = 500;

const dimensions = "scim_client_id, outcome, action, agent, status_class";

/**
 * Counts the requests of a time by all that they can be narrowed by, from the hourly counts.
 *
 * @param time whole hours
 */
export async function countByDimensions(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  time: { readonly from: Date; readonly until: Date },
): Promise<readonly CountedRequests[]> {
  const { rows } = await pool.query<CountedRequests>({
    name: "count-requests-by-dimensions",
    text: `SELECT ${dimensions}, sum(count)::int AS count FROM request_counts
      WHERE organization_id = $1 AND hour >= $2 AND hour < $3 GROUP BY ${dimensions}`,
    values: [organizationId, time.from, time.until],
  });
  return rows;
}

/**
 * The bars of the histogram from the hourly counts; those without requests are missing.
 *
 * @param barMs whole hours
 */
export async function countBars(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter & { readonly from: Date; readonly until: Date },
  barMs: number,
): Promise<readonly CountedBar[]> {
  const { from, until, outcomes, action, scimClientId, agent, statusClass } = filter;
  const { rows } = await pool.query<CountedBar>({
    name: "count-request-bars",
    text: `SELECT date_bin($4::float8 * interval '1 millisecond', hour, $2::timestamptz) AS begin, outcome,
        sum(count)::int AS count
      FROM request_counts
      WHERE organization_id = $1 AND hour >= $2::timestamptz AND hour < $3 AND ($5::text[] IS NULL OR outcome = ANY($5))
        AND ($6::text IS NULL OR action = $6) AND ($7::uuid IS NULL OR scim_client_id = $7)
        AND ($8::text IS NULL OR agent = $8) AND ($9::int IS NULL OR status_class = $9)
      GROUP BY 1, 2`,
    values: [organizationId, from, until, barMs, outcomes, action, scimClientId, agent, statusClass],
  });
  return rows;
}

/**
 * Counts the latest requests that fit, row by row, at most `mostCounted`: for searches and for parts of an hour, of which the
 * hourly counts know nothing.
 */
export async function countRows(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter & { readonly from: Date },
  barMs: number,
): Promise<readonly (CountedRequests & { readonly begin: Date })[]> {
  const isRare = await isRareSearch({ pool }, filter, mostCounted);
  const latest = selectRequestIds(organizationId, filter, { limit: mostCounted, isRare });
  const values = [...latest.values, filter.from, barMs];
  const from = `$${values.length - 1}::timestamptz`;
  const { rows } = await pool.query<CountedRequests & { readonly begin: Date }>(
    `SELECT ${dimensions}, begin, count(*)::int AS count FROM (
       SELECT COALESCE(r.scim_client_id, '${nilUuid}') AS scim_client_id, r.outcome, r.action, r.agent,
         r.status / 100 AS status_class, date_bin($${values.length}::float8 * interval '1 millisecond', r.at, ${from}) AS begin
       FROM (${latest.text}) AS latest JOIN request_log r ON r.id = latest.id
     ) AS found GROUP BY ${dimensions}, begin`,
    values,
  );
  return rows;
}

/** Whether the organization, or one SCIM client of it, has had a request that is still known of. */
export async function hasRequests(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  scimClientId?: string,
): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    scimClientId === undefined
      ? "SELECT EXISTS (SELECT 1 FROM request_log WHERE organization_id = $1) AS found"
      : "SELECT EXISTS (SELECT 1 FROM request_log WHERE organization_id = $1 AND scim_client_id = $2) AS found",
    scimClientId === undefined ? [organizationId] : [organizationId, scimClientId],
  );
  return rows[0]?.found === true;
}
