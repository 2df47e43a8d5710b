import type { ResourceType } from "@/lib/scim/attribute";
import { findExtension, isCoreSchema, splitSchemaPrefix } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonValue } from "@/lib/scim/json";
import { quoteText } from "@/lib/scim/quote-text";
import type { Leniency } from "./leniency";

/**
 * `qualifiedKey`: Entra puts attributes under the core schema's URN (`{"urn:…:core:2.0:User": {"role": …}}`), and some
 * clients use paths as keys (`"urn:…:enterprise:2.0:User:department"`). They are read as the attributes that they name.
 */
export function listQualifiedKeys(resourceType: ResourceType, body: JsonValue): readonly Leniency[] {
  return Object.keys(isJsonObject(body) ? body : {})
    .filter((key) => isQualifiedKey(resourceType, key))
    .map((key) => ({ name: "qualifiedKey", detail: `read the key ${quoteText(key)} as what it names` }));
}

/** Whether the key of a body names an attribute by its URN, or is the core schema's URN. */
export function isQualifiedKey(resourceType: ResourceType, key: string): boolean {
  // Only a URN holds a colon, so that plain names, nearly all there are, need no look-up.
  if (!key.includes(":")) return false;
  if (isCoreSchema(resourceType, key)) return true;
  return findExtension(resourceType, key) === undefined && splitSchemaPrefix(resourceType, key) !== undefined;
}
