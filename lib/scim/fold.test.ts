import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { compareCodePoints, foldForComparison } from "./fold";

// The laws take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const text = fc.string({ unit: "binary" });

describe("foldForComparison", () => {
  it.each([
    ["upper case", "JSmith@Example.COM", "jsmith@example.com"],
    ["NFD and NFC are one (U-01)", "Rene\u0301", "ren\u00e9"],
    ["a capital in NFD", "E\u0301", "\u00e9"],
    ["final sigma is a sigma", "ΟΔΟΣ", "οδοσ"],
    ["what has no case stays", "漢字 😀 %_\\", "漢字 😀 %_\\"],
  ])("%s", (_name, given, expected) => {
    expect(foldForComparison(given)).toBe(expected);
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(text, (given) => {
        const folded = foldForComparison(given);
        expect(foldForComparison(folded)).toBe(folded);
      }),
      { numRuns: 2_000 },
    );
  });

  it("changes nothing the second time, for every code point alone and before a combining mark", () => {
    const unstable: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      if (codePoint < 0xd800 || codePoint > 0xdfff) {
        const folded = foldForComparison(`${String.fromCodePoint(codePoint)}\u0307`);
        if (foldForComparison(folded) !== folded) {
          unstable.push(codePoint.toString(16));
        }
      }
    }
    expect(unstable).toEqual([]);
  });

  it("gives texts that differ only in ASCII case one form", () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        expect(foldForComparison(given.toUpperCase())).toBe(foldForComparison(given.toLowerCase()));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("compareCodePoints", () => {
  it("orders as the UTF-8 bytes do", () => {
    const pair = fc.tuple(text, text, text).map(([prefix, a, b]) => [prefix + a, prefix + b] as const);
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(compareBytes(a, b)));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ["an emoji comes after U+FFFD, though its surrogates are smaller", "\ufffd", "\u{1f600}"],
    ["an emoji comes after U+E000", "\ue000", "\u{1f600}"],
    ["a prefix comes first", "ab", "abc"],
    ["upper case comes before lower case", "Z", "a"],
  ])("%s", (_name, smaller, larger) => {
    expect(compareCodePoints(smaller, larger)).toBeLessThan(0);
    expect(compareCodePoints(larger, smaller)).toBeGreaterThan(0);
    expect(compareCodePoints(smaller, smaller)).toBe(0);
  });
});

function compareBytes(a: string, b: string): number {
  return Buffer.compare(new TextEncoder().encode(a), new TextEncoder().encode(b));
}
