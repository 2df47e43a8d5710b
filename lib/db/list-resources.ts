import type { DirectoryScope, ListPosition, ListRequest, Page, PageRequest } from "@/lib/directory/directory-store";
import type { CheckedFilter } from "@/lib/scim/filter/ast";
import { pageLimits } from "@/lib/scim/list-query";
import { isAnsweredByIndex } from "./answered-by-index";
import { type FilterContext, type FilterTable, findOperand } from "./filter-operands";
import { compileFilter } from "./filter-to-sql";
import { Prisma } from "./generated/client";
import type { LookUps } from "./look-up-lines";
import { prepare } from "./prepared-statements";
import { searchInLane } from "./search-lane";
import { compileAfter, compileOrder, compileSortKey } from "./sort-to-sql";
import { explainReadError } from "./statement-errors";

const { empty, raw, sql } = Prisma;

/** What of a table is selected, and the join that it needs. */
export type Selection = { readonly table: FilterTable; readonly columns: string; readonly join: string };

/**
 * One page and the total in one statement, so that they agree. Who is looked up is read without counting: where all who are
 * found fit a page, their number is the total.
 */
export async function listResources<Row extends { id: string }>(
  connection: LookUps,
  scope: DirectoryScope,
  baseUrl: string,
  selection: Selection,
  request: ListRequest,
): Promise<Page<Row>> {
  const { table } = selection;
  const organization = compileOwner(request, { table, scope, baseUrl });
  const where =
    request.filter === undefined
      ? organization
      : sql`${organization} AND ${compileFilter(request.filter, { table, scope, baseUrl })}`;
  if (isFrequent(request)) {
    const most = pageLimits.defaultCount;
    const first = selectPlainPage(scope, selection, where, { kind: "index", startIndex: 1, count: most + 1 });
    const { rows } = await connection.query<Row>(prepare(first.text, first.values)).catch(explainReadError);
    if (rows.length <= most) return { totalResults: rows.length, resources: rows.slice(0, request.page.count) };
  }
  // A first page is found as it is read; of a later one only the ids of what it skips are.
  const isPlain = request.sort === undefined && request.page.kind === "index" && request.page.startIndex === 1;
  const page = isPlain
    ? selectPlainPage(scope, selection, where, request.page)
    : selectPage(scope, baseUrl, selection, where, request);
  const total =
    request.filter === undefined
      ? sql`(${countAll(table, scope)}) total`
      : sql`(SELECT count(*)::int AS count FROM ${raw(table)} r WHERE ${where}) total`;
  const { text, values } = selectWithTotal(total, page, request);
  const search = () => connection.query<Row & PageRow>({ text, values }).catch(explainReadError);
  const { rows } = isAnsweredByIndex(describeSearch(request), { table, scope, baseUrl })
    ? await search()
    : await searchInLane(connection, search);
  return readPage(rows, request.page);
}

/**
 * The condition that rows are the organization's own. Where an index leads to few, PostgreSQL is kept from finding them by their
 * organization instead, of which its statistics may not know how large it is (`own-row` tells how).
 */
function compileOwner(request: ListRequest, context: FilterContext): Prisma.Sql {
  const { filter, sort } = request;
  const organizationId = sql`${context.scope.organizationId}::uuid`;
  if (filter !== undefined && isLookUp(request, context.table) && !isByName(filter, context)) {
    return sql`(r.organization_id = ${organizationId}) IS TRUE`;
  }
  const isFound = filter !== undefined && sort === undefined && isAnsweredByIndex({ filter }, context);
  return isFound
    ? sql`r.organization_id = ANY(ARRAY(SELECT ${organizationId}))`
    : sql`r.organization_id = ${organizationId}`;
}

/** Whether a look-up is one by a name, whose index begins with the organization. */
function isByName(filter: CheckedFilter, context: FilterContext): boolean {
  if (!("target" in filter) || filter.target.attribute.name === "id") return false;
  return findOperand(filter.target, context).isIndexed === true;
}

function describeSearch({ filter, sort }: ListRequest): Parameters<typeof isAnsweredByIndex>[0] {
  return { ...(filter && { filter }), ...(sort && { sortTarget: sort.key.target }) };
}

/** How many there are without a filter, which is counted as they come and go. */
export function countAll(table: FilterTable, { organizationId }: DirectoryScope): Prisma.Sql {
  return sql`SELECT COALESCE(sum(c.count), 0)::int AS count FROM resource_counts c
    WHERE c.organization_id = ${organizationId}::uuid AND c.resource_type = ${raw(table === "users" ? "'User'" : "'Group'")}`;
}

/** The columns that a page adds to those of its resources. */
export type PageRow = {
  readonly id: string | null;
  readonly total_results: number;
  readonly sort_key_text?: string | null;
};

/** A page beside the total, which is counted unless it is known. Without a page there is one row all the same. */
export function selectWithTotal(
  total: Prisma.Sql,
  page: Prisma.Sql,
  { sort, page: asked }: { readonly sort?: { readonly descending: boolean }; readonly page: PageRequest },
): Prisma.Sql {
  const known = asked.kind === "keyset" ? asked.totalResults : undefined;
  const counted = known === undefined ? total : sql`(SELECT ${known}::int AS count) total`;
  return sql`
    SELECT total.count AS total_results, page.* FROM ${counted}
    LEFT JOIN (${page}) page ON true ORDER BY ${compileOrder("page", sort)}`;
}

