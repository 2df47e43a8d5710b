import type { DirectoryScope, MixedListRequest, Page, StoredResource } from "@/lib/directory/directory-store";
import { isAnsweredByIndex } from "./answered-by-index";
import { compileFilter } from "./filter-to-sql";
import { Prisma } from "./generated/client";
import { type GroupRow, joinGroupExternalId, selectGroup, toStoredGroup } from "./group-rows";
import {
  countAll,
  type PageRow,
  pickPage,
  readPage,
  type Selection,
  selectWithTotal,
  sortKeyColumns,
} from "./list-resources";
import type { Connection } from "./pool-transaction";
import { searchInLane } from "./search-lane";
import { compileSortKey, missingSortKey } from "./sort-to-sql";
import { explainReadError } from "./statement-errors";
import { joinUserExternalId, selectUser, toStoredUser, type UserRow } from "./user-rows";

const { empty, join, raw, sql } = Prisma;

const tables = { User: "users", Group: "groups" } as const;

type Part = MixedListRequest["parts"][number];

/**
 * People and groups in one list. One statement finds which are on the page, and in all; then the page's resources are
 * loaded. One that is deleted in between is left out.
 */
export async function listMixed(
  pool: Connection,
  scope: DirectoryScope,
  baseUrl: string,
  { parts, sort, page }: MixedListRequest,
  include: { readonly groups: boolean; readonly members: boolean },
): Promise<Page<StoredResource>> {
  if (parts.length === 0) return { totalResults: 0, resources: [] };

  const select = (part: Part, columns: Prisma.Sql) => {
    const table = tables[part.type];
    const filter = part.filter && sql`AND ${compileFilter(part.filter, { table, scope, baseUrl })}`;
    return sql`SELECT ${columns} FROM ${raw(table)} r WHERE r.organization_id = ${scope.organizationId}::uuid ${filter ?? empty}`;
  };
  const keyOf = ({ type, sortKey }: Part, { kind }: NonNullable<typeof sort>) =>
    sortKey ? compileSortKey(sortKey, { table: tables[type], scope, baseUrl }) : missingSortKey(kind);
  const columnsOf = (part: Part) =>
    sql`${raw(`'${part.type}'`)} AS type, r.id${sort === undefined ? empty : sql`, ${keyOf(part, sort)} AS sort_key`}`;

  const all = join(
    parts.map((part) => select(part, columnsOf(part))),
    " UNION ALL ",
  );
  const counts = join(
    parts.map((part) =>
      part.filter === undefined ? countAll(tables[part.type], scope) : select(part, sql`count(*)::int AS count`),
    ),
    " UNION ALL ",
  );
  const total = sql`(SELECT sum(count)::int AS count FROM (${counts}) counts) total`;
  const key = sort === undefined ? empty : raw(sortKeyColumns);
  const picked = sql`SELECT k.type, k.id${key} FROM (${pickPage(all, sort, page)}) k`;

  const { text, values } = selectWithTotal(total, picked, { page, ...(sort === undefined ? {} : { sort }) });
  const search = () => pool.query<PageRow & { readonly type: Part["type"] }>(text, values).catch(explainReadError);
  // Sorted, people and groups are all looked at to be put in one order.
  const isQuick =
    sort === undefined &&
    parts.every(({ type, filter }) =>
      isAnsweredByIndex({ ...(filter && { filter }) }, { table: tables[type], scope, baseUrl }),
    );
  const { rows } = isQuick ? await search() : await searchInLane(pool, search);
  const found = readPage(rows, page);
  const loaded = await loadResources(pool, scope, found.resources, include);
  return { ...found, resources: found.resources.flatMap(({ id }) => loaded.get(id) ?? []) };
}

async function loadResources(
  pool: Connection,
  scope: DirectoryScope,
  found: readonly { readonly type: Part["type"]; readonly id: string }[],
  include: { readonly groups: boolean; readonly members: boolean },
): Promise<ReadonlyMap<string, StoredResource>> {
  const load = async <Row extends UserRow | GroupRow>(
    { table, columns, join: externalId }: Selection,
    type: Part["type"],
  ): Promise<Row[]> => {
    const ids = found.filter((row) => row.type === type).map(({ id }) => id);
    if (ids.length === 0) return [];
    const text = `SELECT ${columns} FROM ${table} r ${externalId} $2 WHERE r.organization_id = $1 AND r.id = ANY($3::uuid[])`;
    const values = [scope.organizationId, scope.scimClientId, ids];
    return (await pool.query<Row>(text, values).catch(explainReadError)).rows;
  };
  const [users, groups] = await Promise.all([
    load<UserRow>({ table: "users", columns: selectUser(scope, include), join: joinUserExternalId }, "User"),
    load<GroupRow>({ table: "groups", columns: selectGroup(scope, include), join: joinGroupExternalId }, "Group"),
  ]);
  return new Map<string, StoredResource>([
    ...users.map((row) => [row.id, { type: "User", user: toStoredUser(row) }] as const),
    ...groups.map((row) => [row.id, { type: "Group", group: toStoredGroup(row) }] as const),
  ]);
}
