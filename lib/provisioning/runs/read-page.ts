import { type RemoteResource, readList, readNextCursor, toRemote } from "../find-remote";
import { describeAnswer, judgeFailure } from "../outcome";
import type { SyncContext } from "../sync-context";
import type { ProvisionedType } from "../sync-store";
import type { TargetAnswer, TargetClient } from "../target-client";
import { beginGroups, findNextPage, followCursor, reachesTotal } from "./next-page";
import { obeyFailure } from "./obey-failure";
import { type Observation, observeRemote } from "./observe-remote";
import type { RunStore, TaskStep } from "./run-store";
import type { ReadPosition, RunTask } from "./run-task";

const words = { User: "people", Group: "groups" } as const;

/**
 * Reads one page of a list of the target. After the people come the groups; a list that the target does not give is left
 * out, and the run goes on without it.
 *
 * @see RFC 7644 §3.4.2
 */
export async function readPage(
  context: SyncContext,
  runs: RunStore,
  client: TargetClient,
  task: RunTask,
  position: ReadPosition,
): Promise<TaskStep> {
  const { resourceType } = position;
  const { users, groups, pageSize, cursorPaging } = context.capabilities();
  if (!(resourceType === "User" ? users : groups).value || isLeftOut(context, resourceType)) {
    return { next: endList(position, false) };
  }
  const asked = { ...position, pageSize: Math.min(position.pageSize, pageSize.value) };
  const before = client.countRequests();
  const place = cursorPaging.value
    ? `cursor=${encodeURIComponent(asked.cursor ?? "")}`
    : `startIndex=${asked.startIndex}`;
  const path = `/${resourceType}s?${place}&count=${asked.pageSize}`;
  const answer = await client.send({ method: "GET", path });
  const requests = client.countRequests() - before;
  const list = readList(answer);
  if (list === undefined) return { requests, ...(await takeRefusal(context, task, asked, answer)) };

  if (context.target.strain > 0) await context.store.relieveTarget(context.target.id);
  const remotes = new Map(
    list.resources.flatMap((resource): [string, RemoteResource][] => {
      const remote = toRemote(resource);
      return remote === undefined || !isKeepable(remote.id) ? [] : [[remote.id, remote]];
    }),
  );
  const facts = await runs.loadPageFacts(task, resourceType, [...remotes.keys()]);
  const shows = { members: context.capabilities().membersListed.value, isWhole: false };
  const observations: Observation[] = [];
  for (const remote of remotes.values()) {
    if (facts.seen.has(remote.id)) continue;
    observations.push(await observeRemote(runs, resourceType, remote, facts.links.get(remote.id), shows));
  }
  const page = { listed: list.resources.length, news: observations.length, totalResults: list.totalResults };
  const next = cursorPaging.value
    ? followCursor(asked, readNextCursor(answer), page.news)
    : findNextPage(asked, {
        ...page,
        linked: reachesTotal(asked, page) ? await runs.countLinked(task, resourceType) : 0,
      });
  return {
    requests,
    ...gatherObservations(observations),
    next: next === undefined ? endList(asked, true) : { kind: "continue", position: next },
  };
}

/** Ids that the database cannot hold or look up are nobody's: no link can name them. */
function isKeepable(remoteId: string): boolean {
  return remoteId.length <= maxIdLength && !remoteId.includes("\u0000");
}

const maxIdLength = 1_000;

/** What observations mean for a step. */
export function gatherObservations(
  observations: readonly Observation[],
): Pick<TaskStep, "sightings" | "received" | "unmanaged"> {
  return {
    sightings: observations.map(({ sighting }) => sighting),
    received: observations.flatMap(({ received }) => received ?? []),
    unmanaged: observations.flatMap(({ unmanaged }) => unmanaged ?? []),
  };
}

/** Groups that are not provisioned are not even read, unless some were. */
function isLeftOut({ target }: SyncContext, resourceType: ProvisionedType): boolean {
  return resourceType === "Group" && target.options.groups === "none";
}

/** @param isComplete whether the list was read to its end */
function endList(position: ReadPosition, isComplete: boolean): TaskStep["next"] {
  const complete = isComplete ? [...position.complete, position.resourceType] : position.complete;
  return position.resourceType === "User"
    ? { kind: "continue", position: beginGroups({ ...position, complete }, firstPageSize) }
    : { kind: "done", complete };
}

/** As so many pages counts each time that a list is begun anew. */
const restartCosts = 100_000;

/** As large as the target allows. */
const firstPageSize = 1_000;

async function takeRefusal(
  context: SyncContext,
  task: RunTask,
  position: ReadPosition,
  answer: TargetAnswer,
): Promise<Pick<TaskStep, "next" | "detail">> {
  if (answer.kind === "answered") {
    if (position.cursor !== undefined && answer.status === 400) {
      // It has become too old while the run waited. Begun again and again, it ends at the most pages that are read.
      const { cursor: _, ...begun } = position;
      return { next: { kind: "continue", position: { ...begun, pages: begun.pages + restartCosts } } };
    }
    // Some answer so when asked for a page beyond the end.
    const isBeyond = position.startIndex > 1;
    if (isBeyond && (answer.status === 404 || answer.status === 400)) return { next: endList(position, true) };
    if ((answer.status === 413 || answer.scimType === "tooMany") && position.pageSize > 1) {
      const pageSize = Math.floor(position.pageSize / 2);
      return { next: { kind: "continue", position: { ...position, pageSize } } };
    }
  }
  // Whoever may not list may still be allowed to write.
  const isForbidden = answer.kind === "answered" && answer.status === 403;
  const failure = judgeFailure(answer, context.target.strain, context.random());
  const next = isForbidden ? undefined : await obeyFailure(context, task, failure);
  if (next !== undefined) return { next };
  const detail = `The ${words[position.resourceType]} of the target could not be listed, so that changes made there are not noticed. ${describeAnswer(answer)}`;
  return { next: endList(position, false), detail };
}
