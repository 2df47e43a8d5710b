import { foldForComparison } from "./fold";
import { isJsonObject, type JsonValue } from "./json";
import { getMember } from "./json-object";

/**
 * Leaves the first of each group of elements that have the same `value` and the same `type`. Elements without a `value`
 * are duplicates when they are equal altogether.
 *
 * @see RFC 7643 §2.4
 */
export function collapseDuplicates(elements: readonly JsonValue[]): JsonValue[] {
  const seen = new Set<string>();
  return elements.filter((element) => {
    const key = duplicateKey(element);
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}

function duplicateKey(element: JsonValue): string {
  const value = isJsonObject(element) ? getMember(element, "value") : undefined;
  if (!isJsonObject(element) || value === undefined) {
    return JSON.stringify(element);
  }
  const type = getMember(element, "type");
  return JSON.stringify([value, typeof type === "string" ? foldForComparison(type) : null]);
}
