import type { ResourceKey } from "./link-acts";
import type { Queries } from "./transaction";

/** What was done about one resource at one target so far, and whether something waits to be done. */
export type ResourceOutcomes = {
  readonly created: number;
  readonly updated: number;
  readonly deprovisioned: number;
  readonly failed: number;
  readonly requests: number;
  /** "due": it will be looked at without a wait. "later": it failed, and is tried again at some time. */
  readonly job: "none" | "due" | "later" | "held";
  /** What came of the last try, in words. */
  readonly detail: string | undefined;
};

/** Counts what was done about one resource at one target. */
export async function countOutcomesOfResource(
  db: Queries,
  targetId: string,
  { resourceType, resourceId }: ResourceKey,
): Promise<ResourceOutcomes> {
  const [row] = await db.$queryRaw<(Omit<ResourceOutcomes, "detail"> & { readonly detail: string | null })[]>`
    SELECT a.*, COALESCE((
      SELECT CASE WHEN j.held THEN 'held' WHEN j.attempts > 0 AND j.run_at > now() THEN 'later' ELSE 'due' END FROM sync_jobs j
      WHERE j.target_id = ${targetId}::uuid AND j.resource_type = ${resourceType} AND j.resource_id = ${resourceId}::uuid
    ), 'none') AS job
    FROM (
      SELECT count(*) FILTER (WHERE outcome = 'done' AND operation = 'create')::int AS created,
        count(*) FILTER (WHERE outcome = 'done' AND operation IN ('update', 'members', 'adopt'))::int AS updated,
        count(*) FILTER (WHERE outcome = 'done' AND operation IN ('deactivate', 'delete'))::int AS deprovisioned,
        count(*) FILTER (WHERE outcome IN ('retry', 'refused', 'conflict', 'invalid'))::int AS failed,
        COALESCE(sum(requests), 0)::int AS requests, (array_agg(detail ORDER BY id DESC))[1] AS detail
      FROM sync_attempts WHERE target_id = ${targetId}::uuid AND resource_id = ${resourceId}::uuid
    ) a`;
  if (row === undefined) throw new Error("Counting gave no row.");
  return { ...row, detail: row.detail ?? undefined };
}
