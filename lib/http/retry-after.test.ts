import { expect, test } from "vitest";
import { readRetryAfter } from "./retry-after";

const now = Date.parse("2026-06-01T12:00:00Z");
const theirs = "Mon, 01 Jun 2026 13:00:00 GMT";

test.each<[string, Record<string, string>, number, number | undefined]>([
  ["nothing", {}, 429, undefined],
  ["seconds", { "retry-after": "120" }, 503, 120_000],
  ["a part of a second", { "retry-after": " 1.5 " }, 429, 1_500],
  ["zero", { "retry-after": "0" }, 429, 0],
  ["a date", { "retry-after": "Mon, 01 Jun 2026 12:00:30 GMT" }, 503, 30_000],
  ["a date by the target's own clock", { "retry-after": "Mon, 01 Jun 2026 13:00:30 GMT", date: theirs }, 503, 30_000],
  ["a date that has passed", { "retry-after": "Mon, 01 Jun 2026 11:00:00 GMT" }, 503, 0],
  ["more than a day", { "retry-after": "999999999" }, 503, 86_400_000],
  ["nonsense", { "retry-after": "-5" }, 503, undefined],
  ["words", { "retry-after": "soon" }, 503, undefined],
  ["the end of the window, as a time", { "x-ratelimit-reset": String(now / 1000 + 60) }, 429, 60_000],
  ["the end of the window, in milliseconds", { "x-ratelimit-reset": String(now + 60_000) }, 429, 60_000],
  ["the end of the window, as a distance", { "ratelimit-reset": "60" }, 429, 60_000],
  ["GitHub's 403", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 60) }, 403, 60_000],
  ["a 403 for another reason", { "x-ratelimit-remaining": "9", "x-ratelimit-reset": "60" }, 403, undefined],
  ["a window on an answer that is fine", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "60" }, 200, undefined],
  ["Retry-After comes first", { "retry-after": "5", "x-ratelimit-reset": "60" }, 429, 5_000],
])("%s", (_name, headers, status, expected) => {
  expect(readRetryAfter(new Headers(headers), status, now)).toBe(expected);
});
