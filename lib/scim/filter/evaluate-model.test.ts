import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { JsonObject, JsonValue } from "../json";
import { createResourceTypes } from "../schema/resource-types";
import type { ComparisonOperator, Filter } from "./ast";
import { checkFilter } from "./check";
import { matchesFilter } from "./evaluate";
import { parseFilter } from "./parse";
import { arbitraryFilterText } from "./testing/arbitrary-filter";
import { arbitraryResource } from "./testing/arbitrary-resource";
import { everyTypeSchema } from "./testing/every-type-schema";
import type { Vocabulary } from "./testing/schema-paths";

// The laws take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const undefinedNames = ["shoeSize", "constructor"];
const open = createResourceTypes({ role: true, keepsUnknown: true });
const extended = createResourceTypes({
  role: true,
  keepsUnknown: false,
  extensions: { user: [everyTypeSchema], group: [] },
});

describe("matchesFilter and a model that works on rows of simple values", () => {
  const vocabulary: Vocabulary = {
    strings: ["work", "Home", "ann@example.com", "Ann", "a_b%", "ÉLAN", "😀", "\ufffd"],
    undefinedNames,
    dateTimes: ["2026-01-31T08:00:00Z", "2026-01-31T10:00:00+02:00", "2025-12-31T23:59:59.5Z"],
  };

  it.each([
    ["User", user],
    ["Group", group],
    ["an open User", open.user],
    ["an open Group", open.group],
    ["a User with custom attributes", extended.user],
    ["custom attributes alone", { ...extended.user, schema: { ...user.schema, attributes: [] } }],
  ] as const)("agrees on every filter over %s", (_name, resourceType) => {
    let matched = 0;
    const runs = 3_000;
    fc.assert(
      fc.property(
        arbitraryFilterText(resourceType, vocabulary),
        arbitraryResource(resourceType, vocabulary),
        (text, resource) => {
          const expected = modelMatches(parseFilter(text, resourceType), listRows(resource));
          matched += expected ? 1 : 0;
          const filter = checkFilter(parseFilter(text, resourceType), resourceType);
          expect(matchesFilter(filter, resource)).toBe(expected);
        },
      ),
      { numRuns: runs },
    );
    // Filters that nearly always or hardly ever match would show little.
    expect(matched / runs).toBeGreaterThan(0.2);
    expect(matched / runs).toBeLessThan(0.9);
  });
});

/** One simple value of a resource: where it is, written in lower case without its URN, and in which element. */
type Row = { readonly path: string; readonly element: number; readonly value: JsonValue };

const exactPaths = new Set([
  ...["id", "externalid", "role", "groups.value", "members.value"],
  ...["meta.resourcetype", "meta.location", "meta.version"],
  ...["abinary", "manybinary.value", "areference", "manyreference.value", "exacttext", "manyexacttext.value"],
]);
const datePaths = new Set(["meta.created", "meta.lastmodified", "adatetime", "manydatetime.value"]);
const withImpliedValue = new Set([
  ...["emails", "phonenumbers", "ims", "photos", "groups", "entitlements", "roles", "x509certificates"],
  ...["members", "manager", "schemas", "manystring", "manyboolean", "manydecimal", "manyinteger", "manydatetime"],
  ...["manybinary", "manyreference", "manyexacttext"],
]);

function listRows(resource: JsonObject): readonly Row[] {
  const rows: Row[] = [];
  for (const [name, value] of Object.entries(resource)) {
    if (name.startsWith("urn:")) {
      rows.push(...listRows(value as JsonObject));
      continue;
    }
    for (const [element, member] of (Array.isArray(value) ? value : [value]).entries()) {
      const isComplex = typeof member === "object" && member !== null;
      const simple = withImpliedValue.has(name.toLowerCase()) ? ".value" : "";
      const values = isComplex ? Object.entries(member).map(([sub, held]) => [`.${sub}`, held]) : [[simple, member]];
      for (const [suffix, held] of values) {
        rows.push({ path: `${name}${String(suffix)}`.toLowerCase(), element, value: held as JsonValue });
      }
    }
  }
  return rows;
}

