import { judgeSubjects } from "./judge-subjects";
import { delayTarget, type Failure, strainOfFailure } from "./outcome";
import { performOperation, type Work } from "./perform-operation";
import { settlePerformed } from "./settle-performed";
import type { SyncContext } from "./sync-context";
import { beginLinks, sendInBulk, takeSent } from "./sync-in-bulk";
import type { Attempt, LinkChange, Settlement, SyncJob } from "./sync-store";
import type { Exchange, TargetClient } from "./target-client";

/** "go on": there may be more to do. "stop": the target is to be left alone, for now or until somebody has looked. */
export type BatchEnd = "goOn" | "stop";

/**
 * Brings resources to what they should be at a target: the one path to it, whoever asked. It loads them as they are now, so
 * that doing it twice does it once; decides what the target should have and what is to be done; does it; and writes what came
 * of it. What it did not come to stays in the queue.
 *
 * @param jobs claimed by the context's lane
 */
export async function syncBatch(
  context: SyncContext,
  client: TargetClient,
  jobs: readonly SyncJob[],
): Promise<BatchEnd> {
  const subjects = await context.store.loadSubjects(context.target, jobs);
  const { works, settlements } = await judgeSubjects(context, client, subjects);
  if (settlements.length > 0) await context.store.settle(context.lane, settlements);

  const sent =
    works.length > 1 && context.capabilities().bulk.value.supported
      ? await sendInBulk(context, client, works)
      : undefined;
  if (sent !== undefined && sent.failure !== undefined) {
    await settleAll(context, sent.works, sent.failure, sent.requests);
    return await obey(context, sent.failure, undefined);
  }
  const begun = sent === undefined ? await beginCreations(context, works) : new Set<Work>();
  // What is done is written together; whoever needs it written has it written first. A settlement also finds out whether the lane
  // is still ours, so that it is never long before that is known again.
  const unwritten: Settlement[] = [];
  let writtenAt = performance.now();
  const write = async () => {
    await context.store.settle(context.lane, unwritten.splice(0));
    writtenAt = performance.now();
  };
  let uncounted = sent?.requests ?? 0;
  let end: BatchEnd = "goOn";
  const unsent: Work[] = [];
  try {
    for (const work of works) {
      const answer = sent?.answers.get(work);
      // The target is to be left alone: only what it has answered already is still seen to.
      if (end === "stop" && answer === undefined) {
        unsent.push(work);
        continue;
      }
      const isAlone = answer === undefined && sent !== undefined;
      if (isAlone || work.subject.resourceType === "Group" || isLongAgo(writtenAt)) await write();
      const startedAt = performance.now();
      const taken = begun.has(work) ? { ...work, isBegun: true } : takeSent(context, work, works, sent);
      const performed = await performOperation(context, taken, answer);
      if (performed.kind === "again") {
        await context.store.settle(context.lane, [settleGone(context, work, performed.link, startedAt)]);
        continue;
      }
      const settlement = settlePerformed(context, work, performed, startedAt);
      unwritten.push(completeAttempt(settlement, uncounted, answer?.exchange));
      uncounted = 0;
      // One that took more than its one request, or failed, is known to all before anything else is done.
      const isPlain = performed.kind === "done" && work.conversation.countRequests() <= (answer === undefined ? 1 : 0);
      if (isAlone || !isPlain) await write();
      if (performed.kind === "failed" && (await obey(context, performed.failure, work)) === "stop") end = "stop";
      if (performed.kind === "done" && context.target.strain > 0 && work.conversation.countRequests() > 0) {
        await context.store.relieveTarget(context.target.id);
      }
    }
  } catch (error) {
    // What was done before is no less done. If the lane is lost, this is refused as well.
    await write().catch(() => undefined);
    throw error;
  }
  await write();
  await context.store.abandonLinks(
    context.lane,
    unsent.filter((work) => begun.has(work)).map(({ subject }) => subject.job.resourceId),
  );
  return end;
}

/** What was done this long ago is written before the next request is sent. */
const longestUnwrittenMs = 250;

function isLongAgo(writtenAt: number): boolean {
  return performance.now() - writtenAt > longestUnwrittenMs;
}

/** Commits what is about to be made one by one: once for all of them, not each by itself. @returns those */
async function beginCreations(context: SyncContext, works: readonly Work[]): Promise<ReadonlySet<Work>> {
  const begun = works.filter(({ operation }) => operation.kind === "create" && !operation.isUncertain);
  await beginLinks(context, begun);
  return new Set(begun);
}

/** It is not at the target any more: it is looked at again at once, and made there. */
function settleGone(context: SyncContext, work: Work, link: LinkChange, startedAt: number): Settlement {
  const exchange = work.conversation.lastExchange();
  const attempt: Attempt = {
    operation: "update",
    outcome: "retry",
    label: work.label,
    detail: "It is not at the target any more, and is made there again.",
    requests: work.conversation.countRequests(),
    ...(exchange === undefined ? {} : { exchange }),
    durationMs: performance.now() - startedAt,
  };
  return { job: work.subject.job, link, next: { kind: "wait", at: context.now() }, attempt };
}

/** The bulk requests of a batch are counted with the first of its resources; each shows its own part of them. */
function completeAttempt(settlement: Settlement, requests: number, exchange: Exchange | undefined): Settlement {
  const { attempt } = settlement;
  if (attempt === undefined) return settlement;
  const shown = attempt.exchange ?? exchange;
  const counted = { ...attempt, requests: attempt.requests + requests };
  return { ...settlement, attempt: shown === undefined ? counted : { ...counted, exchange: shown } };
}

async function settleAll(
  context: SyncContext,
  works: readonly Work[],
  failure: Failure,
  requests: number,
): Promise<void> {
  const startedAt = performance.now();
  const settlements = works.map((work, index) => {
    const isUpdate = work.operation.kind === "update" && failure.kind === "retry" && failure.mayBeDone;
    const performed = {
      kind: "failed",
      operation: "none",
      failure,
      ...(isUpdate ? { link: createDoubt(work) } : {}),
    } as const;
    return completeAttempt(settlePerformed(context, work, performed, startedAt), index === 0 ? requests : 0, undefined);
  });
  await context.store.settle(context.lane, settlements);
}

/** It may have been changed as it should: that is looked at first, and what may be there by now is Roster's own. */
function createDoubt({ operation, subject }: Work) {
  const sent = operation.kind === "update" ? { ...subject.link?.sent, ...operation.payload } : undefined;
  return { drift: [], ...(sent === undefined ? {} : { sent }) };
}

/** What a failure means for the target as a whole. */
async function obey(
  { store, target, now, random }: SyncContext,
  failure: Failure,
  work: Work | undefined,
): Promise<BatchEnd> {
  switch (failure.kind) {
    case "refused":
      return "goOn";
    case "wait":
      await store.blockTarget(target.id, new Date(now().getTime() + failure.waitMs));
      return "stop";
    case "pause": {
      const { reason, detail } = failure;
      const resource = work && { type: work.subject.resourceType, id: work.subject.job.resourceId, label: work.label };
      const isAboutResource = reason === "forbidden" && resource !== undefined;
      await store.pauseTarget(target.id, {
        reason,
        detail,
        at: now().toISOString(),
        ...(isAboutResource ? { resource } : {}),
      });
      return "stop";
    }
    case "retry":
      if (!failure.isDown) return "goOn";
      await store.blockTarget(target.id, new Date(now().getTime() + delayTarget(target.strain, random())));
      if (target.strain + 1 >= strainOfFailure) await store.failRuns(target.id, failure.detail);
      return "stop";
  }
}
