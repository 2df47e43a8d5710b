import type { Attribute } from "../attribute";
import { parseDateTime } from "../date-time";
import { ScimError } from "../errors";
import { foldForComparison } from "../fold";
import { quoteText } from "../quote-text";
import type { ComparisonOperator } from "./ast";

type FilterValue = string | number | boolean;

const orderings: ReadonlySet<ComparisonOperator> = new Set(["gt", "ge", "lt", "le"]);
const substrings: ReadonlySet<ComparisonOperator> = new Set(["co", "sw", "ew"]);

/**
 * Gives the value of a comparison the type of its attribute: strings are folded unless the attribute is caseExact, a
 * dateTime becomes milliseconds since 1970, and the text "True" is read as a boolean, since Microsoft Entra ID sends it.
 * `name` is the attribute as the client wrote it. Throws `invalidFilter` when operator or value do not fit the type.
 *
 * @see RFC 7644 §3.4.2.2
 */
export function checkValue(
  name: string,
  attribute: Attribute,
  operator: ComparisonOperator,
  value: FilterValue,
): FilterValue {
  if (attribute.undefinedBySchema) {
    return checkUntyped(name, operator, value);
  }
  switch (attribute.type) {
    case "boolean":
      refuse(name, "a boolean", operator, [orderings, substrings]);
      return readBoolean(name, value);
    case "integer":
    case "decimal":
      refuse(name, "a number", operator, [substrings]);
      if (typeof value !== "number") {
        throw mismatch(name, "a number", value, "write the number without quotes");
      }
      return value;
    case "dateTime":
      refuse(name, "a dateTime", operator, [substrings]);
      return readDateTime(name, value);
    case "binary":
      refuse(name, "binary", operator, [orderings]);
      return readText(name, attribute, value);
    case "string":
    case "reference":
      return readText(name, attribute, value);
    case "complex":
      throw new ScimError(
        "invalidFilter",
        `The filter cannot be answered: ${name} is a complex attribute; compare one of its sub-attributes.`,
      );
  }
}

/** An attribute that no schema defines is compared as what the value is. */
function checkUntyped(name: string, operator: ComparisonOperator, value: FilterValue): FilterValue {
  switch (typeof value) {
    case "boolean":
      refuse(name, "compared with a boolean here and", operator, [orderings, substrings]);
      return value;
    case "number":
      refuse(name, "compared with a number here and", operator, [substrings]);
      return value;
    default:
      return foldForComparison(value);
  }
}

function readBoolean(name: string, value: FilterValue): boolean {
  const text = typeof value === "string" ? value.toLowerCase() : value;
  if (text === true || text === "true") {
    return true;
  }
  if (text === false || text === "false") {
    return false;
  }
  throw mismatch(name, "a boolean", value, "compare it with true or false");
}

function readDateTime(name: string, value: FilterValue): number {
  const instant = typeof value === "string" ? parseDateTime(value) : undefined;
  if (instant === undefined) {
    throw mismatch(name, "a dateTime", value, 'write it as in "2026-01-31T08:00:00Z"');
  }
  return instant;
}

function readText(name: string, attribute: Attribute, value: FilterValue): string {
  if (typeof value !== "string") {
    throw mismatch(name, "text", value, `put the value in double quotes, as in "${String(value)}"`);
  }
  return attribute.caseExact ? value : foldForComparison(value);
}

function refuse(
  name: string,
  type: string,
  operator: ComparisonOperator,
  refused: readonly ReadonlySet<ComparisonOperator>[],
): void {
  if (refused.some((operators) => operators.has(operator))) {
    throw new ScimError(
      "invalidFilter",
      `The filter cannot be answered: ${name} is ${type} and cannot be compared by "${operator}"; use "eq" or "ne".`,
    );
  }
}

function mismatch(name: string, type: string, value: FilterValue, advice: string): ScimError {
  return new ScimError(
    "invalidFilter",
    `The filter cannot be answered: ${name} is ${type} and cannot be compared with ${typeof value === "string" ? quoteText(value) : value}; ${advice}.`,
  );
}
