import type { PoolClient } from "pg";
import { type Connection, runInPoolTransaction } from "../pool-transaction";
import { endRun } from "./end-run";
import { insertTask } from "./insert-tasks";

/** For how long further deprovisions pass the breaker once somebody has allowed some. */
const openFor = "1 hour";

/** Locks the target and then the run, if it is the organization's. @returns the target's id */
async function lockRun(
  connection: PoolClient,
  organizationId: string,
  runId: string,
  states: readonly string[],
): Promise<string | undefined> {
  await connection.query(
    "SELECT 1 FROM targets WHERE id = (SELECT target_id FROM sync_runs WHERE id = $1 AND organization_id = $2) FOR NO KEY UPDATE",
    [runId, organizationId],
  );
  const { rows } = await connection.query<{ target_id: string }>(
    `SELECT target_id FROM sync_runs WHERE id = $1 AND organization_id = $2 AND state = ANY ($3) FOR NO KEY UPDATE`,
    [runId, organizationId, states],
  );
  return rows[0]?.target_id;
}

/** @see RunStore.allowHeld */
export async function allowHeld(connection: Connection, organizationId: string, runId: string): Promise<number> {
  return await runInPoolTransaction(connection, async (transaction) => {
    const targetId = await lockRun(transaction, organizationId, runId, ["held", "running"]);
    if (targetId === undefined || !(await stopHolding(transaction, runId))) return 0;
    await transaction.query(`UPDATE targets SET breaker_open_until = now() + interval '${openFor}' WHERE id = $1`, [
      targetId,
    ]);
    await transaction.query("UPDATE sync_runs SET state = 'running', phase = 'apply' WHERE id = $1", [runId]);
    await transaction.query("DELETE FROM sync_tasks WHERE run_id = $1", [runId]);
    await insertTask(transaction, runId, targetId, { kind: "apply", isCopied: true, takesHeld: true });
    return await countHeld(transaction, runId);
  });
}

/** @see RunStore.discardHeld */
export async function discardHeld(connection: Connection, organizationId: string, runId: string): Promise<number> {
  return await runInPoolTransaction(connection, async (transaction) => {
    const targetId = await lockRun(transaction, organizationId, runId, ["held", "running"]);
    if (targetId === undefined || !(await stopHolding(transaction, runId))) return 0;
    await transaction.query(
      `UPDATE sync_runs SET state = CASE WHEN failed > 0 THEN 'failed' ELSE 'done' END, phase = 'over', finished_at = now()
       WHERE id = $1 AND state = 'held'`,
      [runId],
    );
    return await countHeld(transaction, runId);
  });
}

/** @returns false when nothing was held */
async function stopHolding(connection: PoolClient, runId: string): Promise<boolean> {
  const { rowCount } = await connection.query("UPDATE sync_runs SET holding = false WHERE id = $1 AND holding", [
    runId,
  ]);
  return rowCount !== 0;
}

async function countHeld(connection: PoolClient, runId: string): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM sync_plan_items WHERE run_id = $1 AND state = 'held'",
    [runId],
  );
  return rows[0]?.count ?? 0;
}

/** @see RunStore.cancelRun */
export async function cancelRun(connection: Connection, organizationId: string, runId: string): Promise<boolean> {
  return await runInPoolTransaction(connection, async (transaction) => {
    const targetId = await lockRun(transaction, organizationId, runId, ["held", "running"]);
    return targetId === undefined
      ? false
      : await endRun(transaction, runId, "cancelled", "Cancelled by hand.", { dropsJobs: true });
  });
}
