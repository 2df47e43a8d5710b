import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { getMember, setMember } from "@/lib/scim/json-object";
import { canonicalText } from "./canonical-text";

/**
 * One map out of two: maps within them are merged too, to a list the elements of the other are added that it does not
 * hold yet, and of any other two values the later wins. Neither is changed.
 */
export function mergeMaps(earlier: JsonObject, later: JsonObject): JsonObject {
  const merged: JsonObject = {};
  for (const [name, value] of Object.entries(earlier)) setMember(merged, name, value);
  for (const [name, value] of Object.entries(later)) {
    const known = getMember(merged, name);
    setMember(merged, name, known === undefined ? value : mergeValues(known, value));
  }
  return merged;
}

function mergeValues(earlier: JsonValue, later: JsonValue): JsonValue {
  if (isJsonObject(earlier) && isJsonObject(later)) return mergeMaps(earlier, later);
  if (Array.isArray(earlier) && Array.isArray(later)) return mergeLists(earlier, later);
  return later;
}

/** By their texts, so that two long lists are merged in one pass. */
function mergeLists(earlier: readonly JsonValue[], later: readonly JsonValue[]): JsonValue[] {
  const known = new Set(earlier.map(canonicalText));
  return [...earlier, ...later.filter((element) => !known.has(canonicalText(element)))];
}
