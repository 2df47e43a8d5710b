import type { Database } from "./pool";

/** How many targets of an organization are stopped, those aside that were never started, or wait for somebody's decision. */
export type TargetTrouble = { readonly paused: number; readonly held: number };

/** Counts what the mark beside "Targets" tells; a few index reads, for every page of the console. */
export async function countTargetTrouble(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
): Promise<TargetTrouble> {
  const { rows } = await pool.query<TargetTrouble>(
    `SELECT count(*) FILTER (WHERE t.state = 'paused' AND (t.pause ->> 'reason' <> 'person'
         OR EXISTS (SELECT 1 FROM sync_runs r WHERE r.target_id = t.id AND r.kind = 'reconcile')))::int AS paused,
       count(*) FILTER (WHERE t.state <> 'paused' AND (
         EXISTS (SELECT 1 FROM sync_jobs j WHERE j.target_id = t.id AND j.held)
         OR EXISTS (SELECT 1 FROM sync_runs r WHERE r.target_id = t.id AND r.state = 'held')))::int AS held
     FROM targets t WHERE t.organization_id = $1`,
    [organizationId],
  );
  return rows[0] ?? { paused: 0, held: 0 };
}
