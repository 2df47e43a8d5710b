import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createResourceTypes } from "../schema/resource-types";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "../urns";
import type { ComparisonOperator, Filter } from "./ast";
import { formatFilter } from "./format";
import { parseFilter } from "./parse";
import { arbitraryFilterText } from "./testing/arbitrary-filter";

// The laws take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });

function parse(text: string): Filter {
  return parseFilter(text, user);
}

describe("formatFilter", () => {
  it.each([
    ["a pr and b pr and c pr", "a pr and b pr and c pr"],
    ["a pr and (b pr and c pr)", "a pr and (b pr and c pr)"],
    ["((a pr)) or (b pr and c pr)", "a pr or b pr and c pr"],
    ['NOT(A EQ "\\u00e9")', 'not (A eq "é")'],
    ['emails[type eq "work"].value SW "x"', 'emails[type eq "work" and value sw "x"]'],
  ])("writes %s as %s", (text, expected) => {
    expect(formatFilter(parse(text))).toBe(expected);
  });

  const name = fc.constantFrom("userName", "emails", "not", "and", "x-y_1");
  const path = fc.oneof(
    name.map((attribute) => ({ attribute })),
    fc.record({ attribute: name, subAttribute: fc.constantFrom("value", "$ref") }),
    fc.record({ schema: fc.constantFrom(userSchemaUrn, enterpriseUserSchemaUrn), attribute: name }),
    fc.record({ schema: fc.constant("urn:example:x:2.0:User"), attribute: name, subAttribute: name }),
  );
  const characters = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""));
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
  const term: fc.Arbitrary<Filter> = fc.oneof(
    path.map((at) => ({ kind: "present" as const, path: at })),
    fc.record({
      kind: fc.constant("compare" as const),
      path,
      operator: fc.constantFrom<ComparisonOperator>("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"),
      value: fc.oneof(characters, number, fc.boolean(), fc.constant(null)),
    }),
  );
  const tree = (leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> => {
    if (depth === 0) {
      return leaf;
    }
    const inner = tree(leaf, depth - 1);
    return fc.oneof(
      leaf,
      fc.record({ kind: fc.constantFrom("and" as const, "or" as const), left: inner, right: inner }),
      inner.map((filter) => ({ kind: "not" as const, filter })),
    );
  };
  const valuePath = fc.record({
    kind: fc.constant("valuePath" as const),
    path: name.map((attribute) => ({ attribute })),
    filter: tree(term, 2),
  });

  it("is read back as the same tree, for any tree", () => {
    fc.assert(
      fc.property(tree(fc.oneof({ arbitrary: term, weight: 3 }, { arbitrary: valuePath, weight: 1 }), 3), (filter) => {
        expect(parse(formatFilter(filter))).toEqual(filter);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is read back as the same tree, for any filter over the User and Group schemas", () => {
    for (const resourceType of [user, group]) {
      const text = arbitraryFilterText(resourceType, {
        strings: ["work", 'a"b\\', "é😀"],
        dateTimes: ["2026-01-31T08:00:00Z"],
      });
      fc.assert(
        fc.property(text, (given) => {
          const filter = parseFilter(given, resourceType);
          expect(parseFilter(formatFilter(filter), resourceType)).toEqual(filter);
        }),
        { numRuns: 1_000 },
      );
    }
  });
});
