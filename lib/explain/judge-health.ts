import type { Preset } from "@/lib/directory/client-options";
import { isQuiet } from "./explain-silence";
import { countOf, formatDay, formatDuration, formatNumber } from "./quantities";
import { shortenDetail } from "./read-detail";

/** What is known of a SCIM client when its health is judged. */
export type HealthFacts = {
  readonly now: Date;
  /** The SCIM client's name. */
  readonly name: string;
  readonly preset: Preset;
  readonly state: "active" | "paused";
  readonly pausedAt?: Date | undefined;
  /** How many requests were asked to come back since it was paused. */
  readonly refusedWhilePaused?: number | undefined;
  /** The latest request that was let in; undefined: there never was one. */
  readonly lastRequestAt: Date | undefined;
  /** How long it usually is between two bursts of requests; undefined while too few were seen. */
  readonly usualGapMs: number | undefined;
  /** Of the last burst of requests, or of the last hours if it did not end. */
  readonly recent: { readonly requests: number; readonly failed: number };
  /** Of the last 24 hours: requests that were let in, and those of them that failed. */
  readonly day: { readonly requests: number; readonly failed: number };
  /** Refusals for want of a valid token within the last hour. */
  readonly denied: { readonly count: number; readonly lastReason?: string | undefined };
  /** When the last of its tokens ends: null for one that never does, undefined when it has no token that is valid. */
  readonly tokensEndAt: Date | null | undefined;
};

export const healthStates = [
  "healthy",
  "waiting",
  "quiet",
  "failing",
  "authenticationFailing",
  "quarantineRisk",
  "paused",
  "tokenExpiring",
] as const;

export type HealthState = (typeof healthStates)[number];

/** How a SCIM client is. */
export type Health = {
  readonly state: HealthState;
  /** As a badge says it. */
  readonly word: string;
  readonly tone: "success" | "waiting" | "warning" | "danger" | "paused";
  readonly sentence: string;
};

const dayMs = 86_400_000;
/** As many days before its end a token is spoken of. */
const expiryDays = 14;
/** Below this many requests a share says little. */
const fewRequests = 5;
const failingShare = 0.2;
/** Entra puts a job into quarantine above 40%: half of that is the time to say so. */
const quarantineShare = 0.4;

/** Each rule, the most pressing first: what it says where it holds. */
const rules: readonly ((facts: HealthFacts) => Health | undefined)[] = [
  judgePaused,
  judgeDenied,
  judgeTokenGone,
  judgeWaiting,
  judgeQuarantine,
  judgeFailing,
  judgeQuiet,
  judgeTokenExpiring,
];

/**
 * Judges how a SCIM client is, by the most pressing of what holds.
 *
 * @returns its state, with one sentence that says why with numbers
 */
export function judgeHealth(facts: HealthFacts): Health {
  for (const rule of rules) {
    const health = rule(facts);
    if (health !== undefined) return health;
  }
  return judgeHealthy(facts);
}

function judgePaused({ state, name, pausedAt, refusedWhilePaused = 0, now }: HealthFacts): Health | undefined {
  if (state !== "paused") return undefined;
  const paused =
    pausedAt === undefined ? `${name} is paused` : `${name} has been paused for ${timeSince(now, pausedAt)}`;
  const refused =
    refusedWhilePaused === 0
      ? "Requests are asked to come back later."
      : `${countOf(refusedWhilePaused, "request was", "requests were")} asked to come back later.`;
  return { state: "paused", word: "Paused", tone: "paused", sentence: `${paused}. ${refused}` };
}

function judgeDenied({ denied, name }: HealthFacts): Health | undefined {
  if (denied.count === 0) return undefined;
  const reason = denied.lastReason === undefined ? "" : ` The last one: ${shortenDetail(denied.lastReason)}.`;
  return {
    state: "authenticationFailing",
    word: "Authentication failing",
    tone: "danger",
    sentence: `${countOf(denied.count, "request")} of ${name} had no valid token in the last hour.${reason}`,
  };
}

