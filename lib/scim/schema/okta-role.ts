import type { Schema } from "../attribute";
import { oktaEntitlementSchemaUrn, oktaRoleSchemaUrn } from "../urns";
import { defineAttribute } from "./define-attribute";

const readOnly = { mutability: "readOnly" } as const;

/**
 * The roles that a service provider has, as Okta Identity Governance discovers them. `id` is a common attribute.
 *
 * @see https://developer.okta.com/docs/guides/scim-with-entitlements/main/
 */
export const oktaRoleSchema: Schema = {
  id: oktaRoleSchemaUrn,
  name: "Role",
  description: "A role that a user may have",
  attributes: [
    defineAttribute("displayName", "The name by which the role is shown.", { ...readOnly, required: true }),
    defineAttribute("description", "What the role is for, and whether this SCIM client may grant it.", readOnly),
  ],
};

/**
 * The entitlements that a service provider has, as Okta Identity Governance discovers them.
 *
 * @see https://developer.okta.com/docs/guides/scim-with-entitlements/main/
 */
export const oktaEntitlementSchema: Schema = {
  id: oktaEntitlementSchemaUrn,
  name: "Entitlement",
  description: "An entitlement that a user may have",
  attributes: [
    defineAttribute("displayName", "The name by which the entitlement is shown.", { ...readOnly, required: true }),
    defineAttribute("type", "What kind of entitlement it is.", { ...readOnly, required: true }),
    defineAttribute("description", "What the entitlement is for, and how it is granted.", readOnly),
  ],
};
