import type { Pool, PoolClient } from "pg";
import type { RunTask, TaskPosition } from "@/lib/provisioning/runs/run-task";
import type { Lane, ProvisionedType } from "@/lib/provisioning/sync-store";
import { writeAsHolder } from "./lanes";
import { lockTask } from "./settle-task";

/** How many resources become jobs in one transaction. */
const chunkSize = 1_000;

type Chunk = { readonly resource_type: string; readonly resource_id: string; readonly finding: unknown };

/** How many items of a plan are copied in one transaction. */
const copySize = 10_000;

/** @see RunStore.applyItems */
export async function applyItems(pool: Pool, lane: Lane, task: RunTask): Promise<void> {
  await writeAsHolder(pool, lane, async (connection) => {
    if ((await lockTask(connection, lane, task)) === undefined) return;
    const { run, position } = task;
    if (position.kind !== "apply") return;
    const next = position.isCopied
      ? await applyNext(connection, run, position.takesHeld === true)
      : await copyNext(connection, run.id, position.copiedTo);
    await connection.query(
      "UPDATE sync_tasks SET kind = $2, position = $3, attempts = 0, run_at = now(), claim = NULL WHERE id = $1",
      [task.id, next.kind, JSON.stringify(next)],
    );
  });
}

async function applyNext(connection: PoolClient, run: RunTask["run"], takesHeld: boolean): Promise<TaskPosition> {
  const applied =
    (await applyChunk(connection, run, "planned")) || (takesHeld ? await applyChunk(connection, run, "held") : 0);
  return applied === 0 ? { kind: "finish" } : { kind: "apply", isCopied: true, takesHeld };
}

/** The run does what its plan says, and nothing else: the plan's items become its own. */
async function copyNext(
  connection: PoolClient,
  runId: string,
  copiedTo: Extract<TaskPosition, { kind: "apply" }>["copiedTo"],
): Promise<TaskPosition> {
  const { rows } = await connection.query<{ resource_type: ProvisionedType; resource_id: string }>(
    `WITH copied AS (
       INSERT INTO sync_plan_items (run_id, resource_type, resource_id, label, operation, changes, reason, fingerprint, finding)
       SELECT r.id, i.resource_type, i.resource_id, i.label, i.operation, i.changes, i.reason, i.fingerprint, i.finding
       FROM sync_runs r JOIN sync_plan_items i ON i.run_id = r.plan_id
       WHERE r.id = $1 AND i.state = 'planned' AND ($2::text IS NULL OR (i.resource_type, i.resource_id) > ($2, $3::uuid))
       ORDER BY i.resource_type, i.resource_id LIMIT ${copySize}
       RETURNING resource_type, resource_id
     )
     SELECT resource_type, resource_id FROM copied ORDER BY resource_type, resource_id`,
    [runId, copiedTo?.resourceType ?? null, copiedTo?.resourceId ?? null],
  );
  await connection.query("UPDATE sync_runs SET total = total + $2, looked = looked + $2 WHERE id = $1", [
    runId,
    rows.length,
  ]);
  const last = rows.at(-1);
  if (last === undefined || rows.length < copySize) return { kind: "apply", isCopied: true };
  return {
    kind: "apply",
    isCopied: false,
    copiedTo: { resourceType: last.resource_type, resourceId: last.resource_id },
  };
}

/** Tells the links of some items what was found at the target, and makes jobs of them. @returns how many items */
async function applyChunk(connection: PoolClient, run: RunTask["run"], state: "planned" | "held"): Promise<number> {
  const { rows } = await connection.query<Chunk>(
    `SELECT resource_type, resource_id, finding FROM sync_plan_items WHERE run_id = $1 AND state = $2
     ORDER BY resource_type DESC, resource_id DESC LIMIT ${chunkSize} FOR UPDATE`,
    [run.id, state],
  );
  if (rows.length === 0) return 0;
  const values = [run.targetId, rows.map((row) => row.resource_type), rows.map((row) => row.resource_id)];
  const found = rows.filter((row) => row.finding !== null);
  if (found.length > 0) await tellLinks(connection, run.targetId, found);
  await connection.query(
    `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason, run_id)
     SELECT $1, i.type, i.id, CASE WHEN r.plan_id IS NULL THEN 'reconcile' ELSE 'plan' END, r.id
     FROM sync_runs r, unnest($2::text[], $3::uuid[]) AS i (type, id) WHERE r.id = $4
     ORDER BY i.type, i.id
     ON CONFLICT (target_id, resource_type, resource_id) DO UPDATE SET
       generation = sync_jobs.generation + 1, run_at = EXCLUDED.run_at, attempts = 0, held = false, run_id = EXCLUDED.run_id`,
    [...values, run.id],
  );
  await connection.query(
    `UPDATE sync_plan_items i SET state = 'queued' FROM unnest($2::text[], $3::uuid[]) AS c (type, id)
     WHERE i.run_id = $1 AND i.resource_type = c.type AND i.resource_id = c.id`,
    [run.id, values[1], values[2]],
  );
  return rows.length;
}

