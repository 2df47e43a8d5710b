import type { Attribute, ResourceSchemas } from "@/lib/scim/attribute";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import type { ProvisionedType } from "./sync-store";

const coreTypes = createResourceTypes({ role: false, keepsUnknown: true });

/**
 * By which schemas a target's resources are compared: the RFC's own, and the extensions that the target publishes.
 *
 * @param published the attributes of the target's schemas, by URN
 */
export function listTargetSchemas(
  resourceType: ProvisionedType,
  published: Readonly<Record<string, readonly Attribute[]>>,
): ResourceSchemas {
  const { schema, extensions } = resourceType === "User" ? coreTypes.user : coreTypes.group;
  const known = new Set([schema.id, ...extensions.map((extension) => extension.schema.id)]);
  const others = Object.entries(published)
    .filter(([id]) => !known.has(id) && !id.startsWith("urn:ietf:params:scim:schemas:core:"))
    .map(([id, attributes]) => ({ schema: { id, name: id, description: "", attributes }, required: false }));
  return { schema, extensions: [...extensions, ...others] };
}
