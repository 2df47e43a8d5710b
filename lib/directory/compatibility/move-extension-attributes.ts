import type { ResourceType } from "@/lib/scim/attribute";
import { canonicaliseValue } from "@/lib/scim/canonicalise";
import { findAttribute, findTopLevelAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { getMember, isUnassigned, withMember } from "@/lib/scim/json-object";
import { type Normalisation, noteLeniency } from "./normalisation";

/**
 * `extensionAttributeAtTopLevel`: Entra has sent `manager` and `department` beside the core attributes. They are read as
 * the extension's, as in a PATCH path, unless the extension's object holds them itself.
 *
 * Checklist X-15.
 */
export function moveExtensionAttributes(
  normalisation: Normalisation,
  resourceType: ResourceType,
  body: JsonObject,
): JsonObject {
  let moved = body;
  if (normalisation.unknownAttributes === "reject") {
    return moved;
  }
  for (const [name, value] of Object.entries(body)) {
    const found =
      findTopLevelAttribute(resourceType, name) === undefined ? findInExtensions(resourceType, name) : undefined;
    if (found === undefined) {
      continue;
    }
    const { urn, attribute } = found;
    const sent = getMember(moved, urn);
    const extension = isJsonObject(sent) ? sent : {};
    moved = withMember(moved, name, undefined);
    if (getMember(extension, attribute.name) === undefined) {
      moved = withMember(moved, urn, withMember(extension, attribute.name, canonicaliseValue(attribute, value)));
    }
    if (!isUnassigned(value)) {
      noteLeniency(normalisation, "extensionAttributeAtTopLevel", `read ${attribute.name} as ${urn}:${attribute.name}`);
    }
  }
  return moved;
}

function findInExtensions(resourceType: ResourceType, name: string) {
  for (const { schema } of resourceType.extensions) {
    const attribute = findAttribute(schema.attributes, name);
    if (attribute !== undefined) {
      return { urn: schema.id, attribute };
    }
  }
  return undefined;
}
