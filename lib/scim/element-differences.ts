import type { Attribute } from "./attribute";
import { findAttribute } from "./find-attribute";
import { foldForComparison } from "./fold";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { getMember } from "./json-object";
import { compareParts, type ValueDifference } from "./part-differences";

/** What became of the elements of a multi-valued attribute, each named by a value path such as `emails[type eq "work"]`. */
export type ElementDifferences = {
  readonly removed: readonly { readonly path: string; readonly element: JsonObject }[];
  readonly changed: readonly ValueDifference[];
  readonly added: readonly { readonly path: string; readonly element: JsonObject }[];
};

/** A longer text is no name of an element: a path is part of every log line. Characters. */
const maxKeyLength = 200;

/**
 * Compares two lists element by element. Elements are told apart by their `type`, or else by their `value`; for this the
 * texts of each list must differ in more than case. One whose text changes, be it in case alone, goes and another one comes.
 *
 * @returns undefined when the elements cannot be told apart, or none of them stays: then the list changes as a whole
 * @see RFC 7644 §3.5.2
 */
export function compareElements(
  definition: Attribute | undefined,
  path: string,
  from: readonly JsonValue[],
  to: readonly JsonValue[],
): ElementDifferences | undefined {
  for (const name of ["type", "value"]) {
    const earlier = indexElements(definition, name, from);
    const later = indexElements(definition, name, to);
    if (earlier !== undefined && later !== undefined) {
      return compareIndexed(definition, (key) => `${path}[${name} eq ${JSON.stringify(key)}]`, earlier, later);
    }
  }
  return undefined;
}

function indexElements(
  definition: Attribute | undefined,
  name: string,
  elements: readonly JsonValue[],
): ReadonlyMap<string, JsonObject> | undefined {
  if (definition?.subAttributes !== undefined) {
    const type = findAttribute(definition.subAttributes, name)?.type;
    if (type !== "string" && type !== "reference") return undefined;
  }
  const index = new Map<string, JsonObject>();
  const folded = new Set<string>();
  for (const element of elements) {
    const key = isJsonObject(element) ? getMember(element, name) : undefined;
    if (!isJsonObject(element) || typeof key !== "string" || key === "" || key.length > maxKeyLength) return undefined;
    index.set(key, element);
    folded.add(foldForComparison(key));
  }
  return folded.size === elements.length ? index : undefined;
}

function compareIndexed(
  definition: Attribute | undefined,
  writePath: (key: string) => string,
  earlier: ReadonlyMap<string, JsonObject>,
  later: ReadonlyMap<string, JsonObject>,
): ElementDifferences | undefined {
  const changed: ValueDifference[] = [];
  const staying = new Set<string>();
  for (const [key, element] of later) {
    const before = earlier.get(key);
    // An element that cannot be changed part by part goes and comes again.
    const parts = before === undefined ? undefined : compareParts(definition, writePath(key), before, element);
    if (parts !== undefined) {
      staying.add(key);
      changed.push(...parts);
    }
  }
  const listOthers = (elements: ReadonlyMap<string, JsonObject>) =>
    [...elements].filter(([key]) => !staying.has(key)).map(([key, element]) => ({ path: writePath(key), element }));
  return staying.size === 0 ? undefined : { removed: listOthers(earlier), changed, added: listOthers(later) };
}
