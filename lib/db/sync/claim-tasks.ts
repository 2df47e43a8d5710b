import type { Pool } from "pg";
import type { RunTask } from "@/lib/provisioning/runs/run-task";
import type { Lane } from "@/lib/provisioning/sync-store";
import { runInPoolTransaction } from "../pool-transaction";
import { isFree } from "./lanes";
import { type TaskRow, toTask } from "./run-rows";

const claimStatement = `
  WITH due AS (
    SELECT t.id, r.organization_id, r.kind, r.phase FROM sync_tasks t JOIN sync_runs r ON r.id = t.run_id
    WHERE t.target_id = $1 AND t.run_at <= now() + interval '1 millisecond' AND r.state = 'running' AND ($5 OR r.kind = 'plan') AND ${isFree("t")}
      AND EXISTS (SELECT 1 FROM sync_lanes WHERE target_id = $1 AND lane = $2 AND claim = $3
        AND claimed_until > clock_timestamp())
    ORDER BY t.run_at, t.id LIMIT $4 FOR NO KEY UPDATE OF t SKIP LOCKED
  )
  UPDATE sync_tasks t SET claim = $3 FROM due WHERE t.id = due.id
  RETURNING t.id, t.run_id, t.target_id, due.organization_id, due.kind AS run_kind, due.phase, t.position, t.attempts,
    now() AS claimed_at`;

/**
 * Claims due tasks for the lane. Nothing while the target is paused or blocked, or when the lane was lost;
 * of a target that a person paused, the tasks of a plan, which only reads. As with jobs, the
 * row of the target is locked before the statement takes its view of who holds what.
 *
 * @see RunStore.claimTasks
 */
export async function claimTasks(
  pool: Pool,
  { targetId, lane, claim }: Lane,
  limit: number,
): Promise<readonly RunTask[]> {
  const rows = await runInPoolTransaction(pool, async (connection) => {
    const open = await connection.query<{ active: boolean }>(
      `SELECT state = 'active' AS active FROM targets
       WHERE id = $1 AND (state = 'active' OR pause ->> 'reason' = 'person') AND (blocked_until IS NULL OR blocked_until <= now())
       FOR NO KEY UPDATE`,
      [targetId],
    );
    const [target] = open.rows;
    if (target === undefined) return [];
    return (await connection.query<TaskRow>(claimStatement, [targetId, lane, claim, limit, target.active])).rows;
  });
  return rows.map(toTask);
}
