import type { PoolClient } from "pg";
import type { ProvisionedType, SyncJob } from "@/lib/provisioning/sync-store";
import type { Queries } from "./transaction";

/**
 * Asks for one resource to be looked at and put right now. What was asked before is answered by it too; a job that waited
 * because it had failed, or was held, waits no more.
 */
export async function enqueueResource(
  db: Queries,
  targetId: string,
  resourceType: ProvisionedType,
  resourceId: string,
  reason: SyncJob["reason"] = "hand",
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason)
    VALUES (${targetId}::uuid, ${resourceType}, ${resourceId}::uuid, ${reason})
    ON CONFLICT (target_id, resource_type, resource_id) DO UPDATE
    SET reason = excluded.reason, attempts = 0, run_at = now(), held = false, generation = sync_jobs.generation + 1`;
}

/**
 * Asks for all resources that are not as they should be to be looked at now: those with a problem, and those that wait because
 * they had failed. Whom somebody chose to ignore, and what is held, stays as it is.
 *
 * @returns how many there are
 */
export async function enqueueFailing(db: Queries, targetId: string): Promise<number> {
  return await db.$executeRaw`
    INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason)
    SELECT ${targetId}::uuid, resource_type, resource_id, 'hand' FROM (
      SELECT l.resource_type, l.resource_id FROM resource_links l
        WHERE l.target_id = ${targetId}::uuid AND l.problem IS NOT NULL AND l.state <> 'ignored'
      UNION
      SELECT j.resource_type, j.resource_id FROM sync_jobs j
        WHERE j.target_id = ${targetId}::uuid AND j.attempts > 0 AND NOT j.held
    ) failing
    -- In one order, so that two who do this at once wait for each other instead of for ever.
    ORDER BY resource_type, resource_id
    ON CONFLICT (target_id, resource_type, resource_id) DO UPDATE
    SET reason = excluded.reason, attempts = 0, run_at = now(), generation = sync_jobs.generation + 1
    WHERE NOT sync_jobs.held`;
}

/** Takes a job away: nobody is to look at the resource. */
export async function dropJob(
  db: Queries,
  targetId: string,
  resourceType: ProvisionedType,
  resourceId: string,
): Promise<void> {
  await db.syncJob.deleteMany({ where: { targetId, resourceType, resourceId } });
}

/** How many resources are to be looked at now, and have not failed before. */
export async function countDueJobs(db: Queries, targetId: string): Promise<number> {
  return await db.syncJob.count({ where: { targetId, held: false, attempts: 0, runAt: { lte: new Date() } } });
}

/** Lets deprovisions of the target pass the breaker for an hour. @returns until when */
export async function openBreaker(connection: PoolClient, targetId: string): Promise<Date> {
  const { rows } = await connection.query<{ until: Date }>(
    "UPDATE targets SET breaker_open_until = now() + interval '1 hour' WHERE id = $1 RETURNING breaker_open_until AS until",
    [targetId],
  );
  return rows[0]?.until ?? new Date();
}

/** The held jobs of the target `$1`, locked in the one order in which everybody locks jobs. */
const lockHeldJobs = `held AS (
    SELECT resource_type, resource_id FROM sync_jobs WHERE target_id = $1 AND held
    ORDER BY resource_type, resource_id FOR UPDATE)`;

/** Lets go what the breaker held. @returns how many jobs */
export async function releaseHeldJobs(connection: PoolClient, targetId: string): Promise<number> {
  const { rowCount } = await connection.query(
    `WITH ${lockHeldJobs}
     UPDATE sync_jobs j SET held = false, run_at = now(), generation = j.generation + 1 FROM held
     WHERE j.target_id = $1 AND j.resource_type = held.resource_type AND j.resource_id = held.resource_id`,
    [targetId],
  );
  return rowCount ?? 0;
}

/**
 * Gives up what the breaker held: whoever was to be deprovisioned stays as they are at the target, and is ignored from now on.
 *
 * @returns how many resources
 */
export async function discardHeldJobs(connection: PoolClient, targetId: string): Promise<number> {
  const { rowCount } = await connection.query(
    `WITH ${lockHeldJobs}, ignored AS (
       UPDATE resource_links l SET state = 'ignored', problem = NULL FROM held
       WHERE l.target_id = $1 AND l.resource_type = held.resource_type AND l.resource_id = held.resource_id)
     DELETE FROM sync_jobs j USING held
     WHERE j.target_id = $1 AND j.resource_type = held.resource_type AND j.resource_id = held.resource_id`,
    [targetId],
  );
  return rowCount ?? 0;
}

/** Ignores the resources from now on that a run was to deprovision, and that the breaker holds. */
export async function ignoreHeldItems(connection: PoolClient, targetId: string, runId: string): Promise<void> {
  await connection.query(
    `UPDATE resource_links l SET state = 'ignored', problem = NULL FROM sync_plan_items i
     WHERE i.run_id = $2 AND i.state = 'held' AND l.target_id = $1 AND l.resource_type = i.resource_type
       AND l.resource_id = i.resource_id`,
    [targetId, runId],
  );
}
