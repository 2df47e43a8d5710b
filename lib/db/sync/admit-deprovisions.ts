import type { Pool } from "pg";
import type { BreakerCounts, Lane, SyncJob } from "@/lib/provisioning/sync-store";
import { runInPoolTransaction } from "../pool-transaction";
import { firstUuidAt } from "../uuid";
import { isFree } from "./lanes";

const hourMs = 3_600_000;

/**
 * Lets single changes take people or groups away, or not, see the port. Lanes are asked one after another: each counts what the
 * others were allowed and have not done yet.
 */
export async function admitDeprovisions(
  pool: Pool,
  { targetId, claim }: Lane,
  jobs: readonly SyncJob[],
  decide: (counts: BreakerCounts) => boolean,
): Promise<boolean> {
  return await runInPoolTransaction(pool, async (connection) => {
    await connection.query("SELECT 1 FROM targets WHERE id = $1 FOR NO KEY UPDATE", [targetId]);
    const { rows } = await connection.query<{ linked: number; done: number; admitted: number }>({
      name: "count-for-breaker",
      text: `SELECT
          (SELECT count(*)::int FROM resource_links WHERE target_id = $1 AND state = 'linked' AND remote_id IS NOT NULL) AS linked,
          (SELECT count(DISTINCT a.resource_id)::int FROM sync_attempts a
           WHERE a.target_id = $1 AND a.id >= $2 AND a.outcome = 'done' AND a.operation IN ('deactivate', 'delete')
             AND NOT EXISTS (
               SELECT 1 FROM sync_plan_items i
               WHERE i.run_id = a.run_id AND i.resource_type = a.resource_type AND i.resource_id = a.resource_id
                 AND i.operation = 'deprovision')) AS done,
          (SELECT count(*)::int FROM sync_jobs j
           WHERE j.target_id = $1 AND j.admitted AND j.claim <> $3 AND NOT ${isFree("j")}) AS admitted`,
      values: [targetId, firstUuidAt(Date.now() - hourMs), claim],
    });
    const { linked = 0, done = 0, admitted = 0 } = rows[0] ?? {};
    if (!decide({ linked, deprovisionedLastHour: done + admitted })) return false;
    await connection.query(
      `UPDATE sync_jobs SET admitted = true
       WHERE target_id = $1 AND claim = $2 AND resource_id = ANY($3::uuid[])`,
      [targetId, claim, jobs.map(({ resourceId }) => resourceId)],
    );
    return true;
  });
}
