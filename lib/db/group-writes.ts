import type { PoolClient } from "pg";
import type {
  DirectoryScope,
  GroupState,
  Member,
  MembershipEdit,
  StoredGroup,
  WriteCondition,
  WriteOutcome,
} from "@/lib/directory/directory-store";
import type { ResourceChange } from "@/lib/directory/resource-change";
import { type GroupRow, groupStateValues, toStoredGroup } from "./group-rows";
import { insertGroupStatement, type MemberKinds, updateGroupStatement } from "./group-statements";
import { findMembers } from "./members";
import { isOwnRow } from "./own-row";
import { type Connection, runInPoolTransaction } from "./pool-transaction";
import { changeValues, insertChange, requestIdOf } from "./resource-changes";
import { explainWriteError } from "./statement-errors";
import { insertSyncJobs } from "./sync/insert-jobs";
import { createId, isUuid } from "./uuid";

/** What the writing statements return: nothing was written where `unknown` lists ids, or where `version` is null. */
type WrittenRow = {
  readonly unknown: readonly string[] | null;
  readonly found: boolean;
  readonly version: number | null;
  readonly created: Date | null;
  readonly last_modified: Date | null;
  /** How many members came and went. */
  readonly added: number;
  readonly removed: number;
  /** Of a group that was made, where they are wanted; null for none. */
  readonly members?: readonly Member[] | null;
};

/** @param write sends the statement for members of these kinds */
async function addingPeopleFirst<Row extends Pick<WrittenRow, "unknown">>(
  write: (kinds: MemberKinds) => Promise<Row | undefined>,
): Promise<Row | undefined> {
  const row = await write("people");
  return row?.unknown ? write("all") : row;
}

/** Makes a group with its members, externalId and the change record in one statement. */
export async function insertGroup(
  pool: Connection,
  scope: DirectoryScope,
  group: GroupState,
  members: ReadonlySet<string>,
  change: ResourceChange,
  include: { readonly members: boolean },
): Promise<WriteOutcome<StoredGroup>> {
  const malformed = await refuseMalformedIds(pool, scope, members);
  if (malformed !== undefined) return malformed;
  const id = createId();
  const parts = { adds: members.size > 0, lists: members.size > 0 && include.members };
  const values = [
    scope.organizationId,
    id,
    ...groupStateValues(scope, group),
    scope.scimClientId,
    group.externalId ?? null,
    ...changeValues(change),
    ...(parts.adds ? [[...members]] : []),
  ];
  try {
    const row = await addingPeopleFirst(async (kinds) => {
      const statement = insertGroupStatement(scope, { ...parts, kinds });
      return (await pool.query<WrittenRow>({ ...statement, values })).rows[0];
    });
    const made = { ...group, id, version: 0, created: new Date(0), lastModified: new Date(0) };
    return outcomeOf(row, include.members ? { ...made, members: row?.members ?? [] } : made);
  } catch (error) {
    return explainWriteError(error);
  }
}

/**
 * Writes a group's own attributes (over the version that was read), edits its members as a set (over any version, unless
 * the condition says otherwise), or both, with the change record, in one statement. The group's row is locked, so that
 * parallel edits follow each other.
 */
export async function updateGroup(
  pool: Connection,
  scope: DirectoryScope,
  current: StoredGroup,
  next: GroupState | undefined,
  membership: MembershipEdit | undefined,
  change: ResourceChange,
  condition: WriteCondition,
): Promise<WriteOutcome<StoredGroup>> {
  const edit = membership ?? { keepExisting: true, remove: new Set<string>(), add: new Set<string>() };
  const malformed = await refuseMalformedIds(pool, scope, edit.add);
  if (malformed !== undefined) return malformed;
  const state = next ?? current;
  const parts = {
    keepsExisting: edit.keepExisting,
    adds: edit.add.size > 0,
    removes: !edit.keepExisting || edit.remove.size > 0,
    writesOwn: next !== undefined,
  };
  const values = [
    scope.organizationId,
    current.id,
    next !== undefined || condition.onlyIfCurrent ? current.version : null,
    ...changeValues(change),
    ...(parts.writesOwn ? [...groupStateValues(scope, state), scope.scimClientId, state.externalId ?? null] : []),
    ...(parts.adds ? [[...edit.add]] : []),
    ...(parts.removes ? [[...(edit.keepExisting ? edit.remove : edit.add)].filter(isUuid)] : []),
  ];
  const query = { ...updateGroupStatement({ ...parts, kinds: "all" }), values };
  try {
    const { id, version, created, lastModified } = current;
    const group = { ...state, id, version, created, lastModified };
    if (edit.keepExisting) return outcomeOf((await pool.query<WrittenRow>(query)).rows[0], group);
    // To replace all members is to remove those that are there: also those that a request running now is adding. So
    // the row is locked before the statement takes its view of the table.
    return await runInPoolTransaction(pool, async (connection: PoolClient) => {
      await connection.query(`SELECT 1 FROM groups WHERE ${isOwnRow()} AND id = $2 FOR NO KEY UPDATE`, [
        scope.organizationId,
        current.id,
      ]);
      return outcomeOf((await connection.query<WrittenRow>(query)).rows[0], group);
    });
  } catch (error) {
    return explainWriteError(error);
  }
}

