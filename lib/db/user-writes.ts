import type { PoolClient } from "pg";
import type { DirectoryScope, StoredUser, UserState, WriteOutcome } from "@/lib/directory/directory-store";
import type { ResourceChange } from "@/lib/directory/resource-change";
import { isOwnRow } from "./own-row";
import { type Connection, runInPoolTransaction } from "./pool-transaction";
import { changeValues, insertChange, requestIdOf } from "./resource-changes";
import { explainWriteError } from "./statement-errors";
import { insertSyncJobs, writtenResource } from "./sync/insert-jobs";
import { erasePasswords, insertPasswords } from "./sync/passwords";
import { selectManager, userStateValues } from "./user-rows";
import { createId } from "./uuid";

/** Seals what came with a person for the id given; null where nothing did, or nobody can seal. */
export type PasswordSealer = (id: string) => Buffer | null;

type WrittenRow = {
  readonly version: number;
  readonly created: Date;
  readonly last_modified: Date;
  readonly manager: { readonly display?: string } | null;
};

/** Makes a person, their externalId, their subscriptions and the change record in one statement. */
export async function insertUser(
  pool: Connection,
  scope: DirectoryScope,
  user: UserState,
  change: ResourceChange,
  options: { readonly subscribe: boolean; readonly sealPassword: PasswordSealer },
): Promise<WriteOutcome<StoredUser>> {
  const id = createId();
  const sealed = options.sealPassword(id);
  const statement = `
    WITH written AS (
      INSERT INTO users (organization_id, id, user_name, user_name_folded, active, role, display_name,
        display_name_folded, full_name, full_name_folded, manager_id, attributes, search, created, last_modified)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now(), now())
      RETURNING id, version, created, last_modified
    ), external AS (
      INSERT INTO user_external_ids (organization_id, scim_client_id, user_id, external_id)
      SELECT $1, $14, id, $15 FROM written WHERE $15::text IS NOT NULL
    ), subscribed AS (
      INSERT INTO stream_subscriptions (organization_id, stream_id, user_id)
      SELECT $1, s.id, written.id FROM written, streams s WHERE s.organization_id = $1 AND s.is_default AND $16
    ), ${insertChange("User", "created", 17)},
    ${insertSyncJobs(writtenResource("User"), requestIdOf(17))} ${sealed === null ? "" : `, ${insertPasswords("$23")}`}
    SELECT version, created, last_modified, ${selectManager(scope, "$1", "$11")} AS manager FROM written`;
  const values = [
    scope.organizationId,
    id,
    ...userStateValues(scope, user),
    scope.scimClientId,
    user.externalId ?? null,
    options.subscribe,
    ...changeValues(change),
    ...(sealed === null ? [] : [sealed]),
  ];
  const name = nameOf(sealed === null ? "insert-user" : "insert-user-with-password", scope);
  try {
    const result = await pool.query<WrittenRow>({ name, text: statement, values });
    const row = result.rows[0];
    return row === undefined ? { outcome: "stale" } : { outcome: "written", stored: stored(id, user, row) };
  } catch (error) {
    return explainWriteError(error);
  }
}

/** Writes a person over the version that was read, with externalId and change record, in one statement. */
export async function updateUser(
  pool: Connection,
  scope: DirectoryScope,
  current: StoredUser,
  next: UserState,
  change: ResourceChange,
  sealPassword: PasswordSealer,
): Promise<WriteOutcome<StoredUser>> {
  const sealed = sealPassword(current.id);
  const statement = `
    WITH written AS (
      UPDATE users SET user_name = $3, user_name_folded = $4, active = $5, role = $6, display_name = $7,
        display_name_folded = $8, full_name = $9, full_name_folded = $10, manager_id = $11, attributes = $12, search = $13,
        version = version + 1, last_modified = GREATEST(now(), last_modified)
      WHERE ${isOwnRow()} AND id = $2 AND version = $16
      RETURNING id, version, created, last_modified
    ), external AS (
      INSERT INTO user_external_ids (organization_id, scim_client_id, user_id, external_id)
      SELECT $1, $14, id, $15 FROM written WHERE $15::text IS NOT NULL
      ON CONFLICT (user_id, scim_client_id) DO UPDATE SET external_id = EXCLUDED.external_id
    ), forgotten AS (
      DELETE FROM user_external_ids x USING written
      WHERE x.user_id = written.id AND x.scim_client_id = $14 AND $15::text IS NULL
    ), ${insertChange("User", "updated", 17)},
    ${insertSyncJobs(writtenResource("User"), requestIdOf(17))} ${sealed === null ? "" : `, ${insertPasswords("$23")}`}
    SELECT version, created, last_modified, ${selectManager(scope, "$1", "$11")} AS manager FROM written`;
  const values = [
    scope.organizationId,
    current.id,
    ...userStateValues(scope, next),
    scope.scimClientId,
    next.externalId ?? null,
    current.version,
    ...changeValues(change),
    ...(sealed === null ? [] : [sealed]),
  ];
  const name = nameOf(sealed === null ? "update-user" : "update-user-with-password", scope);
  const write = async (connection: Connection): Promise<WriteOutcome<StoredUser>> => {
    const result = await connection.query<WrittenRow>({ name, text: statement, values });
    const row = result.rows[0];
    if (row === undefined) return { outcome: "stale" };
    const { groups } = current;
    const written = stored(current.id, next, row);
    return { outcome: "written", stored: groups === undefined ? written : { ...written, groups } };
  };
  const staysOwner = next.active && next.role === "owner";
  try {
    return isActiveOwner(current) && !staysOwner
      ? await keepingAnOwner(pool, scope, current.id, write)
      : await write(pool);
  } catch (error) {
    return explainWriteError(error);
  }
}

