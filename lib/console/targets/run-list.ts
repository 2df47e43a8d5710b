import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { findNames } from "@/lib/db/change-history";
import type { StoredRun } from "@/lib/db/sync-runs";
import type { StoredTarget } from "@/lib/db/targets";
import { isUuid } from "@/lib/db/uuid";
import type { Access } from "../access";
import type { ResourceStanding } from "./resource-standing";
import { viewRuns } from "./view-run";

/** A run with what a list says of it. */
export type ListedRun = StoredRun & {
  readonly title: string;
  readonly standing: ResourceStanding;
  /** What made it begin, and who. */
  readonly cause: string;
};

export type RunQuery = { readonly kind?: StoredRun["kind"]; readonly before?: string };

const pageSize = 25;

/** What an address asks for. */
export function readRunQuery(params: SearchParams): RunQuery {
  const kind = readParam(params, "kind");
  const before = readParam(params, "before");
  return {
    ...(kind === "reconcile" || kind === "plan" ? { kind } : {}),
    ...(before !== undefined && isUuid(before) ? { before } : {}),
  };
}

/** One page of the runs of a target, the latest first. */
export async function listTargetRuns(
  { database, organization }: Pick<Access, "database" | "organization">,
  target: StoredTarget,
  query: RunQuery,
): Promise<{ readonly runs: readonly ListedRun[]; readonly older: string | undefined }> {
  const rows = await viewRuns(database, target, { limit: pageSize + 1, ...query });
  const runs = rows.slice(0, pageSize);
  const names = await nameStarters({ database, organization }, runs);
  return {
    runs: runs.map((run) => ({ ...run, ...describeRun(run, names) })),
    older: rows.length > pageSize ? runs.at(-1)?.id : undefined,
  };
}

/** The names of those who began runs. */
export async function nameStarters(
  { database, organization }: Pick<Access, "database" | "organization">,
  runs: readonly Pick<StoredRun, "actorId">[],
): Promise<ReadonlyMap<string, string>> {
  const ids = runs.flatMap(({ actorId }) => (actorId === undefined ? [] : [actorId]));
  return new Map([...(await findNames(database, organization.id, ids))].map(([id, { name }]) => [id, name]));
}

/** What a run is called, how it stands, and what made it begin. */
export function describeRun(
  run: StoredRun,
  names: ReadonlyMap<string, string>,
): Pick<ListedRun, "title" | "standing" | "cause"> {
  const title = run.kind === "plan" ? "Plan" : run.planId === undefined ? "Reconcile" : "Plan applied";
  return { title, standing: judgeRun(run), cause: describeCause(run, names) };
}

function judgeRun({ kind, state, phase, detail, failed }: StoredRun): ResourceStanding {
  const told = detail === undefined ? {} : { sentence: detail };
  switch (state) {
    case "running": {
      const words = { read: "Reading", compare: "Comparing", apply: "Writing", over: "Ending" } as const;
      return { tone: "info", word: words[phase], ...told };
    }
    case "held":
      return { tone: "danger", word: "Held", ...told };
    case "failed":
      return { tone: "danger", word: failed > 0 && detail === undefined ? `${failed} failed` : "Failed", ...told };
    case "cancelled":
      return { tone: "neutral", word: "Cancelled", ...told };
    case "done":
      return { tone: "success", word: kind === "plan" ? "Ready" : "Done", ...told };
  }
}

function describeCause({ trigger, actorKind, actorId }: StoredRun, names: ReadonlyMap<string, string>): string {
  const who = actorId === undefined ? undefined : (names.get(actorId) ?? "somebody who is gone");
  switch (trigger) {
    case "schedule":
      return "by the clock";
    case "settings":
      return who === undefined ? "since settings changed" : `since ${who} changed settings`;
    case "hand":
    case "plan":
      return who === undefined ? (actorKind === "operator" ? "by the command line" : "by hand") : `by ${who}`;
  }
}
