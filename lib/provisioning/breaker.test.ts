import { describe, expect, test } from "vitest";
import { countAllowedDeprovisions, wouldTrip } from "./breaker";

const now = new Date("2026-11-28T10:00:00Z");
const options = { breakerPercent: 10, breakerMinimum: 5 };

describe("the breaker holds deprovisions", () => {
  test.each([
    ["none", 0, 0, false],
    ["as many as are always allowed", 5, 10, false],
    ["one more", 6, 10, true],
    ["the share itself", 100, 1_000, false],
    ["one more than the share", 101, 1_000, true],
    ["a share that is no whole number: 10% of 59", 6, 59, true],
    ["and of 60", 6, 60, false],
    ["all of a small target", 5, 5, false],
    ["more than are linked", 7, 0, true],
  ])("%s: %d of %d", (_name, planned, linked, trips) => {
    expect(wouldTrip({ planned, linked, options, now })).toBe(trips);
  });

  test.each([
    ["a minute longer", 60_000, false],
    ["until this very moment", 0, true],
    ["no longer", -1, true],
  ])("opened for %s", (_name, milliseconds, trips) => {
    const openUntil = new Date(now.getTime() + milliseconds);
    expect(wouldTrip({ planned: 500, linked: 1_000, options, openUntil, now })).toBe(trips);
  });

  test("100% and a minimum of 0", () => {
    const all = { breakerPercent: 100, breakerMinimum: 0 };
    expect(wouldTrip({ planned: 10, linked: 10, options: all, now })).toBe(false);
    expect(wouldTrip({ planned: 1, linked: 0, options: all, now })).toBe(true);
    expect(countAllowedDeprovisions({ linked: 10, options: all })).toBe(10);
  });
});
