import type { Attribute, ResourceType } from "./attribute";
import { commonAttributes } from "./schema/common-attributes";

/**
 * Every path by which a client may name an attribute of the resource type: `name`, `name.givenName`,
 * `urn:…:enterprise:2.0:User:department`.
 */
export function listAttributeNames(resourceType: ResourceType): string[] {
  return [
    ...listNames(resourceType.schema.attributes, ""),
    ...listNames(commonAttributes, ""),
    ...resourceType.extensions.flatMap(({ schema }) => [schema.id, ...listNames(schema.attributes, `${schema.id}:`)]),
  ];
}

function listNames(attributes: readonly Attribute[], prefix: string): string[] {
  return attributes.flatMap((attribute) => [
    `${prefix}${attribute.name}`,
    ...(attribute.subAttributes ?? []).map((sub) => `${prefix}${attribute.name}.${sub.name}`),
  ]);
}
