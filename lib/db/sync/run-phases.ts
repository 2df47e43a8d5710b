import type { PoolClient } from "pg";
import { countAllowedDeprovisions, wouldTrip } from "@/lib/provisioning/breaker";
import type { RunTask } from "@/lib/provisioning/runs/run-task";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { readTargetOptionOverrides } from "@/lib/provisioning/target-option-overrides";
import { isTargetPreset, resolveTargetOptions, type TargetOptions } from "@/lib/provisioning/target-options";
import { insertRangeTasks, insertTask, insertVerifyTasks } from "./insert-tasks";

type Ended = RunTask["run"];

/**
 * Begins what comes after a task that has ended, once it was the last one of its phase. All in the transaction in which the
 * task was removed.
 *
 * @param complete lists of the target that were read to their end
 */
export async function enterNextPhase(
  connection: PoolClient,
  { run, position }: RunTask,
  complete: readonly ProvisionedType[],
): Promise<void> {
  // Of two that end at the same time, the later one waits here, and then sees that it was the last.
  await connection.query("SELECT 1 FROM sync_runs WHERE id = $1 FOR NO KEY UPDATE", [run.id]);
  const { rowCount } = await connection.query("SELECT 1 FROM sync_tasks WHERE run_id = $1 LIMIT 1", [run.id]);
  if (rowCount !== 0) return;
  // What begins a phase is about everything that the target has. No request waits for it.
  await connection.query("SET LOCAL statement_timeout = '10min'");
  switch (position.kind) {
    case "read":
      if (run.kind === "reconcile") await forgetUnseen(connection, run, complete);
      if ((await insertVerifyTasks(connection, run.id, run.targetId, complete)) > 0) return;
      return await enterCompare(connection, run);
    case "verify":
      return await enterCompare(connection, run);
    case "compare":
    case "leftovers":
      return await (run.kind === "plan" ? finishPlan(connection, run) : enterApply(connection, run));
    default:
  }
}

/** What the target has no more, though its list was read to the end. */
async function forgetUnseen(connection: PoolClient, { id, targetId }: Ended, complete: readonly ProvisionedType[]) {
  await connection.query(
    "DELETE FROM unmanaged_resources WHERE target_id = $1 AND resource_type = ANY ($2) AND seen_run_id <> $3",
    [targetId, complete, id],
  );
}

async function enterCompare(connection: PoolClient, run: Ended): Promise<void> {
  const { id, targetId, organizationId } = run;
  for (const [resourceType, table] of [
    ["User", "users"],
    ["Group", "groups"],
  ] as const) {
    await insertRangeTasks(connection, id, targetId, "compare", resourceType, {
      query: `SELECT id FROM ${table} WHERE organization_id = $6`,
      values: [organizationId],
    });
    await insertRangeTasks(connection, id, targetId, "leftovers", resourceType, {
      query: `SELECT l.resource_id AS id FROM resource_links l
        WHERE l.target_id = $6 AND l.resource_type = '${resourceType}' AND NOT EXISTS (SELECT 1 FROM ${table} r WHERE r.id = l.resource_id)`,
      values: [targetId],
    });
  }
  const { rows } = await connection.query<{ tasks: boolean }>(
    `UPDATE sync_runs r SET phase = 'compare',
       total = (SELECT count(*)::int FROM users WHERE organization_id = $2) + (SELECT count(*)::int FROM groups WHERE organization_id = $2)
         + (SELECT count(*)::int FROM resource_links l WHERE l.target_id = $3
            AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = l.resource_id)
            AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = l.resource_id))
     WHERE r.id = $1 RETURNING EXISTS (SELECT 1 FROM sync_tasks WHERE run_id = $1) AS tasks`,
    [id, organizationId, targetId],
  );
  if (rows[0]?.tasks === true) return;
  await (run.kind === "plan" ? finishPlan(connection, run) : enterApply(connection, run));
}

async function finishPlan(connection: PoolClient, run: Ended): Promise<void> {
  const held = await describeHeld(connection, run);
  await connection.query(
    `UPDATE sync_runs SET phase = 'over', state = 'done', finished_at = now(), detail = NULLIF(concat_ws(' ', detail, $2::text), '')
     WHERE id = $1`,
    [run.id, held === undefined ? null : `A reconcile would hold the deprovisions: ${held}`],
  );
}

async function enterApply(connection: PoolClient, run: Ended): Promise<void> {
  const held = await describeHeld(connection, run);
  await connection.query(
    "UPDATE sync_runs SET phase = 'apply', holding = $2::text IS NOT NULL, detail = NULLIF(concat_ws(' ', detail, $2::text), '') WHERE id = $1",
    [run.id, held ?? null],
  );
  await insertTask(connection, run.id, run.targetId, { kind: "apply", isCopied: true, takesHeld: held === undefined });
}

/** Why the deprovisions of a run are held, with the numbers; undefined when they are not. */
async function describeHeld(connection: PoolClient, { id, targetId }: Ended): Promise<string | undefined> {
  const { rows } = await connection.query<{
    preset: string;
    options: Readonly<Record<string, unknown>>;
    breaker_open_until: Date | null;
    linked: number;
    planned: number;
    now: Date;
  }>(
    `SELECT t.preset, t.options, t.breaker_open_until, now() AS now,
       (SELECT count(*)::int FROM resource_links l WHERE l.target_id = t.id AND l.state = 'linked') AS linked,
       (SELECT count(*)::int FROM sync_plan_items i WHERE i.run_id = $1 AND i.operation = 'deprovision' AND i.state IN ('planned', 'held')
          AND NOT EXISTS (SELECT 1 FROM resource_links l WHERE l.target_id = t.id AND l.resource_id = i.resource_id
            AND l.state = 'deactivated')) AS planned
     FROM targets t WHERE t.id = $2`,
    [id, targetId],
  );
  const [facts] = rows;
  if (facts === undefined) return undefined;
  const options = resolveOptions(facts.preset, facts.options);
  if (options.deprovision === "leave") return undefined;
  const { planned, linked, now } = facts;
  if (!wouldTrip({ planned, linked, options, openUntil: facts.breaker_open_until ?? undefined, now })) return undefined;
  const allowed = countAllowedDeprovisions({ linked, options });
  return `${planned} of ${linked} linked people and groups would be deprovisioned; at most ${allowed} are without being asked for.`;
}

function resolveOptions(preset: string, overrides: Readonly<Record<string, unknown>>): TargetOptions {
  return resolveTargetOptions(isTargetPreset(preset) ? preset : "generic", readTargetOptionOverrides(overrides));
}
