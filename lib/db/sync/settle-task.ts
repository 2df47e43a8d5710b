import type { Pool, PoolClient } from "pg";
import type { Run } from "@/lib/provisioning/runs/run";
import type { Received, TaskStep } from "@/lib/provisioning/runs/run-store";
import type { RunTask } from "@/lib/provisioning/runs/run-task";
import type { Lane } from "@/lib/provisioning/sync-store";
import { toStorableJson, toStorableText } from "../storable-text";
import { endRun } from "./end-run";
import { insertItems } from "./insert-items";
import { insertSightings } from "./insert-sightings";
import { writeAsHolder } from "./lanes";
import { addToRun } from "./run-counts";
import { enterNextPhase } from "./run-phases";

/** @see RunStore.settleTask */
export async function settleTask(pool: Pool, lane: Lane, task: RunTask, step: TaskStep): Promise<void> {
  await writeAsHolder(pool, lane, async (connection) => {
    const run = await lockTask(connection, lane, task);
    if (run === undefined) return;
    // Links before the run's own row, as jobs do that settle at the same time.
    if (task.run.kind === "reconcile") {
      await saveReceived(connection, step.received ?? []);
      await saveConfirmed(connection, step.confirmed ?? []);
    }
    await insertSightings(connection, task, step);
    await insertItems(connection, task.run, step.items ?? []);
    await addToRun(connection, task.run.id, step);
    if (step.detail !== undefined) await addDetail(connection, task.run.id, step.detail);
    await takeNext(connection, task, step);
  });
}

/**
 * Locks the task. One that is no longer the lane's is left alone; one of a run that is over goes.
 *
 * @returns undefined: there is nothing to write
 */
export async function lockTask(
  connection: PoolClient,
  lane: Lane,
  task: RunTask,
): Promise<Pick<Run, "state"> | undefined> {
  const { rows } = await connection.query<Pick<Run, "state">>(
    `SELECT r.state FROM sync_tasks t JOIN sync_runs r ON r.id = t.run_id
     WHERE t.id = $1 AND t.claim = $2 FOR UPDATE OF t`,
    [task.id, lane.claim],
  );
  const run = rows[0];
  if (run === undefined) return undefined;
  if (run.state === "running") return run;
  await connection.query("DELETE FROM sync_tasks WHERE id = $1", [task.id]);
  return undefined;
}

async function saveReceived(connection: PoolClient, received: readonly Received[]): Promise<void> {
  if (received.length === 0) return;
  // Unless a job has written it meanwhile: then it knows better.
  await connection.query(
    `UPDATE resource_links l SET received = g.received, etag = coalesce(g.etag, l.etag)
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::jsonb[], $5::text[]) AS g (id, remote_id, synced_at, received, etag)
     WHERE l.id = g.id AND l.state = 'linked' AND l.remote_id = g.remote_id AND l.synced_at IS NOT DISTINCT FROM g.synced_at`,
    [
      received.map(({ link }) => link.id),
      received.map(({ link }) => link.remoteId ?? null),
      received.map(({ link }) => link.syncedAt ?? null),
      received.map((one) => toStorableJson(JSON.stringify(one.received))),
      received.map(({ etag }) => etag ?? null),
    ],
  );
}

async function saveConfirmed(connection: PoolClient, confirmed: NonNullable<TaskStep["confirmed"]>): Promise<void> {
  if (confirmed.length === 0) return;
  await connection.query(
    `UPDATE resource_links l SET sent_for = g.sent_for
     FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS g (id, synced_at, sent_for)
     WHERE l.id = g.id AND l.state = 'linked' AND l.synced_at IS NOT DISTINCT FROM g.synced_at
       AND l.sent_for IS DISTINCT FROM g.sent_for`,
    [
      confirmed.map(({ link }) => link.id),
      confirmed.map(({ link }) => link.syncedAt ?? null),
      confirmed.map(({ sentFor }) => sentFor),
    ],
  );
}

async function addDetail(connection: PoolClient, runId: string, detail: string): Promise<void> {
  await connection.query(
    `UPDATE sync_runs SET detail = concat_ws(' ', detail, $2)
     WHERE id = $1 AND (detail IS NULL OR strpos(detail, $2) = 0)`,
    [runId, toStorableText(detail)],
  );
}

async function takeNext(connection: PoolClient, task: RunTask, { next }: TaskStep): Promise<void> {
  switch (next.kind) {
    case "continue":
      await connection.query(
        "UPDATE sync_tasks SET kind = $2, position = $3, attempts = 0, run_at = now(), claim = NULL WHERE id = $1",
        [task.id, next.position.kind, JSON.stringify(next.position)],
      );
      return;
    case "retry":
    case "wait":
      await connection.query(
        "UPDATE sync_tasks SET attempts = attempts + $2, run_at = $3, claim = NULL WHERE id = $1",
        [task.id, next.kind === "retry" ? 1 : 0, next.at],
      );
      return;
    case "fail":
      await endRun(connection, task.run.id, "failed", next.detail, { dropsJobs: true });
      return;
    case "done":
      await connection.query("DELETE FROM sync_tasks WHERE id = $1", [task.id]);
      await enterNextPhase(connection, task, next.complete ?? []);
  }
}
