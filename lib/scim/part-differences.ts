import type { Attribute } from "./attribute";
import { findAttribute } from "./find-attribute";
import type { JsonObject, JsonValue } from "./json";
import { pairMembers } from "./pair-members";
import { isHusk } from "./patch/merge-complex";
import { isSubAttributeName } from "./path-name";
import { isSameValue } from "./same-value";

/** What became of the value at a path; absent where it is unassigned. Never the same on both sides. */
export type ValueDifference = { readonly path: string; readonly from?: JsonValue; readonly to?: JsonValue };

/**
 * Compares two values of a complex attribute, or two states of an element, sub-attribute by sub-attribute.
 *
 * @param path of the value
 * @returns undefined when the value must change as a whole: a sub-attribute is immutable or has a name that no path can
 *   hold, or so little would be left that service providers drop the value with the sub-attribute removed last
 */
export function compareParts(
  definition: Attribute | undefined,
  path: string,
  from: JsonObject,
  to: JsonObject,
): ValueDifference[] | undefined {
  const differing = pairMembers((name) => findAttribute(definition?.subAttributes, name), from, to).filter(
    (pair) => !isSameValue(pair.from, pair.to),
  );
  const removesSome = differing.some((pair) => pair.to === undefined);
  if (removesSome && isHusk(definition ?? {}, to)) return undefined;
  const parts: ValueDifference[] = [];
  for (const { name, definition: subAttribute, from: before, to: after } of differing) {
    const isFixed = subAttribute?.mutability === "immutable" && before !== undefined;
    if (isFixed || !isSubAttributeName(name)) return undefined;
    parts.push({
      path: `${path}.${name}`,
      ...(before === undefined ? {} : { from: before }),
      ...(after === undefined ? {} : { to: after }),
    });
  }
  return parts;
}
