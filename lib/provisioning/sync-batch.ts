import { wouldTrip } from "./breaker";
import { decideOperation, isDeprovision, type Operation } from "./decide-operation";
import { type Desired, decideDesired } from "./desired-state";
import { createFingerprint } from "./fingerprint";
import { delayTarget, type Failure, judgeFailure } from "./outcome";
import { performOperation, type Work } from "./perform-operation";
import { type BulkWork, planBulkParts } from "./plan-bulk-parts";
import { sendBulk } from "./send-bulk";
import { settlePerformed } from "./settle-performed";
import { createConversation, type SyncContext } from "./sync-context";
import type { Settlement, Subject, SyncJob } from "./sync-store";
import type { TargetAnswer, TargetClient } from "./target-client";

/** After so many times in a row that nobody answered there, the runs under way are over. */
const strainOfFailure = 6;
/** A single hour may see so many times the minimum of deprovisions by single changes, each of which was decided by somebody. */
const singleChangesFactor = 10;

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
    await settleAll(context, sent.works, sent.failure);
    return await obey(context, sent.failure, undefined);
  }
  for (const work of works) {
    const startedAt = performance.now();
    const performed = await performOperation(context, takeSent(context, work, works, sent), sent?.answers.get(work));
    if (performed.kind === "again") {
      const next = { kind: "wait", at: context.now() } as const;
      await context.store.settle(context.lane, [{ job: work.subject.job, link: performed.link, next }]);
      continue;
    }
    await context.store.settle(context.lane, [settlePerformed(context, work, performed, startedAt)]);
    if (performed.kind === "failed" && (await obey(context, performed.failure, work)) === "stop") return "stop";
    if (performed.kind === "done" && context.target.strain > 0 && work.conversation.countRequests() > 0) {
      await context.store.relieveTarget(context.target.id);
    }
  }
  return "goOn";
}

type Judged = { readonly works: readonly Work[]; readonly settlements: readonly Settlement[] };

/** Decides about each resource: what is to be done, and what is settled already. */
async function judgeSubjects(
  context: SyncContext,
  client: TargetClient,
  subjects: readonly Subject[],
): Promise<Judged> {
  const { target, store, lane } = context;
  const works: Work[] = [];
  const settlements: Settlement[] = [];
  for (const subject of subjects) {
    const { job, link } = subject;
    const desired = decideDesired(target, context.capabilities(), subject);
    const conversation = createConversation(client, job.requestId);
    const settle = (settlement: Omit<Settlement, "job">) => settlements.push({ job, ...settlement });
    if (job.fingerprint !== undefined && job.fingerprint !== createFingerprint(subject, desired)) {
      const detail = "It has changed since the plan was made, and was left as it is.";
      const attempt = {
        operation: "none",
        outcome: "stale",
        label: desired.label,
        detail,
        requests: 0,
        durationMs: 0,
      } as const;
      settle({ link: "keep", next: { kind: "done" }, attempt, isStale: true, count: "skipped" });
      continue;
    }
    if (subject.resourceType === "Group" && job.reason !== "reconcile")
      await store.enqueueAffectedByGroup(lane, job.resourceId);
    const hasPassword =
      subject.resourceType === "User" && subject.password !== undefined && context.capabilities().changePassword.value;
    const operation = decideOperation({
      resourceType: subject.resourceType,
      ...(link === undefined ? {} : { link }),
      desired,
      options: target.options,
      hasPassword,
      now: context.now(),
    });
    const members = await compareMembers(context, subject, operation);
    const work = {
      subject,
      label: desired.label,
      operation,
      conversation,
      ...(members === undefined ? {} : { members }),
    };
    const isIdle =
      operation.kind === "none" || (operation.kind === "update" && !operation.changesAttributes && !differs(members));
    if (!isIdle) works.push(work);
    else settle(settleIdle(subject, desired, operation));
  }
  const held = await holdDeprovisions(context, works);
  return {
    works: works.filter((work) => !held.has(work)),
    settlements: [...settlements, ...[...held].map(createHeld)],
  };
}

async function compareMembers(context: SyncContext, subject: Subject, { kind }: Operation) {
  if (subject.resourceType !== "Group" || (kind !== "create" && kind !== "update")) return undefined;
  return await context.store.compareMembers(context.target, subject.job.resourceId);
}

function differs(members: Work["members"]): boolean {
  return members !== undefined && members.add.length + members.remove.length > 0;
}

/** Nothing is to be sent; a problem that it had is over. */
function settleIdle({ link }: Subject, { label }: Desired, operation: Operation): Omit<Settlement, "job"> {
  const isSolved = link?.problem !== undefined && operation.kind !== "none";
  const wasSolved = link?.problem !== undefined && operation.kind === "none" && operation.count === "unchanged";
  const isRenamed = link !== undefined && label !== "" && link.label !== label;
  const change = { ...(isSolved || wasSolved ? { problem: null } : {}), ...(isRenamed ? { label } : {}) };
  return {
    link: Object.keys(change).length === 0 ? "keep" : change,
    next: { kind: "done" },
    count: operation.kind === "none" ? operation.count : "unchanged",
  };
}

