import { describe, expect, test } from "vitest";
import { delayRetry, delayTarget, describeAnswer, judgeFailure } from "./outcome";
import type { TargetAnswer } from "./target-client";

const exchange = { method: "POST", path: "/Users", durationMs: 1, at: new Date(0) } as const;

function answer(status: number, more: Partial<Extract<TargetAnswer, { kind: "answered" }>> = {}): TargetAnswer {
  return { kind: "answered", status, isScim: true, exchange, ...more };
}

describe("judgeFailure", () => {
  test.each([
    ["the credential is refused", answer(401), { kind: "pause", reason: "credentialRefused" }],
    ["it may not do this", answer(403), { kind: "pause", reason: "forbidden" }],
    [
      "Roster's own rule",
      { kind: "refused", detail: "private", exchange },
      { kind: "pause", reason: "addressRefused" },
    ],
    ["too many requests, with a time", answer(429, { retryAfterMs: 7_000 }), { kind: "wait", waitMs: 7_000 }],
    ["too many requests, without one", answer(429), { kind: "wait", waitMs: 8_000 }],
    ["not there for now", answer(503, { retryAfterMs: 1_000 }), { kind: "wait", waitMs: 1_000 }],
    ["a fault that says when to come back", answer(500, { retryAfterMs: 1_000 }), { kind: "wait", waitMs: 1_000 }],
    ["a day to wait is an hour", answer(429, { retryAfterMs: 86_400_000 }), { kind: "wait", waitMs: 3_600_000 }],
    ["a fault", answer(500), { kind: "retry", isDown: false, mayBeDone: true }],
    ["a gateway without a server", answer(502), { kind: "retry", isDown: true }],
    ["a time-out there", answer(408), { kind: "retry", mayBeDone: true }],
    [
      "a dropped line",
      { kind: "silent", detail: "dropped", exchange },
      { kind: "retry", mayBeDone: true, isDown: false },
    ],
    [
      "nobody there",
      { kind: "unsent", detail: "refused", exchange },
      { kind: "retry", mayBeDone: false, isDown: true },
    ],
    ["a page of HTML", answer(404, { isScim: false }), { kind: "retry", isDown: true, mayBeDone: false }],
    ["a redirection", answer(302, { isScim: false }), { kind: "retry", isDown: true }],
    [
      "a refusal for good",
      answer(400, { scimType: "invalidValue", detail: "bad" }),
      { kind: "refused", status: 400, scimType: "invalidValue" },
    ],
    ["what is not offered", answer(501), { kind: "refused", status: 501 }],
  ] satisfies readonly (readonly [string, TargetAnswer, object])[])("%s", (_, given, expected) => {
    expect(judgeFailure(given, 2, 0.5)).toMatchObject(expected);
  });
});

test("a resource that fails again and again is tried less and less often, at least once an hour", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 20].map((attempts) => delayRetry(attempts, 0.5) / 1_000)).toEqual([
    2, 8, 30, 120, 600, 1_800, 3_600, 3_600,
  ]);
  expect(delayRetry(3, 0)).toBe(24_000);
  expect(delayRetry(3, 1)).toBe(36_000);
});

test("a target under strain is left alone for longer and longer, at most five minutes", () => {
  expect([0, 1, 2, 5, 30].map((strain) => delayTarget(strain, 0.5) / 1_000)).toEqual([2, 4, 8, 64, 300]);
});

test("an answer in a sentence", () => {
  expect(describeAnswer(answer(400, { detail: "title is required" }))).toBe(
    "The target answered 400: title is required.",
  );
  expect(describeAnswer(answer(500))).toBe("The target answered 500.");
});
