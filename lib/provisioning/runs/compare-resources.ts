import { decideOperation } from "../decide-operation";
import { decideDesired } from "../desired-state";
import { createFingerprint } from "../fingerprint";
import { createPayloadBasis, createSentFor } from "../payload-basis";
import type { SyncContext } from "../sync-context";
import type { ProvisionedType, ResourceLink, Subject, SyncJob } from "../sync-store";
import { describeComparison } from "./describe-comparison";
import type { Finding } from "./finding";
import type { PlanItem } from "./plan-item";
import type { RunCounts } from "./run";
import type { RunStore, TaskStep } from "./run-store";
import type { RunTask } from "./run-task";

/**
 * Holds what the target should have of some resources against what our links say that it has, and what the run found there.
 * What differs is written down; nothing is sent, and no link changes.
 */
export async function compareResources(
  context: SyncContext,
  runs: RunStore,
  task: RunTask,
  resourceType: ProvisionedType,
): Promise<TaskStep> {
  const { target, store } = context;
  const basis = resourceType === "User" ? createPayloadBasis(target, context.capabilities(), context.now()) : undefined;
  const { ids, unchanged } = await runs.listTaskResources(task, basis);
  const subjects = await store.loadSubjects(
    target,
    ids.map((id) => createQuestion(resourceType, id)),
  );
  const known = await runs.loadKnown(
    task,
    resourceType,
    subjects.map(({ job, link }) => ({
      id: job.resourceId,
      ...(link?.remoteId === undefined ? {} : { remoteId: link.remoteId }),
    })),
  );

  const items: PlanItem[] = [];
  const counts: { -readonly [Count in keyof RunCounts]?: number } = unchanged === 0 ? {} : { unchanged };
  const confirmed: NonNullable<TaskStep["confirmed"]>[number][] = [];
  for (const loaded of subjects) {
    const facts = known.get(loaded.job.resourceId);
    const subject = applyFinding(loaded, facts?.finding);
    const desired = decideDesired(target, context.capabilities(), subject);
    if (desired.kind === "invalid" && target.options.onInvalid === "stop") {
      const detail = `${desired.label} cannot be sent to the target, and its option onInvalid says to stop then: ${desired.detail}`;
      return { next: { kind: "fail", detail } };
    }
    const operation = decideOperation({
      resourceType,
      ...(subject.link === undefined ? {} : { link: subject.link }),
      desired,
      options: target.options,
      now: context.now(),
    });
    const hasMembers = resourceType === "Group" && (operation.kind === "create" || operation.kind === "update");
    const members = hasMembers ? await store.compareMembers(target, subject.job.resourceId) : undefined;
    const { count, item } = describeComparison({
      runKind: task.run.kind,
      subject,
      desired,
      operation,
      ...(members === undefined ? {} : { members }),
      ...(facts === undefined ? {} : { known: facts }),
    });
    const sentFor = subject.resourceType === "User" ? createSentFor(basis, subject) : undefined;
    if (sentFor !== undefined && operation.kind === "none" && count === "unchanged" && subject.link !== undefined) {
      confirmed.push({ link: subject.link, sentFor });
    }
    if (item !== undefined) items.push({ ...item, fingerprint: createFingerprint(subject, desired) });
    // What a reconcile does is counted when it is done.
    if (task.run.kind === "plan" || item?.isToBeDone !== true) counts[count] = (counts[count] ?? 0) + 1;
  }
  return { items, confirmed, counts, looked: ids.length + unchanged, next: { kind: "done" } };
}

/** What jobs ask, asked without one. */
function createQuestion(resourceType: ProvisionedType, resourceId: string): SyncJob {
  return { resourceType, resourceId, reason: "reconcile", attempts: 0, generation: 0n, queuedAt: new Date(0) };
}

/** The resource with its link as it will be when the run applies what it has found. */
function applyFinding<Any extends Subject>(subject: Any, finding: Finding | undefined): Any {
  const { link } = subject;
  if (finding === undefined || link === undefined || link.remoteId !== finding.remoteId) return subject;
  if (finding.kind === "drift") {
    const isJudged = link.state === "linked" || link.state === "deactivated";
    return isJudged ? { ...subject, link: { ...link, drift: finding.drift } } : subject;
  }
  if (link.state !== "linked") return subject;
  const { remoteId: _, received: __, etag: ___, drift: ____, ...kept } = link;
  const lost: ResourceLink = { ...kept, state: "creating" };
  return { ...subject, link: lost };
}
