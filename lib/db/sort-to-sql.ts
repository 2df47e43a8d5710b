import type { ListPosition } from "@/lib/directory/directory-store";
import type { FilterTarget } from "@/lib/scim/filter/ast";
import { type SortKey, type SortValueKind, sortedCharacters } from "@/lib/scim/sort";
import { type FilterContext, findOperand, type Operand } from "./filter-operands";
import { Prisma } from "./generated/client";

const { raw, sql } = Prisma;

/**
 * Compiles a sort key to an SQL expression on the table's alias `r`: text in the collation "C", numeric or boolean. In its
 * order, and the ids' among equals, resources come as `compareResources` puts them.
 *
 * @see RFC 7644 §3.4.2.3
 */
export function compileSortKey(key: SortKey, context: FilterContext): Prisma.Sql {
  const { target, kind } = key;
  const { rows, first, operand, searchPath } = findOperand(target, context);
  if (searchPath !== undefined) return compileSearchKey(key, searchPath);
  // Computed lists are in the order of their ids and have no primary value.
  const firstRow = rows && sql`(SELECT ${operand.sql} FROM ${rows} ORDER BY e.id LIMIT 1)`;
  const value = first ?? firstRow ?? operand.sql;
  return kind === "text" ? asText(toText(value, operand), key) : toNumberOrBoolean(value, operand);
}

/** The expression of a key for a resource type that lacks the attribute. */
export function missingSortKey(kind: SortValueKind): Prisma.Sql {
  return kind === "text" ? sql`NULL::text COLLATE "C"` : sql`NULL::${typeOf(kind)}`;
}

/**
 * The order of rows that have `sort_key` and `id`. PostgreSQL takes NULL for greater than everything, as SCIM does.
 *
 * @param alias the alias of the rows
 */
export function compileOrder(alias: string, sort: { readonly descending: boolean } | undefined): Prisma.Sql {
  if (sort === undefined) return raw(`${alias}.id`);
  return raw(`${alias}.sort_key${sort.descending ? " DESC" : ""}, ${alias}.id`);
}

/** The condition that a row `k` comes after a position, in the order of `compileOrder`. */
export function compileAfter(
  { key, id }: ListPosition,
  sort: { readonly kind: SortValueKind; readonly descending: boolean; readonly isNeverMissing?: boolean } | undefined,
): Prisma.Sql {
  const isLater = sql`k.id > ${id}::uuid`;
  if (sort === undefined) return isLater;
  if (key === null) {
    const isMissing = sql`(k.sort_key IS NULL AND ${isLater})`;
    return sort.descending ? sql`(${isMissing} OR k.sort_key IS NOT NULL)` : isMissing;
  }
  const value = sort.kind === "text" ? sql`${key}::text COLLATE "C"` : sql`${key}::${typeOf(sort.kind)}`;
  // In this form an index on the key leads to the position.
  if (sort.descending) return sql`(k.sort_key <= ${value} AND (k.sort_key < ${value} OR ${isLater}))`;
  const comesAfter = sql`(k.sort_key >= ${value} AND (k.sort_key > ${value} OR ${isLater}))`;
  return sort.isNeverMissing === true ? comesAfter : sql`(${comesAfter} OR k.sort_key IS NULL)`;
}

function typeOf(kind: SortValueKind): Prisma.Sql {
  return raw({ text: "text", number: "numeric", boolean: "boolean" }[kind]);
}

function toText(value: Prisma.Sql, { type }: Operand): Prisma.Sql {
  return type === "uuid" ? sql`${value}::text` : value;
}

function asText(text: Prisma.Sql, { isWhole }: SortKey): Prisma.Sql {
  return isWhole ? sql`${text} COLLATE "C"` : sql`left(${text}, ${raw(String(sortedCharacters))}) COLLATE "C"`;
}

function toNumberOrBoolean(value: Prisma.Sql, { type }: Operand): Prisma.Sql {
  return type === "timestamp" ? sql`(extract(epoch FROM ${value}) * 1000)` : value;
}

/** What has no column of its own is taken from the folded copy of the attributes, where a dateTime is a number already. */
function compileSearchKey(key: SortKey, searchPath: readonly string[]): Prisma.Sql {
  const values = listJsonPaths(key.target, searchPath).map(
    (path) =>
      sql`jsonb_path_query_first(r.search, ${`${path} ? (@.type() == "${jsonTypes[key.kind]}")`}::jsonpath, '{}', true)`,
  );
  const value = values.length === 1 ? Prisma.join(values) : sql`COALESCE(${Prisma.join(values)})`;
  return key.kind === "text" ? asText(sql`(${value} #>> '{}')`, key) : sql`(${value})::${typeOf(key.kind)}`;
}

const jsonTypes = { text: "string", number: "number", boolean: "boolean" } as const;

/** Where the value may be: in the primary element, in the first one, or, where nothing says it is a list, by itself. */
function listJsonPaths({ attribute, subAttribute }: FilterTarget, searchPath: readonly string[]): readonly string[] {
  const at = (steps: readonly string[]) => steps.map((name) => `.${JSON.stringify(name)}`).join("");
  const list = `strict $${at(searchPath)}`;
  const member = at(subAttribute === undefined ? [] : [subAttribute.name]);
  const elements = [`${list}[*] ? (@."primary" == true)${member}`, `${list}[0]${member}`];
  if (attribute.undefinedBySchema === true) return [...elements, `${list}${member}`];
  return attribute.multiValued ? elements : [`${list}${member}`];
}
