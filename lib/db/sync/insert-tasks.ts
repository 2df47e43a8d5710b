import type { PoolClient } from "pg";
import type { TaskPosition } from "@/lib/provisioning/runs/run-task";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { createId } from "../uuid";

/** How many resources a task reads one by one, each with a request of its own. */
const verifiedAtOnce = 100;
/** And how many it compares: what a task itself costs is the same for a few and for many. A group may have any number of members. */
const comparedAtOnce = { User: 500, Group: 100 } as const;

export async function insertTask(
  connection: PoolClient,
  runId: string,
  targetId: string,
  position: TaskPosition,
): Promise<void> {
  await connection.query("INSERT INTO sync_tasks (id, run_id, target_id, kind, position) VALUES ($1, $2, $3, $4, $5)", [
    createId(),
    runId,
    targetId,
    position.kind,
    JSON.stringify(position),
  ]);
}

/**
 * Cuts what a query yields into tasks by ranges of ids.
 *
 * @param ids a query for a column `id`, whose parameters begin with `$6`
 */
export async function insertRangeTasks(
  connection: PoolClient,
  runId: string,
  targetId: string,
  kind: "compare" | "leftovers",
  resourceType: ProvisionedType,
  ids: { readonly query: string; readonly values: readonly unknown[] },
): Promise<void> {
  await connection.query(
    `INSERT INTO sync_tasks (id, run_id, target_id, kind, position)
     SELECT gen_random_uuid(), $1, $2, $3,
       jsonb_build_object('kind', $3::text, 'resourceType', $4::text, 'from', min(id::text), 'to', max(id::text))
     FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / $5::int AS part FROM (${ids.query}) ids) numbered
     GROUP BY part`,
    [runId, targetId, kind, resourceType, comparedAtOnce[resourceType], ...ids.values],
  );
}

/**
 * Makes tasks of what the lists of the target did not show, or not enough of: linked resources that are to be read one by one.
 *
 * @param complete the lists that were read to their end: of others nothing is known
 * @returns how many tasks
 */
export async function insertVerifyTasks(
  connection: PoolClient,
  runId: string,
  targetId: string,
  complete: readonly ProvisionedType[],
): Promise<number> {
  const { rowCount } = await connection.query(
    `INSERT INTO sync_tasks (id, run_id, target_id, kind, position)
     SELECT gen_random_uuid(), $1, $2, 'verify',
       jsonb_build_object('kind', 'verify', 'resourceType', resource_type, 'remoteIds', jsonb_agg(remote_id))
     FROM (
       SELECT l.resource_type, l.remote_id, (row_number() OVER (PARTITION BY l.resource_type ORDER BY l.remote_id) - 1) / $4::int AS part
       FROM resource_links l
       LEFT JOIN sync_sightings s ON s.run_id = $1 AND s.resource_type = l.resource_type AND s.remote_id = l.remote_id
       WHERE l.target_id = $2 AND l.state = 'linked' AND l.remote_id IS NOT NULL AND l.resource_type = ANY ($3)
         AND (s.remote_id IS NULL OR s.to_verify)
     ) unseen
     GROUP BY resource_type, part`,
    [runId, targetId, complete, verifiedAtOnce],
  );
  return rowCount ?? 0;
}