/** What an edit of a group that was not read returns beside: the group as it found it. */
type EditedRow = Omit<WrittenRow, "members"> &
  Pick<GroupRow, "id" | "display_name" | "attributes" | "external_id"> & {
    readonly found_version: number;
    readonly found_created: Date;
    readonly found_last_modified: Date;
  };

/**
 * Adds members to a group and takes others out, without having read it: what there is to tell of the group comes back with the
 * edit. `stale` where the organization has no such group.
 *
 * @param edit keeps the members that it does not name
 */
export async function editMembers(
  pool: Connection,
  scope: DirectoryScope,
  id: string,
  edit: MembershipEdit,
  change: ResourceChange,
): Promise<WriteOutcome<StoredGroup>> {
  if (!isUuid(id)) return { outcome: "stale" };
  const malformed = await refuseMalformedIds(pool, scope, edit.add);
  if (malformed !== undefined) return malformed;
  const parts = { adds: edit.add.size > 0, removes: edit.remove.size > 0 };
  const values = [
    scope.organizationId,
    id,
    null,
    ...changeValues(change),
    ...(parts.adds ? [[...edit.add]] : []),
    ...(parts.removes ? [[...edit.remove].filter(isUuid)] : []),
    scope.scimClientId,
  ];
  const shape = { ...parts, keepsExisting: true, writesOwn: false, tellsClient: `$${values.length}` };
  try {
    const row = await addingPeopleFirst(async (kinds) => {
      const statement = updateGroupStatement({ ...shape, kinds });
      return (await pool.query<EditedRow>({ ...statement, values })).rows[0];
    });
    if (!row?.found) return row?.unknown ? { outcome: "unknownMembers", ids: row.unknown } : { outcome: "stale" };
    const { found_version: version, found_created: created, found_last_modified: last_modified } = row;
    return outcomeOf(row, toStoredGroup({ ...row, version, created, last_modified }));
  } catch (error) {
    return explainWriteError(error);
  }
}

/** Removes a group for good; the groups that it was nested in get a new version. */
export async function deleteGroup(
  pool: Connection,
  scope: DirectoryScope,
  current: StoredGroup,
  change: ResourceChange,
  condition: WriteCondition,
): Promise<WriteOutcome<undefined>> {
  // Groups are locked in the order of their ids, the one that goes among those it is in, as the deletion of a person locks
  // theirs and that of another group its own. The lock is the one that an edit takes, which lets others name the group as
  // their member: a stronger one would make an edit that holds one of these groups wait for another.
  const statement = `
    WITH affected AS (
      SELECT g.id FROM groups g
      WHERE ${isOwnRow("g")}
        AND g.id = ANY(ARRAY(SELECT n.group_id FROM nested_groups n WHERE n.member_group_id = $2) || $2::uuid)
      ORDER BY g.id FOR NO KEY UPDATE OF g
    ), written AS (
      DELETE FROM groups
      WHERE ${isOwnRow()} AND id = $2 AND ($9::int IS NULL OR version = $9) AND (SELECT count(*) FROM affected) >= 0
      RETURNING id
    ), touched AS (
      UPDATE groups SET version = version + 1, last_modified = GREATEST(now(), last_modified)
      WHERE id = ANY(ARRAY(SELECT id FROM affected)) AND id <> $2 AND EXISTS (SELECT 1 FROM written)
    ), ${insertChange("Group", "deleted", 3)},
    ${insertSyncJobs("SELECT 'Group' AS type, affected.id FROM affected, written", requestIdOf(3))}
    SELECT id FROM written`;
  try {
    const version = condition.onlyIfCurrent ? current.version : null;
    const values = [scope.organizationId, current.id, ...changeValues(change), version];
    const result = await pool.query({ name: "delete-group", text: statement, values });
    return result.rows.length === 0 ? { outcome: "stale" } : { outcome: "written", stored: undefined };
  } catch (error) {
    return explainWriteError(error);
  }
}

/** Ids that are not even written like ours are unknown; the answer names all that are, so the others are looked up too. */
async function refuseMalformedIds(
  pool: Connection,
  scope: DirectoryScope,
  ids: ReadonlySet<string>,
): Promise<{ outcome: "unknownMembers"; ids: readonly string[] } | undefined> {
  if ([...ids].every(isUuid)) return undefined;
  const known = new Set((await findMembers(pool, scope, ids)).map((member) => member.id));
  return { outcome: "unknownMembers", ids: [...ids].filter((id) => !known.has(id)) };
}

function outcomeOf(row: WrittenRow | undefined, group: StoredGroup): WriteOutcome<StoredGroup> {
  if (row?.unknown) return { outcome: "unknownMembers", ids: row.unknown };
  if (!row?.found) return { outcome: "stale" };
  const { version, created, last_modified: lastModified } = row;
  // Found, but nothing had to change: everybody to add was there, everybody to remove was not.
  if (version === null || created === null || lastModified === null) return { outcome: "written", stored: group };
  const { added, removed } = row;
  return { outcome: "written", stored: { ...group, version, created, lastModified }, members: { added, removed } };
}
