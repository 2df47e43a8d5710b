import type { Database } from "./pool";

type Pool = Pick<Database, "pool">;

/** Rows of one statement: it locks little, and is over soon. */
const batchRows = 5_000;
/** The latest runs of a target stay, however old they are. */
const runsOfTarget = 50;

/**
 * Removes an organization's attempts at targets, and of later ones what went over the wire.
 *
 * @param rowsBefore the lowest id that is kept
 * @param exchanges which attempts lose theirs: from the lowest id that may have one still, before the lowest that keeps it
 * @returns how many attempts were removed
 */
export async function pruneAttempts(
  database: Pool,
  organizationId: string,
  rowsBefore: string,
  exchanges: { readonly from: string; readonly before: string },
): Promise<number> {
  const removed = await repeat(
    database,
    `DELETE FROM sync_attempts WHERE id IN (
       SELECT id FROM sync_attempts WHERE organization_id = $1 AND id < $2::uuid ORDER BY id LIMIT ${batchRows})`,
    [organizationId, rowsBefore],
  );
  await repeat(
    database,
    `UPDATE sync_attempts SET exchange = NULL WHERE id IN (
       SELECT id FROM sync_attempts WHERE organization_id = $1 AND id >= $2::uuid AND id < $3::uuid AND exchange IS NOT NULL
       ORDER BY id LIMIT ${batchRows})`,
    [organizationId, exchanges.from, exchanges.before],
  );
  return removed;
}

/** Removes an organization's runs, but for those that go on and the latest ones of each target. @returns how many */
export async function pruneRuns(database: Pool, organizationId: string): Promise<number> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT id FROM (
       SELECT id, state, row_number() OVER (PARTITION BY target_id ORDER BY id DESC) AS place FROM sync_runs
       WHERE organization_id = $1
     ) placed WHERE place > ${runsOfTarget} AND state NOT IN ('running', 'held')`,
    [organizationId],
  );
  for (const { id } of rows) {
    // What hangs on a run may be a million rows.
    for (const table of ["sync_plan_items", "sync_sightings"]) {
      await repeat(
        database,
        `DELETE FROM ${table} WHERE ctid = ANY (ARRAY (SELECT ctid FROM ${table} WHERE run_id = $1 LIMIT ${batchRows}))`,
        [id],
      );
    }
    await database.pool.query("DELETE FROM sync_runs WHERE id = $1", [id]);
  }
  return rows.length;
}

/** Until a batch is not full. */
async function repeat({ pool }: Pool, statement: string, values: readonly unknown[]): Promise<number> {
  let count = 0;
  for (;;) {
    const changed = (await pool.query(statement, [...values])).rowCount ?? 0;
    count += changed;
    if (changed < batchRows) return count;
  }
}
