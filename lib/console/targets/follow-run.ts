import type { Actor } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { countOutcomesOfResource, type ResourceOutcomes } from "@/lib/db/resource-outcomes";
import { findRun, findRunUnderWay, type StoredRun } from "@/lib/db/sync-runs";
import { countDueJobs } from "@/lib/db/target-queue";
import { findTargetById, type StoredTarget } from "@/lib/db/targets";
import type { RunKind } from "@/lib/provisioning/runs/run";
import { accept, type Result, refuse } from "../result";
import { findResource } from "./find-resource";
import { requireTarget } from "./require-target";
import { retryResource } from "./resource-acts";
import { applyPlan, cancelRun, type StartedRun, startPlan, startSync } from "./start-run";

/** Works for a target until enough is done. */
export type Drain = (targetId: string, until: () => Promise<boolean>) => Promise<void>;

export type Follow = { readonly drain: Drain; readonly signal: AbortSignal };

/** What a sync has come to. */
export type SyncResult = {
  /** Of the run; "paused" where the target was paused before it was over. */
  readonly state: "running" | "held" | "done" | "failed" | "cancelled" | "paused";
  readonly created: number;
  readonly updated: number;
  readonly deprovisioned: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly requests: number;
  /** What else is to be told, in words. */
  readonly detail: string | undefined;
};

/**
 * Reconciles a target, or carries out a plan. A reconcile that is under way already takes the place of a second one.
 *
 * @param follow absent: it is begun, and nobody waits for it
 */
export async function followSync(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  { planId, follow }: { readonly planId?: string; readonly follow?: Follow | undefined },
): Promise<Result<SyncResult>> {
  const started =
    planId === undefined
      ? await join(database, subdomain, name, "reconcile", () => startSync(database, actor, subdomain, name))
      : await applyPlan(database, actor, subdomain, name, planId);
  if (!started.ok) return started;
  const { target, run } = started.value;
  if (follow === undefined) return accept(describeRun(run, target));
  const isSettled = async () => (await countDueJobs(database.prisma, target.id)) === 0;
  const { run: followed, target: now } = await followRun(database, started.value, follow, isSettled);
  return accept(describeRun(followed, now));
}

/** Makes a plan and waits for it. One that is under way already is followed to its end instead of a second one. */
export async function followPlan(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  drain: Drain,
  signal: AbortSignal,
): Promise<Result<StoredRun>> {
  const follow = { drain, signal };
  const started = await join(database, subdomain, name, "plan", () => startPlan(database, actor, subdomain, name));
  if (!started.ok) return started;
  const { run, target } = await followRun(database, started.value, follow);
  if (run.state !== "running") return accept(run);
  // Nobody would go on with it: it is made anew once the target can be read.
  await cancelRun(database, actor, subdomain, name, run.id);
  const isStopped = target.pause !== undefined && target.pause.reason !== "person";
  return refuse(isStopped ? describeStop(target) : "Interrupted: the plan was given up.");
}

/**
 * Puts one person right at a target.
 *
 * @param userName or any email of theirs, or their id
 */
export async function followResource(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  userName: string,
  follow: Follow | undefined,
): Promise<Result<SyncResult>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const { target, organization } = found.value;
  if (target.state === "paused") return refuse(`"${target.name}" is paused, and is sent nothing. Resume it first.`);
  const named = await findResource(database, subdomain, { resourceType: "User", text: userName });
  if (!named.ok) return named;
  const resource = named.value;
  const before = await countOutcomesOfResource(database.prisma, target.id, resource);
  const retried = await retryResource(database, actor, subdomain, name, resource);
  if (!retried.ok) return retried;
  let outcomes: ResourceOutcomes = before;
  let paused: StoredTarget | undefined;
  await follow?.drain(target.id, async () => {
    outcomes = await countOutcomesOfResource(database.prisma, target.id, resource);
    const current = await findTargetById(database.prisma, organization.id, target.id);
    paused = current?.state === "paused" ? current : undefined;
    return outcomes.job !== "due" || paused !== undefined || current === undefined || follow.signal.aborted;
  });
  const difference = (count: keyof Omit<ResourceOutcomes, "job" | "detail">) => outcomes[count] - before[count];
  const failed = difference("failed") > 0 ? 1 : 0;
  const written = difference("created") + difference("updated") + difference("deprovisioned");
  const isOver = follow !== undefined && outcomes.job === "none";
  return accept({
    state: readState(outcomes.job, failed, paused, isOver),
    created: difference("created"),
    updated: difference("updated"),
    deprovisioned: difference("deprovisioned"),
    unchanged: isOver && failed === 0 && written === 0 ? 1 : 0,
    failed,
    requests: difference("requests"),
    detail: paused?.pause?.detail ?? (failed > 0 ? outcomes.detail : undefined),
  });
}

function describeStop({ name, pause }: StoredTarget): string {
  return `"${name}" has stopped: ${pause?.detail ?? ""}`;
}

function readState(
  job: ResourceOutcomes["job"],
  failed: number,
  paused: StoredTarget | undefined,
  isOver: boolean,
): SyncResult["state"] {
  if (paused !== undefined) return "paused";
  if (job === "held") return "held";
  if (failed > 0) return "failed";
  return isOver ? "done" : "running";
}

/** Begins a run, or takes the one that is under way: what was asked for happens. */
async function join(
  database: Database,
  subdomain: string,
  name: string,
  kind: RunKind,
  start: () => Promise<Result<StartedRun>>,
): Promise<Result<StartedRun>> {
  const started = await start();
  if (started.ok || started.field !== "run") return started;
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const run = await findRunUnderWay(database.prisma, found.value.target.id, kind);
  return run === undefined ? started : accept({ ...found.value, run });
}

/** Works until the run is over, the target is paused or removed, or the person has had enough. */
async function followRun(
  database: Database,
  { target, organization, run }: StartedRun,
  { drain, signal }: Follow,
  isSettled: () => Promise<boolean> = async () => true,
): Promise<{ readonly run: StoredRun; readonly target: StoredTarget }> {
  let latest = { run, target };
  await drain(target.id, async () => {
    const [currentRun, currentTarget] = await Promise.all([
      findRun(database.prisma, target.id, run.id),
      findTargetById(database.prisma, organization.id, target.id),
    ]);
    latest = { run: currentRun ?? latest.run, target: currentTarget ?? latest.target };
    if (currentRun === undefined || currentTarget === undefined || signal.aborted) return true;
    if (currentTarget.state === "paused" && (run.kind === "reconcile" || currentTarget.pause?.reason !== "person")) {
      return true;
    }
    return currentRun.state !== "running" && (await isSettled());
  });
  return latest;
}

function describeRun(run: StoredRun, target: StoredTarget): SyncResult {
  const { created, updated, deprovisioned, unchanged, failed, requests } = run;
  const isStopped = run.state === "running" && target.state === "paused";
  return {
    state: isStopped ? "paused" : run.state,
    created,
    updated,
    deprovisioned,
    unchanged,
    failed,
    requests,
    detail: isStopped ? target.pause?.detail : (run.detail ?? describeStale(run)),
  };
}

/** Of a plan that was carried out: what of it was not done, since it would not have been what was planned. */
function describeStale({ stale }: StoredRun): string | undefined {
  if (stale === 0) return undefined;
  const [who, them] = stale === 1 ? ["One resource", "it was"] : [`${stale} resources`, "they were"];
  return `${who} had changed since the plan was made, or had been seen to already: left as ${them}.`;
}
