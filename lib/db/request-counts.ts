import type { RequestAction, RequestAgent, RequestOutcome } from "@/lib/explain/logged-exchange";
import type { Database } from "./pool";
import { type RequestFilter, writeRequestCondition, writeWordCondition } from "./request-filter";
import { nilUuid } from "./request-log-insert";
import { mostLooked, type SearchWay, selectCandidates } from "./request-search";

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

/** What was counted row by row. */
export type CountedRows = {
  readonly rows: readonly (CountedRequests & { readonly begin: Date })[];
  /** Where not all were looked at: how many were, and when the earliest of them began. */
  readonly looked: { readonly requests: number; readonly since: Date } | undefined;
};

/**
 * Counts the requests that fit row by row, for searches and for parts of an hour, of which the hourly counts know nothing: all that
 * the index of words finds, or what is among the latest `mostLooked`.
 */
export async function countRows(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter & { readonly from: Date },
  barMs: number,
  way: SearchWay,
): Promise<CountedRows> {
  const columns = "id, scim_client_id, outcome, action, agent, status, at";
  const { from: source, isHit, values } = way === "index" ? selectHits() : selectLatest();
  const from = `$${values.push(filter.from)}::timestamptz`;
  const { rows } = await pool.query<CountedRequests & { begin: Date; looked: number; since: Date }>(
    `SELECT COALESCE(scim_client_id, '${nilUuid}') AS scim_client_id, outcome, action, agent, status / 100 AS status_class,
       date_bin($${values.push(barMs)}::float8 * interval '1 millisecond', at, ${from}) AS begin,
       count(*)::int AS looked, (count(*) FILTER (WHERE ${isHit}))::int AS count, min(at) AS since
     FROM (${source}) AS looked GROUP BY 1, 2, 3, 4, 5, 6`,
    values,
  );
  const requests = rows.reduce((sum, { looked }) => sum + looked, 0);
  const since = new Date(Math.min(...rows.map((row) => row.since.getTime())));
  return {
    rows: rows.flatMap(({ looked: _all, since: _earliest, ...row }) => (row.count === 0 ? [] : [row])),
    looked: way === "index" || requests < mostLooked ? undefined : { requests, since },
  };

  function selectHits() {
    const condition = writeRequestCondition(organizationId, filter);
    // On its own, lest PostgreSQL goes through the log in its order instead.
    const hits = `WITH hits AS MATERIALIZED (SELECT ${columns} FROM request_log WHERE ${condition.text}) SELECT * FROM hits`;
    return { from: hits, isHit: "true", values: [...condition.values] };
  }

  function selectLatest() {
    const candidates = selectCandidates(organizationId, filter, `${columns}, search`, { limit: mostLooked });
    const values = [...candidates.values];
    const isHit = ["true", ...writeWordCondition(filter, values)].join(" AND ");
    return { from: candidates.text, isHit, values };
  }
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
