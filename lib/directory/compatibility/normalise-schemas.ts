import type { ResourceType } from "@/lib/scim/attribute";
import { ScimError } from "@/lib/scim/errors";
import { findExtension, isCoreSchema } from "@/lib/scim/find-attribute";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { findMemberName, getMember, isUnassigned } from "@/lib/scim/json-object";
import { quoteText } from "@/lib/scim/quote-text";
import { listResourceSchemas } from "@/lib/scim/resource-schemas";
import { keepsUnknownAttribute, type Normalisation, noteLeniency } from "./normalisation";

/**
 * The `schemas` of a body: the core schema first, then the extensions that the client named or sent.
 *
 * - `missingSchemas`: taken from the endpoint where the body does not say (checklist P-02).
 * - `foreignSchemaUrn`: a URN that is none of the resource type's is passed over; Entra sends one with every group
 *   (checklist P-03).
 * - `extensionUrnMissing`: added where the body holds the extension all the same; Entra leaves out its custom ones.
 *
 * @throws ScimError invalidSyntax when `schemas` is no array of texts
 * @see RFC 7643 §3
 */
export function normaliseSchemas(normalisation: Normalisation, resourceType: ResourceType, body: JsonObject): string[] {
  const sent = readUrns(normalisation, getMember(body, "schemas"));
  const present = listResourceSchemas(resourceType, body).filter((urn) => !isCoreSchema(resourceType, urn));
  if (!sent.some((urn) => isCoreSchema(resourceType, urn))) {
    noteLeniency(
      normalisation,
      "missingSchemas",
      `schemas does not name ${resourceType.schema.id}; took it from the address`,
    );
  }
  const schemas = new Set([resourceType.schema.id]);
  for (const urn of sent) {
    if (!isCoreSchema(resourceType, urn)) {
      const known = findExtension(resourceType, urn)?.id ?? findKeptExtension(resourceType, body, urn);
      if (known !== undefined) {
        schemas.add(known);
      } else if (resourceType.keepsUnknown && /^urn:/i.test(urn)) {
        // An extension that the resource may hold already: a PUT that names it and sends nothing of it clears it.
        schemas.add(urn);
      } else {
        passOverForeignUrn(normalisation, resourceType, urn);
      }
    }
  }
  for (const urn of present) {
    if (!schemas.has(urn)) {
      schemas.add(urn);
      noteLeniency(normalisation, "extensionUrnMissing", `added ${quoteText(urn)} to schemas, since the body holds it`);
    }
  }
  return [...schemas];
}

function readUrns(normalisation: Normalisation, value: JsonValue | undefined): string[] {
  if (value === undefined || isUnassigned(value)) {
    return [];
  }
  if (typeof value === "string") {
    noteLeniency(normalisation, "singleValueAsArray", "read the single value of schemas as an array of one");
  }
  const urns = Array.isArray(value) ? value : [value];
  return urns.map((urn) => {
    if (typeof urn !== "string") {
      throw new ScimError("invalidSyntax", "schemas must be an array of schema URNs, each a text.");
    }
    return urn;
  });
}

function findKeptExtension(resourceType: ResourceType, body: JsonObject, urn: string): string | undefined {
  return resourceType.keepsUnknown === true ? findMemberName(body, urn) : undefined;
}

function passOverForeignUrn(normalisation: Normalisation, resourceType: ResourceType, urn: string): void {
  if (normalisation.unknownAttributes === "reject") {
    const known = [resourceType.schema.id, ...resourceType.extensions.map(({ schema }) => schema.id)];
    keepsUnknownAttribute(normalisation, urn, () => known);
  } else {
    noteLeniency(
      normalisation,
      "foreignSchemaUrn",
      `ignored the schema ${quoteText(urn)}, which is not a ${resourceType.name}'s`,
    );
  }
}
