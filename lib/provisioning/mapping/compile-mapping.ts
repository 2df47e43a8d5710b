import type { ASTNode } from "@marcbachmann/cel-js";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { nameKind } from "./cel-value";
import { checkExpression } from "./check-expression";
import { evaluateExpression } from "./evaluate-expression";
import { createExpressionError, type ExpressionError, MappingError } from "./mapping-error";
import { createVariables, type MappingResourceType, type MappingSource } from "./mapping-source";
import { createMeter } from "./meter";
import { parseExpression } from "./parse-expression";
import { toJson } from "./to-json";

/** What a mapping yields for one resource: a map without nulls, null for nothing, or why it could not be computed. */
export type MappingResult =
  | { readonly ok: true; readonly value: JsonObject | null }
  | { readonly ok: false; readonly error: ExpressionError };

export type CompiledMapping = {
  readonly resourceType: MappingResourceType;
  readonly run: (source: MappingSource) => MappingResult;
};

export type CompileResult =
  | { readonly ok: true; readonly mapping: CompiledMapping }
  | { readonly ok: false; readonly errors: readonly ExpressionError[] };

/** How many compiled expressions are kept. */
const cacheSize = 500;
const cache = new Map<string, CompileResult>();

/**
 * Reads and checks a property mapping: a CEL expression that yields a map of SCIM attributes, or null for nothing.
 *
 * It sees `user` (or `group`), `organization` and `target`; `user` is the SCIM resource, with `fullName`, `role` and
 * `groups`. What is not there is null, and so is what is computed from it: `user.name.givenName + " " + user.title` is null when
 * either is missing. A condition takes null for false, loops and `join` pass it over, `firstOf(a, b)` takes what is there,
 * and a null in the result is left out of it, at every level. `user.?title.orValue("x")` of CEL works as well.
 *
 * An expression can do nothing but compute: at most 8,000 characters, loops nested two deep, a fixed number of steps a run,
 * no regular expressions.
 *
 * Compiling the same text again costs nothing: results are kept, the latest 500.
 */
export function compileMapping(resourceType: MappingResourceType, expression: string): CompileResult {
  const key = `${resourceType} ${expression}`;
  const known = cache.get(key);
  if (known !== undefined) {
    // Taken out and put in again, it is the latest.
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const result = compile(resourceType, expression);
  // A text that is far too long is not worth its room.
  if (expression.length <= 10_000) cache.set(key, result);
  const oldest = cache.size > cacheSize ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  return result;
}

function compile(resourceType: MappingResourceType, expression: string): CompileResult {
  const parsed = parseExpression(expression);
  if (!parsed.ok) return { ok: false, errors: [parsed.error] };
  const errors = checkExpression(resourceType, parsed.root);
  if (errors.length > 0) {
    return {
      ok: false,
      errors: errors.map(({ place, message }) => createExpressionError(expression, place, message)),
    };
  }
  const run = (source: MappingSource) => runExpression(resourceType, expression, parsed.root, source);
  return { ok: true, mapping: { resourceType, run } };
}

function runExpression(
  resourceType: MappingResourceType,
  expression: string,
  root: ASTNode,
  source: MappingSource,
): MappingResult {
  const meter = createMeter();
  try {
    const value = evaluateExpression(meter, root, createVariables(resourceType, source));
    const json = value === null ? null : toJson(meter, value, root);
    if (json === null || isJsonObject(json)) return { ok: true, value: json };
    throw new MappingError(root, `The result must be a map or null, but it is ${nameKind(value)}.`);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return { ok: false, error: createExpressionError(expression, error.place, error.message) };
  }
}
