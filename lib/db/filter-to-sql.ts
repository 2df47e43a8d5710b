import { ScimError } from "@/lib/scim/errors";
import type { CheckedFilter, ComparisonOperator, FilterTarget } from "@/lib/scim/filter/ast";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { isListOfValues } from "@/lib/scim/sub-attributes";
import { type FilterContext, findOperand, type Operand, type Value } from "./filter-operands";
import { Prisma } from "./generated/client";
import { isUuid } from "./uuid";

const { sql } = Prisma;

type Junction = "and" | "or" | "not";
type Term = Exclude<CheckedFilter, { kind: Junction }>;

/**
 * Compiles a checked filter to an SQL condition on the table's alias `r` that holds for exactly the resources that
 * `matchesFilter` accepts. Every value travels as a parameter. A test for equality on an attribute that has no column
 * becomes a containment test on `search`, which its GIN index answers.
 *
 * @see RFC 7644 §3.4.2.2
 */
export function compileFilter(filter: CheckedFilter, context: FilterContext): Prisma.Sql {
  return compileTree(filter, (term) => {
    switch (term.kind) {
      case "present":
        return compilePresent(term.target, context);
      case "compare":
        return compileComparison(term.target, term.operator, term.value, context);
      case "valuePath":
        return compileValuePath(term.target, term.filter, context);
    }
  });
}

function compileTree(filter: CheckedFilter, compileTerm: (term: Term) => Prisma.Sql): Prisma.Sql {
  switch (filter.kind) {
    case "and":
      return sql`(${compileTree(filter.left, compileTerm)} AND ${compileTree(filter.right, compileTerm)})`;
    case "or":
      return sql`(${compileTree(filter.left, compileTerm)} OR ${compileTree(filter.right, compileTerm)})`;
    case "not":
      return isNotTrue(compileTree(filter.filter, compileTerm));
    default:
      return compileTerm(filter);
  }
}

/** A comparison with what is unassigned is NULL in SQL; its opposite must hold all the same. */
function isNotTrue(condition: Prisma.Sql): Prisma.Sql {
  return sql`((${condition}) IS NOT TRUE)`;
}

function someRow(rows: Prisma.Sql | undefined, condition: Prisma.Sql): Prisma.Sql {
  return rows === undefined ? condition : sql`EXISTS (SELECT 1 FROM ${rows} WHERE ${condition})`;
}

function compilePresent(target: FilterTarget, context: FilterContext): Prisma.Sql {
  const { rows, operand } = findOperand(target, context);
  return someRow(rows, isPresent(operand));
}

function compileComparison(
  target: FilterTarget,
  operator: ComparisonOperator,
  value: Value,
  context: FilterContext,
): Prisma.Sql {
  const lookUp = compileLookUp({ kind: "compare", target, operator, value }, context);
  if (lookUp !== undefined) return lookUp;
  const { rows, operand } = findOperand(target, context);
  if (operator !== "ne") return someRow(rows, compare(operand, operator, value));
  const differs = isNotTrue(compare(operand, "eq", value));
  if (rows === undefined) return differs;
  return sql`(NOT EXISTS (SELECT 1 FROM ${rows}) OR ${someRow(rows, differs)})`;
}

/**
 * Compiles a value path: one and the same element must satisfy the whole filter. An element described by equalities alone
 * is looked for by containment.
 */
function compileValuePath(target: FilterTarget, filter: CheckedFilter, context: FilterContext): Prisma.Sql {
  const lookUp = compileLookUp({ kind: "valuePath", target, filter }, context);
  if (lookUp !== undefined) return lookUp;
  const { rows, operand } = findOperand(target, context);
  const condition = compileTree(filter, (term) => {
    if (term.kind === "valuePath") {
      throw new ScimError("invalidFilter", "A value path cannot stand within the brackets of another one.");
    }
    const { operand: member } = findOperand({ ...target, subAttribute: term.target.attribute }, context);
    if (term.kind === "present") return isPresent(member);
    if (term.operator === "ne") return isNotTrue(compare(member, "eq", term.value));
    return compare(member, term.operator, term.value);
  });
  return rows === undefined ? sql`(${isPresent(operand)} AND ${condition})` : someRow(rows, condition);
}

/**
 * The condition of a term that an index other than those on the resource's own columns answers, if one does: for an equality
 * with what is kept in `search` or in another table, and for an element of it that equalities describe.
 */
export function compileLookUp(
  term: Extract<CheckedFilter, { kind: "compare" | "valuePath" }>,
  context: FilterContext,
): Prisma.Sql | undefined {
  const { target } = term;
  if (term.kind === "compare") {
    if (term.operator !== "eq") return undefined;
    const { searchPath, selectIdsWith, operand } = findOperand(target, context);
    if (selectIdsWith !== undefined) return compileIds(selectIdsWith, operand, term.value);
    const { subAttribute } = target;
    return contains(searchPath, target, subAttribute === undefined ? term.value : { [subAttribute.name]: term.value });
  }
  const { searchPath } = findOperand(target, context);
  const element = describeElement(term.filter);
  if (element !== undefined && searchPath !== undefined) {
    // The elements of a list of simple values are their `value`.
    return contains(searchPath, target, isListOfValues(target.attribute) ? (element.value ?? null) : element);
  }
  const { filter } = term;
  if (filter.kind !== "compare") return undefined;
  return compileLookUp({ ...filter, target: { ...target, subAttribute: filter.target.attribute } }, context);
}

