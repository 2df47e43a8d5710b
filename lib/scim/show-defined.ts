import type { Attribute, ResourceType } from "./attribute";
import { findAttribute, findExtension, findTopLevelAttribute, isCoreSchema } from "./find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { isUnassigned, setMember } from "./json-object";

/**
 * A resource as `/Schemas` describes it: without what other SCIM clients stored that no schema of this one defines.
 *
 * @see RFC 7643 §7
 */
export function showDefined(resourceType: ResourceType, resource: JsonObject): JsonObject {
  const shown: JsonObject = {};
  for (const [name, value] of Object.entries(resource)) {
    const defined = name === "schemas" ? showUrns(resourceType, value) : showMember(resourceType, name, value);
    if (!isUnassigned(defined)) setMember(shown, name, defined ?? null);
  }
  return shown;
}

function showUrns(resourceType: ResourceType, urns: JsonValue): JsonValue {
  const isKnown = (urn: JsonValue) =>
    typeof urn === "string" && (isCoreSchema(resourceType, urn) || findExtension(resourceType, urn) !== undefined);
  return Array.isArray(urns) ? urns.filter(isKnown) : urns;
}

function showMember(resourceType: ResourceType, name: string, value: JsonValue): JsonValue | undefined {
  const attribute = findTopLevelAttribute(resourceType, name);
  if (attribute !== undefined) return showValue(attribute.subAttributes, value);
  const extension = findExtension(resourceType, name);
  return extension === undefined ? undefined : showValue(extension.attributes, value);
}

function showValue(members: readonly Attribute[] | undefined, value: JsonValue): JsonValue {
  if (members === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((element) => showValue(members, element)).filter((element) => !isUnassigned(element));
  }
  if (!isJsonObject(value)) return value;
  const shown: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const attribute = findAttribute(members, name);
    if (attribute !== undefined) setMember(shown, name, showValue(attribute.subAttributes, member));
  }
  return shown;
}
