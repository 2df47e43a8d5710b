import type { PoolClient } from "pg";
import { beginReading } from "@/lib/provisioning/runs/next-page";
import type { RunRequest, StartedRun } from "@/lib/provisioning/runs/run-store";
import type { TaskPosition } from "@/lib/provisioning/runs/run-task";
import { type Connection, runInPoolTransaction } from "../pool-transaction";
import { createId } from "../uuid";
import { insertTask } from "./insert-tasks";

/** A page of a list holds at most so many, whatever the target allows. */
const mostOfAPage = 1_000;

/**
 * Starts a run, unless one of its kind is under way. One that is held makes way for it: the new one decides anew.
 *
 * @param connection in a transaction, such as that of the audit event, or the pool
 */
export async function startRun(connection: Connection, request: RunRequest): Promise<StartedRun> {
  return await runInPoolTransaction(connection, async (transaction) => {
    // Whoever starts a run of a target holds its row, so that there is one at a time.
    const { rows } = await transaction.query<{ organization_id: string }>(
      "SELECT organization_id FROM targets WHERE id = $1 FOR NO KEY UPDATE",
      [request.targetId],
    );
    const organizationId = rows[0]?.organization_id;
    if (organizationId === undefined) return { ok: false, reason: "gone" };
    return await startLockedRun(transaction, organizationId, request);
  });
}

/** As `startRun`, for a target whose row is locked already. */
export async function startLockedRun(
  connection: PoolClient,
  organizationId: string,
  { targetId, kind, trigger, actor, planId }: RunRequest,
): Promise<StartedRun> {
  const running = await connection.query<{ id: string }>(
    "SELECT id FROM sync_runs WHERE target_id = $1 AND kind = $2 AND state = 'running' ORDER BY id LIMIT 1",
    [targetId, kind],
  );
  const busy = running.rows[0]?.id;
  if (busy !== undefined) return { ok: false, reason: "busy", runId: busy };
  if (planId !== undefined && !(await isFinishedPlan(connection, targetId, planId)))
    return { ok: false, reason: "gone" };
  if (kind === "reconcile") await endHeldRuns(connection, targetId);

  const runId = createId();
  const values = [runId, organizationId, targetId, kind, trigger, planId ?? null, actor.kind, actor.id ?? null];
  await connection.query(
    `INSERT INTO sync_runs (id, organization_id, target_id, kind, trigger, plan_id, actor_kind, actor_id, phase, total)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $6::uuid IS NULL THEN 'read' ELSE 'apply' END,
       CASE WHEN $6::uuid IS NOT NULL THEN 0 ELSE (SELECT count(*)::int FROM users WHERE organization_id = $2)
         + (SELECT count(*)::int FROM groups WHERE organization_id = $2) END)`,
    values,
  );
  const position: TaskPosition = planId === undefined ? beginReading(mostOfAPage) : { kind: "apply", isCopied: false };
  await insertTask(connection, runId, targetId, position);
  return { ok: true, runId };
}

async function isFinishedPlan(connection: PoolClient, targetId: string, planId: string): Promise<boolean> {
  const { rowCount } = await connection.query(
    "SELECT 1 FROM sync_runs WHERE id = $1 AND target_id = $2 AND kind = 'plan' AND state = 'done'",
    [planId, targetId],
  );
  return rowCount !== 0;
}

async function endHeldRuns(connection: PoolClient, targetId: string): Promise<void> {
  await connection.query(
    `UPDATE sync_runs SET state = CASE WHEN failed > 0 THEN 'failed' ELSE 'done' END, phase = 'over', holding = false,
       finished_at = now(), detail = concat_ws(' ', detail, 'Nobody allowed it before the next run began.')
     WHERE target_id = $1 AND state = 'held'`,
    [targetId],
  );
}
