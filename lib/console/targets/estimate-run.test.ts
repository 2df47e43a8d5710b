import { describe, expect, test } from "vitest";
import { estimateRun } from "./estimate-run";

const startedAt = new Date("2026-11-28T10:00:00Z");
const later = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000);

describe("the estimate of a run", () => {
  test("is what the rest takes at the pace so far", () => {
    const run = { phase: "compare", looked: 100, total: 400, startedAt } as const;
    expect(estimateRun(run, later(10))).toMatchObject({ looked: 100, total: 400, remainingMs: 30_000 });
  });

  test("is not given before enough was looked at, nor at the end", () => {
    expect(estimateRun({ phase: "compare", looked: 19, total: 400, startedAt }, later(10)).remainingMs).toBeUndefined();
    expect(estimateRun({ phase: "apply", looked: 400, total: 400, startedAt }, later(10)).remainingMs).toBeUndefined();
  });

  test("says no number while the target is read, and never more than all", () => {
    expect(estimateRun({ phase: "read", looked: 50, total: 400, startedAt }, later(1)).looked).toBeUndefined();
    expect(estimateRun({ phase: "apply", looked: 410, total: 400, startedAt }, later(1)).looked).toBe(400);
  });
});
