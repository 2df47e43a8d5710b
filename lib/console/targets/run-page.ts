import { describeValues } from "@/lib/console/directory/describe-value";
import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { listPlanItems, type PlanItemRow, type PlanOperation } from "@/lib/db/plan-items";
import { listAttempts } from "@/lib/db/sync-attempts";
import type { StoredTarget } from "@/lib/db/targets";
import { isUuid } from "@/lib/db/uuid";
import type { Access } from "../access";
import { isAttemptOutcome, type ShownAttempt, showAttempt } from "./attempt-words";
import type { ResourceStanding } from "./resource-standing";
import { describeRun, type ListedRun, nameStarters } from "./run-list";
import { type ShownRun, viewRun } from "./view-run";

/** What of a run is shown: what it means to do, or what was tried. */
export type RunPart = "items" | "tries";

export type RunPageQuery = {
  readonly part?: RunPart;
  readonly operation?: PlanOperation;
  readonly state?: PlanItemRow["state"];
  readonly outcome?: ShownAttempt["outcome"];
  readonly text?: string;
  readonly after?: string;
};

/** One row of a plan. */
export type ShownItem = Pick<
  PlanItemRow,
  "resourceType" | "resourceId" | "label" | "operation" | "reason" | "detail"
> & {
  readonly standing: Pick<ResourceStanding, "tone" | "word">;
  readonly changes: readonly {
    readonly path: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
};

/** One run with a page of its rows. */
export type RunPage = Pick<ListedRun, "title" | "standing" | "cause"> & {
  readonly run: ShownRun;
  readonly part: RunPart;
  readonly items: readonly ShownItem[];
  readonly attempts: readonly ShownAttempt[];
  readonly next: string | undefined;
};

const pageSize = 50;

export const planOperations: Readonly<Record<PlanOperation, { readonly sign: string; readonly word: string }>> = {
  create: { sign: "+", word: "Create" },
  update: { sign: "~", word: "Update" },
  deprovision: { sign: "−", word: "Deprovision" },
  conflict: { sign: "!", word: "Conflict" },
  skip: { sign: "·", word: "Skip" },
};

export const itemStates: Readonly<Record<PlanItemRow["state"], Pick<ResourceStanding, "tone" | "word">>> = {
  planned: { tone: "neutral", word: "Planned" },
  queued: { tone: "waiting", word: "Waiting" },
  done: { tone: "success", word: "Done" },
  failed: { tone: "danger", word: "Failed" },
  stale: { tone: "warning", word: "Stale, not done" },
  held: { tone: "danger", word: "Held" },
};

/** What an address asks for. */
export function readRunPageQuery(params: SearchParams): RunPageQuery {
  const part = readParam(params, "show");
  const operation = readParam(params, "operation") ?? "";
  const state = readParam(params, "state") ?? "";
  const outcome = readParam(params, "outcome") ?? "";
  const text = readParam(params, "text");
  const after = readParam(params, "after");
  return {
    ...(part === "items" || part === "tries" ? { part } : {}),
    ...(Object.hasOwn(planOperations, operation) ? { operation: operation as PlanOperation } : {}),
    ...(Object.hasOwn(itemStates, state) ? { state: state as PlanItemRow["state"] } : {}),
    ...(isAttemptOutcome(outcome) ? { outcome } : {}),
    ...(text === undefined ? {} : { text }),
    ...(after !== undefined && isUuid(after) ? { after } : {}),
  };
}

/** The address of a page of a run. */
export function formatRunPageQuery({ part, ...others }: RunPageQuery): string {
  const params = new URLSearchParams({ ...(part === undefined ? {} : { show: part }), ...others });
  return params.size === 0 ? "" : `?${params}`;
}

/** One run of a target with a page of its rows; undefined when it is none of the target's. */
export async function viewRunPage(
  { database, organization }: Pick<Access, "database" | "organization">,
  target: StoredTarget,
  runId: string,
  query: RunPageQuery,
): Promise<RunPage | undefined> {
  const run = await viewRun(database, target, runId);
  if (run === undefined) return undefined;
  const { after, operation, state, outcome, text } = query;
  const part = run.kind === "plan" ? "items" : (query.part ?? "tries");
  const limit = pageSize + 1;
  const named = text === undefined ? {} : { text };
  const [items, attempts, names] = await Promise.all([
    part === "items"
      ? listPlanItems(
          database,
          run.id,
          { ...named, ...(operation === undefined ? {} : { operation }), ...(state === undefined ? {} : { state }) },
          { limit, ...(after === undefined ? {} : { after }) },
        )
      : [],
    part === "tries"
      ? listAttempts(
          database.prisma,
          organization.id,
          { ...named, targetId: target.id, runId: run.id, ...(outcome === undefined ? {} : { outcomes: [outcome] }) },
          { limit, ...(after === undefined ? {} : { before: after }) },
        )
      : [],
    nameStarters({ database, organization }, [run]),
  ]);
  const shownItems = items.slice(0, pageSize);
  const shownAttempts = attempts.slice(0, pageSize);
  return {
    run,
    ...describeRun(run, names),
    part,
    items: shownItems.map(showItem),
    attempts: shownAttempts.map(showAttempt),
    next:
      items.length > pageSize
        ? shownItems.at(-1)?.resourceId
        : attempts.length > pageSize
          ? shownAttempts.at(-1)?.id
          : undefined,
  };
}

function showItem({ changes, state, ...item }: PlanItemRow): ShownItem {
  return {
    ...item,
    standing: itemStates[state],
    changes: changes
      .filter(({ path }) => path !== "schemas")
      .map(({ path, from, to }) => ({ path, from: describeValues(from), to: describeValues(to) })),
  };
}
