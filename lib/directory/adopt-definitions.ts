import type { ResourceType } from "@/lib/scim/attribute";
import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { ScimError } from "@/lib/scim/errors";
import { findTopLevelAttribute } from "@/lib/scim/find-attribute";
import type { JsonObject } from "@/lib/scim/json";
import { setMember } from "@/lib/scim/json-object";
import { validateResource } from "@/lib/scim/validate-resource";

/** Stored attributes as their definitions want them, or why they cannot be. */
export type AdoptedAttributes = { readonly attributes: JsonObject } | { readonly problem: string };

/**
 * Stored attributes after an organization defined some of what was kept until then without a definition: under the
 * extension's URN, names get the casing of their definitions, and values must be of their types. What was kept under
 * `plainName` goes there too, since the name means the extension's attribute from now on. Anything else stays as it is.
 *
 * @param resourceType one of `createStoredResourceTypes`, with the new definition
 * @param urn the extension of the new definition
 * @param plainName see `findPlainName`
 */
export function adoptDefinitions(
  resourceType: ResourceType,
  urn: string,
  plainName: string | undefined,
  attributes: JsonObject,
): AdoptedAttributes {
  const adopted: JsonObject = {};
  const ofExtension: JsonObject = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (key.toLowerCase() === plainName?.toLowerCase()) setMember(ofExtension, `${urn}:${key}`, value);
    else setMember(belongsTo(urn, key) ? ofExtension : adopted, key, value);
  }
  // Only the extension is looked at: of the rest nothing is required here, and nothing is to change.
  const extensionOnly = { ...resourceType, schema: { ...resourceType.schema, attributes: [] } };
  try {
    const { schemas: _, ...validated } = validateResource(
      extensionOnly,
      canonicaliseNames(extensionOnly, ofExtension),
      "replace",
    );
    return { attributes: { ...adopted, ...validated } };
  } catch (error) {
    if (error instanceof ScimError) return { problem: error.message };
    throw error;
  }
}

/** The name by which a newly defined attribute may have been kept at the top level; none where a core attribute has it. */
export function findPlainName(resourceType: ResourceType, name: string): string | undefined {
  return findTopLevelAttribute(resourceType, name) === undefined ? name : undefined;
}

/** Whether a stored key is the extension's object, or, as `urn:…:User:department`, one attribute of it. */
function belongsTo(urn: string, key: string): boolean {
  const [folded, start] = [key.toLowerCase(), urn.toLowerCase()];
  return folded === start || folded.startsWith(`${start}:`);
}
