import { countAttemptsByHour, type ListedAttempt, listAttempts } from "@/lib/db/sync-attempts";
import type { StoredRun } from "@/lib/db/sync-runs";
import type { StoredTarget } from "@/lib/db/targets";
import type { Access } from "../access";
import { estimateRun, type RunProgress } from "./estimate-run";
import { viewRun } from "./view-run";
import type { ShownTarget } from "./view-target";

/** A run under way, with how far it is. */
export type FollowedRun = { readonly run: StoredRun; readonly progress: RunProgress };

/** What the first page of a target shows. */
export type TargetOverview = {
  /** What Roster does there, a sentence each, by the last preflight that succeeded in reaching it. */
  readonly says: readonly string[];
  /** The reconcile or plan under way, with how far it is. */
  readonly current: FollowedRun | undefined;
  /** Deprovisions that wait for somebody's decision: single changes, and those of a run. */
  readonly held: number;
  /** Attempts of the last 24 hours, the earliest first; the last one is not over yet. */
  readonly day: readonly { readonly requests: number; readonly failed: number }[];
  /** Sent for single resources in that time; what a run reads, and what went in one request to /Bulk, is not counted. */
  readonly requests: number;
  /** The latest first. */
  readonly latest: readonly ListedAttempt[];
};

const hourMs = 60 * 60 * 1000;
const hours = 24;
const latestShown = 10;

/** How a target does, beyond what every page of it says. */
export async function viewTargetOverview(
  { database, organization }: Access,
  stored: StoredTarget,
  { figures }: Pick<ShownTarget, "figures">,
  now: Date,
): Promise<TargetOverview> {
  const firstHour = Math.floor(now.getTime() / hourMs) * hourMs - (hours - 1) * hourMs;
  const { lastReconcile } = figures;
  const [counted, latest, heldRun] = await Promise.all([
    countAttemptsByHour(database.prisma, stored.id, new Date(firstHour)),
    listAttempts(database.prisma, organization.id, { targetId: stored.id }, { limit: latestShown }),
    lastReconcile?.state === "held" ? viewRun(database, stored, lastReconcile.id) : undefined,
  ]);
  return {
    says: readSays(stored),
    current: findFollowedRun(figures, now),
    held: figures.jobs.held + (heldRun?.outcomes.held ?? 0),
    day: Array.from({ length: hours }, (_, index) => {
      const hour = counted.find((one) => one.hour.getTime() === firstHour + index * hourMs);
      const { done = 0, failed = 0 } = hour ?? {};
      return { requests: done + failed, failed };
    }),
    requests: counted.reduce((sum, hour) => sum + hour.requests, 0),
    latest,
  };
}

/** The reconcile, else the plan, that is under way. */
export function findFollowedRun(
  { lastReconcile, lastPlan }: ShownTarget["figures"],
  now: Date,
): FollowedRun | undefined {
  const run = [lastReconcile, lastPlan].find((candidate) => candidate?.state === "running");
  return run === undefined ? undefined : { run, progress: estimateRun(run, now) };
}

/** Whether nothing was ever sent: it was made, and waits to be started. */
export function isNotStarted({ standing, state }: Pick<ShownTarget, "standing" | "state">): boolean {
  return standing.word === "New" && state === "paused";
}

/** What the last preflight said that Roster will do, as it was kept. */
export function readSays({ preflight }: StoredTarget): readonly string[] {
  const says: unknown = preflight?.says;
  return Array.isArray(says) ? says.filter((sentence): sentence is string => typeof sentence === "string") : [];
}
