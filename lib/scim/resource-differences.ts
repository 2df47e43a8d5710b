import type { ResourceSchemas } from "./attribute";
import { compareElements, type ElementDifferences } from "./element-differences";
import { findAttribute, findExtension, findTopLevelAttribute } from "./find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { type MemberPair, pairMembers } from "./pair-members";
import { compareParts, type ValueDifference } from "./part-differences";
import { isSameValue } from "./same-value";

/** What became of one attribute: it changed as a whole, sub-attribute by sub-attribute, or element by element. */
export type AttributeDifference =
  | ({ readonly kind: "whole" } & ValueDifference)
  | { readonly kind: "parts"; readonly parts: readonly ValueDifference[] }
  | ({
      readonly kind: "elements";
      readonly path: string;
      readonly from: JsonValue;
      readonly to: JsonValue;
    } & ElementDifferences);

/** What the service provider makes itself, or what is compared member by member elsewhere. In lower case. */
const neverCompared: ReadonlySet<string> = new Set(["schemas", "id", "meta", "members", "groups"]);

/**
 * The attributes in which two states of a resource differ, in the order of the later one. Attributes that no schema knows
 * are taken for what they look like; the order of elements does not matter, and read-only attributes do not count.
 */
export function findDifferences(schemas: ResourceSchemas, from: JsonObject, to: JsonObject): AttributeDifference[] {
  const pairs = pairMembers((name) => findTopLevelAttribute(schemas, name), from, to);
  return pairs.flatMap((pair) => {
    if (neverCompared.has(pair.name.toLowerCase())) return [];
    if (!isExtensionPair(pair)) return compareAttribute(pair.name, pair);
    const extension = findExtension(schemas, pair.name);
    const urn = extension?.id ?? pair.name;
    const inner = pairMembers(
      (name) => findAttribute(extension?.attributes, name),
      asObject(pair.from),
      asObject(pair.to),
    );
    return inner.flatMap((attribute) => compareAttribute(`${urn}:${attribute.name}`, attribute));
  });
}

function isExtensionPair({ name, from, to }: MemberPair): boolean {
  return /^urn:/i.test(name) && [from, to].every((value) => value === undefined || isJsonObject(value));
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function compareAttribute(path: string, { definition, from, to }: MemberPair): AttributeDifference[] {
  if (isSameValue(from, to)) return [];
  if (isJsonObject(from) && isJsonObject(to)) {
    const parts = compareParts(definition, path, from, to);
    if (parts !== undefined) return [{ kind: "parts", parts }];
  }
  if (Array.isArray(from) && Array.isArray(to)) {
    const elements = compareElements(definition, path, from, to);
    if (elements !== undefined) return [{ kind: "elements", path, from, to, ...elements }];
  }
  return [{ kind: "whole", path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}