/** Removes a person for good; the groups they were in get a new version. */
export async function deleteUser(
  pool: Connection,
  scope: DirectoryScope,
  current: StoredUser,
  change: ResourceChange,
): Promise<WriteOutcome<undefined>> {
  const affected = "SELECT 'Group', affected.id FROM affected, written";
  // The groups are locked before the person, as an edit of their members does it, so that the two cannot deadlock. They are
  // looked up as an array: for a join PostgreSQL may read all groups of the organization, when it thinks that there are few.
  const statement = `
    WITH affected AS (
      SELECT g.id FROM groups g
      WHERE ${isOwnRow("g")}
        AND g.id = ANY(ARRAY(SELECT m.group_id FROM group_memberships m WHERE m.user_id = $2))
      ORDER BY g.id FOR NO KEY UPDATE OF g
    ), written AS (
      DELETE FROM users
      WHERE ${isOwnRow()} AND id = $2 AND version = $3 AND (SELECT count(*) FROM affected) >= 0
      RETURNING id
    ), ${erasePasswords}, touched AS (
      UPDATE groups SET version = version + 1, last_modified = GREATEST(now(), last_modified)
      WHERE id = ANY(ARRAY(SELECT id FROM affected)) AND EXISTS (SELECT 1 FROM written)
    ), ${insertChange("User", "deleted", 4)},
    ${insertSyncJobs(`${writtenResource("User")} UNION ALL ${affected}`, requestIdOf(4))}
    SELECT id FROM written`;
  const values = [scope.organizationId, current.id, current.version, ...changeValues(change)];
  const write = async (connection: Connection): Promise<WriteOutcome<undefined>> => {
    const result = await connection.query({ name: "delete-user", text: statement, values });
    return result.rows.length === 0 ? { outcome: "stale" } : { outcome: "written", stored: undefined };
  };
  try {
    return isActiveOwner(current) ? await keepingAnOwner(pool, scope, current.id, write) : await write(pool);
  } catch (error) {
    return explainWriteError(error);
  }
}

function isActiveOwner(user: UserState): boolean {
  return user.active && user.role === "owner";
}

/**
 * Runs a write that takes an owner away, unless there is no other. The organization's row is locked first: of two such
 * writes in parallel the second one sees what the first one did.
 */
async function keepingAnOwner<Stored>(
  pool: Connection,
  scope: DirectoryScope,
  ownerId: string,
  write: (connection: PoolClient) => Promise<WriteOutcome<Stored>>,
): Promise<WriteOutcome<Stored>> {
  return runInPoolTransaction(pool, async (connection) => {
    await connection.query("SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE", [scope.organizationId]);
    const others = await connection.query(
      "SELECT 1 FROM users WHERE organization_id = $1 AND role = 'owner' AND active AND id <> $2 LIMIT 1",
      [scope.organizationId, ownerId],
    );
    return others.rows.length === 0 ? { outcome: "lastOwner" } : write(connection);
  });
}

function stored(id: string, user: UserState, row: WrittenRow): StoredUser {
  return {
    ...user,
    id,
    version: row.version,
    created: row.created,
    lastModified: row.last_modified,
    ...(row.manager === null ? {} : { manager: row.manager }),
  };
}

/** The name of a prepared statement; its text differs with what a display is. */
function nameOf(statement: string, scope: DirectoryScope): string {
  return scope.displayIsFullName === true ? `${statement}-full-name` : statement;
}