function judgeTokenGone({ tokensEndAt, name, lastRequestAt }: HealthFacts): Health | undefined {
  if (tokensEndAt !== undefined || lastRequestAt === undefined) return undefined;
  return {
    state: "tokenExpiring",
    word: "Token expired",
    tone: "danger",
    sentence: `${name} has no valid token any more: its next request will be refused.`,
  };
}

function judgeWaiting({ lastRequestAt, name }: HealthFacts): Health | undefined {
  if (lastRequestAt !== undefined) return undefined;
  const sentence = `${name} has never called. Its requests appear here as soon as one arrives.`;
  return { state: "waiting", word: "Waiting for first request", tone: "waiting", sentence };
}

function judgeQuarantine({ preset, name, day }: HealthFacts): Health | undefined {
  const isRisk = day.requests >= fewRequests * 4 && day.failed > day.requests * quarantineShare;
  if (preset !== "entra" || !isRisk) return undefined;
  return {
    state: "quarantineRisk",
    word: "Quarantine risk",
    tone: "danger",
    sentence: `${formatNumber(day.failed)} of ${countOf(day.requests, "request")} of ${name} failed in 24 hours. Entra puts a job into quarantine when most of its calls fail, then tries once a day and gives up after 4 weeks.`,
  };
}

function judgeFailing({ recent, name, now, lastRequestAt }: HealthFacts): Health | undefined {
  if (recent.requests === 0 || recent.failed < recent.requests * failingShare) return undefined;
  const when = lastRequestAt === undefined ? "" : `, ${ago(now, lastRequestAt)}`;
  const requests =
    recent.requests === 1
      ? `The latest request of ${name} failed${when}.`
      : `${formatNumber(recent.failed)} of the latest ${countOf(recent.requests, "request")} of ${name} failed${when}.`;
  return { state: "failing", word: "Failing", tone: "danger", sentence: requests };
}

function judgeQuiet({ lastRequestAt, usualGapMs, now, name }: HealthFacts): Health | undefined {
  if (lastRequestAt === undefined || usualGapMs === undefined) return undefined;
  if (!isQuiet({ lastRequestAt, usualGapMs, now })) return undefined;
  const silence = now.getTime() - lastRequestAt.getTime();
  return {
    state: "quiet",
    word: "Quiet",
    tone: "warning",
    sentence: `${name} last called ${formatDuration(silence)} ago. It usually calls every ${formatDuration(usualGapMs).replace(/^1 /, "")}.`,
  };
}

function judgeTokenExpiring({ tokensEndAt, now, name }: HealthFacts): Health | undefined {
  if (tokensEndAt === undefined || tokensEndAt === null) return undefined;
  const left = tokensEndAt.getTime() - now.getTime();
  if (left > expiryDays * dayMs) return undefined;
  return {
    state: "tokenExpiring",
    word: "Token expiring",
    tone: "warning",
    sentence: `The last token of ${name} expires in ${formatDuration(Math.max(left, 0))}, on ${formatDay(tokensEndAt)}. Issue the next one before that.`,
  };
}

function judgeHealthy({ lastRequestAt, usualGapMs, now, name, recent }: HealthFacts): Health {
  const when = lastRequestAt === undefined ? "" : ` ${ago(now, lastRequestAt)}`;
  const failed =
    recent.failed === 0
      ? ""
      : ` ${formatNumber(recent.failed)} of the latest ${countOf(recent.requests, "request")} failed.`;
  const next =
    lastRequestAt === undefined || usualGapMs === undefined ? "" : describeNext(lastRequestAt, usualGapMs, now);
  return {
    state: "healthy",
    word: "Healthy",
    tone: "success",
    sentence: `${name} last called${when}.${failed}${next}`,
  };
}

function describeNext(lastRequestAt: Date, usualGapMs: number, now: Date): string {
  const inMs = lastRequestAt.getTime() + usualGapMs - now.getTime();
  return inMs < 60_000 ? " The next call is due about now." : ` The next call is due in about ${formatDuration(inMs)}.`;
}

function timeSince(now: Date, then: Date): string {
  return formatDuration(Math.max(now.getTime() - then.getTime(), 0));
}

function ago(now: Date, then: Date): string {
  const duration = timeSince(now, then);
  return duration === "less than a minute" ? "just now" : `${duration} ago`;
}
