import type { JsonValue } from "@/lib/scim/json";

/**
 * A value while a mapping is computed: JSON, and whole numbers as bigint. null stands for whatever is not there.
 * A number that comes out of a resource may still be a JavaScript number; `readNumber` makes whole ones bigint.
 */
export type CelValue = JsonValue | bigint | CelValue[] | CelObject;

export type CelObject = { [key: string]: CelValue };

/** Whether `value` is a map (neither null nor a list). */
export function isCelObject(value: CelValue): value is CelObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member called `name`, own members only, null where there is none. */
export function getCelMember(object: CelObject, name: string): CelValue {
  return readNumber(Object.hasOwn(object, name) ? (object[name] ?? null) : null);
}

/** Sets a member in place; `__proto__` is a plain name like any other. */
export function setCelMember(object: CelObject, name: string, value: CelValue): void {
  if (name === "__proto__") {
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    object[name] = value;
  }
}

/** CEL counts whole numbers as int. */
export function readNumber(value: CelValue): CelValue {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** A value's kind as messages name it. */
export function nameKind(value: CelValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return { string: "a text", boolean: "true or false" }[typeof value as string] ?? "a number";
}
