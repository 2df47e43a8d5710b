import { expect, test } from "vitest";
import { findReminder } from "./expiry-reminder";

const now = new Date("2026-11-28T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);

test.each([
  [31, undefined],
  [30.9, { tone: "info", daysLeft: 30 }],
  [15, { tone: "info", daysLeft: 15 }],
  [14, { tone: "warning", daysLeft: 14 }],
  [7, { tone: "warning", daysLeft: 7 }],
  [4, { tone: "warning", daysLeft: 4 }],
  [3.5, { tone: "danger", daysLeft: 3 }],
  [1, { tone: "danger", daysLeft: 1 }],
  [0.5, { tone: "danger", daysLeft: 0 }],
  [0, undefined],
  [-1, undefined],
])("what ends in %d days", (days, reminder) => {
  expect(findReminder(inDays(days), now)).toEqual(reminder);
});

test("what never ends needs no reminder", () => {
  expect(findReminder(null, now)).toBeUndefined();
});
