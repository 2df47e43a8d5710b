import { describe, expect, test } from "vitest";
import { type HealthFacts, healthStates, judgeHealth } from "./judge-health";

const now = new Date("2026-11-28T14:00:00Z");
const minutes = (count: number) => new Date(now.getTime() - count * 60_000);
const inDays = (count: number) => new Date(now.getTime() + count * 86_400_000);
const well: HealthFacts = {
  now,
  name: "Entra prod",
  preset: "entra",
  state: "active",
  lastRequestAt: minutes(6),
  usualGapMs: 40 * 60_000,
  recent: { requests: 312, failed: 0 },
  day: { requests: 9_000, failed: 3 },
  denied: { count: 0 },
  tokensEndAt: null,
};

/** What is not well, and what is said of it. */
const cases: readonly (readonly [string, Partial<HealthFacts>, string])[] = [
  ["healthy", {}, "Entra prod last called 6 minutes ago. The next call is due in about 34 minutes."],
  ["healthy", { usualGapMs: undefined, lastRequestAt: now }, "Entra prod last called just now."],
  [
    "healthy",
    { recent: { requests: 6, failed: 1 }, lastRequestAt: minutes(39.5) },
    "Entra prod last called 39 minutes ago. 1 of the latest 6 requests failed. The next call is due about now.",
  ],
  [
    "paused",
    { state: "paused", pausedAt: minutes(180), refusedWhilePaused: 3, denied: { count: 2 } },
    "Entra prod has been paused for 3 hours. 3 requests were asked to come back later.",
  ],
  ["paused", { state: "paused" }, "Entra prod is paused. Requests are asked to come back later."],
  [
    "waiting",
    { lastRequestAt: undefined, tokensEndAt: undefined },
    "Entra prod has never called. Its requests appear here as soon as one arrives.",
  ],
  [
    "authenticationFailing",
    {
      denied: { count: 4, lastReason: "The access token has expired. Ask an owner of the organization for a new one." },
      lastRequestAt: undefined,
    },
    "4 requests of Entra prod had no valid token in the last hour. The last one: the access token has expired.",
  ],
  ["authenticationFailing", { denied: { count: 1 } }, "1 request of Entra prod had no valid token in the last hour."],
  [
    "quarantineRisk",
    { day: { requests: 1_000, failed: 401 } },
    "401 of 1,000 requests of Entra prod failed in 24 hours. Entra puts a job into quarantine when most of its calls fail, then tries once a day and gives up after 4 weeks.",
  ],
  [
    "failing",
    { preset: "okta", day: { requests: 1_000, failed: 401 }, recent: { requests: 10, failed: 2 } },
    "2 of the latest 10 requests of Entra prod failed, 6 minutes ago.",
  ],
  ["failing", { recent: { requests: 1, failed: 1 } }, "The latest request of Entra prod failed, 6 minutes ago."],
  ["quiet", { lastRequestAt: minutes(121) }, "Entra prod last called 2 hours ago. It usually calls every 40 minutes."],
  [
    "tokenExpiring",
    { tokensEndAt: inDays(9.5) },
    "The last token of Entra prod expires in 9 days, on 8 Dec 2026. Issue the next one before that.",
  ],
  [
    "tokenExpiring",
    { tokensEndAt: undefined },
    "Entra prod has no valid token any more: its next request will be refused.",
  ],
];

describe("the health of a SCIM client", () => {
  test.each(cases)("%s %#", (state, change, sentence) => {
    expect(judgeHealth({ ...well, ...change })).toMatchObject({ state, sentence });
  });

  test("every state is reached", () => {
    expect(new Set(cases.map(([state]) => state))).toEqual(new Set(healthStates));
  });

  test.each([
    ["two gaps of silence", { lastRequestAt: minutes(119) }],
    ["an hour of silence of one that calls every minute", { lastRequestAt: minutes(59), usualGapMs: 60_000 }],
    ["fewer failures than one in five", { recent: { requests: 11, failed: 2 } }],
    ["a token that ends in 15 days", { tokensEndAt: inDays(15) }],
    ["few requests, most of them failed, a day ago", { day: { requests: 4, failed: 4 } }],
  ])("%s is well", (_, change) => {
    expect(judgeHealth({ ...well, ...change }).state).toBe("healthy");
  });
});
