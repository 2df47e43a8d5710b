import type { Attribute, ResourceType } from "../../attribute";
import { commonAttributes } from "../../schema/common-attributes";
import { listSubAttributes } from "../../sub-attributes";

/** The strings and dateTimes that filters and resources are made of: few, so that filters often hit. */
export type Vocabulary = {
  readonly strings: readonly string[];
  /** xsd:dateTime texts. */
  readonly dateTimes: readonly string[];
  /** Attribute names that no schema has, for an open resource type. */
  readonly undefinedNames?: readonly string[];
};

/** An attribute that may be filtered by, and the ways to write it. */
export type SchemaPath = {
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
  /** The URN of the extension that defines it. */
  readonly extension?: string;
  readonly texts: readonly string[];
};

/** Every top-level attribute of the resource type that is ever returned, core, common and extension. */
export function listReadableAttributes(resourceType: ResourceType): readonly SchemaPath[] {
  const core = [...resourceType.schema.attributes, ...commonAttributes].map((attribute) => ({
    attribute,
    texts: [attribute.name, `${resourceType.schema.id}:${attribute.name}`],
  }));
  const extended = resourceType.extensions.flatMap(({ schema }) =>
    schema.attributes.map((attribute) => ({
      attribute,
      extension: schema.id,
      texts: [attribute.name, `${schema.id}:${attribute.name}`],
    })),
  );
  return [...core, ...extended].filter(({ attribute }) => attribute.returned !== "never");
}

/** Every attribute and sub-attribute of the resource type that is ever returned. */
export function listReadablePaths(resourceType: ResourceType): readonly SchemaPath[] {
  return listReadableAttributes(resourceType).flatMap((path) => [
    path,
    ...listSubAttributes(path.attribute).map((subAttribute) => ({
      ...path,
      subAttribute,
      texts: path.texts.map((text) => `${text}.${subAttribute.name}`),
    })),
  ]);
}
