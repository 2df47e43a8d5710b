import { type Failure, judgeFailure } from "./outcome";
import type { Work } from "./perform-operation";
import { type BulkWork, planBulkParts } from "./plan-bulk-parts";
import { sendBulk } from "./send-bulk";
import type { SyncContext } from "./sync-context";
import type { TargetAnswer, TargetClient } from "./target-client";

/** What was sent in bulk requests, and how it was answered. */
export type SentInBulk = {
  readonly works: readonly Work[];
  readonly parts: ReadonlyMap<Work, BulkWork>;
  readonly answers: ReadonlyMap<Work, TargetAnswer>;
  readonly requests: number;
  /** It failed as a whole: of none is known what became of it. */
  readonly failure?: Failure;
};

/** Sends what can be sent in bulk requests; undefined where the target takes none after all. */
export async function sendInBulk(
  context: SyncContext,
  client: TargetClient,
  works: readonly Work[],
): Promise<SentInBulk | undefined> {
  const parts = await planBulkParts(context, works);
  if (parts.length < 2) return undefined;
  await beginLinks(
    context,
    parts.map(({ work }) => work),
  );
  const before = client.countRequests();
  const sent = await sendBulk(context, client, parts);
  const requests = client.countRequests() - before;
  if (sent.kind === "notOffered") {
    await context.learn({ bulk: false });
    return undefined;
  }
  const partOf = new Map(parts.map((part) => [part.work, part]));
  if (sent.kind === "failed") {
    const failure = judgeFailure(sent.answer, context.target.strain, context.random());
    return { works: [...partOf.keys()], parts: partOf, answers: new Map(), requests, failure };
  }
  const answers = new Map<Work, TargetAnswer>();
  for (const part of parts) {
    const answer = sent.answers.get(part.bulkId);
    // A new group that names new people may have failed because one of them did: it is then made alone.
    const isDone = answer?.kind === "answered" && answer.status < 300;
    if (answer !== undefined && (isDone || part.references.size === 0)) answers.set(part.work, answer);
  }
  return { works: [...partOf.keys()], parts: partOf, answers, requests };
}

/** Commits what of this work is about to be made, before any of it is sent. */
export async function beginLinks({ store, lane }: SyncContext, works: readonly Work[]): Promise<void> {
  await store.beginLinks(
    lane,
    works.flatMap(({ subject: { resourceType, job }, label, operation }) =>
      operation.kind === "create" ? [{ resourceType, resourceId: job.resourceId, label, sent: operation.payload }] : [],
    ),
  );
}

/** What was sent in bulk and not answered for may have been done: it is looked for, or read, before it is sent again. */
export function takeSent(context: SyncContext, work: Work, works: readonly Work[], sent: SentInBulk | undefined): Work {
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
