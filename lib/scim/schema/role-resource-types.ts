import type { ResourceType, Schema } from "../attribute";
import { oktaEntitlementSchema, oktaRoleSchema } from "./okta-role";
import { entitlementSchema, roleSchema } from "./role";

/** In whose words roles and entitlements are published: the other's are their schema extension. */
export type RoleDialect = "ietf" | "okta";

export type RoleResourceTypes = { readonly role: ResourceType; readonly entitlement: ResourceType };

const ietf: RoleResourceTypes = {
  role: createRole(roleSchema, oktaRoleSchema),
  entitlement: createEntitlement(entitlementSchema, oktaEntitlementSchema),
};
const okta: RoleResourceTypes = {
  role: createRole(oktaRoleSchema, roleSchema),
  entitlement: createEntitlement(oktaEntitlementSchema, entitlementSchema),
};

/**
 * The resource types of /Roles and /Entitlements. A client takes a resource type for one of roles by its core schema, and
 * the two dialects have different ones.
 *
 * @see draft-ietf-scim-roles-entitlements-01, https://developer.okta.com/docs/guides/scim-with-entitlements/main/
 */
export function createRoleResourceTypes(dialect: RoleDialect): RoleResourceTypes {
  return dialect === "okta" ? okta : ietf;
}

function createRole(schema: Schema, extension: Schema): ResourceType {
  const extensions = [{ schema: extension, required: false }];
  return { name: "Role", endpoint: "/Roles", description: "Role", schema, extensions };
}

function createEntitlement(schema: Schema, extension: Schema): ResourceType {
  const extensions = [{ schema: extension, required: false }];
  return { name: "Entitlement", endpoint: "/Entitlements", description: "Entitlement", schema, extensions };
}
