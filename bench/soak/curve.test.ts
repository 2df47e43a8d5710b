import { expect, test } from "vitest";
import { drawSparkline, findGrowthOfHeights, findSlope, takeSecondHalf } from "./curve";

const MB = 2 ** 20;

test("a megabyte a minute is 60 MB an hour, whatever it started at", () => {
  const points = [0, 60, 120, 180].map((seconds) => ({ seconds, bytes: 200 * MB + (seconds / 60) * MB }));
  expect(findSlope(points)).toBeCloseTo(60);
});

test("a saw that returns to where it was is flat", () => {
  const points = Array.from({ length: 100 }, (_, at) => ({ seconds: at * 6, bytes: (100 + (at % 2)) * MB }));
  expect(Math.abs(findSlope(points) ?? Number.NaN)).toBeLessThan(1);
});

test("two points tell nothing", () => {
  expect(findSlope([{ seconds: 0, bytes: 0 }])).toBeUndefined();
});

test("what grows while it warms up does not count", () => {
  const points = Array.from({ length: 20 }, (_, at) => ({ seconds: at * 10, bytes: Math.min(at, 8) * MB }));
  expect(findSlope(takeSecondHalf(points, 200))).toBeCloseTo(0);
  expect(drawSparkline(points, 200, 4)).toBe("▁▇██");
});

test("heights tell growth where a saw's straight line depends on where it was cut", () => {
  const saw = (growth: number) =>
    Array.from({ length: 100 }, (_, at) => ({ seconds: at, bytes: (300 + (at % 7) * 10 + at * growth) * MB }));
  expect(findGrowthOfHeights(saw(0), 99)).toBeCloseTo(0);
  expect(findGrowthOfHeights(saw(1), 99)).toBeGreaterThan(0.1);
  expect(findGrowthOfHeights([], 99)).toBeUndefined();
});

test("the heights of the second and the last quarter are compared, and no others", () => {
  const heights = [500, 300, 450, 360];
  const points = heights.map((height, quarter) => ({ seconds: quarter * 25 + 12, bytes: height * MB }));
  expect(findGrowthOfHeights(points, 100)).toBeCloseTo(0.2);
});
