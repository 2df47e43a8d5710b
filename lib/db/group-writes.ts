import type { PoolClient } from "pg";
import type {
  DirectoryScope,
  GroupState,
  MembershipEdit,
  StoredGroup,
  WriteCondition,
  WriteOutcome,
} from "@/lib/directory/directory-store";
import type { ResourceChange } from "@/lib/directory/resource-change";
import { groupStateValues } from "./group-rows";
import { findMembers } from "./members";
import { type Connection, runInPoolTransaction } from "./pool-transaction";
import { changeValues, insertChange, requestIdOf } from "./resource-changes";
import { explainWriteError } from "./statement-errors";
import { insertSyncJobs, writtenResource } from "./sync/insert-jobs";
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
};

/** Sorts the ids `$2` into the people and the groups of organization `$1`, and those that are neither. */
const resolveMembers = `
    wanted AS (SELECT unnest($2::uuid[]) AS id),
    people AS (SELECT u.id FROM users u JOIN wanted USING (id) WHERE u.organization_id = $1),
    nested AS (SELECT g.id FROM groups g JOIN wanted USING (id) WHERE g.organization_id = $1),
    unknown AS (SELECT id FROM wanted EXCEPT (SELECT id FROM people UNION ALL SELECT id FROM nested))`;

/** The members that a statement added, as a JSON array. */
const addedIds = "(SELECT jsonb_agg(id) FROM (SELECT id FROM added_people UNION ALL SELECT id FROM added_groups) a)";

const countAdded = "((SELECT count(*) FROM added_people) + (SELECT count(*) FROM added_groups))::int AS added";

