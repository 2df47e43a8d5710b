import { isJsonObject, type JsonValue } from "@/lib/scim/json";

/**
 * JSON whose text is the same for values that are equal: members in the order of their names, lists in their own. Two
 * payloads with the same text need not be sent twice.
 */
export function canonicalText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`);
  return `{${members.join(",")}}`;
}
