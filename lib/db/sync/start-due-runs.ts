import type { Pool } from "pg";
import { runInPoolTransaction } from "../pool-transaction";
import { startLockedRun } from "./start-run";

/** How many targets one call begins with; the others are due at the next one. */
const mostAtOnce = 50;

/** What was seen at targets is forgotten so many rows at a time. */
const sightingsAtOnce = 20_000;

/** @see RunStore.startDueRuns */
export async function startDueRuns(pool: Pool): Promise<number> {
  await forgetSightings(pool);
  return await runInPoolTransaction(pool, async (connection) => {
    // Another process is at those that are locked. What begins together does not come back together.
    const { rows } = await connection.query<{ id: string; organization_id: string }>(
      `WITH due AS (
         SELECT id FROM targets WHERE state = 'active' AND (next_reconcile_at IS NULL OR next_reconcile_at <= now())
         ORDER BY next_reconcile_at NULLS FIRST LIMIT ${mostAtOnce} FOR NO KEY UPDATE SKIP LOCKED
       )
       UPDATE targets t SET next_reconcile_at = now() + interval '55 minutes' + random() * interval '10 minutes'
       FROM due WHERE t.id = due.id RETURNING t.id, t.organization_id`,
    );
    let count = 0;
    for (const target of rows) {
      const started = await startLockedRun(connection, target.organization_id, {
        targetId: target.id,
        kind: "reconcile",
        trigger: "schedule",
        actor: { kind: "system" },
      });
      if (started.ok) count += 1;
    }
    return count;
  });
}

/** What runs that are over have seen is of no use to anybody. */
async function forgetSightings(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM sync_sightings WHERE ctid = ANY (ARRAY (
       SELECT s.ctid FROM sync_runs r JOIN sync_sightings s ON s.run_id = r.id
       WHERE r.state NOT IN ('running', 'held') LIMIT ${sightingsAtOnce}))`,
  );
}