/** Makes a group with its members, externalId and the change record in one statement. */
export async function insertGroup(
  pool: Connection,
  scope: DirectoryScope,
  group: GroupState,
  members: ReadonlySet<string>,
  change: ResourceChange,
): Promise<WriteOutcome<StoredGroup>> {
  const malformed = await refuseMalformedIds(pool, scope, members);
  if (malformed !== undefined) return malformed;
  const id = createId();
  const after = `$12::jsonb || jsonb_strip_nulls(jsonb_build_object('members',
      NULLIF(jsonb_strip_nulls(jsonb_build_object('added', ${addedIds})), '{}')))`;
  const statement = `
    WITH ${resolveMembers},
    written AS (
      INSERT INTO groups (organization_id, id, display_name, display_name_folded, attributes, search, created, last_modified)
      SELECT $1, $3, $4, $5, $6::jsonb, $7::jsonb, now(), now() WHERE NOT EXISTS (SELECT 1 FROM unknown)
      RETURNING id, version, created, last_modified
    ), external AS (
      INSERT INTO group_external_ids (organization_id, scim_client_id, group_id, external_id)
      SELECT $1, $8, id, $9 FROM written WHERE $9::text IS NOT NULL
    ), added_people AS (
      INSERT INTO group_memberships (organization_id, group_id, user_id)
      SELECT $1, written.id, people.id FROM written, people RETURNING user_id AS id
    ), added_groups AS (
      INSERT INTO nested_groups (organization_id, group_id, member_group_id)
      SELECT $1, written.id, nested.id FROM written, nested RETURNING member_group_id AS id
    ), ${insertChange("Group", "created", 10, after)},
    ${insertSyncJobs(writtenResource("Group"), requestIdOf(10))}
    SELECT (SELECT array_agg(id) FROM unknown) AS unknown, true AS found, written.version, written.created,
      written.last_modified, ${countAdded}, 0 AS removed FROM (SELECT 1) one LEFT JOIN written ON true`;
  const values = [
    scope.organizationId,
    [...members],
    id,
    ...groupStateValues(scope, group),
    scope.scimClientId,
    group.externalId ?? null,
    ...changeValues(change),
  ];
  try {
    const result = await pool.query<WrittenRow>({ name: "insert-group", text: statement, values });
    return outcomeOf(result.rows[0], { ...group, id, version: 0, created: new Date(0), lastModified: new Date(0) });
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
  const values = [
    scope.organizationId,
    [...edit.add],
    current.id,
    ...groupStateValues(scope, state),
    scope.scimClientId,
    state.externalId ?? null,
    next !== undefined || condition.onlyIfCurrent ? current.version : null,
    [...(edit.keepExisting ? edit.remove : edit.add)].filter(isUuid),
    ...changeValues(change),
    next !== undefined,
  ];
  const query = {
    name: edit.keepExisting ? "update-group" : "replace-group-members",
    text: updateStatement(edit.keepExisting),
    values,
  };
  try {
    const { id, version, created, lastModified } = current;
    const group = { ...state, id, version, created, lastModified };
    if (edit.keepExisting) return outcomeOf((await pool.query<WrittenRow>(query)).rows[0], group);
    // To replace all members is to remove those that are there: also those that a request running now is adding. So
    // the row is locked before the statement takes its view of the table.
    return await runInPoolTransaction(pool, async (connection: PoolClient) => {
      await connection.query("SELECT 1 FROM groups WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE", [
        scope.organizationId,
        current.id,
      ]);
      return outcomeOf((await connection.query<WrittenRow>(query)).rows[0], group);
    });
  } catch (error) {
    return explainWriteError(error);
  }
}

/**
 * `$10` is the version that must be the stored one, if any must. `$11` are the members that leave, or, where the old
 * members are not kept, those that alone stay. `$18` says whether the group's own attributes are written.
 */
function updateStatement(keepExisting: boolean): string {
  const leaving = (member: string) => `${member} ${keepExisting ? "= ANY" : "<> ALL"}($11::uuid[])`;
  const record = `jsonb_strip_nulls(jsonb_build_object('members', NULLIF(jsonb_strip_nulls(jsonb_build_object(
      'added', ${addedIds},
      'removed', (SELECT jsonb_agg(id) FROM (SELECT id FROM removed_people UNION ALL SELECT id FROM removed_groups) r)
    )), '{}')))`;
  return `
    WITH ${resolveMembers},
    locked AS (
      SELECT id FROM groups
      WHERE organization_id = $1 AND id = $3 AND ($10::int IS NULL OR version = $10)
        AND NOT EXISTS (SELECT 1 FROM unknown)
      FOR NO KEY UPDATE
    ), removed_people AS (
      DELETE FROM group_memberships m USING locked WHERE m.group_id = locked.id AND ${leaving("m.user_id")}
      RETURNING m.user_id AS id
    ), removed_groups AS (
      DELETE FROM nested_groups m USING locked WHERE m.group_id = locked.id AND ${leaving("m.member_group_id")}
      RETURNING m.member_group_id AS id
    ), added_people AS (
      INSERT INTO group_memberships (organization_id, group_id, user_id)
      SELECT $1, locked.id, people.id FROM locked, people ON CONFLICT DO NOTHING RETURNING user_id AS id
    ), added_groups AS (
      INSERT INTO nested_groups (organization_id, group_id, member_group_id)
      SELECT $1, locked.id, nested.id FROM locked, nested ON CONFLICT DO NOTHING RETURNING member_group_id AS id
    ), changes AS (
      SELECT locked.id FROM locked WHERE $18::boolean
        OR EXISTS (SELECT 1 FROM removed_people) OR EXISTS (SELECT 1 FROM removed_groups)
        OR EXISTS (SELECT 1 FROM added_people) OR EXISTS (SELECT 1 FROM added_groups)
    ), written AS (
      UPDATE groups g SET version = g.version + 1, last_modified = GREATEST(now(), g.last_modified),
        display_name = CASE WHEN $18 THEN $4 ELSE g.display_name END,
        display_name_folded = CASE WHEN $18 THEN $5 ELSE g.display_name_folded END,
        attributes = CASE WHEN $18 THEN $6::jsonb ELSE g.attributes END,
        search = CASE WHEN $18 THEN $7::jsonb ELSE g.search END
      FROM changes WHERE g.id = changes.id
      RETURNING g.id, g.version, g.created, g.last_modified
    ), external AS (
      INSERT INTO group_external_ids (organization_id, scim_client_id, group_id, external_id)
      SELECT $1, $8, id, $9 FROM written WHERE $9::text IS NOT NULL AND $18
      ON CONFLICT (group_id, scim_client_id) DO UPDATE SET external_id = EXCLUDED.external_id
    ), forgotten AS (
      DELETE FROM group_external_ids x USING written
      WHERE x.group_id = written.id AND x.scim_client_id = $8 AND $9::text IS NULL AND $18
    ), ${insertChange("Group", "updated", 12, `COALESCE($14::jsonb, '{}') || ${record}`)},
    ${insertSyncJobs(writtenResource("Group"), requestIdOf(12))}
    SELECT (SELECT array_agg(id) FROM unknown) AS unknown, EXISTS (SELECT 1 FROM locked) AS found, written.version,
      written.created, written.last_modified, ${countAdded},
      ((SELECT count(*) FROM removed_people) + (SELECT count(*) FROM removed_groups))::int AS removed
    FROM (SELECT 1) one LEFT JOIN written ON true`;
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
      WHERE g.organization_id = $1
        AND g.id IN (SELECT n.group_id FROM nested_groups n WHERE n.member_group_id = $2 UNION ALL SELECT $2::uuid)
      ORDER BY g.id FOR NO KEY UPDATE OF g
    ), written AS (
      DELETE FROM groups
      WHERE organization_id = $1 AND id = $2 AND ($9::int IS NULL OR version = $9) AND (SELECT count(*) FROM affected) >= 0
      RETURNING id
    ), touched AS (
      UPDATE groups SET version = version + 1, last_modified = GREATEST(now(), last_modified)
      WHERE id IN (SELECT id FROM affected) AND id <> $2 AND EXISTS (SELECT 1 FROM written)
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
