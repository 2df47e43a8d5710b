import type { Attribute, ResourceType, Schema } from "./attribute";
import { commonAttributes } from "./schema/common-attributes";

const indexes = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

/**
 * The attribute of that name, whatever its case.
 *
 * @see RFC 7643 §2.1
 */
export function findAttribute(attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined {
  if (attributes === undefined) {
    return undefined;
  }
  let index = indexes.get(attributes);
  if (index === undefined) {
    index = new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
    indexes.set(attributes, index);
  }
  return index.get(name.toLowerCase());
}

/** A top-level attribute of the resource type: of its core schema, or one that every resource has. */
export function findTopLevelAttribute(resourceType: ResourceType, name: string): Attribute | undefined {
  return findAttribute(resourceType.schema.attributes, name) ?? findAttribute(commonAttributes, name);
}

/** The extension of that URN, whatever its case. */
export function findExtension(resourceType: ResourceType, urn: string): Schema | undefined {
  const folded = urn.toLowerCase();
  return resourceType.extensions.find(({ schema }) => schema.id.toLowerCase() === folded)?.schema;
}

/** Whether `urn` is the resource type's core schema, whatever its case. */
export function isCoreSchema(resourceType: ResourceType, urn: string): boolean {
  return urn.toLowerCase() === resourceType.schema.id.toLowerCase();
}

/**
 * The schema of the resource type whose URN begins `text`, and what follows the colon behind it. The longest URN wins,
 * so that one schema's URN may begin another's.
 */
export function splitSchemaPrefix(
  resourceType: ResourceType,
  text: string,
): { readonly schema: Schema; readonly rest: string } | undefined {
  const folded = text.toLowerCase();
  let found: Schema | undefined;
  for (const schema of [resourceType.schema, ...resourceType.extensions.map((extension) => extension.schema)]) {
    if (folded.startsWith(`${schema.id.toLowerCase()}:`) && schema.id.length > (found?.id.length ?? 0)) {
      found = schema;
    }
  }
  return found === undefined ? undefined : { schema: found, rest: text.slice(found.id.length + 1) };
}
