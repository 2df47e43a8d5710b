import type { Attribute, ResourceType, Schema } from "../attribute";
import { groupSchema } from "./core-group";
import { userSchema } from "./core-user";
import { defineAttribute } from "./define-attribute";
import { enterpriseUserSchema } from "./enterprise-user";

/** Schema extensions that an organization defined beside those of RFC 7643. */
export type CustomExtensions = { readonly user: readonly Schema[]; readonly group: readonly Schema[] };

/** Attributes of RFC 7643 that the interoperability profile leaves out. */
const leftOutWhenStrict = ["password"];

/** The profile wants every `type` to list its values, and RFC 7643 lists none for these: they have no `type` there. */
const typelessWhenStrict = ["entitlements", "roles", "x509Certificates"];

/**
 * The resource types as one SCIM client sees them. `role` adds the top-level attribute `role` to the User schema,
 * of which `roles` are the values that the client may set; `keepsUnknown` opens both types to attributes that no schema
 * defines; `strict` follows the interoperability profile: no `role`, no `password`, and `active` is required;
 * `extensions` are those of the organization; `nameParts` are the parts of a name that count, of which one is required,
 * and the others are passed over.
 *
 * @see RFC 7643 §6, §8.6
 */
export function createResourceTypes({
  role,
  roles = ["owner", "administrator", "moderator", "member", "guest"],
  keepsUnknown,
  strict = false,
  extensions = { user: [], group: [] },
  nameParts,
}: {
  role: boolean;
  roles?: readonly string[];
  keepsUnknown: boolean;
  strict?: boolean;
  extensions?: CustomExtensions;
  nameParts?: readonly string[];
}): {
  user: ResourceType;
  group: ResourceType;
} {
  const wholeUserSchema = strict ? createStrictUserSchema() : userSchema;
  const coreUserSchema = nameParts === undefined ? wholeUserSchema : requireName(wholeUserSchema, nameParts);
  return {
    user: {
      name: "User",
      endpoint: "/Users",
      description: "User Account",
      schema: role && !strict ? addRole(coreUserSchema, roles) : coreUserSchema,
      extensions: [enterpriseUserSchema, ...extensions.user].map(toExtension),
      keepsUnknown,
      strict,
    },
    group: {
      name: "Group",
      endpoint: "/Groups",
      description: "Group",
      schema: groupSchema,
      extensions: extensions.group.map(toExtension),
      keepsUnknown,
      strict,
    },
  };
}

/** The User schema with the organization's own `role` beside the attributes of RFC 7643. */
function addRole(schema: Schema, canonicalValues: readonly string[]): Schema {
  const role = defineAttribute("role", "The user's role in the organization.", { caseExact: true, canonicalValues });
  return { ...schema, attributes: [...schema.attributes, role] };
}

/** The User schema in which a name is required and consists of these parts. */
function requireName(schema: Schema, parts: readonly string[]): Schema {
  const keepPart = (part: Attribute): Attribute =>
    parts.includes(part.name) ? part : { ...part, returned: "never", passedOver: true };
  const requireParts = (attribute: Attribute): Attribute =>
    attribute.name === "name"
      ? { ...attribute, required: true, subAttributes: (attribute.subAttributes ?? []).map(keepPart) }
      : attribute;
  return { ...schema, attributes: schema.attributes.map(requireParts) };
}

function createStrictUserSchema(): Schema {
  const attributes = userSchema.attributes
    .filter(({ name }) => !leftOutWhenStrict.includes(name))
    .map(createStrictAttribute);
  return { ...userSchema, attributes };
}

function createStrictAttribute(attribute: Attribute): Attribute {
  if (attribute.name === "active") return { ...attribute, required: true };
  if (!typelessWhenStrict.includes(attribute.name)) return attribute;
  return { ...attribute, subAttributes: (attribute.subAttributes ?? []).filter(({ name }) => name !== "type") };
}

function toExtension(schema: Schema): ResourceType["extensions"][number] {
  return { schema, required: false };
}
