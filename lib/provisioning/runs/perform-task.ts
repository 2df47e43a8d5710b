import { LaneLostError } from "../lane-lost-error";
import { delayRetry } from "../outcome";
import type { SyncContext } from "../sync-context";
import type { TargetClient } from "../target-client";
import { compareResources } from "./compare-resources";
import { readPage } from "./read-page";
import type { RunStore } from "./run-store";
import type { RunTask } from "./run-task";
import { verifyResources } from "./verify-resources";

/**
 * Does one step of a task: a page of a list, some resources that are read one by one, some hundreds that are compared, a thousand
 * jobs. What came of it is written at once, and the task is given back: whoever claims it next goes on from there.
 *
 * @param task claimed by the context's lane
 * @throws LaneLostError when somebody else has taken over, and what else went wrong with Roster itself; nothing was written then
 */
export async function performTask(
  context: SyncContext,
  runs: RunStore,
  client: TargetClient,
  task: RunTask,
): Promise<void> {
  try {
    await performStep(context, runs, client, task);
  } catch (error) {
    if (!(error instanceof LaneLostError)) await giveBack(context, runs, task, error);
    throw error;
  }
}

/** So often a step of a run is begun that ends in a fault of ours: then the run ends. */
const mostFaults = 5;

/** A step that cannot be done must not be begun for ever. */
async function giveBack({ lane, now, random }: SyncContext, runs: RunStore, task: RunTask, error: unknown) {
  const attempts = task.attempts + 1;
  const detail = `Roster could not go on with it: ${error instanceof Error ? error.message : String(error)}`;
  const next =
    attempts >= mostFaults
      ? ({ kind: "fail", detail } as const)
      : ({ kind: "retry", at: new Date(now().getTime() + delayRetry(attempts, random())) } as const);
  await runs.settleTask(lane, task, { next });
}

async function performStep(context: SyncContext, runs: RunStore, client: TargetClient, task: RunTask): Promise<void> {
  const { lane } = context;
  const { position } = task;
  switch (position.kind) {
    case "read":
      return await runs.settleTask(lane, task, await readPage(context, runs, client, task, position));
    case "verify":
      return await runs.settleTask(lane, task, await verifyResources(context, runs, client, task, position));
    case "compare":
    case "leftovers":
      return await runs.settleTask(lane, task, await compareResources(context, runs, task, position.resourceType));
    case "apply":
      return await runs.applyItems(lane, task);
    case "finish":
      return await runs.finishRun(lane, task);
  }
}
