import type { ResourceType } from "@/lib/scim/attribute";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import type { ScimClient } from "./scim-client";

export type ResourceTypes = { readonly user: ResourceType; readonly group: ResourceType };

const closedTypes = createResourceTypes({ role: true, keepsUnknown: false });
const openTypes = createResourceTypes({ role: true, keepsUnknown: true });

/** The resource types as one SCIM client sees them. */
export function createClientResourceTypes(client: ScimClient): ResourceTypes {
  return client.options.unknownAttributes === "keep" ? openTypes : closedTypes;
}
