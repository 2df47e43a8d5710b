import type { PoolClient } from "pg";
import type { RunCounts } from "@/lib/provisioning/runs/run";

const names = ["created", "updated", "deprovisioned", "unchanged", "skipped", "conflicts", "failed", "stale"] as const;

/** Adds to the counters of a run, whose row stays locked until the transaction ends. Most of them may be absent. */
export async function addToRun(
  connection: PoolClient,
  runId: string,
  { counts = {}, looked = 0, requests = 0 }: { counts?: Partial<RunCounts>; looked?: number; requests?: number },
): Promise<void> {
  const values = [...names.map((name) => counts[name] ?? 0), looked, requests];
  if (values.every((value) => value === 0)) return;
  const columns = [...names, "looked", "requests"];
  const sets = columns.map((column, index) => `${column} = ${column} + $${index + 2}`);
  await connection.query(`UPDATE sync_runs SET ${sets.join(", ")} WHERE id = $1`, [runId, ...values]);
}
