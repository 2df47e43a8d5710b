import { countAttemptsByHour, type ListedAttempt, listAttempts } from "@/lib/db/sync-attempts";
import type { StoredRun } from "@/lib/db/sync-runs";
import type { StoredTarget } from "@/lib/db/targets";
import type { Access } from "../access";
import { estimateRun, type RunProgress } from "./estimate-run";
import { viewRun } from "./view-run";
import { type ShownTarget, viewTarget } from "./view-target";

/** What the first page of a target shows. */
export type TargetOverview = {
  readonly target: ShownTarget;
  /** What Roster does there, a sentence each, by the last preflight that succeeded in reaching it. */
  readonly says: readonly string[];
  /** Nothing was ever sent: it was made, and waits to be started. */
  readonly isNew: boolean;
  /** The reconcile or plan under way, with how far it is. */
  readonly current: { readonly run: StoredRun; readonly progress: RunProgress } | undefined;
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

/** How a target does. */
export async function viewTargetOverview(access: Access, stored: StoredTarget, now: Date): Promise<TargetOverview> {
  const { database, organization } = access;
  const firstHour = Math.floor(now.getTime() / hourMs) * hourMs - (hours - 1) * hourMs;
  const [target, counted, latest] = await Promise.all([
    viewTarget(database, stored, now),
    countAttemptsByHour(database.prisma, stored.id, new Date(firstHour)),
    listAttempts(database.prisma, organization.id, { targetId: stored.id }, { limit: latestShown }),
  ]);
  const { lastReconcile, lastPlan } = target.figures;
  const heldRun = lastReconcile?.state === "held" ? await viewRun(database, stored, lastReconcile.id) : undefined;
  const run = [lastReconcile, lastPlan].find((candidate) => candidate?.state === "running");
  return {
    target,
    says: readSays(stored),
    isNew: target.standing.word === "New" && target.state === "paused",
    current: run === undefined ? undefined : { run, progress: estimateRun(run, now) },
    held: target.figures.jobs.held + (heldRun?.outcomes.held ?? 0),
    day: Array.from({ length: hours }, (_, index) => {
      const hour = counted.find((one) => one.hour.getTime() === firstHour + index * hourMs);
      const { done = 0, failed = 0 } = hour ?? {};
      return { requests: done + failed, failed };
    }),
    requests: counted.reduce((sum, hour) => sum + hour.requests, 0),
    latest,
  };
}

/** What the last preflight said that Roster will do, as it was kept. */
function readSays({ preflight }: StoredTarget): readonly string[] {
  const says: unknown = preflight?.says;
  return Array.isArray(says) ? says.filter((sentence): sentence is string => typeof sentence === "string") : [];
}
