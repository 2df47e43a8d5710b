import type { PoolClient } from "pg";
import type { RunCount, Settlement } from "@/lib/provisioning/sync-store";

const counters: readonly RunCount[] = [
  "created",
  "updated",
  "deprovisioned",
  "unchanged",
  "skipped",
  "conflicts",
  "failed",
];

/** Adds what jobs have come to to the counters of their runs, and to the items of the plans that they carry out. */
export async function settleRuns(connection: PoolClient, settlements: readonly Settlement[]): Promise<void> {
  await countResources(connection, settlements);
  const items = settlements.flatMap((settlement) => {
    const state = stateOfItem(settlement);
    const { runId, resourceType: type, resourceId: id } = settlement.job;
    const detail = settlement.attempt?.detail ?? null;
    return runId === undefined || state === undefined ? [] : [{ run: runId, type, id, state, detail }];
  });
  if (items.length === 0) return;
  await connection.query(
    `UPDATE sync_plan_items i SET state = v.state, detail = COALESCE(v.detail, i.detail)
     FROM jsonb_to_recordset($1::jsonb) v (run uuid, type text, id uuid, state text, detail text)
     JOIN sync_runs r ON r.id = v.run
     WHERE i.run_id = COALESCE(r.plan_id, r.id) AND i.resource_type = v.type AND i.resource_id = v.id`,
    [JSON.stringify(items)],
  );
}

/** Undefined while it is not decided: it is tried again. */
function stateOfItem({ next, attempt, isStale }: Settlement): "done" | "failed" | "stale" | "held" | undefined {
  if (isStale === true) return "stale";
  if (next.kind === "hold") return "held";
  if (next.kind !== "done") return undefined;
  const failed = ["refused", "conflict", "invalid"].includes(attempt?.outcome ?? "");
  return failed ? "failed" : "done";
}

async function countResources(connection: PoolClient, settlements: readonly Settlement[]): Promise<void> {
  const sums = new Map<string, Record<string, number>>();
  for (const { job, count, attempt } of settlements) {
    if (job.runId === undefined) continue;
    const sum = sums.get(job.runId) ?? {};
    sums.set(job.runId, sum);
    if (count !== undefined) sum[count] = (sum[count] ?? 0) + 1;
    sum.requests = (sum.requests ?? 0) + (attempt?.requests ?? 0);
  }
  // In the order of their ids, as every lane counts.
  for (const [runId, sum] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const columns = [...counters, "requests"].map((name) => ({ name, by: sum[name] ?? 0 }));
    const added = columns.filter(({ by }) => by > 0);
    if (added.length === 0) continue;
    await connection.query(
      `UPDATE sync_runs SET ${added.map(({ name }, index) => `${name} = ${name} + $${index + 2}`).join(", ")} WHERE id = $1`,
      [runId, ...added.map(({ by }) => by)],
    );
  }
}