/**
 * The resources of these ids, as an array: with `= ANY` an index on the id is used in every filter that this is a part of, also
 * beside `or`.
 */
function compileIds(selectIdsWith: (value: Value) => Prisma.Sql, { type }: Operand, value: Value): Prisma.Sql {
  if (type === "uuid" && !isUuid(value)) return sql`false`;
  return sql`(r.id = ANY(ARRAY(${selectIdsWith(value)})))`;
}

/** Containment has no notion of "one value or an array of them", which what no schema defines may be. */
function isContainable({ attribute, subAttribute }: FilterTarget): boolean {
  return attribute.undefinedBySchema !== true && subAttribute?.undefinedBySchema !== true;
}

/** The element that a filter describes, if it is made of equalities joined by `and`. */
function describeElement(filter: CheckedFilter): JsonObject | undefined {
  if (filter.kind === "compare") {
    const { attribute } = filter.target;
    const isPlain = filter.operator === "eq" && attribute.undefinedBySchema !== true;
    return isPlain ? { [attribute.name]: filter.value } : undefined;
  }
  if (filter.kind !== "and") return undefined;
  const left = describeElement(filter.left);
  const right = describeElement(filter.right);
  if (left === undefined || right === undefined) return undefined;
  // `type eq "a" and type eq "b"` describes no element; it is compiled term by term.
  return Object.keys(left).some((name) => Object.hasOwn(right, name)) ? undefined : { ...left, ...right };
}

function contains(
  path: readonly string[] | undefined,
  target: FilterTarget,
  element: JsonValue,
): Prisma.Sql | undefined {
  if (path === undefined || !isContainable(target)) return undefined;
  const value = target.attribute.multiValued ? [element] : element;
  const document = path.reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), value);
  return sql`(r.search @> ${JSON.stringify(document)}::jsonb)`;
}

function isPresent({ sql: operand, type }: Operand): Prisma.Sql {
  if (type === "text") return sql`(${operand} <> '')`;
  if (type !== "json") return sql`(${operand} IS NOT NULL)`;
  // Assigned is what holds a boolean, a number or a text with at least one character, however deep. (RFC 7643 §2.5)
  return sql`(jsonb_path_exists(${operand}, 'strict $.** ? (@.type() == "boolean" || @.type() == "number" || (@.type() == "string" && @ != ""))'))`;
}

/** The condition that one operand stands in a relation, other than `ne`, to a value. */
function compare(operand: Operand, operator: ComparisonOperator, value: Value): Prisma.Sql {
  switch (operand.type) {
    case "boolean":
      return sql`(${operand.sql} = ${value}::boolean)`;
    case "timestamp":
      return sql`(${operand.sql} ${orderOf(operator)} to_timestamp(${value}::float8 / 1000))`;
    case "uuid":
      // Ids are compared as the text that was sent: what is not written like one of ours is none of ours.
      if (operator === "eq") return isUuid(value) ? sql`(${operand.sql} = ${value}::uuid)` : sql`false`;
      return compareText(sql`${operand.sql}::text`, operator, String(value));
    case "text":
      return compareText(operand.sql, operator, String(value));
    case "json":
      return compareJson(operand.sql, operator, value);
  }
}

function compareJson(operand: Prisma.Sql, operator: ComparisonOperator, value: Value): Prisma.Sql {
  if (operator === "eq") return sql`(${operand} = ${JSON.stringify(value)}::jsonb)`;
  if (typeof value === "string") {
    const text = sql`(CASE WHEN jsonb_typeof(${operand}) = 'string' THEN ${operand} #>> '{}' END)`;
    return compareText(text, operator, value);
  }
  if (typeof value !== "number") return sql`false`;
  const number = sql`CASE WHEN jsonb_typeof(${operand}) = 'number' THEN ${operand}::numeric END`;
  return sql`((${number}) ${orderOf(operator)} ${value}::numeric)`;
}

function compareText(operand: Prisma.Sql, operator: ComparisonOperator, text: string): Prisma.Sql {
  switch (operator) {
    case "co":
      return sql`(strpos(${operand}, ${text}::text) > 0)`;
    case "sw":
      return sql`starts_with(${operand}, ${text}::text)`;
    case "ew":
      return sql`(right(${operand}, length(${text}::text)) = ${text}::text)`;
    case "eq":
      return sql`(${operand} = ${text}::text)`;
    default:
      return sql`(${operand} COLLATE "C" ${orderOf(operator)} ${text}::text COLLATE "C")`;
  }
}

function orderOf(operator: ComparisonOperator): Prisma.Sql {
  switch (operator) {
    case "gt":
      return sql`>`;
    case "ge":
      return sql`>=`;
    case "lt":
      return sql`<`;
    case "le":
      return sql`<=`;
    default:
      return sql`=`;
  }
}
