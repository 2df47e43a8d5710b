import type { PoolClient } from "pg";
import type { RunCounts } from "@/lib/provisioning/runs/run";
import type { Settlement } from "@/lib/provisioning/sync-store";
import { toStorableJson } from "../storable-text";
import { addToRun } from "./run-counts";

/** What an item of a run has come to, and by which counter it counts. */
type SettledItem = { readonly state: "done" | "failed" | "stale" | "held"; readonly count?: keyof RunCounts };

/**
 * Tells runs what has come of their jobs: each item once, even if its job is asked for again or goes on being tried. When
 * nothing of a run is open any more, its last task is due at once.
 */
export async function settleRuns(connection: PoolClient, settlements: readonly Settlement[]): Promise<void> {
  const ofRuns = settlements.filter(({ job }) => job.runId !== undefined);
  if (ofRuns.length === 0) return;
  const settled = ofRuns.flatMap((settlement) => {
    const item = judgeItem(settlement);
    const { runId: run, resourceType: type, resourceId: id } = settlement.job;
    const detail = settlement.attempt?.detail ?? null;
    return item === undefined ? [] : [{ run, type, id, detail, ...item, count: item.count ?? null }];
  });
  const { rows } = await connection.query<{ run_id: string; count: keyof RunCounts | null }>(
    `UPDATE sync_plan_items i SET state = v.state, detail = COALESCE(v.detail, i.detail)
     FROM jsonb_to_recordset($1::jsonb) v (run uuid, type text, id uuid, state text, detail text, count text)
     WHERE i.run_id = v.run AND i.resource_type = v.type AND i.resource_id = v.id AND i.state = 'queued'
     RETURNING i.run_id, v.count`,
    [toStorableJson(JSON.stringify(settled))],
  );
  // In the order of their ids, as every lane counts.
  const runIds = [...new Set(ofRuns.flatMap(({ job }) => job.runId ?? []))].sort();
  for (const runId of runIds) {
    const counts: { -readonly [Count in keyof RunCounts]?: number } = {};
    for (const { count } of rows.filter((row) => row.run_id === runId)) {
      if (count !== null) counts[count] = (counts[count] ?? 0) + 1;
    }
    const own = ofRuns.filter(({ job }) => job.runId === runId);
    const requests = own.reduce((sum, { attempt }) => sum + (attempt?.requests ?? 0), 0);
    await addToRun(connection, runId, { counts, requests });
  }
  if (rows.length > 0) await wakeFinish(connection, runIds);
}

/** Undefined while it is not decided: it is tried again. */
function judgeItem({ next, count, isStale }: Settlement): SettledItem | undefined {
  if (isStale === true) return { state: "stale", count: "stale" };
  if (next.kind === "hold") return { state: "held" };
  if (count === undefined) return next.kind === "done" ? { state: "done" } : undefined;
  return { state: count === "failed" || count === "conflicts" ? "failed" : "done", count };
}

async function wakeFinish(connection: PoolClient, runIds: readonly string[]): Promise<void> {
  await connection.query(
    `UPDATE sync_tasks SET run_at = now() WHERE id IN (
       SELECT t.id FROM sync_tasks t WHERE t.run_id = ANY ($1) AND t.kind = 'finish' AND t.run_at > now()
         AND NOT EXISTS (SELECT 1 FROM sync_plan_items i WHERE i.run_id = t.run_id AND i.state IN ('planned', 'queued'))
       FOR NO KEY UPDATE SKIP LOCKED)`,
    [runIds],
  );
}
