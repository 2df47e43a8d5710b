import type { Attribute, ResourceType } from "./attribute";
import type { FilterTarget } from "./filter/ast";
import { findAttribute, findExtension, findTopLevelAttribute, isCoreSchema } from "./find-attribute";
import { formatPathName, type PathName } from "./path-name";
import { isListOfValues, listSubAttributes } from "./sub-attributes";

/**
 * The sub-attribute of that name, also the `value` that a list of simple values implies; on an open resource type any name
 * is one of a complex or unknown attribute.
 */
export function findSubAttribute(attribute: Attribute, name: string, keepsUnknown: boolean): Attribute | undefined {
  const known = findAttribute(listSubAttributes(attribute), name);
  if (known !== undefined || !keepsUnknown) {
    return known;
  }
  return attribute.type === "complex" || attribute.undefinedBySchema ? createUndefinedAttribute(name) : undefined;
}

/**
 * Finds the attribute that a path names: in the schema of its URN, or, without one, in the core schema, then among the
 * common attributes, then in the extensions (Microsoft Entra ID has sent `manager` alone), unless the resource type is
 * strict. Undefined when no schema has it; an open resource type then makes one up, marked `undefinedBySchema`.
 *
 * @see RFC 7644 §3.10
 */
export function findTarget(path: PathName, resourceType: ResourceType): FilterTarget | undefined {
  const found = path.attribute === undefined ? undefined : findTopLevel(path.schema, path.attribute, resourceType);
  if (found === undefined || path.subAttribute === undefined) {
    return found;
  }
  const subAttribute = findSubAttribute(found.attribute, path.subAttribute, resourceType.keepsUnknown === true);
  if (subAttribute === undefined) {
    return undefined;
  }
  // The elements of a list of simple values are what `value` names: it is the list itself that is meant.
  return isListOfValues(found.attribute) ? found : { ...found, subAttribute };
}

/** The path of a target: the same one, in the casing of the schemas, however a client wrote it. */
export function formatTarget({ extension, attribute, subAttribute }: FilterTarget): string {
  return formatPathName({
    ...(extension === undefined ? {} : { schema: extension }),
    attribute: attribute.name,
    ...(subAttribute === undefined ? {} : { subAttribute: subAttribute.name }),
  });
}

function findTopLevel(urn: string | undefined, name: string, resourceType: ResourceType): FilterTarget | undefined {
  const isCore = urn === undefined || isCoreSchema(resourceType, urn);
  const core = isCore ? findTopLevelAttribute(resourceType, name) : undefined;
  if (core !== undefined) {
    return { attribute: core };
  }
  if (urn === undefined && resourceType.strict) {
    return undefined;
  }
  for (const { schema } of resourceType.extensions) {
    const isNamed = urn === undefined || schema === findExtension(resourceType, urn);
    const attribute = isNamed ? findAttribute(schema.attributes, name) : undefined;
    if (attribute !== undefined) {
      return { extension: schema.id, attribute };
    }
  }
  if (resourceType.keepsUnknown !== true) {
    return undefined;
  }
  const attribute = createUndefinedAttribute(name);
  return isCore ? { attribute } : { extension: findExtension(resourceType, urn)?.id ?? urn, attribute };
}

function createUndefinedAttribute(name: string): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    description: "",
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    undefinedBySchema: true,
  };
}
