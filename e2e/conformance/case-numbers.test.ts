import fc from "fast-check";
import { expect, test } from "vitest";
import { readCaseNumbers } from "./case-numbers";
import { checklist } from "./checklist";

test.each([
  ["K-04 a foreign cursor is a 400", ["K-04"]],
  ["a foreign cursor is a 400 (K-04)", ["K-04"]],
  ["C-03, C-05 meta and schemas", ["C-03", "C-05"]],
  ["C-03/C-05 and X-10: both", ["C-03", "C-05", "X-10"]],
  ["V-01 to V-03 in a row", ["V-01", "V-02", "V-03"]],
  ["V-01–V-03 in a row", ["V-01", "V-02", "V-03"]],
  ["V-01…03 in a row", ["V-01", "V-02", "V-03"]],
  ["V-01-V-03 in a row", ["V-01", "V-02", "V-03"]],
  ["F-00 the first is zero", ["F-00"]],
  ["X-10 twice: X-10", ["X-10"]],
  ["V-03 to V-01 backwards names the first", ["V-03"]],
])("%s", (name, numbers) => {
  expect(readCaseNumbers(name)).toEqual(numbers);
});

test.each([
  "UTF-16 is no case",
  "ISO-8859-15 is no case",
  "2026-01-02 is no case",
  "RFC 7644 §3.4.2",
  "C-123 has a digit too many",
  "x-10 in lower case",
  "Prefer-E-01 in a longer word",
])("nothing in %s", (name) => {
  expect(readCaseNumbers(name)).toEqual([]);
});

test("every number of the checklist is read wherever it stands", () => {
  const numbers = checklist.flatMap((part) => Object.keys(part.cases));
  expect(new Set(numbers).size).toBe(numbers.length);
  const words = fc.string().filter((text) => /^[a-z ]*$/.test(text));
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...numbers), { minLength: 1 }), words, (some, between) => {
      expect(readCaseNumbers(some.join(`, ${between} `))).toEqual(some);
    }),
  );
});
