import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkJson } from "@/lib/scim/check-json";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import { canonicalText } from "./canonical-text";
import { mergeMaps } from "./merge-values";

const jsonValue = fc.jsonValue().map((value) => value as JsonValue);
const jsonObject = fc.dictionary(fc.string(), jsonValue).map((value): JsonObject => value);

describe("merging", () => {
  test.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [{ a: 1 }, { a: 2 }, { a: 2 }],
    [{ a: { b: 1, c: 1 } }, { a: { c: 2, d: 3 } }, { a: { b: 1, c: 2, d: 3 } }],
    [{ a: [1, 2] }, { a: [2, 3] }, { a: [1, 2, 3] }],
    [{ a: [{ x: 1, y: 2 }] }, { a: [{ y: 2, x: 1 }, { x: 2 }] }, { a: [{ x: 1, y: 2 }, { x: 2 }] }],
    [{ a: [1] }, { a: "x" }, { a: "x" }],
    [{ a: { b: 1 } }, { a: [1] }, { a: [1] }],
  ])("%j and %j", (earlier, later, expected) => {
    expect(mergeMaps(earlier, later)).toEqual(expected);
  });

  test("the same again changes nothing", () => {
    fc.assert(fc.property(jsonObject, (map) => jsonEquals(mergeMaps(map, map), map)));
  });

  test("with nothing changes nothing, on either side", () => {
    fc.assert(
      fc.property(jsonObject, (map) => jsonEquals(mergeMaps(map, {}), map) && jsonEquals(mergeMaps({}, map), map)),
    );
  });

  test("it does not matter which two of three are merged first", () => {
    // Lists keep an element that they hold twice themselves, so that the law is one of lists without such.
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 4 }));
    const simple = fc.constantFrom<JsonValue>("x", "y", 1);
    const inner = fc.dictionary(fc.constantFrom("p", "q"), list);
    const map = fc.record({ lists: list, simple, inner }, { requiredKeys: [] }).map((value) => value as JsonObject);
    fc.assert(
      fc.property(map, map, map, (a, b, c) => {
        expect(mergeMaps(mergeMaps(a, b), c)).toEqual(mergeMaps(a, mergeMaps(b, c)));
      }),
    );
  });

  test("neither side is changed, and the result is JSON", () => {
    fc.assert(
      fc.property(jsonObject, jsonObject, (a, b) => {
        const [textA, textB] = [canonicalText(a), canonicalText(b)];
        const merged = mergeMaps(a, b);
        expect([canonicalText(a), canonicalText(b)]).toEqual([textA, textB]);
        expect(canonicalText(JSON.parse(JSON.stringify(merged)))).toBe(canonicalText(merged));
      }),
    );
  });

  test("long lists are merged in one pass", () => {
    const list = (from: number): JsonValue => Array.from({ length: 20_000 }, (_, index) => ({ value: from + index }));
    const started = performance.now();
    expect(mergeMaps({ a: list(0) }, { a: list(10_000) }).a).toHaveLength(30_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("canonical text", () => {
  test.each<[JsonValue, string]>([
    [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: { d: 1, c: 2 } }, '{"a":{"c":2,"d":1}}'],
    [[2, 1], "[2,1]"],
  ])("%j", (value, expected) => {
    expect(canonicalText(value)).toBe(expected);
  });

  test("is the same for equal values, and only for these", () => {
    fc.assert(
      fc.property(jsonValue, jsonValue, (a, b) => {
        expect(canonicalText(a) === canonicalText(b)).toBe(jsonEquals(a, b));
        expect(canonicalText(shuffle(a))).toBe(canonicalText(a));
        expect(jsonEquals(JSON.parse(canonicalText(a)), a)).toBe(true);
      }),
    );
  });

  test("__proto__ is a name like any other", () => {
    const value = JSON.parse('{"__proto__": {"b": 1}, "a": 1}') as JsonObject;
    expect(canonicalText(mergeMaps(value, { c: 1 }))).toBe('{"__proto__":{"b":1},"a":1,"c":1}');
    expect(() => checkJson(value)).not.toThrow();
  });
});

/** The same with the members of every map the other way round. */
function shuffle(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(shuffle);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, shuffle(member)]),
  );
}
