import type { JsonObject } from "@/lib/scim/json";
import { isSameValue } from "@/lib/scim/same-value";

/**
 * Whether two payloads say the same, so that the one need not be sent after the other. The order of members does not matter,
 * nor that of elements, be they objects or simple values: SCIM gives none a meaning, and mappings that read sets may yield
 * them in any order. null, [] and {} are as good as absent; an empty text is not, and case counts.
 *
 * @see RFC 7643 §2.4, §2.5
 */
export function isEqualPayload(left: JsonObject, right: JsonObject): boolean {
  return isSameValue(left, right);
}
