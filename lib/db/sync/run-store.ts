import type { RunStore } from "@/lib/provisioning/runs/run-store";
import type { Database } from "../pool";
import { applyItems, finishRun } from "./apply-items";
import { claimTasks } from "./claim-tasks";
import { allowHeld, cancelRun, discardHeld } from "./decide-held";
import { compareRecordedMembers, countLinked, listTaskResources, loadKnown, loadPageFacts } from "./page-facts";
import { settleTask } from "./settle-task";
import { startDueRuns } from "./start-due-runs";
import { startRun } from "./start-run";

/** The runs of this database. */
export function createRunStore({ pool }: Pick<Database, "pool">): RunStore {
  return {
    startRun: (request) => startRun(pool, request),
    startDueRuns: () => startDueRuns(pool),
    cancelRun: (organizationId, runId) => cancelRun(pool, organizationId, runId),
    allowHeld: (organizationId, runId) => allowHeld(pool, organizationId, runId),
    discardHeld: (organizationId, runId) => discardHeld(pool, organizationId, runId),
    claimTasks: (lane, limit) => claimTasks(pool, lane, limit),
    loadPageFacts: (task, resourceType, remoteIds) => loadPageFacts(pool, task, resourceType, remoteIds),
    countLinked: (task, resourceType) => countLinked(pool, task, resourceType),
    compareRecordedMembers: (linkId, remoteValues) => compareRecordedMembers(pool, linkId, remoteValues),
    listTaskResources: (task, basis) => listTaskResources(pool, task, basis),
    loadKnown: (task, resourceType, resources) => loadKnown(pool, task, resourceType, resources),
    settleTask: (lane, task, step) => settleTask(pool, lane, task, step),
    applyItems: (lane, task) => applyItems(pool, lane, task),
    finishRun: (lane, task) => finishRun(pool, lane, task),
  };
}
