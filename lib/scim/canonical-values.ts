import type { Attribute, AttributeType } from "./attribute";
import { isOfType } from "./check-simple-value";
import { parseDateTime } from "./date-time";
import { ScimError } from "./errors";
import { foldForComparison } from "./fold";
import type { JsonValue } from "./json";
import { quoteText } from "./quote-text";

/** How many of the allowed values an error message lists. */
const maxShown = 20;

/**
 * Refuses a value that is none of its attribute's canonical values, where the attribute allows no other. Texts are
 * compared as the attribute's caseExact says, dateTimes as instants.
 *
 * @throws ScimError invalidValue naming the attribute, what it holds and what it may hold
 * @see RFC 7643 §7
 */
export function checkCanonicalValue(attribute: Attribute, path: string, value: JsonValue): void {
  const { restrictsValues, canonicalValues = [] } = attribute;
  if (restrictsValues !== true) {
    return;
  }
  const sent = toComparable(attribute, value);
  const isAllowed = canonicalValues.some((text) => {
    const canonical = parseCanonicalValue(attribute.type, text);
    return canonical !== undefined && toComparable(attribute, canonical) === sent;
  });
  if (!isAllowed) {
    const shown = canonicalValues.slice(0, maxShown).join(", ");
    const more = canonicalValues.length > maxShown ? ` and ${canonicalValues.length - maxShown} more` : "";
    throw new ScimError(
      "invalidValue",
      `${path} is ${quoteText(String(value))}, but it must be one of: ${shown}${more}. Send one of them.`,
    );
  }
}

/** The value that a canonical value, which schemas list as a text, stands for; undefined when it is not of that type. */
export function parseCanonicalValue(type: AttributeType, text: string): JsonValue | undefined {
  const isNumber = type === "integer" || type === "decimal";
  const value = isNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  return isOfType(type, value) ? value : undefined;
}

function toComparable({ type, caseExact }: Attribute, value: JsonValue): JsonValue | undefined {
  if (typeof value !== "string") {
    return value;
  }
  if (type === "dateTime") {
    return parseDateTime(value);
  }
  return caseExact ? value : foldForComparison(value);
}
