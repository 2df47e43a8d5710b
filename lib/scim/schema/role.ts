import type { Attribute, Schema } from "../attribute";
import { entitlementSchemaUrn, roleSchemaUrn } from "../urns";
import { defineAttribute } from "./define-attribute";

const readOnly = { mutability: "readOnly" } as const;

/**
 * The roles that a service provider has, as the draft of the IETF publishes them.
 *
 * @see draft-ietf-scim-roles-entitlements-01 "Role Resource Schema"
 */
export const roleSchema: Schema = {
  id: roleSchemaUrn,
  name: "Role",
  description: "A role that a user may have",
  attributes: listAttributes("role"),
};

/**
 * The entitlements that a service provider has, as the draft of the IETF publishes them.
 *
 * @see draft-ietf-scim-roles-entitlements-01 "Entitlement Resource Schema"
 */
export const entitlementSchema: Schema = {
  id: entitlementSchemaUrn,
  name: "Entitlement",
  description: "An entitlement that a user may have",
  attributes: listAttributes("entitlement"),
};

function listAttributes(noun: "role" | "entitlement"): readonly Attribute[] {
  return [
    defineAttribute("value", `The value of the ${noun}.`, { ...readOnly, required: true, caseExact: true }),
    defineAttribute("display", `The name by which the ${noun} is shown.`, readOnly),
    defineAttribute("type", `What kind of ${noun} it is.`, readOnly),
    defineAttribute("supported", `Whether the ${noun} is there to be assigned.`, {
      ...readOnly,
      type: "boolean",
      required: true,
    }),
    defineAttribute("limitedAssignmentsPermitted", `Whether only so many users may have the ${noun}.`, {
      ...readOnly,
      type: "boolean",
    }),
    defineAttribute("totalAssignmentsPermitted", `How many users may have the ${noun}.`, {
      ...readOnly,
      type: "integer",
    }),
    defineAttribute("totalAssignmentsUsed", `How many users have the ${noun}.`, { ...readOnly, type: "integer" }),
    defineAttribute("containedBy", `The ${noun}s that include the rights of this one.`, {
      ...readOnly,
      multiValued: true,
    }),
    defineAttribute("contains", `The ${noun}s whose rights this one includes.`, { ...readOnly, multiValued: true }),
  ];
}
