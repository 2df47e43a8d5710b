import type { ResourceType } from "@/lib/scim/attribute";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { isAbove, roles } from "./role";
import type { ScimClient } from "./scim-client";

export type ResourceTypes = { readonly user: ResourceType; readonly group: ResourceType };

const madeTypes = new Map<string, ResourceTypes>();

/** The resource types as one SCIM client sees them: open or not, and with the roles that it may grant. */
export function createClientResourceTypes({ options }: ScimClient): ResourceTypes {
  const { unknownAttributes, highestGrantableRole } = options;
  const key = `${unknownAttributes === "keep"} ${highestGrantableRole}`;
  let types = madeTypes.get(key);
  if (types === undefined) {
    const grantable = roles.filter((role) => !isAbove(role, highestGrantableRole));
    types = createResourceTypes({ role: true, roles: grantable, keepsUnknown: unknownAttributes === "keep" });
    madeTypes.set(key, types);
  }
  return types;
}
