import { expect, it } from "vitest";
import type { JsonValue } from "./json";
import { isSameValue } from "./same-value";

it.each<[JsonValue | undefined, JsonValue | undefined, boolean]>([
  [{ a: 1, b: [1, 2] }, { b: [2, 1], a: 1 }, true],
  [{ a: null, b: [], c: { d: {} } }, {}, true],
  [undefined, null, true],
  [[null, "a"], ["a"], true],
  ["", undefined, false],
  [false, undefined, false],
  ["A", "a", false],
  [1, "1", false],
  [["a", "a"], ["a"], false],
  [["a"], "a", false],
  [[["a", "b"]], [{ a: "b" }], false],
  [["list", "x"], [["x"]], false],
  [{ list: 1 }, ["list", 1], false],
])("compares %j with %j", (left, right, expected) => {
  expect(isSameValue(left, right)).toBe(expected);
  expect(isSameValue(right, left)).toBe(expected);
});
