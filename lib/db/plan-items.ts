import type { PlanItemState } from "@/lib/provisioning/runs/plan-item";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import type { JsonValue } from "@/lib/scim/json";
import { Prisma } from "./generated/client";
import type { Database } from "./pool";
import type { Queries } from "./transaction";

const { join, sql } = Prisma;

export type PlanOperation = "create" | "update" | "deprovision" | "conflict" | "skip";

/** One change of an attribute: what the target has, and what it is to have. */
export type PlannedChange = { readonly path: string; readonly from?: JsonValue; readonly to?: JsonValue };

/** What a run means to do about one resource, and what became of it. */
export type PlanItemRow = {
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly label: string;
  readonly operation: PlanOperation;
  readonly changes: readonly PlannedChange[];
  readonly reason: string;
  readonly state: PlanItemState;
  readonly detail: string | undefined;
};

const columns = sql`resource_type AS "resourceType", resource_id AS "resourceId", label, operation, changes, reason, state, detail`;

/**
 * One page of what a run means to do, by the ids of the resources.
 *
 * @param page.after the id of a resource: only those after it
 */
export async function listPlanItems(
  { pool }: Pick<Database, "pool">,
  runId: string,
  filter: { readonly operation?: PlanOperation; readonly state?: PlanItemRow["state"]; readonly text?: string },
  page: { readonly limit: number; readonly after?: string },
): Promise<readonly PlanItemRow[]> {
  const conditions = [
    sql`run_id = ${runId}::uuid`,
    ...(filter.operation === undefined ? [] : [sql`operation = ${filter.operation}`]),
    ...(filter.state === undefined ? [] : [sql`state = ${filter.state}`]),
    ...(filter.text === undefined || filter.text.trim() === ""
      ? []
      : [sql`strpos(lower(label), ${filter.text.trim().toLowerCase()}) > 0`]),
    ...(page.after === undefined ? [] : [sql`resource_id > ${page.after}::uuid`]),
  ];
  const { text, values } = sql`
    SELECT ${columns} FROM sync_plan_items WHERE ${join(conditions, " AND ")} ORDER BY resource_id LIMIT ${page.limit}`;
  const { rows } = await pool.query<Omit<PlanItemRow, "detail"> & { detail: string | null }>(text, values);
  return rows.map((row) => ({ ...row, detail: row.detail ?? undefined }));
}

/** Everything that a run means to do, page by page. */
export async function* readPlanItems(
  database: Pick<Database, "pool">,
  runId: string,
): AsyncGenerator<readonly PlanItemRow[]> {
  const limit = 1000;
  let after: string | undefined;
  for (;;) {
    const items = await listPlanItems(database, runId, {}, { limit, ...(after === undefined ? {} : { after }) });
    if (items.length > 0) yield items;
    if (items.length < limit) return;
    after = items.at(-1)?.resourceId;
  }
}

/** How many resources a run means to do what with, and what became of them. */
export async function countPlanItems(
  db: Queries,
  runId: string,
): Promise<
  readonly { readonly operation: PlanOperation; readonly state: PlanItemRow["state"]; readonly count: number }[]
> {
  return await db.$queryRaw`
    SELECT operation, state, count(*)::int AS count FROM sync_plan_items WHERE run_id = ${runId}::uuid GROUP BY 1, 2`;
}
