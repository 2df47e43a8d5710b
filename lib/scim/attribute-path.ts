import type { Attribute, ResourceType, Schema } from "./attribute";
import { ScimError } from "./errors";
import type { CheckedFilter, Filter } from "./filter/ast";
import { checkValueFilter } from "./filter/check";
import { formatFilter } from "./filter/format";
import { parseValueFilter } from "./filter/parse";
import { findExtension, isCoreSchema } from "./find-attribute";
import { findSubAttribute, findTarget } from "./find-target";
import { formatPathName, isSubAttributeName, parsePathName } from "./path-name";
import { quoteText } from "./quote-text";
import { isListOfValues, listSubAttributes } from "./sub-attributes";

/**
 * An attribute path as written: `userName`, `name.givenName`, `emails[type eq "work"].value`, each optionally behind a
 * schema URN, or a schema URN alone (then `attribute` is absent).
 *
 * @see RFC 7644 §3.10, §3.5.2
 */
export type AttributePath = {
  readonly schema?: string;
  readonly attribute?: string;
  readonly valueFilter?: Filter;
  readonly subAttribute?: string;
};

/** An attribute path found in the schemas of a resource type. */
export type ResolvedPath =
  /** A whole extension object, `urn:…:enterprise:2.0:User`. */
  | { readonly kind: "extension"; readonly schema: Schema }
  | {
      readonly kind: "attribute";
      /** URN of the extension whose object holds the attribute; absent for core and common attributes. */
      readonly extension?: string;
      readonly attribute: Attribute;
      readonly valueFilter?: CheckedFilter;
      readonly subAttribute?: Attribute;
    };

const maximumLength = 10_000;

/**
 * Reads an attribute path: `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`, behind a schema URN or not, or a schema
 * URN alone. Known URNs are written back in their canonical case; names stay as sent.
 *
 * Throws `invalidPath` when the text is not a path and `invalidFilter` when what is between the brackets is not a filter.
 *
 * @see RFC 7644 §3.5.2
 */
export function parseAttributePath(text: string, resourceType: ResourceType): AttributePath {
  if (text.length > maximumLength) {
    throw new ScimError(
      "invalidPath",
      `The path has ${text.length} characters; at most ${maximumLength} are read. Send a shorter path.`,
    );
  }
  const open = text.indexOf("[");
  const name = parsePathName(open === -1 ? text : text.slice(0, open), resourceType);
  if ("problem" in name) {
    throw invalidPath(text, name.problem);
  }
  if (open === -1) {
    return name;
  }
  const close = text.lastIndexOf("]");
  if (close < open) {
    throw invalidPath(text, 'the bracket "[" is never closed');
  }
  if (name.attribute === undefined || name.subAttribute !== undefined) {
    throw invalidPath(
      text,
      'a filter in brackets follows a multi-valued attribute, as in emails[type eq "work"].value',
    );
  }
  const valueFilter = parseValueFilter(text.slice(open + 1, close), resourceType);
  const tail = text.slice(close + 1);
  if (tail === "") {
    return { ...name, valueFilter };
  }
  const subAttribute = tail.slice(1);
  if (!tail.startsWith(".") || !isSubAttributeName(subAttribute)) {
    throw invalidPath(text, `after "]" comes nothing or a dot and a sub-attribute, not ${quoteText(tail)}`);
  }
  return { ...name, valueFilter, subAttribute };
}

/** Writes a path so that `parseAttributePath` reads it back. */
export function formatAttributePath(path: AttributePath): string {
  if (path.valueFilter === undefined) {
    return formatPathName(path);
  }
  const { subAttribute, ...name } = path;
  const tail = subAttribute === undefined ? "" : `.${subAttribute}`;
  return `${formatPathName(name)}[${formatFilter(path.valueFilter)}]${tail}`;
}

/**
 * Finds what a path names. Undefined when no schema of the resource type has it, and for the URN of the core schema
 * alone, which names the resource itself. On an open resource type every name is something: an attribute marked
 * `undefinedBySchema`, or a schema without attributes.
 *
 * Throws `invalidPath` for a value filter on an attribute that has neither sub-attributes nor several values, and `invalidFilter` for a value filter
 * that does not fit the sub-attributes.
 *
 * @see RFC 7644 §3.5.2
 */
export function resolveAttributePath(path: AttributePath, resourceType: ResourceType): ResolvedPath | undefined {
  if (path.attribute === undefined) {
    return resolveSchema(path.schema, resourceType);
  }
  const { schema, attribute: name } = path;
  const found = findTarget({ ...(schema === undefined ? {} : { schema }), attribute: name }, resourceType);
  if (found === undefined) {
    return undefined;
  }
  const { attribute } = found;
  const keepsUnknown = resourceType.keepsUnknown === true;
  const named =
    path.subAttribute === undefined ? undefined : findSubAttribute(attribute, path.subAttribute, keepsUnknown);
  if (path.subAttribute !== undefined && named === undefined) {
    return undefined;
  }
  if (path.valueFilter !== undefined && listSubAttributes(attribute).length === 0 && !attribute.undefinedBySchema) {
    throw invalidPath(
      formatAttributePath(path),
      `${attribute.name} is not a complex attribute and has one value only, so that no filter can select among its values`,
    );
  }
  const subAttribute = isListOfValues(attribute) ? findImpliedValue(path, attribute) : named;
  return {
    kind: "attribute",
    ...found,
    ...(path.valueFilter === undefined
      ? {}
      : { valueFilter: checkValueFilter(path.valueFilter, attribute, keepsUnknown) }),
    ...(subAttribute === undefined ? {} : { subAttribute }),
  };
}

/** An element of a list of simple values is its `value`, named or not; without a filter the list itself is meant. */
function findImpliedValue({ valueFilter }: AttributePath, attribute: Attribute): Attribute | undefined {
  return valueFilter === undefined ? undefined : listSubAttributes(attribute)[0];
}

function resolveSchema(urn: string | undefined, resourceType: ResourceType): ResolvedPath | undefined {
  if (urn === undefined || isCoreSchema(resourceType, urn)) {
    return undefined;
  }
  const extension = findExtension(resourceType, urn);
  if (extension !== undefined) {
    return { kind: "extension", schema: extension };
  }
  return resourceType.keepsUnknown === true
    ? { kind: "extension", schema: { id: urn, name: urn, description: "", attributes: [] } }
    : undefined;
}

function invalidPath(text: string, reason: string): ScimError {
  return new ScimError("invalidPath", `The path ${quoteText(text)} is not valid: ${reason}.`);
}
