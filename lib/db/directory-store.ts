import type { DirectoryScope, DirectoryStore, PersonSecret } from "@/lib/directory/directory-store";
import { foldForComparison } from "@/lib/scim/fold";
import { type SealingKeys, seal } from "@/lib/secrets";
import { type GroupRow, joinGroupExternalId, selectGroup, toStoredGroup } from "./group-rows";
import { deleteGroup, editMembers, insertGroup, updateGroup } from "./group-writes";
import { listMixed } from "./list-mixed";
import { isLookUp, listResources, type Selection } from "./list-resources";
import type { LookUps } from "./look-up-lines";
import { findMembers } from "./members";
import { isOfOrganization, isOwnRow } from "./own-row";
import type { Connection } from "./pool-transaction";
import { prepare } from "./prepared-statements";
import { handOverPassword } from "./sync/passwords";
import { describePasswordSeal } from "./sync/seal-contexts";
import { joinUserExternalId, selectUser, toStoredUser, type UserRow } from "./user-rows";
import { deleteUser, insertUser, type PasswordSealer, updateUser } from "./user-writes";
import { isUuid } from "./uuid";

/**
 * The directory in PostgreSQL. A read is one statement, and so is a write, except for the few that must lock first.
 *
 * @param lookUps where single rows are read; absent within a transaction, which has one connection for all it does
 * @param baseUrl what the URLs of resources begin with, for filters on `meta.location` and `$ref`
 * @param keys to seal passwords with; without them those that come are dropped
 */
export function createDirectoryStore(
  { pool, lookUps = pool }: { readonly pool: Connection; readonly lookUps?: LookUps },
  baseUrl: string,
  keys?: SealingKeys,
): DirectoryStore {
  const createSealer =
    ({ password }: PersonSecret): PasswordSealer =>
    (id) =>
      password === undefined || keys === undefined ? null : seal(keys, password, describePasswordSeal(id));

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
      const page = await listResources<UserRow>(
        isLookUp(request, "users") ? lookUps : pool,
        scope,
        baseUrl,
        selection,
        request,
      );
      return { ...page, resources: page.resources.map(toStoredUser) };
    },
    createUser: (scope, user, change, { subscribe, ...secret }) =>
      insertUser(pool, scope, user, change, { subscribe, sealPassword: createSealer(secret) }),
    updateUser: (scope, current, next, change, secret = {}) =>
      updateUser(pool, scope, current, next, change, createSealer(secret)),
    async handOverPassword(scope, id, password, requestId) {
      const sealed = createSealer({ password })(id);
      if (sealed !== null) await handOverPassword(pool, scope.organizationId, id, sealed, requestId);
    },
    deleteUser: (scope, current, change) => deleteUser(pool, scope, current, change),

    async findGroup(scope, id, include) {
      if (!isUuid(id)) return undefined;
      const selection = { table: "groups", columns: selectGroup(scope, include), join: joinGroupExternalId } as const;
      // A group may have so many members that others would wait for them.
      const row = await find<GroupRow>(scope, selection, "id", id, include.members ? pool : lookUps);
      return row && toStoredGroup(row);
    },
    async listGroups(scope, request, include) {
      const selection = { table: "groups", columns: selectGroup(scope, include), join: joinGroupExternalId } as const;
      const isQuick = isLookUp(request, "groups") && !include.members;
      const page = await listResources<GroupRow>(isQuick ? lookUps : pool, scope, baseUrl, selection, request);
      return { ...page, resources: page.resources.map(toStoredGroup) };
    },
    listMixed: (scope, request, include) => listMixed(pool, scope, baseUrl, request, include),
    findMembers: (scope, ids) => findMembers(pool, scope, ids),
    createGroup: (scope, group, members, change, include) => insertGroup(pool, scope, group, members, change, include),
    editMembers: (scope, id, edit, change) => editMembers(pool, scope, id, edit, change),
    updateGroup: (scope, current, next, membership, change, condition) =>
      updateGroup(pool, scope, current, next, membership, change, condition),
    deleteGroup: (scope, current, change, condition) => deleteGroup(pool, scope, current, change, condition),
  };

  async function find<Row extends { id: string }>(
    scope: DirectoryScope,
    { table, columns, join }: Selection,
    column: "id" | "user_name_folded",
    key: string,
    connection: LookUps = lookUps,
  ): Promise<Row | undefined> {
    const own = column === "id" ? isOwnRow("r") : `r.organization_id ${isOfOrganization("$1")}`;
    const text = `SELECT ${columns} FROM ${table} r ${join} $2 WHERE ${own} AND r.${column} = $3`;
    const values = [scope.organizationId, scope.scimClientId, key];
    const result = await connection.query<Row>(prepare(text, values));
    return result.rows[0];
  }
}
