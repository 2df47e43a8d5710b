import type { Attribute, ResourceType } from "./attribute";
import { parseDateTime } from "./date-time";
import { foldForComparison } from "./fold";
import type { JsonObject, JsonValue } from "./json";
import { setMember } from "./json-object";

/**
 * A copy of a resource's attributes in which every string that is compared without regard to case is folded, and every
 * dateTime is a number, milliseconds since 1970. This is what a database filters and sorts by; the resource itself is kept
 * as it was sent.
 *
 * @param attributes attributes in canonical casing, extensions under their URN
 */
export function foldResource(resourceType: ResourceType, attributes: JsonObject): JsonObject {
  const folded = foldObject(resourceType.schema.attributes, attributes);
  for (const { schema } of resourceType.extensions) {
    const extension = attributes[schema.id];
    if (extension !== undefined) folded[schema.id] = foldValue({ subAttributes: schema.attributes }, extension);
  }
  return folded;
}

function foldObject(definitions: readonly Attribute[], object: JsonObject): JsonObject {
  const folded: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    const definition = definitions.find((attribute) => attribute.name === name);
    setMember(folded, name, foldValue(definition ?? {}, value));
  }
  return folded;
}

/** What no schema defines is folded throughout, like an attribute without characteristics. @see RFC 7643 §2.2 */
function foldValue(definition: Partial<Attribute>, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((element) => foldValue(definition, element));
  if (typeof value === "string") return foldText(definition, value);
  if (typeof value === "object" && value !== null) return foldObject(definition.subAttributes ?? [], value);
  return value;
}

function foldText({ type, caseExact }: Partial<Attribute>, text: string): JsonValue {
  const instant = type === "dateTime" ? parseDateTime(text) : undefined;
  return instant ?? (caseExact === true ? text : foldForComparison(text));
}
