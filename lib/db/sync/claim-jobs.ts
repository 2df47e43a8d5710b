import type { Pool, PoolClient } from "pg";
import type { Lane, ProvisionedType, SyncJob } from "@/lib/provisioning/sync-store";
import { runInPoolTransaction } from "../pool-transaction";
import { isFree } from "./lanes";

/** Groups wait for people so long; then they go with those who are there. */
const groupPatienceSeconds = 30;

type JobRow = {
  readonly resource_type: ProvisionedType;
  readonly resource_id: string;
  readonly reason: SyncJob["reason"];
  readonly request_id: string | null;
  readonly run_id: string | null;
  readonly attempts: number;
  readonly generation: string;
  readonly queued_at: Date;
  readonly fingerprint: string | null;
  readonly may_deprovision: boolean;
};

/** Due; columns keep milliseconds, and may have been rounded up. */
const isDue = "run_at <= now() + interval '1 millisecond'";

const candidates = (resourceType: ProvisionedType) => `
    SELECT j.resource_type, j.resource_id FROM sync_jobs j
    WHERE j.target_id = $1 AND j.resource_type = '${resourceType}' AND NOT j.held AND j.${isDue} AND ${isFree("j")}
      AND EXISTS (SELECT 1 FROM lane)`;

const claimStatement = `
  WITH lane AS (
    SELECT 1 FROM sync_lanes WHERE target_id = $1 AND lane = $2 AND claim = $3 AND claimed_until > clock_timestamp()
  ), people AS (
    ${candidates("User")} ORDER BY j.run_at LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED
  ), others AS (
    SELECT count(*) FILTER (WHERE u.resource_id NOT IN (SELECT resource_id FROM people)) AS due FROM (
      SELECT p.resource_id FROM sync_jobs p
      WHERE p.target_id = $1 AND p.resource_type = 'User' AND NOT p.held AND p.${isDue} LIMIT $4 + 1
    ) u
  ), groups AS (
    ${candidates("Group")}
      AND (j.queued_at < now() - interval '${groupPatienceSeconds} seconds' OR (SELECT due FROM others) = 0)
    ORDER BY j.run_at LIMIT $4 - (SELECT count(*) FROM people) FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE sync_jobs j SET claim = $3 FROM (SELECT * FROM people UNION ALL SELECT * FROM groups) c
  WHERE j.target_id = $1 AND j.resource_type = c.resource_type AND j.resource_id = c.resource_id
  RETURNING j.resource_type, j.resource_id, j.reason, j.request_id, j.run_id, j.attempts, j.generation, j.queued_at,
    CASE WHEN j.reason = 'plan' THEN (
      SELECT i.fingerprint FROM sync_plan_items i
      WHERE i.run_id = j.run_id AND i.resource_type = j.resource_type AND i.resource_id = j.resource_id
    ) END AS fingerprint,
    j.reason IN ('reconcile', 'plan') AND EXISTS (
      SELECT 1 FROM sync_plan_items i
      WHERE i.run_id = j.run_id AND i.resource_type = j.resource_type AND i.resource_id = j.resource_id
        AND i.operation = 'deprovision'
    ) AS may_deprovision`;

const lockOpenTarget = `
  SELECT 1 FROM targets WHERE id = $1 AND state = 'active' AND (blocked_until IS NULL OR blocked_until <= now())
  FOR NO KEY UPDATE`;

/**
 * Claims due jobs for the lane: people, those that have been due longest first, then groups, unless people are due whom this
 * call leaves to others. Nothing while the target is paused or blocked, or when the lane was lost.
 *
 * The row of the target is locked before the statement takes its view of the jobs, so that each claim sees the ones before
 * it: whether a job is free stands in two tables.
 */
export async function claimJobs(
  pool: Pool,
  { targetId, lane, claim }: Lane,
  limit: number,
): Promise<readonly SyncJob[]> {
  const claimOpen = async (connection: PoolClient): Promise<readonly JobRow[]> => {
    const open = await connection.query({ name: "lock-open-target", text: lockOpenTarget, values: [targetId] });
    if (open.rows.length === 0) return [];
    const values = [targetId, lane, claim, limit];
    return (await connection.query<JobRow>({ name: "claim-jobs", text: claimStatement, values })).rows;
  };
  // Jobs are read in the order of their index, also while the planner does not know yet that they have become many.
  const settings = "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off;";
  const rows = await runInPoolTransaction(pool, claimOpen, settings);
  return rows.map(toJob).sort(comparePlace);
}

/** People before groups, then by age. */
function comparePlace(one: SyncJob, other: SyncJob): number {
  if (one.resourceType !== other.resourceType) return one.resourceType === "User" ? -1 : 1;
  return one.queuedAt.getTime() - other.queuedAt.getTime();
}

function toJob(row: JobRow): SyncJob {
  return {
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    reason: row.reason,
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    attempts: row.attempts,
    generation: BigInt(row.generation),
    queuedAt: row.queued_at,
    ...(row.fingerprint === null ? {} : { fingerprint: row.fingerprint }),
    ...(row.may_deprovision ? { mayDeprovision: true } : {}),
  };
}
