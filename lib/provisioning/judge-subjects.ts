import { wouldTrip } from "./breaker";
import { decideOperation, isDeprovision, type Operation } from "./decide-operation";
import { type Desired, decideDesired } from "./desired-state";
import { createFingerprint } from "./fingerprint";
import { createPayloadBasis, createSentFor } from "./payload-basis";
import type { Work } from "./perform-operation";
import { createConversation, type SyncContext } from "./sync-context";
import type { Settlement, Subject } from "./sync-store";
import type { TargetClient } from "./target-client";

/** A single hour may see so many times the minimum of deprovisions by single changes, each of which was decided by somebody. */
const singleChangesFactor = 10;

/** What is to be done, and what is settled without a request. */
export type Judged = { readonly works: readonly Work[]; readonly settlements: readonly Settlement[] };

/** Decides about each resource: what is to be done, and what is settled already. */
export async function judgeSubjects(
  context: SyncContext,
  client: TargetClient,
  subjects: readonly Subject[],
): Promise<Judged> {
  const { target, store, lane } = context;
  const basis = createPayloadBasis(target, context.capabilities(), context.now());
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
    const sentFor = subject.resourceType === "User" ? createSentFor(basis, subject) : undefined;
    const work = {
      subject,
      label: desired.label,
      operation,
      conversation,
      ...(members === undefined ? {} : { members }),
      ...(sentFor === undefined ? {} : { sentFor }),
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

/**
 * Which deprovisions wait until somebody has allowed them. A run has asked for its own already; whom it meant to change, and who
 * has left the scope since, is none of them.
 */
async function holdDeprovisions(context: SyncContext, works: readonly Work[]): Promise<ReadonlySet<Work>> {
  const { options, breakerOpenUntil: openUntil } = context.target;
  const concerned = works.filter(
    ({ operation, subject }) =>
      isDeprovision(operation) && subject.job.mayDeprovision !== true && subject.job.reason !== "hand",
  );
  if (concerned.length === 0) return new Set();
  const limits = { ...options, breakerMinimum: options.breakerMinimum * singleChangesFactor };
  const jobs = concerned.map(({ subject }) => subject.job);
  const areAdmitted = await context.store.admitDeprovisions(context.lane, jobs, ({ linked, deprovisionedLastHour }) => {
    const planned = deprovisionedLastHour + concerned.length;
    return !wouldTrip({ planned, linked, options: limits, openUntil, now: context.now() });
  });
  return new Set(areAdmitted ? [] : concerned);
}

function createHeld({ subject, label }: Work): Settlement {
  const detail =
    "Held: too many people or groups would be taken away within an hour. Allow it, or leave them as they are.";
  const attempt = { operation: "none", outcome: "held", label, detail, requests: 0, durationMs: 0 } as const;
  return { job: subject.job, link: "keep", next: { kind: "hold" }, attempt };
}
