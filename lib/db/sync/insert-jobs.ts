/**
 * What a second request for the same job does: the job is due again at once, however often it failed or whoever holds it, and
 * keeps its place in the queue and the run it belongs to. Who is at it finds a later generation when it settles.
 */
export const askAgain = `ON CONFLICT (target_id, resource_type, resource_id) DO UPDATE SET
        generation = sync_jobs.generation + 1, run_at = EXCLUDED.run_at, attempts = 0, held = false,
        reason = EXCLUDED.reason, request_id = EXCLUDED.request_id`;

/** Rows (type, id) of what the CTE `written` of a statement returned. */
export function writtenResource(resourceType: "User" | "Group"): string {
  return `SELECT '${resourceType}' AS type, id FROM written`;
}

/**
 * The part of a writing statement that asks every target of the organization, paused ones too, to look at what was written: a
 * CTE beside `insertChange`. `$1` is the organization.
 *
 * Who gets here has locked the rows of all these resources, so that two writers never meet at the same jobs. The rows are in
 * the order of their key all the same.
 *
 * @param resources a query for rows (type, id)
 * @param requestId an SQL expression for the id of the inbound request
 * @param condition which targets `t` are asked
 */
export function insertSyncJobs(resources: string, requestId: string, condition = "true"): string {
  return `jobs AS (
      INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason, request_id)
      SELECT t.id, r.type, r.id, 'change', ${requestId}
      FROM targets t, (${resources}) r WHERE t.organization_id = $1 AND ${condition}
      ORDER BY t.id, r.type, r.id
      ${askAgain}
    )`;
}

/**
 * A statement (or the end of one that begins with WITH) that has the target `$1` look at resources again. Whoever is at one
 * finds a later generation; one that is waiting for its turn stays as it is; one that failed keeps its time. A job's reason
 * stays what it is, since that of a change says more.
 *
 * @param resources a query for rows (type, id)
 */
export function wakeJobs(resources: string, reason: "member" | "scope"): string {
  return `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason)
      SELECT $1, r.type, r.id, '${reason}' FROM (${resources}) r ORDER BY r.type, r.id
      ON CONFLICT (target_id, resource_type, resource_id) DO UPDATE SET
        generation = sync_jobs.generation + 1,
        run_at = CASE WHEN sync_jobs.attempts = 0 THEN LEAST(sync_jobs.run_at, EXCLUDED.run_at) ELSE sync_jobs.run_at END
      WHERE sync_jobs.claim IS NOT NULL OR sync_jobs.run_at > EXCLUDED.run_at`;
}
