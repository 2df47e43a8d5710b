import fc from "fast-check";
import { parse as parseElsewhere, type Filter as TheirFilter } from "scim2-parse-filter";
import { describe, expect, it, vi } from "vitest";
import { ScimError } from "../errors";
import { formatPathName } from "../path-name";
import { createResourceTypes } from "../schema/resource-types";
import type { Filter } from "./ast";
import { parseFilter } from "./parse";
import { damagedFilter, joinTrees, type Tree, validFilter } from "./testing/arbitrary-grammar";
import { type Difference, differences } from "./testing/parser-differences";

// Our parser against an independent one, scim2-parse-filter: the same filters are read, as the same trees. Where the two
// differ, the difference is one of a list, and each on the list is shown by an example.

// The laws take seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const { user } = createResourceTypes({ role: true, keepsUnknown: false });

function fromOurs(filter: Filter): Tree {
  switch (filter.kind) {
    case "and":
    case "or":
      return joinTrees(filter.kind, [fromOurs(filter.left), fromOurs(filter.right)]);
    case "not":
      return { kind: "not", term: fromOurs(filter.filter) };
    case "present":
      return { kind: "present", path: formatPathName(filter.path).toLowerCase() };
    case "compare":
      return { ...filter, path: formatPathName(filter.path).toLowerCase() };
    case "valuePath":
      return { kind: "valuePath", path: formatPathName(filter.path).toLowerCase(), filter: fromOurs(filter.filter) };
  }
}

function fromTheirs(filter: TheirFilter): Tree {
  switch (filter.op) {
    case "and":
    case "or":
      return joinTrees(filter.op, filter.filters.map(fromTheirs));
    case "not":
      // "not" between two terms has a list instead, which its types do not know; ours has nothing like it.
      return "filters" in filter
        ? { kind: "present", path: "not between two terms" }
        : { kind: "not", term: fromTheirs(filter.filter) };
    case "pr":
      return { kind: "present", path: filter.attrPath.toLowerCase() };
    case "[]":
      return { kind: "valuePath", path: filter.attrPath.toLowerCase(), filter: fromTheirs(filter.valFilter) };
    default: {
      // JSON's -0 is 0.
      const value = filter.compValue === 0 ? 0 : filter.compValue;
      return { kind: "compare", path: filter.attrPath.toLowerCase(), operator: filter.op, value };
    }
  }
}

/** The tree, or undefined when the filter is refused. Anything but a ScimError invalidFilter is a fault. */
function readOurs(text: string): Tree | undefined {
  try {
    return fromOurs(parseFilter(text, user));
  } catch (error) {
    if (error instanceof ScimError && error.kind === "invalidFilter") {
      return undefined;
    }
    throw error;
  }
}

function readTheirs(text: string): Tree | undefined {
  let filter: TheirFilter;
  try {
    filter = parseElsewhere(text);
  } catch {
    return undefined;
  }
  return fromTheirs(filter);
}

/** How the two parsers differ on a text; undefined when they do not. */
function compareParsers(text: string): Difference["kind"] | undefined {
  const ours = readOurs(text);
  const theirs = readTheirs(text);
  if (ours === undefined) {
    return theirs === undefined ? undefined : "only theirs reads it";
  }
  if (theirs === undefined) {
    return "only ours reads it";
  }
  return JSON.stringify(ours) === JSON.stringify(theirs) ? undefined : "read as another tree";
}

describe("our filter parser and scim2-parse-filter", () => {
  it("read every valid filter as the tree that it was printed from (RFC 7644 §3.4.2.2)", () => {
    fc.assert(
      fc.property(validFilter, ({ text, tree }) => {
        expect(readOurs(text)).toEqual(tree);
        expect(readTheirs(text)).toEqual(tree);
      }),
      { numRuns: 2000 },
    );
  });

  it("differ on a damaged filter only as the list says", () => {
    const outcomes = { readByBoth: 0, refusedByBoth: 0, different: 0 };
    fc.assert(
      fc.property(damagedFilter, (text) => {
        const kind = compareParsers(text);
        if (kind === undefined) {
          outcomes[readOurs(text) === undefined ? "refusedByBoth" : "readByBoth"] += 1;
          return;
        }
        outcomes.different += 1;
        const explained = differences.filter((difference) => difference.kind === kind && difference.appliesTo(text));
        expect(explained, `${kind}: ${text}`).not.toEqual([]);
      }),
      { numRuns: 5000 },
    );
    // A law that only ever saw one side would say little.
    expect(outcomes.readByBoth).toBeGreaterThan(300);
    expect(outcomes.refusedByBoth).toBeGreaterThan(1000);
  });

  it.each(
    differences.flatMap(({ name, section, examples, ...rest }) =>
      examples.map((example) => ({ name, section, example, ...rest })),
    ),
  )("differ: $name ($section): $example", ({ example, kind, appliesTo }) => {
    expect(compareParsers(example)).toBe(kind);
    expect(appliesTo(example)).toBe(true);
  });

  it("differ on nothing that the list says of a filter without it", () => {
    const plain = 'urn:example:params:scim:2.0:Thing:tag.value eq "x" and not (emails[type eq "work" or value sw "a"])';
    expect(compareParsers(plain)).toBeUndefined();
    expect(differences.filter(({ appliesTo }) => appliesTo(plain))).toEqual([]);
  });
});
