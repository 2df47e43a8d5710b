import type { ResourceType } from "./attribute";
import { findExtension, isCoreSchema, splitSchemaPrefix } from "./find-attribute";
import { quoteText } from "./quote-text";

/** The names in an attribute path; `attribute` is absent when a schema URN stands alone. */
export type PathName = {
  readonly schema?: string;
  readonly attribute?: string;
  readonly subAttribute?: string;
};

const attributeName = /^[A-Za-z][-_A-Za-z0-9]*$/;
/** @see RFC 8141 §2; without the characters that end a word in a filter. */
const urnCharacters = /^urn:[-A-Za-z0-9:._~%+=@;,$!*?#/]+$/i;
const versionSegment = /^v?\d+(\.\d+)*$/;

/**
 * Splits `urn:…:attribute.subAttribute` into its names, without asking whether the attribute exists. The longest URN that
 * the resource type knows is taken first, so that the dot in its version does not split it. Answers what is wrong, in
 * words, when the text does not follow the grammar.
 *
 * @see RFC 7644 §3.10, RFC 7643 §2.1
 */
export function parsePathName(text: string, resourceType: ResourceType): PathName | { readonly problem: string } {
  const prefix = findSchemaPrefix(text, resourceType);
  if (prefix === undefined) {
    return parseNames(text);
  }
  const schema = prefix.schema;
  if (prefix.rest === undefined) {
    return { schema };
  }
  const names = parseNames(prefix.rest);
  return "problem" in names ? names : { schema, ...names };
}

/** Writes what `parsePathName` read. */
export function formatPathName(path: PathName): string {
  const names = [path.attribute, path.subAttribute].filter((name) => name !== undefined).join(".");
  return [path.schema, names].filter((part) => part !== undefined && part !== "").join(":");
}

/** Whether `text` may name a sub-attribute; `$ref` is the one name that does not begin with a letter. */
export function isSubAttributeName(text: string): boolean {
  return attributeName.test(text) || text.toLowerCase() === "$ref";
}

function parseNames(text: string): PathName | { readonly problem: string } {
  const [attribute = "", subAttribute, ...more] = text.split(".");
  if (!attributeName.test(attribute)) {
    return {
      problem: `${quoteText(attribute)} is not an attribute name (a letter, then letters, digits, "-" and "_")`,
    };
  }
  if (more.length > 0) {
    return {
      problem: `${quoteText(text)} has more than one dot, but a sub-attribute has no sub-attributes of its own`,
    };
  }
  if (subAttribute === undefined) {
    return { attribute };
  }
  if (!isSubAttributeName(subAttribute)) {
    return { problem: `${quoteText(subAttribute)} is not a sub-attribute name` };
  }
  return { attribute, subAttribute };
}

/** The schema URN that `text` begins with and what follows it; `rest` is absent when nothing does. */
function findSchemaPrefix(text: string, resourceType: ResourceType): { schema: string; rest?: string } | undefined {
  // Only a URN holds a colon, so that plain names, nearly all there are, need no look-up.
  if (!text.includes(":")) {
    return undefined;
  }
  const prefix = splitSchemaPrefix(resourceType, text);
  if (prefix !== undefined) {
    return { schema: prefix.schema.id, rest: prefix.rest };
  }
  if (isCoreSchema(resourceType, text)) {
    return { schema: resourceType.schema.id };
  }
  const extension = findExtension(resourceType, text);
  if (extension !== undefined) {
    return { schema: extension.id };
  }
  return urnCharacters.test(text) ? splitUnknownUrn(text) : undefined;
}

/**
 * A URN that no schema has. It is a schema alone if it ends as schema URNs do, in a version and a name
 * (`…:2.0:User`); otherwise what follows the last colon is the attribute.
 */
function splitUnknownUrn(text: string): { schema: string; rest?: string } {
  const lastColon = text.lastIndexOf(":");
  const segmentBefore = text.slice(text.lastIndexOf(":", lastColon - 1) + 1, lastColon);
  if (versionSegment.test(segmentBefore)) {
    return { schema: text };
  }
  return { schema: text.slice(0, lastColon), rest: text.slice(lastColon + 1) };
}
