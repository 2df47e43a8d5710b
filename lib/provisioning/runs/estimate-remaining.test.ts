import { describe, expect, test } from "vitest";
import { estimateRemaining, measureProgress, type RunProgress } from "./estimate-remaining";

const begun: RunProgress = { phase: "read", read: 0, linked: 1_000, looked: 0, total: 2_000, planned: 0, settled: 0 };

describe("how far a run has come", () => {
  test("it only ever grows", () => {
    const steps: RunProgress[] = [
      begun,
      { ...begun, read: 500 },
      { ...begun, read: 1_000 },
      // There was more at the target than is linked.
      { ...begun, read: 5_000 },
      { ...begun, phase: "compare", read: 5_000 },
      { ...begun, phase: "compare", looked: 1_000 },
      { ...begun, phase: "compare", looked: 2_000 },
      { ...begun, phase: "apply", planned: 10, settled: 0 },
      { ...begun, phase: "apply", planned: 10, settled: 9 },
      { ...begun, phase: "over", planned: 10, settled: 10 },
    ];
    const measured = steps.map(measureProgress);
    expect(measured).toEqual([...measured].sort((one, other) => one - other));
    expect(measured[0]).toBe(0);
    expect(measured.at(-1)).toBe(1);
    expect(measured.at(-2)).toBeLessThan(1);
  });

  test("nothing to do is no division by nothing", () => {
    expect(measureProgress({ ...begun, phase: "compare", total: 0 })).toBe(0.3);
    expect(measureProgress({ ...begun, phase: "apply", planned: 0 })).toBe(0.4);
  });
});

describe("how long it will go on", () => {
  test.each<[string, Partial<RunProgress>, number, number | undefined]>([
    ["as long again, half way through", { phase: "compare", looked: 1_000 }, 60_000, 60_000],
    ["a ninth of it, with a tenth left", { phase: "apply", planned: 100, settled: 90 }, 9_000, 1_000],
    ["nobody knows, after the first few", { phase: "compare", looked: 3 }, 60_000, undefined],
    ["nobody knows, when nothing was done", {}, 60_000, undefined],
    ["no longer, when all is done", { phase: "compare", looked: 2_000 }, 60_000, 0],
    ["no longer, with nothing to do", { phase: "apply" }, 60_000, 0],
    ["no longer, when it is over", { phase: "over" }, 60_000, 0],
  ])("%s", (_name, progress, elapsedMs, remaining) => {
    expect(estimateRemaining({ ...begun, ...progress }, elapsedMs)).toBe(remaining);
  });
});
