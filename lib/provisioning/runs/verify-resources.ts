import { toRemote } from "../find-remote";
import { judgeFailure } from "../outcome";
import { saysGone } from "../read-remote";
import type { SyncContext } from "../sync-context";
import type { ProvisionedType } from "../sync-store";
import type { TargetClient } from "../target-client";
import { obeyFailure } from "./obey-failure";
import { type Observation, observeRemote } from "./observe-remote";
import { gatherObservations } from "./read-page";
import type { RunStore, TaskStep } from "./run-store";
import type { RunTask } from "./run-task";

/** How many resources are read before what came of it is written. */
const mostOfAStep = 20;

/**
 * Reads linked resources one by one, because the list did not show them: only when the target itself says that there is no
 * such resource, it is missing.
 */
export async function verifyResources(
  context: SyncContext,
  runs: RunStore,
  client: TargetClient,
  task: RunTask,
  { resourceType, remoteIds }: { readonly resourceType: ProvisionedType; readonly remoteIds: readonly string[] },
): Promise<TaskStep> {
  const before = client.countRequests();
  const part = remoteIds.slice(0, mostOfAStep);
  const { links } = await runs.loadPageFacts(task, resourceType, part);
  const shows = { members: context.capabilities().membersListed.value, isWhole: true };
  const observations: Observation[] = [];
  let looked = 0;
  let stopped: TaskStep["next"] | undefined;
  let detail: string | undefined;
  for (const remoteId of part) {
    const met = links.get(remoteId);
    const answer = await client.send({ method: "GET", path: `/${resourceType}s/${encodeURIComponent(remoteId)}` });
    if (answer.kind === "answered" && answer.status === 200 && answer.body !== undefined) {
      const remote = toRemote(answer.body, answer.etag);
      const shown = { ...(remote ?? { resource: answer.body }), id: remoteId };
      if (met !== undefined) observations.push(await observeRemote(runs, resourceType, shown, met, shows));
    } else if (saysGone(answer)) {
      const isMissing = met !== undefined && !met.isInFlux && met.link.state === "linked";
      const finding = { kind: "missing", remoteId } as const;
      observations.push({ sighting: { resourceType, remoteId, ...(isMissing ? { finding } : {}) } });
    } else {
      const failure = judgeFailure(answer, context.target.strain, context.random());
      stopped = await obeyFailure(context, task, failure);
      if (stopped !== undefined) break;
      detail = `Some of what is linked could not be read. ${failure.detail}`;
    }
    looked += 1;
  }
  const rest = remoteIds.slice(looked);
  const position = { kind: "verify", resourceType, remoteIds: rest } as const;
  // What was read before the request that failed is kept: sightings are the same when they are written twice.
  const next: TaskStep["next"] = stopped ?? (rest.length === 0 ? { kind: "done" } : { kind: "continue", position });
  return {
    requests: client.countRequests() - before,
    ...gatherObservations(observations),
    ...(detail === undefined ? {} : { detail }),
    next,
  };
}
