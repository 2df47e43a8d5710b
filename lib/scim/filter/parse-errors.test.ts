import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ScimError } from "../errors";
import { createResourceTypes } from "../schema/resource-types";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "../urns";
import type { Filter } from "./ast";
import { parseFilter } from "./parse";

// The laws take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { user } = createResourceTypes({ role: true, keepsUnknown: false });

function parse(text: string): Filter {
  return parseFilter(text, user);
}

function refusal(text: string): ScimError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ScimError) {
      return error;
    }
    throw error;
  }
  throw new Error(`the filter was read: ${text}`);
}

describe("parseFilter: refusals are invalidFilter and tell the position (F-15)", () => {
  it.each([
    ["empty", "", "The filter is empty"],
    ["blank", "  \t", "The filter is empty"],
    [
      "operator missing",
      "userName",
      "character 9: expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr), but found the end",
    ],
    ["value missing", "userName eq", 'character 12: expected a value after "eq", but found the end'],
    ["value missing before )", "(userName eq)", 'character 13: expected a value after "eq", but found ")"'],
    ["unknown operator", 'userName like "x"', "character 10: expected an operator"],
    ["a string for an operator", 'userName "x"', "character 10: expected an operator"],
    [
      "F-04 unquoted text",
      "externalId eq jyoung",
      'character 15: "jyoung" is not a value; if it is text, put the value in double quotes',
    ],
    ["F-04 single quotes", "userName eq 'x'", "put the value in double quotes"],
    ["F-04 leading zero", "title eq 007", "put the value in double quotes"],
    ["F-04 a number too large", "title eq 1e999", "is not a value"],
    ["F-04 unknown escape", 'title eq "\\x41"', "character 10: the string that begins here is not a JSON string"],
    ["F-04 raw control character", 'title eq "a\nb"', "is not a JSON string"],
    ["F-04 U+0000", 'title eq "a\\u0000b"', "character 10: the string that begins here holds U+0000"],
    ["F-04 half of a surrogate pair", 'title eq "\\ud83d"', "half of a surrogate pair"],
    ["string never closed", 'userName eq "x', "character 13: the string that begins here is never closed"],
    ["string closed by an escaped quote", 'userName eq "x\\"', "never closed"],
    [
      "parenthesis never closed",
      '(userName eq "x"',
      'character 17: expected "and", "or" or ")" for the "(" at character 1',
    ],
    [
      "parenthesis too many",
      'userName eq "x")',
      'character 16: expected "and", "or" or the end of the filter, but found ")"',
    ],
    [
      "bracket never closed",
      'emails[type eq "x"',
      'character 19: expected "and", "or" or "]" for the "[" at character 7',
    ],
    ["brackets crossed", 'emails[(type eq "x"])', 'but found "]"'],
    [
      "trailing garbage",
      'userName eq "x" garbage',
      'character 17: expected "and", "or" or the end of the filter, but found "garbage"',
    ],
    [
      "and without a right side",
      'userName eq "x" and',
      'character 20: expected an attribute, "not" or "(", but found the end',
    ],
    ["or without a left side", 'or userName eq "x"', "character 4: expected an operator"],
    ["F-02 not without parentheses", 'not userName eq "x"', 'character 5: "not" is followed by parentheses'],
    ["empty parentheses", "()", 'character 2: expected an attribute, "not" or "(", but found ")"'],
    ["empty brackets", "emails[]", 'but found "]"'],
    ["value path in a value path", "emails[a[b pr]]", "character 9: a value filter cannot hold another one"],
    ["value path behind a sub-attribute", "name.formatted[a pr]", "a value filter follows an attribute"],
    ["space before the bracket", 'emails [type eq "x"]', "expected an operator"],
    ["not a name behind the bracket", 'emails[type eq "x"].1 eq 2', '"1" is not a sub-attribute name'],
    ["not an attribute name", '1name eq "x"', 'character 1: "1name" is not an attribute name'],
    ["$ref outside brackets", "$ref pr", '"$ref" is not an attribute name'],
    ["a dot too many", 'a.b.c eq "x"', "has more than one dot"],
    ["a dot and nothing", 'name. eq "x"', "is not a sub-attribute name"],
    ["a schema alone", `${enterpriseUserSchemaUrn} pr`, "is a schema; name one of its attributes"],
    ["a URN and a colon and nothing", `${enterpriseUserSchemaUrn}: pr`, '"" is not an attribute name'],
    ["a comma", 'userName eq "x", title eq "y"', "expected"],
  ])("%s", (_name, text, message) => {
    const error = refusal(text);
    expect(error.kind).toBe("invalidFilter");
    expect(error.message).toContain(message);
  });

  it.each([
    ["10,000 characters", `title eq "${"x".repeat(10_000)}"`, "at most 10000 are read"],
    ["200 terms", Array(201).fill("a pr").join(" or "), "more than 200 terms"],
    ["50 levels of parentheses", `${"(".repeat(51)}a pr${")".repeat(51)}`, "more than 50 levels"],
    ["50 levels of not", `${"not(".repeat(51)}a pr${")".repeat(51)}`, "more than 50 levels"],
    ["parentheses that never close", "(".repeat(10_000), "more than 50 levels"],
  ])("F-19 more than %s", (_name, text, message) => {
    const error = refusal(text);
    expect(error.kind).toBe("invalidFilter");
    expect(error.message).toContain(message);
  });

  it("F-19 reads what is just within the limits", () => {
    expect(parse(Array(200).fill("a pr").join(" or "))).toMatchObject({ kind: "or" });
    expect(parse(Array(100).fill("(a pr)").join(" or "))).toMatchObject({ kind: "or" });
    expect(parse(`${"(".repeat(50)}a pr${")".repeat(50)}`)).toEqual({ kind: "present", path: { attribute: "a" } });
  });

  it("F-15 throws nothing but invalidFilter, whatever the text", () => {
    const pieces = fc.constantFrom(
      ...[
        "userName",
        "emails",
        "eq",
        "pr",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        ".value",
        '"x"',
        '"',
        "\\",
        "1",
        "-",
        "null",
      ],
      ...[" ", "  ", "urn:", ":", userSchemaUrn, "é", "\0", "\ud800"],
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces, { maxLength: 30 }).map((all) => all.join("")),
    );
    let refused = 0;
    fc.assert(
      fc.property(text, (given) => {
        try {
          parse(given);
        } catch (error) {
          refused += 1;
          expect(error).toBeInstanceOf(ScimError);
          expect(error).toMatchObject({ kind: "invalidFilter", status: 400 });
        }
      }),
      { numRuns: 5_000 },
    );
    expect(refused).toBeGreaterThan(1_000);
  });
});
