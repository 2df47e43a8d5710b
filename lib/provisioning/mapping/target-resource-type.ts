import type { Attribute, ResourceType, Schema } from "@/lib/scim/attribute";
import { groupSchema } from "@/lib/scim/schema/core-group";
import { userSchema } from "@/lib/scim/schema/core-user";
import { defineAttribute } from "@/lib/scim/schema/define-attribute";
import { enterpriseUserSchema } from "@/lib/scim/schema/enterprise-user";
import type { Capabilities } from "../capabilities";
import type { MappingResourceType } from "./mapping-source";

/** Attributes by the URN of their schema, as a target publishes them. */
export type TargetSchemas = Capabilities["schemas"];

const noSchemas: TargetSchemas = {};
const cache = new WeakMap<TargetSchemas, Record<MappingResourceType, ResourceType>>();

/**
 * The resource type that payloads for a target are held against: that of RFC 7643 with the enterprise extension, and what
 * the target's own schemas add to it. What RFC 7643 defines stays as the RFC has it.
 */
export function createTargetResourceType(
  resourceType: MappingResourceType,
  schemas: TargetSchemas = noSchemas,
): ResourceType {
  let types = cache.get(schemas);
  if (types === undefined) {
    types = { User: createUserType(schemas), Group: createGroupType(schemas) };
    cache.set(schemas, types);
  }
  return types[resourceType];
}

/** Roster and Zulip take a person's role so, whether they publish it or not. */
const role = defineAttribute("role", "The person's role in the organization.", { caseExact: true });

function createUserType(schemas: TargetSchemas): ResourceType {
  const enterprise = addAttributes(enterpriseUserSchema, schemas);
  return {
    name: "User",
    endpoint: "/Users",
    description: "User Account",
    schema: addAttributes({ ...userSchema, attributes: [...userSchema.attributes, role] }, schemas),
    extensions: [enterprise, ...createExtensions(schemas)].map((schema) => ({ schema, required: false })),
  };
}

function createGroupType(schemas: TargetSchemas): ResourceType {
  return {
    name: "Group",
    endpoint: "/Groups",
    description: "Group",
    schema: addAttributes(groupSchema, schemas),
    extensions: createExtensions(schemas).map((schema) => ({ schema, required: false })),
  };
}

const rfcSchemas: readonly Schema[] = [userSchema, groupSchema, enterpriseUserSchema];

/** Which resource type an extension is for its schema does not say, so that each is taken for an extension of both. */
function createExtensions(schemas: TargetSchemas): Schema[] {
  return Object.entries(schemas)
    .filter(([urn]) => !rfcSchemas.some(({ id }) => sameName(id, urn)))
    .map(([urn, attributes]) => ({ id: urn, name: urn, description: "", attributes }));
}

function addAttributes(schema: Schema, schemas: TargetSchemas): Schema {
  const published = Object.entries(schemas).find(([urn]) => sameName(urn, schema.id))?.[1] ?? [];
  const isNew = ({ name }: Attribute) => !schema.attributes.some((attribute) => sameName(attribute.name, name));
  return { ...schema, attributes: [...schema.attributes, ...published.filter(isNew)] };
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
