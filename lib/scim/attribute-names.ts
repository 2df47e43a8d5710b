import type { Attribute, ResourceType } from "./attribute";
import { commonAttributes } from "./schema/common-attributes";

/**
 * Every path by which a client may name an attribute of the resource type, or a whole extension: `name`,
 * `name.givenName`, `urn:…:enterprise:2.0:User:department`.
 */
export function listAttributeNames(resourceType: ResourceType): string[] {
  return [...listAttributePaths(resourceType), ...resourceType.extensions.map(({ schema }) => schema.id)];
}

/**
 * Every path of an attribute or sub-attribute of the resource type; those of an extension behind its URN.
 *
 * @param urn of the schema whose attributes are meant; where no schema has it, all are
 */
export function listAttributePaths(resourceType: ResourceType, urn?: string): string[] {
  const groups = [
    { id: resourceType.schema.id, paths: listNames([...resourceType.schema.attributes, ...commonAttributes], "") },
    ...resourceType.extensions.map(({ schema: { id, attributes } }) => ({
      id,
      paths: listNames(attributes, `${id}:`),
    })),
  ];
  const named = groups.filter(({ id }) => id === urn);
  return (named.length === 0 ? groups : named).flatMap(({ paths }) => paths);
}

function listNames(attributes: readonly Attribute[], prefix: string): string[] {
  return attributes.flatMap(({ name, subAttributes = [] }) => [
    `${prefix}${name}`,
    ...subAttributes.filter((sub) => sub.passedOver !== true).map((sub) => `${prefix}${name}.${sub.name}`),
  ]);
}
