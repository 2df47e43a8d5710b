import type { Pool } from "pg";
import { runInPoolTransaction } from "../pool-transaction";
import { startLockedRun } from "./start-run";

/** How many targets one call begins with; the others are due at the next one. */
const mostAtOnce = 50;

/** How long until it is asked again whether a run that is under way is over. */
const busySeconds = 30;

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
    const busy: string[] = [];
    for (const target of rows) {
      const started = await startLockedRun(connection, target.organization_id, {
        targetId: target.id,
        kind: "reconcile",
        trigger: "schedule",
        actor: { kind: "system" },
      });
      if (started.ok) count += 1;
      else if (started.reason === "busy") busy.push(target.id);
    }
    // What is due because settings were changed is not done by a run that has looked at half of everything before.
    await connection.query(
      `UPDATE targets SET next_reconcile_at = now() + interval '${busySeconds} seconds' WHERE id = ANY ($1)`,
      [busy],
    );
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
