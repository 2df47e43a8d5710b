import type { PoolClient } from "pg";
import type { Finding } from "@/lib/provisioning/runs/finding";
import type { ProvisionedType, ResourceLink } from "@/lib/provisioning/sync-store";
import { Prisma } from "./generated/client";
import type { ResourceKey } from "./link-acts";
import type { PlanItemRow } from "./plan-items";
import type { Database } from "./pool";
import { tellLinks } from "./sync/apply-items";
import { readRun, type StoredRun } from "./sync-runs";
import type { Queries } from "./transaction";

const { join, sql } = Prisma;

/** What a run found at the target to be otherwise than it was left, and what became of it. */
export type FindingRow = {
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly label: string;
  readonly finding: Finding;
  readonly state: PlanItemRow["state"];
  readonly detail: string | undefined;
  /** A job will look at it. */
  readonly waits: boolean;
  readonly linkState: ResourceLink["state"] | undefined;
};

/** The last run that has read the target to its end: a reconcile, or a plan, which only reads. */
export async function findLastReading(
  db: Queries,
  targetId: string,
  kind?: StoredRun["kind"],
): Promise<StoredRun | undefined> {
  const row = await db.syncRun.findFirst({
    where: {
      targetId,
      planId: null,
      ...(kind === undefined ? {} : { kind }),
      OR: [
        { state: { in: ["done", "held"] } },
        { state: { in: ["running", "failed"] }, phase: { in: ["apply", "over"] } },
      ],
    },
    orderBy: { id: "desc" },
  });
  return row === null ? undefined : readRun(row);
}

/**
 * One page of what a run found, by the ids of the resources.
 *
 * @param page.after the id of a resource: only those after it
 */
export async function listFindings(
  { pool }: Pick<Database, "pool">,
  targetId: string,
  runId: string,
  kind: Finding["kind"],
  page: { readonly limit: number; readonly after?: string },
): Promise<readonly FindingRow[]> {
  const conditions = [
    sql`i.run_id = ${runId}::uuid AND i.finding ->> 'kind' = ${kind}`,
    ...(page.after === undefined ? [] : [sql`i.resource_id > ${page.after}::uuid`]),
  ];
  const { text, values } = sql`
    SELECT i.resource_type AS "resourceType", i.resource_id AS "resourceId", i.label, i.finding, i.state, i.detail,
      j.resource_id IS NOT NULL AS waits, l.state::text AS "linkState"
    FROM sync_plan_items i
    LEFT JOIN sync_jobs j ON j.target_id = ${targetId}::uuid AND j.resource_type = i.resource_type AND j.resource_id = i.resource_id
    LEFT JOIN resource_links l ON l.target_id = ${targetId}::uuid AND l.resource_id = i.resource_id
    WHERE ${join(conditions, " AND ")} ORDER BY i.resource_id LIMIT ${page.limit}`;
  const { rows } = await pool.query<
    Omit<FindingRow, "detail" | "linkState"> & { detail: string | null; linkState: ResourceLink["state"] | null }
  >(text, values);
  return rows.map((row) => ({ ...row, detail: row.detail ?? undefined, linkState: row.linkState ?? undefined }));
}

/** How many resources a run found changed, and how many missing. */
export async function countFindings(
  db: Queries,
  runId: string,
): Promise<{ readonly drift: number; readonly missing: number }> {
  const [counted] = await db.$queryRaw<{ drift: number; missing: number }[]>`
    SELECT count(*) FILTER (WHERE finding ->> 'kind' = 'drift')::int AS drift,
      count(*) FILTER (WHERE finding ->> 'kind' = 'missing')::int AS missing
    FROM sync_plan_items WHERE run_id = ${runId}::uuid AND finding IS NOT NULL`;
  return counted ?? { drift: 0, missing: 0 };
}

/**
 * Has one thing put right that a run found: the link is told what was found, and a job looks at it now. Of a plan it is done
 * with: who applies the plan afterwards does the rest.
 *
 * @returns false when the run found nothing of it
 */
export async function overwriteFinding(
  connection: PoolClient,
  targetId: string,
  runId: string,
  { resourceType, resourceId }: ResourceKey,
): Promise<boolean> {
  const values = [runId, resourceType, resourceId];
  const { rows } = await connection.query<{ finding: Finding }>(
    `SELECT finding FROM sync_plan_items
     WHERE run_id = $1 AND resource_type = $2 AND resource_id = $3 AND finding IS NOT NULL FOR UPDATE`,
    values,
  );
  const finding = rows[0]?.finding;
  if (finding === undefined) return false;
  await tellLinks(connection, targetId, [{ resource_type: resourceType, resource_id: resourceId, finding }]);
  await connection.query(
    `UPDATE sync_plan_items SET state = 'done', detail = 'Put right by hand, apart from the plan.'
     WHERE run_id = $1 AND resource_type = $2 AND resource_id = $3 AND state = 'planned'`,
    values,
  );
  await connection.query(
    `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason) VALUES ($1, $2, $3, 'hand')
     ON CONFLICT (target_id, resource_type, resource_id) DO UPDATE
     SET reason = excluded.reason, attempts = 0, run_at = now(), held = false, generation = sync_jobs.generation + 1`,
    [targetId, resourceType, resourceId],
  );
  return true;
}
