import { applyQuirks } from "@/lib/provisioning/apply-quirks";
import type { Capabilities, Quirks } from "@/lib/provisioning/capabilities";
import { LaneLostError } from "@/lib/provisioning/lane-lost-error";
import { delayRetry } from "@/lib/provisioning/outcome";
import { performTask } from "@/lib/provisioning/runs/perform-task";
import type { RunStore } from "@/lib/provisioning/runs/run-store";
import { type BatchEnd, syncBatch } from "@/lib/provisioning/sync-batch";
import type { SyncContext } from "@/lib/provisioning/sync-context";
import type { Lane, LoadedTarget, SyncJob, SyncStore } from "@/lib/provisioning/sync-store";
import type { TargetClient } from "@/lib/provisioning/target-client";
import { preflightTarget } from "./preflight-target";

/** Jobs that are claimed at once where each is sent alone: so many are let go when the target is paused. */
const singleBatch = 20;
/** With bulk requests. */
const largestBatch = 100;
/** After so long what a target says of itself is read again. */
const capabilitiesAgeMs = 60 * 60 * 1000;
/** Changes come before runs, but for every so many batches: a run ends even where changes never do. */
const batchesBeforeTask = 5;

/** What work for a target is done with. */
export type LaneWork = {
  readonly store: SyncStore;
  readonly runs: RunStore;
  readonly createClient: (target: LoadedTarget) => TargetClient;
  /** True once the lane is lost, or the worker stops. */
  readonly isOver: () => boolean;
  /** The last work for the target ended because of a fault of ours: jobs are claimed one by one, so that it shows which it is. */
  readonly isCareful?: boolean;
  readonly now: () => Date;
  readonly random: () => number;
};

/** Works for a target until there is nothing to do for it now, or it is to be left alone. */
export async function workLane(work: LaneWork, lane: Lane): Promise<void> {
  let client: TargetClient | undefined;
  for (let batches = 0; !work.isOver(); ) {
    const target = await work.store.loadTarget(lane.targetId);
    // Of one that is paused nothing can be claimed but, if a person paused it, the tasks of a plan.
    if (target === undefined) return;
    client ??= work.createClient(target);
    const known = await learnCapabilities(work, target, client);
    if (known === undefined) return;
    const most = known.bulk.value.supported ? Math.min(known.bulk.value.maxOperations, largestBatch) : singleBatch;
    const limit = work.isCareful === true ? 1 : most;
    const context = createContext(work, lane, target, known);
    const jobs = batches < batchesBeforeTask ? await work.store.claimJobs(lane, limit) : [];
    if (jobs.length > 0) {
      batches += 1;
      if ((await syncOrGiveBack(context, client, jobs)) === "stop") return;
      continue;
    }
    const [task] = await work.runs.claimTasks(lane, 1);
    if (task === undefined && batches < batchesBeforeTask) return;
    batches = 0;
    if (task !== undefined) await performTask(context, work.runs, client, task);
  }
}

/** A job on which Roster itself fails is tried again later, and does not keep the others from being done. */
async function syncOrGiveBack(context: SyncContext, client: TargetClient, jobs: readonly SyncJob[]): Promise<BatchEnd> {
  try {
    return await syncBatch(context, client, jobs);
  } catch (error) {
    const [job] = jobs;
    if (jobs.length === 1 && job !== undefined && !(error instanceof LaneLostError)) {
      const at = new Date(context.now().getTime() + delayRetry(job.attempts + 1, context.random()));
      await context.store.settle(context.lane, [{ job, link: "keep", next: { kind: "retry", at } }]);
    }
    throw error;
  }
}

/** What the target can do; read from it where that is not known, or long ago. Undefined where it cannot be asked now. */
async function learnCapabilities(
  { store, now, random }: LaneWork,
  target: LoadedTarget,
  client: TargetClient,
): Promise<Capabilities | undefined> {
  const { capabilities, preflightAt, quirks } = target;
  const isRecent = preflightAt !== undefined && now().getTime() - preflightAt.getTime() < capabilitiesAgeMs;
  if (capabilities !== undefined && isRecent) return applyQuirks(capabilities, quirks, target);
  return await preflightTarget({ store, now, random }, target, client);
}

function createContext(
  { store, now, random }: LaneWork,
  lane: Lane,
  target: LoadedTarget,
  known: Capabilities,
): SyncContext {
  let quirks: Quirks = target.quirks;
  return {
    target: {
      ...target,
      // What was learned while the batch is under way counts at once.
      get quirks() {
        return quirks;
      },
    },
    capabilities: () => applyQuirks(known, quirks, target),
    learn: async (learned) => {
      quirks = { ...quirks, ...learned };
      await store.saveQuirks(target.id, learned);
    },
    store,
    lane,
    now,
    random,
  };
}
