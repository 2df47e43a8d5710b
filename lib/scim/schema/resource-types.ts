import type { ResourceType, Schema } from "../attribute";
import { groupSchema } from "./core-group";
import { userSchema } from "./core-user";
import { defineAttribute } from "./define-attribute";
import { enterpriseUserSchema } from "./enterprise-user";

/** The User schema with the organization's own `role` beside the attributes of RFC 7643. */
function addRole(canonicalValues: readonly string[]): Schema {
  const role = defineAttribute("role", "The user's role in the organization.", { caseExact: true, canonicalValues });
  return { ...userSchema, attributes: [...userSchema.attributes, role] };
}

/**
 * The resource types as one SCIM client sees them. `role` adds the top-level attribute `role` to the User schema,
 * of which `roles` are the values that the client may set; `keepsUnknown` opens both types to attributes that no schema
 * defines.
 *
 * @see RFC 7643 §6, §8.6
 */
export function createResourceTypes({
  role,
  roles = ["owner", "administrator", "moderator", "member", "guest"],
  keepsUnknown,
}: {
  role: boolean;
  roles?: readonly string[];
  keepsUnknown: boolean;
}): {
  user: ResourceType;
  group: ResourceType;
} {
  return {
    user: {
      name: "User",
      endpoint: "/Users",
      description: "User Account",
      schema: role ? addRole(roles) : userSchema,
      extensions: [{ schema: enterpriseUserSchema, required: false }],
      keepsUnknown,
    },
    group: {
      name: "Group",
      endpoint: "/Groups",
      description: "Group",
      schema: groupSchema,
      extensions: [],
      keepsUnknown,
    },
  };
}
