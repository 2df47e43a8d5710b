import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toStorableJson, toStorableText } from "./storable-text";

describe("JSON text for PostgreSQL", () => {
  test.each([
    ["U+0000", { a: "x\u0000y" }, { a: "x\uFFFDy" }],
    ["in a key", { "x\u0000": 1 }, { "x\uFFFD": 1 }],
    ["a lone surrogate", ["\ud800"], ["\uFFFD"]],
    ["a pair", ["👩"], ["👩"]],
    ["a backslash before the digits", ["\\u0000"], ["\\u0000"]],
    ["a backslash and U+0000", ["\\\u0000"], ["\\\uFFFD"]],
    ["other escapes", ['\u0001\n"\\'], ['\u0001\n"\\']],
  ])("%s", (_name, value, expected) => {
    expect(JSON.parse(toStorableJson(JSON.stringify(value)))).toEqual(expected);
  });

  test("law: only what cannot be stored is changed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const expected = text.replaceAll("\u0000", "\uFFFD");
        expect(JSON.parse(toStorableJson(JSON.stringify(text)))).toBe(expected);
        expect(toStorableText(text)).toBe(expected);
      }),
    );
  });
});
