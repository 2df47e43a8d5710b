import { formatPathName } from "../path-name";
import type { Filter } from "./ast";

/** Writes a filter so that `parseFilter` reads the same tree back. @see RFC 7644 §3.4.2.2 */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case "and":
      return `${formatOperand(filter.left, ["or"])} and ${formatOperand(filter.right, ["or", "and"])}`;
    case "or":
      return `${formatFilter(filter.left)} or ${formatOperand(filter.right, ["or"])}`;
    case "not":
      return `not (${formatFilter(filter.filter)})`;
    case "present":
      return `${formatPathName(filter.path)} pr`;
    case "compare":
      return `${formatPathName(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case "valuePath":
      return `${formatPathName(filter.path)}[${formatFilter(filter.filter)}]`;
  }
}

/** Puts parentheses around an operand that would otherwise be read as part of its surroundings. */
function formatOperand(filter: Filter, inParentheses: readonly Filter["kind"][]): string {
  const text = formatFilter(filter);
  return inParentheses.includes(filter.kind) ? `(${text})` : text;
}
