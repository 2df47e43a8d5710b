import type { Pool } from "pg";
import type { DirectoryScope, DirectoryStore, ListRequest, Page } from "@/lib/directory/directory-store";
import { foldForComparison } from "@/lib/scim/fold";
import { pageLimits } from "@/lib/scim/list-query";
import type { FilterTable } from "./filter-operands";
import { compileFilter } from "./filter-to-sql";
import { Prisma } from "./generated/client";
import { type GroupRow, joinGroupExternalId, selectGroup, toStoredGroup } from "./group-rows";
import { deleteGroup, insertGroup, updateGroup } from "./group-writes";
import { findMembers } from "./members";
import { explainReadError } from "./statement-errors";
import { joinUserExternalId, selectUser, toStoredUser, type UserRow } from "./user-rows";
import { deleteUser, insertUser, updateUser } from "./user-writes";
import { isUuid } from "./uuid";

/** What of a table is selected, and the join that it needs. */
type Selection = { readonly table: FilterTable; readonly columns: string; readonly join: string };

/**
 * The directory in PostgreSQL. A read is one statement, and so is a write, except for the few that must lock first.
 *
 * @param baseUrl what the URLs of resources begin with, for filters on `meta.location` and `$ref`
 */
export function createDirectoryStore({ pool }: { readonly pool: Pool }, baseUrl: string): DirectoryStore {
  const findUser = (scope: DirectoryScope, column: "id" | "user_name_folded", key: string, groups: boolean) => {
    const selection = { table: "users", columns: selectUser(scope, { groups }), join: joinUserExternalId } as const;
    return find<UserRow>(scope, selection, column, key);
  };

  return {
    async findUser(scope, id, include) {
      const row = isUuid(id) ? await findUser(scope, "id", id, include.groups) : undefined;
      return row && toStoredUser(row);
    },
    async findUserByUserName(scope, userName) {
      const row = await findUser(scope, "user_name_folded", foldForComparison(userName), false);
      return row && toStoredUser(row);
    },
    async listUsers(scope, request, include) {
      const selection = { table: "users", columns: selectUser(scope, include), join: joinUserExternalId } as const;
      const page = await list<UserRow>(scope, selection, request);
      return { ...page, resources: page.resources.map(toStoredUser) };
    },
    createUser: (scope, user, change, options) => insertUser(pool, scope, user, change, options),
    updateUser: (scope, current, next, change) => updateUser(pool, scope, current, next, change),
    deleteUser: (scope, current, change) => deleteUser(pool, scope, current, change),

    async findGroup(scope, id, include) {
      if (!isUuid(id)) return undefined;
      const selection = { table: "groups", columns: selectGroup(scope, include), join: joinGroupExternalId } as const;
      const row = await find<GroupRow>(scope, selection, "id", id);
      return row && toStoredGroup(row);
    },
    async listGroups(scope, request, include) {
      const selection = { table: "groups", columns: selectGroup(scope, include), join: joinGroupExternalId } as const;
      const page = await list<GroupRow>(scope, selection, request);
      return { ...page, resources: page.resources.map(toStoredGroup) };
    },
    findMembers: (scope, ids) => findMembers(pool, scope, ids),
    createGroup: (scope, group, members, change) => insertGroup(pool, scope, group, members, change),
    updateGroup: (scope, current, next, membership, change) =>
      updateGroup(pool, scope, current, next, membership, change),
    deleteGroup: (scope, current, change) => deleteGroup(pool, scope, current, change),
  };

  async function find<Row extends { id: string }>(
    scope: DirectoryScope,
    { table, columns, join }: Selection,
    column: "id" | "user_name_folded",
    key: string,
  ): Promise<Row | undefined> {
    const text = `SELECT ${columns} FROM ${table} r ${join} $2 WHERE r.organization_id = $1 AND r.${column} = $3`;
    const values = [scope.organizationId, scope.scimClientId, key];
    const result = await pool.query<Row>(prepare(text, values));
    return result.rows[0];
  }

  /** One page and the total in one statement, so that they agree. Ids ascend with time, which keeps pages stable. */
  async function list<Row extends { id: string }>(
    scope: DirectoryScope,
    { table, columns, join }: Selection,
    request: ListRequest,
  ): Promise<Page<Row>> {
    const { sql, raw } = Prisma;
    const organization = sql`r.organization_id = ${scope.organizationId}::uuid`;
    const where =
      request.filter === undefined
        ? organization
        : sql`${organization} AND ${compileFilter(request.filter, { table, scope, baseUrl })}`;
    const statement = sql`
      SELECT total.count AS total_results, page.* FROM (SELECT count(*)::int AS count FROM ${raw(table)} r WHERE ${where}) total
      LEFT JOIN (
        SELECT ${raw(columns)} FROM ${raw(table)} r ${raw(join)} ${scope.scimClientId}::uuid WHERE ${where}
        ORDER BY r.id LIMIT ${raw(String(request.count))} OFFSET ${raw(String(request.startIndex - 1))}
      ) page ON true ORDER BY page.id`;
    const { text, values } = statement;
    const query = isFrequent(request) ? prepare(text, values) : { text, values };
    const { rows } = await pool.query<Row & { total_results: number }>(query).catch(explainReadError);
    const total = rows[0]?.total_results ?? 0;
    // Without a page there is one row all the same, which holds the total.
    return { totalResults: total, resources: rows.filter((row) => row.id !== null) };
  }
}

/** First pages by at most one term: what identity providers look people up with, over and over, and only so many texts. */
function isFrequent({ filter, startIndex, count }: ListRequest): boolean {
  const isOneTerm = filter === undefined || filter.kind === "compare" || filter.kind === "valuePath";
  return isOneTerm && startIndex === 1 && count === pageLimits.defaultCount;
}

/** So many statements are kept planned on each connection; the shapes of filters that identity providers send are few. */
const maxPreparedStatements = 200;
const statementNames = new Map<string, string>();

/**
 * A query that PostgreSQL plans once a connection instead of each time, which for a look-up takes longer than the look-up
 * itself. The page's bounds stand in the text, not among the values: only then is the plan good for all values.
 */
function prepare(text: string, values: unknown[]): { name?: string; text: string; values: unknown[] } {
  let name = statementNames.get(text);
  if (name === undefined) {
    if (statementNames.size >= maxPreparedStatements) return { text, values };
    name = `read-${statementNames.size + 1}`;
    statementNames.set(text, name);
  }
  return { name, text, values };
}
