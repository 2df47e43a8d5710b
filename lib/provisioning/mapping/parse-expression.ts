import { type ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";
import { createExpressionError, type ExpressionError } from "./mapping-error";

/** UTF-16 units that an expression may have. */
const maxExpressionLength = 8_000;

/** Parts that an expression may have, and how deep they may be nested. */
const limits = { maxAstNodes: 2_000, maxDepth: 60 };

/** Only the grammar of CEL is taken from it: names are checked, and values computed, by what is beside this file. */
const environment = new Environment({ enableOptionalTypes: true, limits });

/** Reads an expression of the Common Expression Language. @see https://github.com/google/cel-spec/blob/master/doc/langdef.md */
export function parseExpression(
  expression: string,
): { readonly ok: true; readonly root: ASTNode } | { readonly ok: false; readonly error: ExpressionError } {
  if (expression.length > maxExpressionLength) {
    const message = `The expression has ${expression.length} characters; at most ${maxExpressionLength} are read. Split it into several mappings.`;
    return { ok: false, error: { line: 1, column: 1, message } };
  }
  if (expression.trim() === "") {
    const message = 'The expression is empty. Write a map, such as {"userName": user.userName}.';
    return { ok: false, error: { line: 1, column: 1, message } };
  }
  try {
    return { ok: true, root: environment.parse(expression).ast };
  } catch (error) {
    return { ok: false, error: describeParseError(expression, error) };
  }
}

function describeParseError(expression: string, error: unknown): ExpressionError {
  // Signs such as `!` nest without the parser's counting them, until its stack is full.
  if (error instanceof RangeError) return tooNested();
  if (!(error instanceof ParseError)) throw error;
  const start = error.range?.start ?? 0;
  if (error.code === "limit_exceeded") return tooNested(expression, start);
  return createExpressionError(expression, { start }, `${reword(error.code, error.summary)}.`);
}

function tooNested(expression = "", start = 0): ExpressionError {
  const message = "The expression has too many parts, or is nested too deeply. Split it into several mappings.";
  return createExpressionError(expression, { start }, message);
}

const tokenNames: Readonly<Record<string, string>> = {
  EOF: "the end",
  IDENTIFIER: "a name",
  STRING: "a text",
  NUMBER: "a number",
  BOOLEAN: "true or false",
  LPAREN: '"("',
  RPAREN: '")"',
  LBRACKET: '"["',
  RBRACKET: '"]"',
  LBRACE: '"{"',
  RBRACE: '"}"',
  DOT: '"."',
  COMMA: '","',
  COLON: '":"',
  QUESTION: '"?"',
};

/** The parser's words for its tokens, in the signs that people typed. */
function reword(code: string, summary: string): string {
  if (code !== "unexpected_token" && code !== "expected_token") return summary;
  const named = summary.replace(/\b[A-Z]{2,}\b/g, (token) => tokenNames[token] ?? `"${token.toLowerCase()}"`);
  return named.replace("Unexpected token: ", "Something is missing or out of place before ");
}
