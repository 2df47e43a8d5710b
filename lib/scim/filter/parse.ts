import type { ResourceType } from "../attribute";
import type { AttributePath } from "../attribute-path";
import { ScimError } from "../errors";
import { isSubAttributeName, parsePathName } from "../path-name";
import { quoteText } from "../quote-text";
import type { ComparisonOperator, Filter } from "./ast";
import { createSyntaxError, type Token, tokenizeFilter } from "./tokenize";

const maximumLength = 10_000;
const maximumTerms = 200;
const maximumDepth = 50;

const comparisonOperators: ReadonlySet<string> = new Set<ComparisonOperator>([
  "eq",
  "ne",
  "co",
  "sw",
  "ew",
  "gt",
  "ge",
  "lt",
  "le",
]);
const operatorList = "eq, ne, co, sw, ew, gt, ge, lt, le or pr";
const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/** Where a parse stands. `insideValueFilter`: between the brackets of a value path, where another may not begin. */
type Parser = {
  readonly tokens: readonly Token[];
  readonly resourceType: ResourceType;
  index: number;
  depth: number;
  terms: number;
  insideValueFilter: boolean;
};

/**
 * Reads a filter. Grouping binds closer than `not`, `not` than `and`, `and` than `or`; operators are read in any case.
 * Attributes are not looked up: `checkFilter` does that. Throws `invalidFilter` with the position of what is wrong, and
 * when the filter exceeds 10,000 characters, 200 terms or 50 levels of nesting.
 *
 * @see RFC 7644 §3.4.2.2
 */
export function parseFilter(text: string, resourceType: ResourceType): Filter {
  return parseWhole(text, resourceType, false);
}

/** Reads the filter between the brackets of a value path, within the same limits. @see RFC 7644 §3.5.2 */
export function parseValueFilter(text: string, resourceType: ResourceType): Filter {
  return parseWhole(text, resourceType, true);
}

function parseWhole(text: string, resourceType: ResourceType, insideValueFilter: boolean): Filter {
  if (text.length > maximumLength) {
    throw new ScimError(
      "invalidFilter",
      `The filter has ${text.length} characters; at most ${maximumLength} are read. Ask in several requests.`,
    );
  }
  const tokens = tokenizeFilter(text);
  const parser: Parser = { tokens, resourceType, index: 0, depth: 0, terms: 0, insideValueFilter };
  if (peek(parser).kind === "end") {
    throw new ScimError(
      "invalidFilter",
      'The filter is empty. Leave it out, or write an expression such as userName eq "bjensen".',
    );
  }
  const filter = parseOr(parser);
  const rest = peek(parser);
  if (rest.kind !== "end") {
    throw createSyntaxError(rest.start, `expected "and", "or" or the end of the filter, but found ${nameToken(rest)}`);
  }
  return filter;
}

function parseOr(parser: Parser): Filter {
  let left = parseAnd(parser);
  while (takeWord(parser, "or")) {
    left = { kind: "or", left, right: parseAnd(parser) };
  }
  return left;
}

function parseAnd(parser: Parser): Filter {
  let left = parseTerm(parser);
  while (takeWord(parser, "and")) {
    left = { kind: "and", left, right: parseTerm(parser) };
  }
  return left;
}

function parseTerm(parser: Parser): Filter {
  const token = next(parser);
  if (token.kind === "(") {
    return parseNested(parser, token, ")");
  }
  if (token.kind !== "word") {
    throw createSyntaxError(token.start, `expected an attribute, "not" or "(", but found ${nameToken(token)}`);
  }
  const following = peek(parser);
  if (token.text.toLowerCase() === "not") {
    if (following.kind === "(") {
      next(parser);
      return { kind: "not", filter: parseNested(parser, following, ")") };
    }
    const isAttribute = following.kind === "[" || (following.kind === "word" && isOperator(following.text));
    if (!isAttribute) {
      throw createSyntaxError(following.start, `"not" is followed by parentheses, as in not (userName eq "bjensen")`);
    }
  }
  parser.terms += 1;
  if (parser.terms > maximumTerms) {
    throw createSyntaxError(token.start, `the filter has more than ${maximumTerms} terms; ask in several requests`);
  }
  const path = parsePath(parser, token.text, token.start);
  return following.kind === "[" && following.start === token.end
    ? parseValuePath(parser, path)
    : parseExpression(parser, path);
}

/** What is between `open`, just taken, and `close`. */
function parseNested(parser: Parser, open: Token, close: ")" | "]"): Filter {
  parser.depth += 1;
  if (parser.depth > maximumDepth) {
    throw createSyntaxError(open.start, `the filter is nested more than ${maximumDepth} levels deep; simplify it`);
  }
  const filter = parseOr(parser);
  const token = next(parser);
  if (token.kind !== close) {
    throw createSyntaxError(
      token.start,
      `expected "and", "or" or "${close}" for the "${open.kind}" at character ${open.start + 1}, but found ${nameToken(token)}`,
    );
  }
  parser.depth -= 1;
  return filter;
}

