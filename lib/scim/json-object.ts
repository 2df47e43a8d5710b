import { isJsonObject, type JsonObject, type JsonValue } from "./json";

/**
 * The member called `name`, own members only: a client may well ask for `constructor`.
 */
export function getMember(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a member in place. Unlike an assignment it takes `__proto__` for the plain name that it is in JSON. */
export function setMember(object: JsonObject, name: string, value: JsonValue): void {
  if (name === "__proto__") {
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    object[name] = value;
  }
}

/** A copy of `object` in which the member is `value`, or is absent when `value` is undefined. */
export function withMember(object: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  const copy = { ...object };
  if (value === undefined) {
    delete copy[name];
  } else {
    setMember(copy, name, value);
  }
  return copy;
}

/** The name of the member that differs from `name` at most in case. */
export function findMemberName(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) {
    return name;
  }
  const folded = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === folded);
}

/**
 * Whether a value says "unassigned": null, an empty array and an object without members are the same state as an
 * absent attribute.
 *
 * @see RFC 7643 §2.5
 */
export function isUnassigned(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Whether two JSON values are equal; the order of an object's members does not matter, that of an array does. */
export function jsonEquals(left: JsonValue, right: JsonValue): boolean {
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((value, index) => jsonEquals(value, right[index] ?? null))
    );
  }
  if (isJsonObject(left)) {
    if (!isJsonObject(right)) {
      return false;
    }
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => {
        const other = getMember(right, name);
        return other !== undefined && jsonEquals(left[name] ?? null, other);
      })
    );
  }
  return left === right;
}
