import { compareCodePoints } from "./fold";
import { isJsonObject, type JsonValue } from "./json";
import { isUnassigned } from "./json-object";

/**
 * A text that two JSON values have in common exactly when they say the same in SCIM: the order of an object's members does
 * not matter, nor that of a list's elements (multi-valued attributes are sets), and null, [], {} and an absent member are
 * one. Texts are compared as they are, and "" is a text.
 *
 * @see RFC 7643 §2.4, §2.5
 */
export function writeCanonically(value: JsonValue | undefined): string {
  return JSON.stringify(canonicalise(value ?? null) ?? null);
}

/** Whether two JSON values say the same in SCIM, see `writeCanonically`. */
export function isSameValue(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return left === right || writeCanonically(left) === writeCanonically(right);
}

/** Objects become sorted lists of name and value, so that no name, `__proto__` included, is special. */
function canonicalise(value: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) {
    const texts = value.flatMap((element) => {
      const canonical = canonicalise(element);
      return canonical === undefined ? [] : [JSON.stringify(canonical)];
    });
    return texts.length === 0 ? undefined : ["list", ...texts.sort(compareCodePoints)];
  }
  if (isJsonObject(value)) {
    const members = Object.entries(value)
      .sort(([left], [right]) => compareCodePoints(left, right))
      .flatMap(([name, member]) => {
        const canonical = canonicalise(member);
        return canonical === undefined ? [] : [[name, canonical]];
      });
    return members.length === 0 ? undefined : ["object", ...members];
  }
  return isUnassigned(value) ? undefined : value;
}