function parsePath(parser: Parser, text: string, start: number): AttributePath {
  if (parser.insideValueFilter && isSubAttributeName(text)) {
    return { attribute: text };
  }
  const path = parsePathName(text, parser.resourceType);
  if ("problem" in path) {
    throw createSyntaxError(start, path.problem);
  }
  if (path.attribute === undefined) {
    throw createSyntaxError(
      start,
      `${quoteText(text)} is a schema; name one of its attributes, as in ${text}:attribute`,
    );
  }
  return path;
}

/** `attr[filter]`, also with what Microsoft Entra ID puts behind it: `attr[filter].sub eq "x"`. */
function parseValuePath(parser: Parser, path: AttributePath): Filter {
  const open = next(parser);
  if (parser.insideValueFilter) {
    throw createSyntaxError(open.start, "a value filter cannot hold another one");
  }
  if (path.subAttribute !== undefined) {
    throw createSyntaxError(open.start, "a value filter follows an attribute, not a sub-attribute");
  }
  parser.insideValueFilter = true;
  const filter = parseNested(parser, open, "]");
  parser.insideValueFilter = false;

  const close = parser.tokens[parser.index - 1];
  const token = peek(parser);
  if (token.kind !== "word") {
    return { kind: "valuePath", path, filter };
  }
  if (token.start === close?.end && token.text.startsWith(".")) {
    const subAttribute = token.text.slice(1);
    if (!isSubAttributeName(subAttribute)) {
      throw createSyntaxError(token.start, `${quoteText(subAttribute)} is not a sub-attribute name`);
    }
    next(parser);
    const right = parseExpression(parser, { attribute: subAttribute });
    return { kind: "valuePath", path, filter: { kind: "and", left: filter, right } };
  }
  if (token.text.toLowerCase() === "pr") {
    next(parser);
    return { kind: "valuePath", path, filter };
  }
  if (isOperator(token.text)) {
    const right = parseExpression(parser, { attribute: "value" });
    return { kind: "valuePath", path, filter: { kind: "and", left: filter, right } };
  }
  return { kind: "valuePath", path, filter };
}

/** What follows an attribute: `pr`, or an operator and a value. */
function parseExpression(parser: Parser, path: AttributePath): Filter {
  const token = next(parser);
  if (token.kind !== "word" || !isOperator(token.text)) {
    throw createSyntaxError(token.start, `expected an operator (${operatorList}), but found ${nameToken(token)}`);
  }
  const operator = token.text.toLowerCase();
  if (isComparisonOperator(operator)) {
    return { kind: "compare", path, operator, value: parseLiteral(next(parser), operator) };
  }
  return { kind: "present", path };
}

function parseLiteral(token: Token, operator: string): string | number | boolean | null {
  if (token.kind === "string") {
    return token.value;
  }
  if (token.kind !== "word") {
    throw createSyntaxError(token.start, `expected a value after "${operator}", but found ${nameToken(token)}`);
  }
  switch (token.text.toLowerCase()) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    default: {
      const value = jsonNumber.test(token.text) ? Number(token.text) : Number.NaN;
      if (!Number.isFinite(value)) {
        throw createSyntaxError(
          token.start,
          `${nameToken(token)} is not a value; if it is text, put the value in double quotes, as in "bjensen"`,
        );
      }
      return value === 0 ? 0 : value;
    }
  }
}

function isOperator(text: string): boolean {
  const operator = text.toLowerCase();
  return operator === "pr" || comparisonOperators.has(operator);
}

function isComparisonOperator(text: string): text is ComparisonOperator {
  return comparisonOperators.has(text);
}

/** Takes the next token if it is that word, in any case. */
function takeWord(parser: Parser, word: string): boolean {
  const token = peek(parser);
  if (token.kind !== "word" || token.text.toLowerCase() !== word) {
    return false;
  }
  parser.index += 1;
  return true;
}

/** The next token, which stays. */
function peek(parser: Parser): Token {
  return parser.tokens[parser.index] ?? { kind: "end", start: 0, end: 0 };
}

/** The next token, taken; `end` stays for ever. */
function next(parser: Parser): Token {
  const token = peek(parser);
  if (token.kind !== "end") {
    parser.index += 1;
  }
  return token;
}

function nameToken(token: Token): string {
  switch (token.kind) {
    case "end":
      return "the end of the filter";
    case "string":
      return quoteText(token.value);
    case "word":
      return quoteText(token.text);
    default:
      return `"${token.kind}"`;
  }
}
