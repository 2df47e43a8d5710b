import { delayRetry, type Failure } from "./outcome";
import type { Work } from "./perform-operation";
import type { Performed, SyncContext } from "./sync-context";
import type { Attempt, AttemptOutcome, LinkChange, LinkProblem, RunCount, Settlement } from "./sync-store";

/** A job that failed so often counts as failed for its run; it goes on being tried. */
const attemptsOfRun = 3;

/** What is written about what was performed. */
export function settlePerformed(context: SyncContext, work: Work, performed: Performed, startedAt: number): Settlement {
  const { job } = work.subject;
  const link = describeLink(context, work, performed);
  switch (performed.kind) {
    case "done": {
      const sentNothing = work.conversation.countRequests() === 0 && performed.link === "keep";
      return {
        job,
        link,
        next: { kind: "done" },
        ...(sentNothing ? {} : { attempt: createAttempt(work, performed, "done", performed.detail, startedAt) }),
        count: performed.count,
        ...(performed.wakesGroups === true ? { wakesGroups: true } : {}),
        ...(performed.passwordDelivered === true ? { passwordDelivered: true } : {}),
      };
    }
    case "problem": {
      const { kind, detail } = performed.problem;
      return {
        job,
        link,
        next: { kind: "done" },
        attempt: createAttempt(work, performed, kind === "failing" ? "retry" : kind, detail, startedAt),
        count: kind === "conflict" ? "conflicts" : "failed",
      };
    }
    case "failed":
      return { job, link, ...settleFailure(context, work, performed, performed.failure, startedAt) };
  }
}

function describeLink(context: SyncContext, work: Work, performed: Performed): Settlement["link"] {
  const { label, subject } = work;
  const named: LinkChange = label === "" ? {} : { label };
  const at = context.now().toISOString();
  if (performed.kind === "done") {
    return typeof performed.link === "object"
      ? { ...named, ...performed.link, ...nameBasis(work, performed.link) }
      : performed.link;
  }
  const problem: LinkProblem | undefined =
    performed.kind === "problem" ? { ...performed.problem, at } : createFailing(performed.failure, at);
  // Of somebody who was never there and who is not a resource at all, there is nothing to keep.
  if (problem === undefined && performed.link === undefined && subject.link === undefined) return "keep";
  return { ...named, ...performed.link, ...(problem === undefined ? {} : { problem }) };
}

/** That the very payload is there that was computed of the person as they were. */
function nameBasis({ operation, sentFor }: Work, { sent }: LinkChange): LinkChange {
  const payload = "payload" in operation ? operation.payload : undefined;
  return sentFor !== undefined && sent !== undefined && sent === payload ? { sentFor } : {};
}

function createFailing(failure: Failure, at: string): LinkProblem | undefined {
  return failure.kind === "retry" ? { kind: "failing", detail: failure.detail, at } : undefined;
}

function settleFailure(
  context: SyncContext,
  work: Work,
  performed: Performed,
  failure: Failure,
  startedAt: number,
): Pick<Settlement, "next" | "attempt" | "count"> {
  const now = context.now().getTime();
  if (failure.kind === "wait" || failure.kind === "pause") {
    const waitMs = failure.kind === "wait" ? failure.waitMs : 0;
    return {
      next: { kind: "wait", at: new Date(now + waitMs) },
      attempt: createAttempt(work, performed, failure.kind === "wait" ? "wait" : "refused", failure.detail, startedAt),
    };
  }
  const attempts = work.subject.job.attempts + 1;
  const counts: { count?: RunCount } = attempts >= attemptsOfRun ? { count: "failed" } : {};
  return {
    next: { kind: "retry", at: new Date(now + delayRetry(attempts, context.random())) },
    attempt: createAttempt(work, performed, "retry", failure.detail, startedAt),
    ...counts,
  };
}

function createAttempt(
  { label, conversation }: Work,
  { operation }: Performed,
  outcome: AttemptOutcome,
  detail: string,
  startedAt: number,
): Attempt {
  const exchange = conversation.lastExchange();
  return {
    operation,
    outcome,
    label,
    detail,
    requests: conversation.countRequests(),
    ...(exchange === undefined ? {} : { exchange }),
    durationMs: Math.max(0, performance.now() - startedAt),
  };
}
