import type { Database } from "./pool";
import { pruneAttempts, pruneRuns } from "./prune-sync";
import { createLowestId } from "./request-filter";

/** What was removed. */
export type Pruned = {
  readonly requests: number;
  /** Requests that lost their bodies. */
  readonly bodies: number;
  readonly changes: number;
  /** Tries to bring resources to targets: kept as long as requests, and what went over the wire as long as bodies. */
  readonly attempts: number;
  readonly runs: number;
};

type Retention = {
  readonly id: string;
  readonly request_retention_days: number;
  readonly body_retention_days: number;
  readonly change_retention_days: number;
};

type Pool = Pick<Database, "pool">;

const dayMs = 24 * 60 * 60 * 1000;
/** Rows of one statement: it locks little, and is over soon. */
const batchRows = 5_000;
/** How long requests of which no organization could be told are kept, in days. */
const strangersRetentionDays = 90;
/** Our advisory lock for pruning: of many servers one does it. */
const pruneLockKey = 0x526f7375;

/**
 * Removes what organizations keep no longer: rows of the request log, their bodies, changes of people and groups, hourly
 * counts, attempts at targets, and old runs. It works in batches, and does nothing while another process is at it.
 *
 * @param organizationId only this one's
 * @param cleaned up to which request each organization's bodies are known to be gone; it is brought up to date, so that whoever
 *   prunes again and again need not look at old rows each time
 * @returns undefined where another process is at it
 */
export async function pruneLog(
  database: Pool,
  now: Date,
  organizationId?: string,
  cleaned: Map<string, string> = new Map(),
): Promise<Pruned | undefined> {
  const connection = await database.pool.connect();
  try {
    const lock = await connection.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      pruneLockKey,
    ]);
    if (lock.rows[0]?.locked !== true) return undefined;
    try {
      return await pruneAll(database, now, organizationId, cleaned);
    } finally {
      await connection.query("SELECT pg_advisory_unlock($1)", [pruneLockKey]);
    }
  } finally {
    connection.release();
  }
}

async function pruneAll(
  database: Pool,
  now: Date,
  organizationId: string | undefined,
  cleaned: Map<string, string>,
): Promise<Pruned> {
  const { rows } = await database.pool.query<Retention>(
    `SELECT id, request_retention_days, body_retention_days, change_retention_days FROM organizations
     WHERE $1::uuid IS NULL OR id = $1`,
    [organizationId ?? null],
  );
  const pruned = { requests: 0, bodies: 0, changes: 0, attempts: 0, runs: 0 };
  for (const retention of rows) {
    const requestsBefore = daysBefore(now, retention.request_retention_days);
    const bodiesBefore = createLowestId(daysBefore(now, retention.body_retention_days));
    pruned.requests += await deleteRequests(database, retention.id, requestsBefore);
    const cleanedUpTo = cleaned.get(retention.id);
    pruned.bodies += await removeBodies(database, retention.id, cleanedUpTo, bodiesBefore);
    cleaned.set(retention.id, bodiesBefore);
    const changesBefore = daysBefore(now, retention.change_retention_days);
    pruned.changes += await deleteBatches(database, "resource_changes", retention.id, changesBefore);
    const attemptsBefore = createLowestId(requestsBefore);
    const exchanges = { from: cleanedUpTo ?? createLowestId(new Date(0)), before: bodiesBefore };
    pruned.attempts += await pruneAttempts(database, retention.id, attemptsBefore, exchanges);
    pruned.runs += await pruneRuns(database, retention.id);
  }
  if (organizationId === undefined) {
    pruned.requests += await deleteStrangers(database, daysBefore(now, strangersRetentionDays));
    pruned.requests += await deleteOrphans(database, now);
  }
  return pruned;
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}

async function deleteRequests(database: Pool, organizationId: string, before: Date): Promise<number> {
  const count = await deleteBatches(database, "request_log", organizationId, before);
  // An hour of which a part is kept is counted whole until it is over.
  await database.pool.query(
    "DELETE FROM request_counts WHERE organization_id = $1 AND hour < $2::timestamptz - interval '1 hour'",
    [organizationId, before],
  );
  return count;
}

async function deleteBatches(
  { pool }: Pool,
  table: "request_log" | "resource_changes",
  organizationId: string,
  before: Date,
): Promise<number> {
  const statement = `DELETE FROM ${table} WHERE id IN (
    SELECT id FROM ${table} WHERE organization_id = $1 AND id < $2::uuid ORDER BY id LIMIT ${batchRows})`;
  return await repeat(
    async () => (await pool.query(statement, [organizationId, createLowestId(before)])).rowCount ?? 0,
  );
}

/** Goes through the ids, since rows that have lost their bodies stay. */
async function removeBodies(
  { pool }: Pool,
  organizationId: string,
  after = createLowestId(new Date(0)),
  before: string,
) {
  const statement = `WITH page AS (
      SELECT id, request_body IS NOT NULL OR response_body IS NOT NULL AS has_body FROM request_log
      WHERE organization_id = $1 AND id >= $2::uuid AND id < $3::uuid ORDER BY id LIMIT ${batchRows}
    ), cleared AS (
      UPDATE request_log r SET request_body = NULL, response_body = NULL FROM page
      WHERE r.id = page.id AND page.has_body RETURNING r.id
    )
    SELECT (SELECT max(id::text) FROM page) AS last, (SELECT count(*)::int FROM page) AS looked,
      (SELECT count(*)::int FROM cleared) AS cleared`;
  let count = 0;
  for (let from = after; ; ) {
    const values = [organizationId, from, before];
    const { rows } = await pool.query<{ last: string | null; looked: number; cleared: number }>(statement, values);
    const [page] = rows;
    count += page?.cleared ?? 0;
    if (page === undefined || page.last === null || page.looked < batchRows) return count;
    from = page.last;
  }
}

async function deleteStrangers({ pool }: Pool, before: Date): Promise<number> {
  const statement = `DELETE FROM request_log WHERE id IN (
    SELECT id FROM request_log WHERE organization_id IS NULL AND id < $1::uuid ORDER BY id LIMIT ${batchRows})`;
  return await repeat(async () => (await pool.query(statement, [createLowestId(before)])).rowCount ?? 0);
}

/** The log of an organization that was removed: its counts say that there was one. */
async function deleteOrphans(database: Pool, now: Date): Promise<number> {
  const { rows } = await database.pool.query<{ id: string }>(
    `DELETE FROM request_counts c WHERE NOT EXISTS (SELECT 1 FROM organizations o WHERE o.id = c.organization_id)
     RETURNING organization_id AS id`,
  );
  let count = 0;
  for (const id of new Set(rows.map((row) => row.id))) {
    const after = new Date(now.getTime() + dayMs);
    count += await deleteBatches(database, "request_log", id, after);
    await deleteBatches(database, "resource_changes", id, after);
  }
  return count;
}

/** Until a batch is not full. */
async function repeat(deleteBatch: () => Promise<number>): Promise<number> {
  let count = 0;
  for (;;) {
    const deleted = await deleteBatch();
    count += deleted;
    if (deleted < batchRows) return count;
  }
}
