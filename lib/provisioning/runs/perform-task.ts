import type { SyncContext } from "../sync-context";
import type { TargetClient } from "../target-client";
import { compareResources } from "./compare-resources";
import { readPage } from "./read-page";
import type { RunStore } from "./run-store";
import type { RunTask } from "./run-task";
import { verifyResources } from "./verify-resources";

/**
 * Does one step of a task: a page of a list, some resources that are read one by one, a hundred that are compared, a thousand
 * jobs. What came of it is written at once, and the task is given back: whoever claims it next goes on from there.
 *
 * @param task claimed by the context's lane
 * @throws LaneLostError when somebody else has taken over; nothing was written then
 */
export async function performTask(
  context: SyncContext,
  runs: RunStore,
  client: TargetClient,
  task: RunTask,
): Promise<void> {
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
