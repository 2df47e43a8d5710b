import type { Pool, PoolClient } from "pg";
import { LaneLostError } from "@/lib/provisioning/lane-lost-error";
import type { Lane, Settlement } from "@/lib/provisioning/sync-store";
import { toStorableJson } from "../storable-text";
import { createId } from "../uuid";
import { planForBatch, writeAsHolder } from "./lanes";
import { settleLinks } from "./settle-links";
import { settleRuns } from "./settle-runs";
import { wakeGroups } from "./wake-groups";

/**
 * Writes what jobs have come to, in one transaction and a few statements, however many they are. A job that was asked for
 * again meanwhile stays, and is due.
 *
 * A job that somebody is asking for at this moment is not waited for: it is given back afterwards, and done again.
 *
 * @throws LaneLostError nothing was written
 */
export async function settle(pool: Pool, lane: Lane, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  const write = async (connection: PoolClient): Promise<readonly Settlement[]> => {
    const accepted = await settleLinks(connection, lane.targetId, settlements);
    // The only rows for which others may be waited for: before any is locked that they may want.
    await wakeGroups(connection, lane.targetId, accepted);
    const found = await lockJobs(connection, lane, settlements);
    await settleJobs(connection, lane.targetId, accepted, found);
    await insertAttempts(connection, lane.targetId, accepted);
    await settleRuns(connection, accepted);
    await erasePasswords(connection, lane.targetId, accepted, found);
    return settlements.filter(({ job }) => !found.has(keyOf(job)));
  };
  const contested = await writeAsHolder(pool, lane, write, planForBatch);
  for (const { job } of contested) {
    // One at a time, so that nothing is held while another is waited for.
    await pool.query(
      `UPDATE sync_jobs SET claim = NULL
       WHERE target_id = $1 AND resource_type = $2 AND resource_id = $3 AND claim = $4`,
      [lane.targetId, job.resourceType, job.resourceId, lane.claim],
    );
  }
}

function keyOf({ resourceType, resourceId }: Settlement["job"]): string {
  return `${resourceType} ${resourceId}`;
}

/** Locks the jobs that nobody else is writing. @returns whether each was asked for again since it was claimed */
async function lockJobs(
  connection: PoolClient,
  lane: Lane,
  settlements: readonly Settlement[],
): Promise<ReadonlyMap<string, { readonly isCurrent: boolean }>> {
  const { rows } = await connection.query<{ key: string; claim: string | null; current: boolean }>({
    name: "lock-claimed-jobs",
    text: `SELECT j.resource_type || ' ' || j.resource_id AS key, j.claim, j.generation = v.generation AS current
     FROM jsonb_to_recordset($2::jsonb) v (type text, id uuid, generation bigint)
     JOIN sync_jobs j ON j.target_id = $1 AND j.resource_type = v.type AND j.resource_id = v.id
     FOR NO KEY UPDATE OF j SKIP LOCKED`,
    values: [
      lane.targetId,
      JSON.stringify(
        settlements.map(({ job }) => ({
          type: job.resourceType,
          id: job.resourceId,
          generation: String(job.generation),
        })),
      ),
    ],
  });
  // Whoever holds it now got it when our claim had ended.
  if (rows.some(({ claim }) => claim !== lane.claim)) throw new LaneLostError();
  return new Map(rows.map(({ key, current }) => [key, { isCurrent: current }]));
}

async function settleJobs(
  connection: PoolClient,
  targetId: string,
  settlements: readonly Settlement[],
  found: ReadonlyMap<string, { readonly isCurrent: boolean }>,
): Promise<void> {
  const rows = settlements.flatMap(({ job, next }) => {
    const state = found.get(keyOf(job));
    if (state === undefined) return [];
    const at = "at" in next ? next.at : null;
    return [{ type: job.resourceType, id: job.resourceId, next: state.isCurrent ? next.kind : "again", at }];
  });
  const done = rows.filter(({ next }) => next === "done");
  const kept = rows.filter(({ next }) => next !== "done");
  const match = "j.target_id = $1 AND j.resource_type = v.type AND j.resource_id = v.id";
  if (done.length > 0) {
    await connection.query({
      name: "delete-settled-jobs",
      text: `DELETE FROM sync_jobs j USING jsonb_to_recordset($2::jsonb) v (type text, id uuid) WHERE ${match}`,
      values: [targetId, JSON.stringify(done)],
    });
  }
  if (kept.length > 0) {
    await connection.query({
      name: "keep-settled-jobs",
      text: `UPDATE sync_jobs j SET claim = NULL, run_at = COALESCE(v.at, j.run_at), held = j.held OR v.next = 'hold',
         attempts = j.attempts + CASE WHEN v.next = 'retry' THEN 1 ELSE 0 END
       FROM jsonb_to_recordset($2::jsonb) v (type text, id uuid, next text, at timestamptz) WHERE ${match}`,
      values: [targetId, JSON.stringify(kept.map((row) => (row.next === "again" ? { ...row, at: null } : row)))],
    });
  }
}

async function insertAttempts(
  connection: PoolClient,
  targetId: string,
  settlements: readonly Settlement[],
): Promise<void> {
  const rows = settlements.flatMap(({ job, attempt }) =>
    attempt === undefined
      ? []
      : [
          {
            id: createId(),
            run_id: job.runId ?? null,
            request_id: job.requestId ?? null,
            resource_type: job.resourceType,
            resource_id: job.resourceId,
            ...attempt,
            duration_ms: attempt.durationMs,
          },
        ],
  );
  if (rows.length === 0) return;
  await connection.query({
    name: "insert-attempts",
    text: `INSERT INTO sync_attempts (id, organization_id, target_id, run_id, request_id, resource_type, resource_id, label,
       operation, outcome, detail, requests, exchange, duration_ms)
     SELECT v.id, t.organization_id, t.id, v.run_id, v.request_id, v.resource_type, v.resource_id, v.label,
       v.operation, v.outcome, v.detail, v.requests, v.exchange, v.duration_ms
     FROM targets t, jsonb_to_recordset($2::jsonb) v (id uuid, run_id uuid, request_id uuid, resource_type text,
       resource_id uuid, label text, operation text, outcome text, detail text, requests int, exchange jsonb,
       duration_ms float8)
     WHERE t.id = $1`,
    values: [targetId, toStorableJson(JSON.stringify(rows))],
  });
}

/** Passwords that were delivered, unless another one has come since. */
async function erasePasswords(
  connection: PoolClient,
  targetId: string,
  settlements: readonly Settlement[],
  found: ReadonlyMap<string, { readonly isCurrent: boolean }>,
): Promise<void> {
  const ids = settlements
    .filter(({ job, passwordDelivered }) => passwordDelivered === true && found.get(keyOf(job))?.isCurrent === true)
    .map(({ job }) => job.resourceId);
  if (ids.length === 0) return;
  await connection.query("DELETE FROM pending_passwords WHERE target_id = $1 AND resource_id = ANY($2::uuid[])", [
    targetId,
    ids,
  ]);
}
