import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";

/** The values of an attribute, each as a line for people: an email with its type, an address on one line. */
export function describeValues(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(describeValue) : [describeValue(value)];
}

function describeValue(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(describeValue).join(", ");
  if (isJsonObject(value)) return describeObject(value);
  return value === null ? "" : String(value);
}

/** `value` or `formatted` stands for the whole, what it is for in brackets; anything else is told part by part. */
function describeObject({ primary, type, display, value, formatted, $ref, ...others }: JsonObject): string {
  const main = value ?? formatted;
  const notes = [type, primary === true ? "primary" : undefined].filter((note) => note !== undefined).map(describeNote);
  const shown = typeof display === "string" && display !== value ? [`shown as ${display}`] : [];
  const parts = Object.entries(others).map(([name, part]) => `${name}: ${describeNote(part)}`);
  if (main === undefined) return [...parts, ...shown, ...notes].join(", ");
  const brackets = [...notes, ...shown, ...(formatted === main ? [] : parts)];
  return brackets.length === 0 ? describeNote(main) : `${describeNote(main)} (${brackets.join(", ")})`;
}

function describeNote(value: JsonValue): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
