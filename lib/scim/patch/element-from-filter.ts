import type { Attribute } from "../attribute";
import type { Filter } from "../filter/ast";
import { findAttribute } from "../find-attribute";
import type { JsonObject, JsonValue } from "../json";
import { setMember } from "../json-object";
import { listSubAttributes } from "../sub-attributes";

/**
 * The element that a value filter describes: its `eq` terms joined by `and`, values as written. `roles[primary eq
 * "True"]` gives `{primary: true}`.
 *
 * @returns undefined when the filter does not say what an element is (`or`, `not`, `co`, …); of terms that contradict
 *   each other the last, so that the element must still be matched against the filter
 * @see RFC 7644 §3.5.2.1
 */
export function createElementFromFilter(attribute: Attribute, filter: Filter): JsonObject | undefined {
  const element: JsonObject = {};
  return collectTerms(attribute, filter, element) ? element : undefined;
}

function collectTerms(attribute: Attribute, filter: Filter, element: JsonObject): boolean {
  if (filter.kind === "and") {
    return collectTerms(attribute, filter.left, element) && collectTerms(attribute, filter.right, element);
  }
  if (filter.kind !== "compare" || filter.operator !== "eq" || filter.path.attribute === undefined) {
    return false;
  }
  if (filter.value === null) {
    return true;
  }
  const subAttribute = findAttribute(listSubAttributes(attribute), filter.path.attribute);
  const name = subAttribute?.name ?? filter.path.attribute;
  const value = subAttribute?.type === "boolean" ? readBoolean(filter.value) : filter.value;
  setMember(element, name, value);
  return true;
}

/** Entra compares booleans with the texts "True" and "False". */
function readBoolean(value: string | number | boolean): JsonValue {
  const folded = typeof value === "string" ? value.toLowerCase() : value;
  return folded === "true" ? true : folded === "false" ? false : value;
}
