import { expect, test } from "vitest";
import { createMeter, type Meter, spend, spendSearch, spendText } from "./meter";

const place = { start: 0 };

test.each<[string, (meter: Meter) => void, number]>([
  ["a step", (meter) => spend(meter, 1, place), 1],
  ["16 characters", (meter) => spendText(meter, 16, place), 1],
  ["17 characters", (meter) => spendText(meter, 17, place), 2],
  ["a search", (meter) => spendSearch(meter, "a".repeat(1_600), "b", place), 100 + 7],
  ["a long search", (meter) => spendSearch(meter, "a".repeat(1_600), "b".repeat(800), place), 100 + 5_000],
])("%s", (_name, charge, units) => {
  const meter = createMeter();
  charge(meter);
  expect(createMeter().remaining - meter.remaining).toBe(units);
});

test("what is used up stays used up", () => {
  const meter: Meter = { remaining: 1 };
  expect(() => spend(meter, 2, place)).toThrow("too many steps");
  expect(() => spend(meter, 0, place)).toThrow("too many steps");
});
