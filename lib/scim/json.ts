/** A JSON value as it travels in a SCIM message. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. An absent key and a key holding `undefined` are never mixed: keys are deleted, not undefined. */
export type JsonObject = { [key: string]: JsonValue };

/** Whether `value` is a JSON object (neither null nor an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