function isUndefinedName(path: string): boolean {
  return undefinedNames.some((name) => name.toLowerCase() === path);
}

function modelMatches(filter: Filter, rows: readonly Row[], inside = ""): boolean {
  switch (filter.kind) {
    case "and":
      return modelMatches(filter.left, rows, inside) && modelMatches(filter.right, rows, inside);
    case "or":
      return modelMatches(filter.left, rows, inside) || modelMatches(filter.right, rows, inside);
    case "not":
      return !modelMatches(filter.filter, rows, inside);
    case "valuePath": {
      const path = filter.path.attribute?.toLowerCase() ?? "";
      // An element that is no object is its value.
      const ofAttribute = rows
        .map((row) => (row.path === path ? { ...row, path: `${path}.value` } : row))
        .filter((row) => row.path.startsWith(`${path}.`));
      const elements = new Set(ofAttribute.map(({ element }) => element));
      return [...elements].some((element) =>
        modelMatches(
          filter.filter,
          ofAttribute.filter((row) => row.element === element),
          `${path}.`,
        ),
      );
    }
    default: {
      const names = [filter.path.attribute, filter.path.subAttribute].filter((name) => name !== undefined);
      const written = inside + names.join(".").toLowerCase();
      const top = written.split(".")[0] ?? "";
      // What no schema defines holds simple values here, each of which is its `value`.
      const isUndefinedValue = inside === "" && written === `${top}.value` && isUndefinedName(top);
      const path = isUndefinedValue ? top : written;
      const isPresent = rows.some((row) => row.path === path || row.path.startsWith(`${path}.`));
      if (filter.kind === "present" || filter.value === null) {
        return filter.kind === "compare" && filter.operator === "eq" ? !isPresent : isPresent;
      }
      const compared = withImpliedValue.has(path) ? `${path}.value` : path;
      const found = rows.filter((row) => row.path === compared);
      if (filter.operator !== "ne") {
        return found.some((row) => modelCompares(compared, filter.operator, row.value, filter.value));
      }
      const elements = new Set(
        rows.filter((row) => row.path === top || row.path.startsWith(`${top}.`)).map(({ element }) => element),
      );
      const equal = new Set(
        found.filter((row) => modelCompares(compared, "eq", row.value, filter.value)).map(({ element }) => element),
      );
      return elements.size === 0 || equal.size < elements.size;
    }
  }
}

function modelCompares(
  path: string,
  operator: ComparisonOperator,
  stored: JsonValue,
  value: string | number | boolean | null,
): boolean {
  if (isUndefinedName(path.replace(/\.value$/, ""))) {
    if (typeof stored !== typeof value) {
      return false;
    }
    if (typeof stored === "number") {
      return readAnswer(operator, stored - Number(value));
    }
  }
  if (typeof stored === "boolean") {
    return String(stored) === String(value).toLowerCase();
  }
  if (typeof stored === "number") {
    return readAnswer(operator, stored - Number(value));
  }
  const fold = (text: string) => (exactPaths.has(path) ? text : text.normalize("NFC").toLowerCase());
  const left = fold(String(stored));
  const right = fold(String(value));
  const order = datePaths.has(path)
    ? Date.parse(String(stored)) - Date.parse(String(value))
    : Buffer.compare(Buffer.from(left), Buffer.from(right));
  switch (operator) {
    case "co":
      return right === "" || left.split(right).length > 1;
    case "sw":
      return left.slice(0, right.length) === right;
    case "ew":
      return right === "" || left.slice(-right.length) === right;
    default:
      return readAnswer(operator, order);
  }
}

function readAnswer(operator: ComparisonOperator, order: number): boolean {
  const answers: Record<string, boolean> = {
    eq: order === 0,
    gt: order > 0,
    ge: order >= 0,
    lt: order < 0,
    le: order <= 0,
  };
  return answers[operator] ?? false;
}
