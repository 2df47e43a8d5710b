import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttributeType } from "./attribute";
import { isOfType } from "./check-simple-value";
import type { JsonValue } from "./json";

describe("C-09 what is of a simple type (RFC 7643 §2.3)", () => {
  test.each<[AttributeType, JsonValue, boolean]>([
    ["integer", 0, true],
    ["integer", -3, true],
    ["integer", 2 ** 53 - 1, true],
    ["integer", 1 - 2 ** 53, true],
    ["integer", 0.5, false],
    ["integer", "1", false],
    // What JSON.parse makes of 9007199254740993 and of 1e29.
    ["integer", 2 ** 53, false],
    ["integer", -(2 ** 53), false],
    ["integer", 1e29, false],
    ["decimal", 0.5, true],
    ["decimal", 1e29, true],
    ["decimal", "0.5", false],
    ["reference", "https://acme.example/ada", true],
    ["reference", "../Users/1", true],
    ["reference", "not a URI, but a text of one line", true],
    ["reference", "https://acme.example/\n", false],
    ["reference", "\u007f", false],
    ["reference", "a\tb", false],
    ["reference", 1, false],
  ])("%s %j: %j", (type, value, expected) => {
    expect(isOfType(type, value)).toBe(expected);
  });

  test("law: an integer that is taken is the one that was written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (written) => {
        const read: number = JSON.parse(String(written));
        if (isOfType("integer", read)) expect(BigInt(read)).toBe(written);
        else expect(BigInt(Math.abs(read)) >= 2n ** 53n).toBe(true);
      }),
    );
  });
});
