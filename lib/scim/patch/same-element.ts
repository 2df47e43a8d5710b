import type { Attribute } from "../attribute";
import { findAttribute } from "../find-attribute";
import { foldForComparison } from "../fold";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { getMember } from "../json-object";

/**
 * What tells the elements of a multi-valued attribute apart: `value`, compared as its characteristics say, or the whole
 * element where there is no `value`. Elements with equal keys are the same if their types agree, see `typesAgree`.
 */
export function elementKey(attribute: Pick<Attribute, "caseExact" | "subAttributes">, element: JsonValue): string {
  const value = isJsonObject(element) ? getMember(element, "value") : element;
  if (value === undefined || value === null) {
    return `element ${stringifySorted(element)}`;
  }
  const caseExact = findAttribute(attribute.subAttributes, "value")?.caseExact ?? attribute.caseExact;
  const comparable = typeof value === "string" && !caseExact ? foldForComparison(value) : value;
  return `value ${stringifySorted(comparable)}`;
}

/**
 * Whether two elements of equal `value` are the same one: their types are equal, or one of them says none. Okta and
 * JumpCloud send members without a type.
 */
export function typesAgree(left: JsonValue, right: JsonValue): boolean {
  const [leftType, rightType] = [readType(left), readType(right)];
  return leftType === undefined || rightType === undefined || leftType === rightType;
}

function readType(element: JsonValue): string | undefined {
  const type = isJsonObject(element) ? getMember(element, "type") : undefined;
  return typeof type === "string" ? foldForComparison(type) : undefined;
}

function stringifySorted(value: JsonValue): string {
  return JSON.stringify(value, (_, member: JsonValue) => (isJsonObject(member) ? sortMembers(member) : member));
}

/** Members that are null are unassigned and do not count. */
function sortMembers(object: JsonObject): JsonObject {
  const entries = Object.entries(object).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
