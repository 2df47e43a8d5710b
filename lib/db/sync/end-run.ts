import type { PoolClient } from "pg";
import { toStorableText } from "../storable-text";
import { isFree } from "./lanes";

/**
 * Ends a run at once: its tasks go. Jobs that carry out a plan go too, if nobody is at them, since nothing would hold them to
 * the plan any more; the others stay without the run, or, with `dropsJobs`, stay only if others have asked for them.
 *
 * @returns false when it was over already
 */
export async function endRun(
  connection: PoolClient,
  runId: string,
  state: "failed" | "cancelled",
  detail: string,
  { dropsJobs }: { readonly dropsJobs: boolean },
): Promise<boolean> {
  await connection.query("SET LOCAL statement_timeout = '10min'");
  // A later generation was asked for by somebody else besides.
  await connection.query(
    `DELETE FROM sync_jobs j WHERE j.run_id = $1 AND j.generation = 1 AND ${isFree("j")}
       AND (j.reason = 'plan' OR $2 AND j.reason = 'reconcile')`,
    [runId, dropsJobs],
  );
  await connection.query(
    `UPDATE sync_jobs SET run_id = NULL, reason = CASE reason WHEN 'plan' THEN 'reconcile' ELSE reason END
     WHERE run_id = $1`,
    [runId],
  );
  const { rowCount } = await connection.query(
    `UPDATE sync_runs SET state = $2, phase = 'over', holding = false, finished_at = now(), detail = concat_ws(' ', detail, $3::text)
     WHERE id = $1 AND state IN ('running', 'held')`,
    [runId, state, toStorableText(detail)],
  );
  await connection.query("DELETE FROM sync_tasks WHERE run_id = $1", [runId]);
  return rowCount !== 0;
}
