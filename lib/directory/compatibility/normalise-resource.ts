import type { ResourceType } from "@/lib/scim/attribute";
import { listAttributeNames } from "@/lib/scim/attribute-names";
import { findExtension, findTopLevelAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { setMember } from "@/lib/scim/json-object";
import type { Leniency } from "./leniency";
import { moveExtensionAttributes } from "./move-extension-attributes";
import {
  keepsUnknownAttribute,
  listLeniencies,
  type Normalisation,
  type NormalisationOptions,
  refuseRejected,
  startNormalisation,
} from "./normalisation";
import { ignorePassword } from "./normalise-password";
import { normaliseSchemas } from "./normalise-schemas";
import { normaliseMembers, normaliseValue } from "./normalise-value";

/**
 * Reads the body of a POST or PUT with every tolerance that real clients need, so that the strict core can follow. What
 * is read as unassigned is null.
 *
 * @param canonicalBody names in canonical casing
 * @returns the body without the password, that apart, and each tolerance that the body needed
 * @throws ScimError invalidSyntax for attributes that no schema knows when the client's option says reject
 */
export function normaliseResource(
  resourceType: ResourceType,
  canonicalBody: JsonObject,
  options: NormalisationOptions,
): { readonly body: JsonObject; readonly leniencies: readonly Leniency[]; readonly password: string | undefined } {
  const normalisation = startNormalisation(options);
  const body: JsonObject = {};
  const sent = moveExtensionAttributes(normalisation, resourceType, canonicalBody);
  for (const [name, value] of Object.entries(sent)) {
    addNormalised(normalisation, resourceType, body, name, value);
  }
  body.schemas = normaliseSchemas(normalisation, resourceType, body);
  refuseRejected(normalisation, "invalidSyntax");
  return { body, leniencies: listLeniencies(normalisation), password: normalisation.apart.password };
}

function addNormalised(
  normalisation: Normalisation,
  resourceType: ResourceType,
  body: JsonObject,
  name: string,
  value: JsonValue,
): void {
  const attribute = findTopLevelAttribute(resourceType, name);
  if (attribute !== undefined) {
    if (name === "schemas") {
      body.schemas = value;
    } else if (!ignorePassword(normalisation, attribute, value)) {
      body[name] = normaliseValue(normalisation, attribute, name, value);
    }
    return;
  }
  const extension = findExtension(resourceType, name);
  if (extension !== undefined) {
    const members = isJsonObject(value)
      ? normaliseMembers(normalisation, extension.attributes, `${extension.id}:`, value)
      : value;
    body[name] = members;
  } else if (keepsUnknownAttribute(normalisation, name, () => listAttributeNames(resourceType))) {
    setMember(body, name, value);
  }
}
