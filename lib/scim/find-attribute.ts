import type { Attribute, ResourceSchemas, ResourceType, Schema } from "./attribute";
import { commonAttributes } from "./schema/common-attributes";

const indexes = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

/** The attribute of that name, whatever its case. @see RFC 7643 §2.1 */
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

/** The attribute of that name in the core schema or among the common attributes. @see RFC 7643 §3.1 */
export function findTopLevelAttribute(
  resourceType: Pick<ResourceSchemas, "schema">,
  name: string,
): Attribute | undefined {
  return findAttribute(resourceType.schema.attributes, name) ?? findAttribute(commonAttributes, name);
}

/** Whether `urn` is the resource type's core schema, whatever its case. */
export function isCoreSchema(resourceType: ResourceType, urn: string): boolean {
  return urn.toLowerCase() === resourceType.schema.id.toLowerCase();
}

/** The schema of the extension with that URN, whatever its case. */
export function findExtension(resourceType: Pick<ResourceSchemas, "extensions">, urn: string): Schema | undefined {
  const lowerCase = urn.toLowerCase();
  return resourceType.extensions.find(({ schema }) => schema.id.toLowerCase() === lowerCase)?.schema;
}

/**
 * The schema whose URN and a colon `text` begins with, and what follows. The longest URN is taken, so that the dot in
 * its version does not split it.
 *
 * @see RFC 7644 §3.10
 */
export function splitSchemaPrefix(
  resourceType: ResourceType,
  text: string,
): { readonly schema: Schema; readonly rest: string } | undefined {
  const lowerCase = text.toLowerCase();
  let longest: Schema | undefined;
  for (const schema of [resourceType.schema, ...resourceType.extensions.map((extension) => extension.schema)]) {
    if (schema.id.length > (longest?.id.length ?? 0) && lowerCase.startsWith(`${schema.id.toLowerCase()}:`)) {
      longest = schema;
    }
  }
  return longest === undefined ? undefined : { schema: longest, rest: text.slice(longest.id.length + 1) };
}