/** Only links that are still those of which it was found; what a job has done meanwhile is newer. */
export async function tellLinks(connection: PoolClient, targetId: string, found: readonly Chunk[]): Promise<void> {
  const values = [
    targetId,
    found.map((row) => row.resource_type),
    found.map((row) => row.resource_id),
    found.map((row) => JSON.stringify(row.finding)),
  ];
  const links = `SELECT l.id, c.finding FROM unnest($2::text[], $3::uuid[], $4::jsonb[]) AS c (type, resource_id, finding)
    JOIN resource_links l ON l.target_id = $1 AND l.resource_id = c.resource_id AND l.resource_type = c.type
      AND (l.state = 'linked' OR l.state = 'deactivated' AND c.finding->>'kind' = 'drift')
      AND l.remote_id = c.finding->>'remoteId'`;
  await connection.query(
    `WITH told AS (SELECT * FROM (${links}) f WHERE f.finding->>'kind' = 'drift'),
     gone AS (
       DELETE FROM resource_link_members m USING told, jsonb_array_elements_text(told.finding->'members'->'missing') v
       WHERE m.link_id = told.id AND m.remote_value = v
     ), come AS (
       INSERT INTO resource_link_members (link_id, remote_value)
       SELECT told.id, v FROM told, jsonb_array_elements_text(told.finding->'members'->'extra') v
       ON CONFLICT (link_id, remote_value) DO UPDATE SET is_certain = true
     )
     UPDATE resource_links l SET drift = told.finding->'drift' FROM told WHERE l.id = told.id`,
    values,
  );
  // It is looked for before it is made again, so that it is never there twice.
  await connection.query(
    `WITH told AS (SELECT * FROM (${links}) f WHERE f.finding->>'kind' = 'missing'),
     gone AS (DELETE FROM resource_link_members m USING told WHERE m.link_id = told.id)
     UPDATE resource_links l SET state = 'creating', remote_id = NULL, received = NULL, etag = NULL, drift = NULL
     FROM told WHERE l.id = told.id`,
    values,
  );
}

/** How long until it is looked again whether the jobs of a run are settled, in seconds. */
const finishEverySeconds = 2;

/** @see RunStore.finishRun */
export async function finishRun(pool: Pool, lane: Lane, task: RunTask): Promise<void> {
  await writeAsHolder(pool, lane, async (connection) => {
    if ((await lockTask(connection, lane, task)) === undefined) return;
    const { id } = task.run;
    // Items of which the job has gone without a word: with the target's own rows, or taken over by another run.
    await connection.query(
      `UPDATE sync_plan_items SET state = 'done' WHERE run_id = $1 AND state = 'queued'
         AND NOT EXISTS (SELECT 1 FROM sync_jobs WHERE run_id = $1 AND NOT held)`,
      [id],
    );
    const { rows } = await connection.query<{ open: boolean }>(
      "SELECT EXISTS (SELECT 1 FROM sync_plan_items WHERE run_id = $1 AND state IN ('planned', 'queued')) AS open",
      [id],
    );
    if (rows[0]?.open === true) {
      await connection.query(
        `UPDATE sync_tasks SET claim = NULL, run_at = now() + interval '${finishEverySeconds} seconds' WHERE id = $1`,
        [task.id],
      );
      return;
    }
    await connection.query("DELETE FROM sync_tasks WHERE id = $1", [task.id]);
    await connection.query(
      `UPDATE sync_runs r SET
         state = CASE WHEN holding THEN 'held' WHEN failed > 0 THEN 'failed' ELSE 'done' END,
         phase = CASE WHEN holding THEN 'apply' ELSE 'over' END,
         finished_at = CASE WHEN holding THEN NULL ELSE now() END
       WHERE r.id = $1`,
      [id],
    );
  });
}
