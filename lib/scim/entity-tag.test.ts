import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkWritePrecondition, isNotModified } from "./entity-tag";
import { ScimError } from "./errors";

const version = 'W/"3"';

/** Whether a value that stands in a header matches version 3. */
function matches(condition: string): boolean {
  const read = isNotModified({ ifNoneMatch: condition }, version);
  expect(refusalOf({ ifMatch: condition }) === undefined, "If-Match agrees").toBe(read);
  expect(refusalOf({ ifNoneMatch: condition }) !== undefined, "If-None-Match on a write agrees").toBe(read);
  return read;
}

function refusalOf(precondition: Parameters<typeof checkWritePrecondition>[0]): ScimError | undefined {
  try {
    checkWritePrecondition(precondition, version);
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

describe("V-02, V-03 what matches (RFC 9110 §8.8.3, §13.1)", () => {
  test.each([
    ["the tag as it was sent", 'W/"3"', true],
    ["weak comparison: the strong tag of the same text", '"3"', true],
    ["any", "*", true],
    ["any, in spaces", " * ", true],
    ["one of a list", 'W/"1", W/"3"', true],
    ["a list without spaces", '"1","2","3"', true],
    ["empty elements", ', "1" ,, W/"3" ,', true],
    ["a comma within a tag", '"1,3", W/"3"', true],
    ["another version", 'W/"2"', false],
    ["a longer one", 'W/"33"', false],
    ["others alone", 'W/"1", "2"', false],
    ["a comma within a tag is no list", '"1,3"', false],
    ["no quotes", "3", false],
    ["no quotes, weak", "W/3", false],
    ["a small w", 'w/"3"', false],
    ["a space after W/", 'W/ "3"', false],
    ["half a quote", 'W/"3', false],
    ["escaped quotes, as a JSON text within a text has them", 'W/\\"3\\"', false],
    ["no comma in between", '"1" "3"', false],
    ["rubbish after it", '"3" x', false],
    ["rubbish before it", 'x "3"', false],
    ["any within a list", '*, "3"', false],
    ["nothing", "", false],
    ["commas alone", ", ,", false],
    ["no ASCII", '"é"', false],
  ])("%s", (_, condition, expected) => {
    expect(matches(condition)).toBe(expected);
  });

  test("no precondition, no refusal", () => {
    expect(refusalOf(undefined)).toBeUndefined();
    expect(refusalOf({})).toBeUndefined();
    expect(isNotModified(undefined, version)).toBe(false);
    expect(isNotModified({ ifMatch: version }, version)).toBe(false);
  });

  test("law: a list matches exactly if one of its tags does", () => {
    const tag = fc.tuple(fc.constantFrom("", "W/"), fc.constantFrom("1", "2", "3", "a,b", "33", ""));
    const separator = fc.constantFrom(",", ", ", " , ", ",,", "\t,");
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 5 }), separator, (tags, comma) => {
        const condition = tags.map(([weak, text]) => `${weak}"${text}"`).join(comma);
        expect(matches(condition)).toBe(tags.some(([, text]) => text === "3"));
      }),
    );
  });

  test("a long condition that is no list takes no time", () => {
    const startedMs = performance.now();
    for (const condition of [" ".repeat(1e6), `${" ,".repeat(5e5)}x`, `"${"x".repeat(1e6)}`, '"1" '.repeat(2e5)]) {
      expect(matches(condition)).toBe(false);
    }
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});

describe("V-03 what a 412 says", () => {
  test("which version is stored, and to read again", () => {
    const stale = refusalOf({ ifMatch: 'W/"2"' });
    expect([stale?.kind, stale?.status, stale?.scimType]).toEqual(["preconditionFailed", 412, undefined]);
    expect(stale?.message).toMatch(/W\/"3".*W\/"2".*Read the resource again/s);
    expect(refusalOf({ ifNoneMatch: "*" })?.message).toMatch(/W\/"3".*Read the resource again/s);
  });

  test.each(["3", "W/3", 'W/"3', ""])("the right form, where %j is none", (condition) => {
    expect(refusalOf({ ifMatch: condition })?.message).toContain(`with W/ and the quotes: ${version}`);
  });

  test("never more than a line of what was sent", () => {
    expect(refusalOf({ ifMatch: `"${"x".repeat(10_000)}"` })?.message.length).toBeLessThan(600);
    expect(refusalOf({ ifMatch: "x".repeat(10_000) })?.message.length).toBeLessThan(600);
  });
});
