/** A target that asks for more is asked again after a day. */
const longestMs = 24 * 60 * 60 * 1000;
/** A number of seconds as large as this is a time since 1970, not a distance. */
const smallestEpochSeconds = 1_000_000_000;
/** As large as this, it is in milliseconds. */
const smallestEpochMs = 1_000_000_000_000;

/**
 * How long an answer asks to wait, in milliseconds: Retry-After in seconds or as a date, else, where the limit is reached,
 * when the window of the rate limit ends.
 *
 * @param status of the answer: without Retry-After, only a refusal says that the limit is reached
 * @param now milliseconds since 1970; the answer's own Date comes first, since the clocks may differ
 * @returns undefined where it does not ask; never negative, a day at most
 * @see RFC 9110 §10.2.3
 */
export function readRetryAfter(headers: Headers, status: number, now: number): number | undefined {
  const theirNow = Date.parse(headers.get("date") ?? "");
  const at = Number.isNaN(theirNow) ? now : theirNow;
  const asked = readWait(headers.get("retry-after"), at) ?? readRateLimit(headers, status, at);
  return asked === undefined ? undefined : Math.min(longestMs, Math.max(0, Math.ceil(asked)));
}

function readWait(text: string | null, now: number): number | undefined {
  const trimmed = text?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  // Date.parse takes much for a date, "-5" too.
  const date = /[a-z]{3}/i.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  return Number.isNaN(date) ? undefined : date - now;
}

function readRateLimit(headers: Headers, status: number, now: number): number | undefined {
  const remaining = headers.get("x-ratelimit-remaining") ?? headers.get("ratelimit-remaining");
  const isReached = status === 429 || (status === 403 && remaining?.trim() === "0");
  const reset = headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset");
  if (!isReached || reset === null || !/^\s*\d+(?:\.\d+)?\s*$/.test(reset)) return undefined;
  const value = Number(reset);
  if (value >= smallestEpochMs) return value - now;
  return value >= smallestEpochSeconds ? value * 1000 - now : value * 1000;
}
