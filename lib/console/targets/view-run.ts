import { countPlanItems, type PlanItemRow, type PlanOperation, readPlanItems } from "@/lib/db/plan-items";
import type { Database } from "@/lib/db/pool";
import { findRun, listRuns, type StoredRun } from "@/lib/db/sync-runs";
import type { StoredTarget } from "@/lib/db/targets";
import type { RunKind } from "@/lib/provisioning/runs/run";
import { formatCsv } from "../csv";

/** A run with what it means to do and what became of it, counted. */
export type ShownRun = StoredRun & {
  /** Resources by what is to be done with them. */
  readonly planned: { readonly [Operation in PlanOperation]: number };
  /** Of those, by what became of them. */
  readonly outcomes: { readonly [State in PlanItemRow["state"]]: number };
};

/** One run of a target; undefined when it is none of the target's. */
export async function viewRun(database: Database, target: StoredTarget, runId: string): Promise<ShownRun | undefined> {
  const run = await findRun(database.prisma, target.id, runId);
  if (run === undefined) return undefined;
  const planned = { create: 0, update: 0, deprovision: 0, conflict: 0, skip: 0 };
  const outcomes = { planned: 0, queued: 0, done: 0, failed: 0, stale: 0, held: 0 };
  for (const { operation, state, count } of await countPlanItems(database.prisma, run.id)) {
    planned[operation] += count;
    outcomes[state] += count;
  }
  return { ...run, planned, outcomes };
}

/** The runs of a target, the latest first. */
export async function viewRuns(
  database: Database,
  target: StoredTarget,
  page: { readonly limit: number; readonly before?: string; readonly kind?: RunKind },
): Promise<readonly StoredRun[]> {
  return await listRuns(database.prisma, target.id, page);
}

/** What a plan says about one resource, for programs. */
export type PlanEntry = Pick<PlanItemRow, "resourceType" | "label" | "reason"> & {
  readonly id: string;
  readonly changes?: PlanItemRow["changes"];
};

/** A plan as programs read it. */
export type Plan = {
  readonly create: readonly PlanEntry[];
  readonly update: readonly PlanEntry[];
  readonly deprovision: readonly PlanEntry[];
  readonly conflicts: readonly PlanEntry[];
  readonly skips: readonly PlanEntry[];
};

/** Reads a whole plan. */
export async function readPlan(database: Pick<Database, "pool">, runId: string): Promise<Plan> {
  const plan = {
    create: [] as PlanEntry[],
    update: [] as PlanEntry[],
    deprovision: [] as PlanEntry[],
    conflicts: [] as PlanEntry[],
    skips: [] as PlanEntry[],
  };
  const lists = { ...plan, conflict: plan.conflicts, skip: plan.skips };
  for await (const items of readPlanItems(database, runId)) {
    for (const item of items) lists[item.operation].push(describeItem(item));
  }
  return plan;
}

/**
 * A plan as a file, read while it is sent.
 *
 * @yields pieces of CSV with a heading row, of NDJSON, one resource a line, or of one JSON list
 */
export async function* exportPlan(
  database: Pick<Database, "pool">,
  runId: string,
  format: "csv" | "ndjson" | "json",
): AsyncGenerator<string> {
  if (format === "csv") yield formatCsv([["operation", "type", "id", "label", "reason", "changes", "state", "detail"]]);
  if (format === "json") yield "[";
  let separator = "\n";
  for await (const items of readPlanItems(database, runId)) {
    if (format === "csv") yield formatCsv(items.map(listCells));
    if (format === "ndjson") yield items.map((item) => `${describeLine(item)}\n`).join("");
    if (format === "json") yield separator + items.map(describeLine).join(",\n");
    separator = ",\n";
  }
  if (format === "json") yield "\n]\n";
}

function listCells({ operation, resourceType, resourceId, label, reason, changes, state, detail }: PlanItemRow) {
  const told = changes.length === 0 ? "" : JSON.stringify(changes);
  return [operation, resourceType, resourceId, label, reason, told, state, detail ?? ""];
}

function describeLine(item: PlanItemRow): string {
  return JSON.stringify({
    operation: item.operation,
    ...describeItem(item),
    state: item.state,
    detail: item.detail,
  });
}

function describeItem({ resourceType, resourceId, label, reason, changes }: PlanItemRow): PlanEntry {
  return { resourceType, id: resourceId, label, reason, ...(changes.length === 0 ? {} : { changes }) };
}