/** Which deprovisions wait until somebody has allowed them: a run has asked for its own already. */
async function holdDeprovisions(context: SyncContext, works: readonly Work[]): Promise<ReadonlySet<Work>> {
  const { options, breakerOpenUntil: openUntil, id } = context.target;
  const concerned = works.filter(
    ({ operation, subject }) =>
      isDeprovision(operation) &&
      subject.job.reason !== "reconcile" &&
      subject.job.reason !== "plan" &&
      subject.job.reason !== "hand",
  );
  if (concerned.length === 0) return new Set();
  const { linked, deprovisionedLastHour } = await context.store.countForBreaker(id);
  const planned = deprovisionedLastHour + concerned.length;
  const minimum = options.breakerMinimum * singleChangesFactor;
  const trips = wouldTrip({
    planned,
    linked,
    options: { ...options, breakerMinimum: minimum },
    openUntil,
    now: context.now(),
  });
  return new Set(trips ? concerned : []);
}

function createHeld({ subject, label }: Work): Settlement {
  const detail =
    "Held: too many people or groups would be taken away within an hour. Allow it, or leave them as they are.";
  const attempt = { operation: "none", outcome: "held", label, detail, requests: 0, durationMs: 0 } as const;
  return { job: subject.job, link: "keep", next: { kind: "hold" }, attempt };
}

type SentInBulk = {
  readonly works: readonly Work[];
  readonly parts: ReadonlyMap<Work, BulkWork>;
  readonly answers: ReadonlyMap<Work, TargetAnswer>;
  /** It failed as a whole: of none is known what became of it. */
  readonly failure?: Failure;
};

/** Sends what can be sent in bulk requests; undefined where the target takes none after all. */
async function sendInBulk(
  context: SyncContext,
  client: TargetClient,
  works: readonly Work[],
): Promise<SentInBulk | undefined> {
  const parts = await planBulkParts(context, works);
  if (parts.length < 2) return undefined;
  await context.store.beginLinks(
    context.lane,
    parts.flatMap(({ work }) => {
      const { resourceType, job } = work.subject;
      return work.operation.kind === "create"
        ? [{ resourceType, resourceId: job.resourceId, label: work.label, sent: work.operation.payload }]
        : [];
    }),
  );
  const sent = await sendBulk(context, client, parts);
  if (sent.kind === "notOffered") {
    await context.learn({ bulk: false });
    return undefined;
  }
  const partOf = new Map(parts.map((part) => [part.work, part]));
  if (sent.kind === "failed") {
    const failure = judgeFailure(sent.answer, context.target.strain, context.random());
    return { works: [...partOf.keys()], parts: partOf, answers: new Map(), failure };
  }
  const answers = new Map<Work, TargetAnswer>();
  for (const part of parts) {
    const answer = sent.answers.get(part.bulkId);
    // A new group that names new people may have failed because one of them did: it is then made alone.
    const isDone = answer?.kind === "answered" && answer.status < 300;
    if (answer !== undefined && (isDone || part.references.size === 0)) answers.set(part.work, answer);
  }
  return { works: [...partOf.keys()], parts: partOf, answers };
}

/** What was sent in bulk and not answered for may have been done: it is looked for, or read, before it is sent again. */
function takeSent(context: SyncContext, work: Work, works: readonly Work[], sent: SentInBulk | undefined): Work {
  const part = sent?.parts.get(work);
  if (sent === undefined || part === undefined) return work;
  if (sent.answers.has(work)) return { ...work, recordReferences: () => recordReferences(context, part, works) };
  const { operation } = work;
  if (operation.kind === "create") return { ...work, operation: { ...operation, isUncertain: true } };
  return operation.kind === "update" ? { ...work, operation: { ...operation, readsFirst: true } } : work;
}

/** The people whom a new group named by the bulkIds of their own making are its members now. */
async function recordReferences(
  { store, lane, target }: SyncContext,
  { references, work }: BulkWork,
  works: readonly Work[],
): Promise<void> {
  if (references.size === 0) return;
  const wanted = new Set(references.values());
  const jobs = works.map(({ subject }) => subject.job).filter((job) => wanted.has(job.resourceId));
  const added = (await store.loadSubjects(target, jobs)).flatMap(({ link }) => link?.remoteId ?? []);
  await store.recordMembers(lane, work.subject.job.resourceId, { added, removed: [] });
}

async function settleAll(context: SyncContext, works: readonly Work[], failure: Failure): Promise<void> {
  const startedAt = performance.now();
  const settlements = works.map((work) => {
    const isUpdate = work.operation.kind === "update" && failure.kind === "retry" && failure.mayBeDone;
    const performed = {
      kind: "failed",
      operation: "none",
      failure,
      ...(isUpdate ? { link: createDoubt(work) } : {}),
    } as const;
    return settlePerformed(context, work, performed, startedAt);
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
