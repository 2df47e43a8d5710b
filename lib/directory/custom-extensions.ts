import type { Attribute, Schema } from "@/lib/scim/attribute";
import { defineAttribute } from "@/lib/scim/schema/define-attribute";
import type { CustomExtensions } from "@/lib/scim/schema/resource-types";
import type { CustomAttribute } from "./custom-attribute";
import type { ResourceTypeName } from "./resource-meta";

/** The words of a schema URN that say nothing of what it is about: the version and the resource type at its end. */
const schemaSuffix = /:v?\d+(\.\d+)*(:(User|Group))?$/i;

/**
 * The schema extensions that an organization's custom attributes make up, one for each URN.
 *
 * @param organizationName told in the extensions' descriptions
 * @see RFC 7643 §3.3
 */
export function createCustomExtensions(
  customAttributes: readonly CustomAttribute[],
  organizationName: string,
): CustomExtensions {
  const extensionsOf = (resourceType: ResourceTypeName, whose: string): Schema[] => {
    const attributes = customAttributes.filter((attribute) => attribute.resourceType === resourceType);
    return [...new Set(attributes.map(({ schema }) => schema))].map((id) => ({
      id,
      name: nameExtension(id),
      description: `Attributes of ${whose} that ${organizationName} defined.`,
      attributes: attributes.filter(({ schema }) => schema === id).map(createAttribute),
    }));
  };
  return { user: extensionsOf("User", "people"), group: extensionsOf("Group", "groups") };
}

/** A custom attribute with all the characteristics of RFC 7643 §2.2. */
function createAttribute(custom: CustomAttribute): Attribute {
  const { name, description, type, multiValued, caseExact, canonicalValues } = custom;
  return defineAttribute(name, description, {
    type,
    multiValued,
    caseExact,
    ...(type === "reference" ? { referenceTypes: ["external", "uri"] } : {}),
    ...(canonicalValues.length === 0 ? {} : { canonicalValues, restrictsValues: true }),
  });
}

/** What people call the extension: `Badge` for `urn:ietf:params:scim:schemas:extension:Badge:2.0:User`. */
function nameExtension(urn: string): string {
  const stem = urn.replace(schemaSuffix, "");
  return stem.slice(stem.lastIndexOf(":") + 1);
}
