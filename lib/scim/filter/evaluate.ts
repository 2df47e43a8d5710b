import { parseDateTime } from "../date-time";
import { compareCodePoints, foldForComparison } from "../fold";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import type { CheckedFilter, ComparisonOperator, FilterTarget } from "./ast";

type Comparison = Extract<CheckedFilter, { kind: "compare" }>;

/**
 * Whether a resource matches. A term on a multi-valued attribute matches when any of its values does. What is unassigned
 * matches `ne` and no other comparison; values of another type than the attribute's likewise.
 *
 * @see RFC 7644 §3.4.2.2
 */
export function matchesFilter(filter: CheckedFilter, resource: JsonObject): boolean {
  switch (filter.kind) {
    case "and":
      return matchesFilter(filter.left, resource) && matchesFilter(filter.right, resource);
    case "or":
      return matchesFilter(filter.left, resource) || matchesFilter(filter.right, resource);
    case "not":
      return !matchesFilter(filter.filter, resource);
    case "present":
      return findValues(filter.target, resource).some(isAssigned);
    case "compare":
      return matchesComparison(filter, findValues(filter.target, resource));
    case "valuePath":
      return findValues(filter.target, resource).some((element) => matchesElement(filter.filter, element));
  }
}

/**
 * Whether one element of a multi-valued attribute matches the filter of a value path. An element that is not an object
 * counts as its `value`.
 *
 * @see RFC 7644 §3.5.2
 */
export function matchesElement(filter: CheckedFilter, element: JsonValue): boolean {
  return matchesFilter(filter, asObject(element));
}

function asObject(element: JsonValue): JsonObject {
  return isJsonObject(element) ? element : { value: element };
}

/**
 * The values that a term looks at: one for each element, null where an element lacks the sub-attribute, none when the
 * attribute is unassigned. An array that is lost among an element's sub-attributes is one value.
 */
function findValues({ extension, attribute, subAttribute }: FilterTarget, resource: JsonObject): readonly JsonValue[] {
  const holder = extension === undefined ? resource : findProperty(resource, extension);
  const value = findProperty(holder, attribute.name);
  if (value === null) {
    return [];
  }
  const elements = Array.isArray(value) ? value : [value];
  return subAttribute === undefined
    ? elements
    : elements.map((element) => findProperty(asObject(element), subAttribute.name));
}

function findProperty(holder: JsonValue, name: string): JsonValue {
  return isJsonObject(holder) && Object.hasOwn(holder, name) ? (holder[name] ?? null) : null;
}

/** Neither null, nor empty, nor made of such values only. @see RFC 7643 §2.5 */
function isAssigned(value: JsonValue): boolean {
  if (value === null || value === "") {
    return false;
  }
  return typeof value !== "object" || Object.values(value).some(isAssigned);
}

function matchesComparison(filter: Comparison, values: readonly JsonValue[]): boolean {
  if (filter.operator === "ne") {
    return values.length === 0 || values.some((value) => !matchesValue(filter, "eq", value));
  }
  return values.some((value) => matchesValue(filter, filter.operator, value));
}

function matchesValue(filter: Comparison, operator: ComparisonOperator, stored: JsonValue): boolean {
  const attribute = filter.target.subAttribute ?? filter.target.attribute;
  if (attribute.type === "dateTime") {
    const instant = typeof stored === "string" ? parseDateTime(stored) : undefined;
    return instant !== undefined && typeof filter.value === "number" && matchesOrder(operator, instant - filter.value);
  }
  if (typeof filter.value === "string") {
    return (
      typeof stored === "string" &&
      matchesText(operator, attribute.caseExact ? stored : foldForComparison(stored), filter.value)
    );
  }
  if (typeof filter.value === "number") {
    return typeof stored === "number" && matchesOrder(operator, stored - filter.value);
  }
  return operator === "eq" && stored === filter.value;
}

function matchesText(operator: ComparisonOperator, stored: string, value: string): boolean {
  switch (operator) {
    case "co":
      return stored.includes(value);
    case "sw":
      return stored.startsWith(value);
    case "ew":
      return stored.endsWith(value);
    default:
      return matchesOrder(operator, compareCodePoints(stored, value));
  }
}

/** `difference` is negative when what is stored comes first. */
function matchesOrder(operator: ComparisonOperator, difference: number): boolean {
  switch (operator) {
    case "eq":
      return difference === 0;
    case "gt":
      return difference > 0;
    case "ge":
      return difference >= 0;
    case "lt":
      return difference < 0;
    case "le":
      return difference <= 0;
    default:
      return false;
  }
}
