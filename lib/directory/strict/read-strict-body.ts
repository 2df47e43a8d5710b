import type { ResourceType } from "@/lib/scim/attribute";
import { listAttributeNames } from "@/lib/scim/attribute-names";
import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { describeValue } from "@/lib/scim/check-simple-value";
import { ScimError } from "@/lib/scim/errors";
import { findExtension, findTopLevelAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { quoteText } from "@/lib/scim/quote-text";
import { isQualifiedKey } from "../compatibility/list-qualified-keys";
import {
  keepsUnknownAttribute,
  type Normalisation,
  refuseRejected,
  startNormalisation,
} from "../compatibility/normalisation";
import { checkStrictMembers, checkStrictValue } from "./check-strict-value";
import { refusePassword } from "./refuse-password";

/**
 * Reads the body of a POST or PUT of a strict SCIM client: names in their canonical casing, and nothing else tolerated.
 *
 * @throws ScimError invalidSyntax for `schemas` that are missing, unknown or incomplete, for attributes that no schema
 *   knows or that stand in the wrong place, and for a password; invalidValue for values of the wrong type
 * @see the interoperability profile, §5.3, §5.4
 */
export function readStrictBody(resourceType: ResourceType, body: JsonValue): JsonObject {
  const canonical = canonicaliseNames(resourceType, body);
  if (isJsonObject(body)) checkPlaces(resourceType, Object.keys(body));
  const normalisation = startNormalisation({ unknownAttributes: "reject" });
  checkSchemas(normalisation, resourceType, canonical);
  for (const [name, value] of Object.entries(canonical)) {
    if (name !== "schemas") checkTopLevel(normalisation, resourceType, name, value);
  }
  refuseRejected(normalisation, "invalidSyntax");
  return canonical;
}

/** An attribute has one place: the core ones stand at the top, those of an extension in the object under its URN. */
function checkPlaces(resourceType: ResourceType, keys: readonly string[]): void {
  for (const key of keys) {
    if (isQualifiedKey(resourceType, key)) {
      throw new ScimError(
        "invalidSyntax",
        `The body names ${quoteText(key)}. Send the attributes of ${resourceType.schema.id} by their names alone, and those of an extension in an object under its URN.`,
      );
    }
  }
}

function checkTopLevel(normalisation: Normalisation, resourceType: ResourceType, name: string, value: JsonValue): void {
  const attribute = findTopLevelAttribute(resourceType, name);
  const extension = findExtension(resourceType, name);
  if (attribute !== undefined) {
    checkStrictValue(normalisation, attribute, name, value);
  } else if (extension === undefined) {
    refusePassword(resourceType, name);
    keepsUnknownAttribute(normalisation, name, () => listAttributeNames(resourceType));
  } else if (isJsonObject(value)) {
    checkStrictMembers(normalisation, extension.attributes, `${extension.id}:`, value);
  } else if (value !== null) {
    throw new ScimError("invalidValue", `${extension.id} must be an object, but it is ${describeValue(value)}.`);
  }
}

function checkSchemas(normalisation: Normalisation, resourceType: ResourceType, body: JsonObject): void {
  const urns = readSchemas(resourceType, body.schemas);
  const known = [resourceType.schema.id, ...resourceType.extensions.map(({ schema }) => schema.id)];
  for (const urn of urns.filter((sent) => !known.includes(sent))) {
    keepsUnknownAttribute(normalisation, urn, () => known);
  }
  if (new Set(urns).size < urns.length) {
    throw new ScimError("invalidSyntax", "schemas names the same schema twice. Name each once.");
  }
  const unnamed = Object.keys(body).find((name) => findExtension(resourceType, name) && !urns.includes(name));
  if (unnamed !== undefined) {
    throw new ScimError(
      "invalidSyntax",
      `The body holds the extension ${unnamed}, which schemas does not name. Add its URN to schemas.`,
    );
  }
}

/** @returns the URNs that `schemas` names, in canonical casing */
function readSchemas(resourceType: ResourceType, schemas: JsonValue | undefined): readonly string[] {
  const urns = Array.isArray(schemas) ? schemas.filter((urn) => typeof urn === "string") : [];
  if (!Array.isArray(schemas) || urns.length < schemas.length || !urns.includes(resourceType.schema.id)) {
    throw new ScimError(
      "invalidSyntax",
      `schemas must be an array of schema URNs that has ${resourceType.schema.id} in it. Send it with every ${resourceType.name}.`,
    );
  }
  return urns;
}