/** The page that rows hold. For a keyset page one row more than asked for was selected, which tells that there are more. */
export function readPage<Row extends PageRow>(
  rows: readonly Row[],
  page: PageRequest,
): Page<Row & { readonly id: string }> {
  const totalResults = rows[0]?.total_results ?? 0;
  const found = rows.filter(hasId);
  const resources = page.kind === "keyset" ? found.slice(0, page.count) : found;
  const last = resources.at(-1);
  if (last === undefined || found.length === resources.length) return { totalResults, resources };
  const next: ListPosition = { key: last.sort_key_text ?? null, id: last.id };
  return { totalResults, resources, next };
}

function hasId<Row extends PageRow>(row: Row): row is Row & { readonly id: string } {
  return row.id !== null;
}

/** Ids ascend with time, which keeps pages stable. */
function selectPlainPage(
  scope: DirectoryScope,
  { table, columns, join }: Selection,
  where: Prisma.Sql,
  page: PageRequest,
): Prisma.Sql {
  return sql`
    SELECT ${raw(columns)} FROM ${raw(table)} r ${raw(join)} ${scope.scimClientId}::uuid WHERE ${where}
    ORDER BY r.id ${limitTo(page)}`;
}

/** First the ids of the page in their order, then, for these alone, what is shown of the resources. */
function selectPage(
  scope: DirectoryScope,
  baseUrl: string,
  { table, columns, join }: Selection,
  where: Prisma.Sql,
  { sort, page }: ListRequest,
): Prisma.Sql {
  const context = { table, scope, baseUrl };
  const key = sort && compileSortKey(sort.key, context);
  const order = sort && {
    kind: sort.key.kind,
    descending: sort.descending,
    // Columns with an index are never empty.
    isNeverMissing: findOperand(sort.key.target, context).isIndexed === true,
  };
  const all = sql`SELECT r.id${key === undefined ? empty : sql`, ${key} AS sort_key`} FROM ${raw(table)} r WHERE ${where}`;
  return sql`
    SELECT ${raw(columns)}${sort === undefined ? empty : raw(sortKeyColumns)}
    FROM (${pickPage(all, order, page)}) k
    JOIN ${raw(table)} r ON r.id = k.id ${raw(join)} ${scope.scimClientId}::uuid`;
}

/** The key for the order, and as text for the position after it. */
export const sortKeyColumns = ", k.sort_key, k.sort_key::text AS sort_key_text";

/** The rows of a page among those of a whole list, which have `id` and, where it is sorted, `sort_key`. */
export function pickPage(all: Prisma.Sql, sort: Parameters<typeof compileAfter>[1], page: PageRequest): Prisma.Sql {
  const after = page.kind === "keyset" ? page.after : undefined;
  return sql`
    SELECT k.* FROM (${all}) k ${after === undefined ? empty : sql`WHERE ${compileAfter(after, sort)}`}
    ORDER BY ${compileOrder("k", sort)} ${limitTo(page)}`;
}

/** The page's bounds stand in the text, not among the values: only then is a prepared plan good for all values. */
function limitTo(page: PageRequest): Prisma.Sql {
  if (page.kind === "keyset") return raw(`LIMIT ${page.count + 1}`);
  return raw(`LIMIT ${page.count} OFFSET ${page.startIndex - 1}`);
}

const keys = { users: ["id", "externalId", "userName"], groups: ["id", "externalId", "displayName"] } as const;

/** Whether a list is asked for that has one resource or a few: by a key or the address of an email, equal to a value. */
export function isLookUp(request: ListRequest, table: FilterTable): boolean {
  const { filter } = request;
  if (!isFrequent(request) || filter === undefined || !("target" in filter)) return false;
  const { extension, attribute, subAttribute } = filter.target;
  if (extension !== undefined) return false;
  if (attribute.name !== "emails")
    return filter.kind === "compare" && keys[table].some((key) => key === attribute.name);
  return filter.kind === "valuePath" ? namesValue(filter.filter) : subAttribute?.name === "value";
}

/** Whether the elements that a value path asks for have a certain value, whatever else is asked of them. */
function namesValue(filter: CheckedFilter): boolean {
  if (filter.kind === "and") return namesValue(filter.left) || namesValue(filter.right);
  return filter.kind === "compare" && filter.operator === "eq" && filter.target.attribute.name === "value";
}

/**
 * First pages by one equality: what identity providers look people up with, over and over, and only so many texts. A prepared
 * plan must be good for all values and organizations, which that of a whole list or of what begins with a text is not.
 */
function isFrequent({ filter, sort, page }: ListRequest): boolean {
  const isOneTerm = filter?.kind === "valuePath" || (filter?.kind === "compare" && filter.operator === "eq");
  const isFirst = page.kind === "index" && page.startIndex === 1 && page.count <= pageLimits.defaultCount;
  return isOneTerm && sort === undefined && isFirst;
}
