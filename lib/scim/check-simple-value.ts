import type { Attribute, AttributeType } from "./attribute";
import { parseDateTime } from "./date-time";
import { ScimError } from "./errors";
import type { JsonValue } from "./json";
import { quoteText } from "./quote-text";

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The control characters, of which a URI can hold none and that tear a line apart wherever it is shown. */
const controlCharacter = /\p{Control}/u;

const expectations: Record<AttributeType, string> = {
  string: "a text",
  reference: "a URI, absolute or relative",
  boolean: "true or false, without quotes",
  integer: `a whole number from -${Number.MAX_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}, without quotes`,
  decimal: "a number, without quotes",
  dateTime: 'a date and time such as "2026-03-01T10:00:00Z"',
  binary: "binary data in base64",
  complex: "an object",
};

/**
 * Refuses a value that is not of its attribute's type.
 *
 * @throws ScimError invalidValue naming the attribute, what it holds and what it must hold
 * @see RFC 7643 §2.3
 */
export function checkSimpleValue(attribute: Attribute, path: string, value: JsonValue): void {
  if (!isOfType(attribute.type, value)) {
    throw new ScimError(
      "invalidValue",
      `${path} is ${describeValue(value)}, but it must be ${expectations[attribute.type]}.`,
    );
  }
}

/**
 * Whether a value is of a simple type.
 *
 * An integer is one that comes back as it was sent. Beyond 2^53 - 1 the JSON parser may have read another number than was
 * written, and nobody could tell. A decimal is the nearest number of IEEE 754's double precision, as RFC 8259 §6 leads
 * its writers to expect: about 16 digits are kept, and any value that a double has.
 *
 * A reference may be a text that is no URI, but for control characters: identity providers send what people typed. Only
 * strict SCIM clients are held to the grammar (docs/decisions/0021).
 *
 * @see RFC 7643 §2.3
 */
export function isOfType(type: AttributeType, value: JsonValue): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "reference":
      return typeof value === "string" && !controlCharacter.test(value);
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isSafeInteger(value);
    case "decimal":
      return typeof value === "number";
    case "dateTime":
      return typeof value === "string" && parseDateTime(value) !== undefined;
    case "binary":
      return typeof value === "string" && base64.test(value);
    case "complex":
      return false;
  }
}

/** A value as an error message shows it: its kind, and its beginning if it is simple. */
export function describeValue(value: JsonValue): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "an array";
  }
  if (typeof value === "object") {
    return "an object";
  }
  return typeof value === "string" ? `the text ${quoteText(value)}` : `the ${typeof value} ${String(value)}`;
}
