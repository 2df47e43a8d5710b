import type { TargetAnswer } from "./target-client";

/** What a failed request means for what it was about. */
export type Failure =
  /** The target asks to wait: nobody sends it anything for so long, and the attempt does not count. */
  | { readonly kind: "wait"; readonly waitMs: number; readonly detail: string }
  /** It failed for a reason that may pass. `isDown`: nobody is reached there, so that others would fail too. */
  | { readonly kind: "retry"; readonly detail: string; readonly isDown: boolean; readonly mayBeDone: boolean }
  /** The credential, or what it may do, or the address is refused: everything would fail until a person has looked. */
  | {
      readonly kind: "pause";
      readonly reason: "credentialRefused" | "forbidden" | "addressRefused";
      readonly detail: string;
    }
  /** The target understood and said no, and would say it again. */
  | { readonly kind: "refused"; readonly detail: string; readonly status: number; readonly scimType?: string };

const seconds = 1_000;
const minutes = 60 * seconds;
const retryDelaysMs = [2 * seconds, 8 * seconds, 30 * seconds, 2 * minutes, 10 * minutes, 30 * minutes, 60 * minutes];
const maxStrainMs = 5 * minutes;
const maxRetryAfterMs = 60 * minutes;

/** After so many times in a row that nobody answered at a target, the runs under way are over. */
export const strainOfFailure = 6;

/**
 * How long to wait before a resource is tried again.
 *
 * @param attempts how often it failed, this time included
 * @param random from 0 to 1: of those that failed together, not all come back together
 */
export function delayRetry(attempts: number, random: number): number {
  const delay = retryDelaysMs[Math.min(attempts, retryDelaysMs.length) - 1] ?? 0;
  return Math.round(delay * (0.8 + 0.4 * random));
}

/** How long to leave a target alone that asked us to wait without saying how long, or was not reached `strain` times before. */
export function delayTarget(strain: number, random: number): number {
  return Math.round(Math.min(2 * seconds * 2 ** strain, maxStrainMs) * (0.8 + 0.4 * random));
}

/**
 * Judges an answer that is no success. 404, 409 and 412 mean different things to different requests: whoever sent one looks
 * at these first, and comes here when nothing better is known.
 *
 * @param strain how often in a row the target asked us to wait before
 */
export function judgeFailure(answer: TargetAnswer, strain: number, random: number): Failure {
  if (answer.kind !== "answered") return judgeSilence(answer);
  const { status, retryAfterMs } = answer;
  const detail = describeAnswer(answer);
  if (status === 401) return { kind: "pause", reason: "credentialRefused", detail };
  if (status === 403) return { kind: "pause", reason: "forbidden", detail };
  if (status === 429 || status === 503 || (status >= 500 && retryAfterMs !== undefined)) {
    const waitMs = retryAfterMs === undefined ? delayTarget(strain, random) : Math.min(retryAfterMs, maxRetryAfterMs);
    return { kind: "wait", waitMs, detail };
  }
  if (status === 408 || status === 425 || (status >= 500 && status !== 501)) {
    return { kind: "retry", detail, isDown: status === 502 || status === 504, mayBeDone: status !== 425 };
  }
  // Not the target's SCIM answers but a proxy, or nobody: a page of HTML, or a redirection elsewhere.
  if (!answer.isScim && (status === 404 || status < 400)) {
    return { kind: "retry", detail, isDown: true, mayBeDone: false };
  }
  return { kind: "refused", detail, status, ...(answer.scimType === undefined ? {} : { scimType: answer.scimType }) };
}

function judgeSilence({ kind, detail }: Exclude<TargetAnswer, { kind: "answered" }>): Failure {
  if (kind === "refused") return { kind: "pause", reason: "addressRefused", detail };
  return { kind: "retry", detail, isDown: kind === "unsent", mayBeDone: kind === "silent" };
}

/** An answer as it stands in a sentence: its status and what the target said. */
export function describeAnswer(answer: TargetAnswer): string {
  if (answer.kind !== "answered") return answer.detail;
  const said = answer.detail === undefined ? "." : `: ${answer.detail.replace(/\.?$/, ".")}`;
  return `The target answered ${answer.status}${said}`;
}
