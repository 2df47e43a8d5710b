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
import { displayOfUser } from "./filter-operands";
import { aggregateMembers, type GroupRow, groupStateValues, toStoredGroup } from "./group-rows";
import { findMembers } from "./members";
import { isOwnRow } from "./own-row";
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
  /** Of a group that was made, where they are wanted; null for none. */
  readonly members?: readonly Member[] | null;
};

/**
 * Whom a statement takes for members to add. Nearly always all are people, and the parts for groups cost their time also with nothing
 * to do: so it is asked for people alone first, and for both when it knows some of them not, which has written nothing.
 */
type MemberKinds = "people" | "all";

/** @param write sends the statement for members of these kinds */
async function addingPeopleFirst<Row extends Pick<WrittenRow, "unknown">>(
  write: (kinds: MemberKinds) => Promise<Row | undefined>,
): Promise<Row | undefined> {
  const row = await write("people");
  return row?.unknown ? write("all") : row;
}

/**
 * Sorts ids into the people and the groups of organization `$1`, and those that are neither. `OFFSET 0` has each be looked up: for
 * all at once PostgreSQL may read the whole table, as long as it takes it for small.
 *
 * @param ids an SQL expression for a `uuid[]`
 * @param personDisplay an SQL expression for the display of a person `u`, where displays are wanted
 */
const resolveMembers = (ids: string, kinds: MemberKinds, personDisplay?: string) => `
    people AS (SELECT u.id ${personDisplay === undefined ? "" : `, ${personDisplay} AS display`}
      FROM unnest(${ids}::uuid[]) AS asked(id)
      CROSS JOIN LATERAL (SELECT u.* FROM users u WHERE ${isOwnRow("u")} AND u.id = asked.id OFFSET 0) u),
    ${kinds === "people" ? "" : resolveGroups(ids)}
    unknown AS (SELECT unnest(${ids}::uuid[]) AS id
      EXCEPT (SELECT id FROM people ${kinds === "people" ? "" : "UNION ALL SELECT id FROM nested"})),`;

const resolveGroups = (ids: string) => `nested AS (SELECT g.id, g.display_name FROM unnest(${ids}::uuid[]) AS asked(id)
      CROSS JOIN LATERAL (SELECT g.* FROM groups g WHERE ${isOwnRow("g")} AND g.id = asked.id OFFSET 0) g),`;

/** Takes the members that `resolveMembers` found into the group of the CTE `group`. */
const addMembers = (group: "written" | "locked", kinds: MemberKinds) => `added_people AS (
      INSERT INTO group_memberships (organization_id, group_id, user_id)
      SELECT $1, ${group}.id, people.id FROM ${group}, people ON CONFLICT DO NOTHING RETURNING user_id AS id
    ), ${kinds === "people" ? "" : addGroups(group)}`;

const addGroups = (group: "written" | "locked") => `added_groups AS (
      INSERT INTO nested_groups (organization_id, group_id, member_group_id)
      SELECT $1, ${group}.id, nested.id FROM ${group}, nested ON CONFLICT DO NOTHING RETURNING member_group_id AS id
    ),`;

/**
 * What a statement says of the members that it added and removed. The parts that do so are left out where there is nobody to add
 * or to remove: each costs its time, also with nothing to do.
 */
function describeMembers({ adds, removes, kinds }: Pick<UpdateParts, "adds" | "removes" | "kinds">) {
  const added = `(SELECT id FROM added_people ${kinds === "people" ? "" : "UNION ALL SELECT id FROM added_groups"})`;
  const removed = "(SELECT id FROM removed_people UNION ALL SELECT id FROM removed_groups)";
  return {
    /** The members of the change record, empty where nobody came or went. */
    record: `jsonb_strip_nulls(jsonb_build_object('members', NULLIF(jsonb_strip_nulls(jsonb_build_object(
      'added', ${adds ? `(SELECT jsonb_agg(id) FROM ${added} a)` : "NULL"},
      'removed', ${removes ? `(SELECT jsonb_agg(id) FROM ${removed} r)` : "NULL"})), '{}')))`,
    counts: `${adds ? `(SELECT count(*) FROM ${added} a)::int` : "0"} AS added,
      ${removes ? `(SELECT count(*) FROM ${removed} r)::int` : "0"} AS removed`,
    unknown: adds ? "(SELECT array_agg(id) FROM unknown)" : "NULL::uuid[]",
    allKnown: adds ? "NOT EXISTS (SELECT 1 FROM unknown)" : "true",
    isChanged: [adds ? `EXISTS ${added}` : "false", removes ? `EXISTS ${removed}` : "false"].join(" OR "),
  };
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
      const name = nameOf("insert-group", {
        ...parts,
        [kinds]: parts.adds,
        fullName: scope.displayIsFullName === true,
      });
      const { rows } = await pool.query<WrittenRow>({ name, text: insertStatement(scope, kinds, parts), values });
      return rows[0];
    });
    const made = { ...group, id, version: 0, created: new Date(0), lastModified: new Date(0) };
    return outcomeOf(row, include.members ? { ...made, members: row?.members ?? [] } : made);
  } catch (error) {
    return explainWriteError(error);
  }
}

/** @param parts whether there are members to add, and whether they are wanted back */
function insertStatement(
  scope: DirectoryScope,
  kinds: MemberKinds,
  { adds, lists }: { readonly adds: boolean; readonly lists: boolean },
): string {
  const { record, counts, unknown, allKnown } = describeMembers({ adds, removes: false, kinds });
  const listed = `SELECT id, 'User' AS kind, display FROM people
    ${kinds === "people" ? "" : "UNION ALL SELECT id, 'Group', display_name FROM nested"}`;
  return `
    WITH ${adds ? resolveMembers("$15", kinds, lists ? displayOfUser("u", scope, false) : undefined) : ""}
    written AS (
      INSERT INTO groups (organization_id, id, display_name, display_name_folded, attributes, search, created, last_modified)
      SELECT $1, $2, $3, $4, $5::jsonb, $6::jsonb, now(), now() WHERE ${allKnown}
      RETURNING id, version, created, last_modified
    ), external AS (
      INSERT INTO group_external_ids (organization_id, scim_client_id, group_id, external_id)
      SELECT $1, $7, id, $8 FROM written WHERE $8::text IS NOT NULL
    ), ${adds ? addMembers("written", kinds) : ""}
    ${insertChange("Group", "created", 9, `$11::jsonb || ${record}`)},
    ${insertSyncJobs(writtenResource("Group"), requestIdOf(9))}
    SELECT ${unknown} AS unknown, true AS found, written.version, written.created, written.last_modified, ${counts}
      ${lists ? `, ${aggregateMembers(listed)} AS members` : ""}
    FROM (SELECT 1) one LEFT JOIN written ON true`;
}

/** The name of a prepared statement, which differs with the parts that it has. */
function nameOf(statement: string, parts: Readonly<Record<string, boolean>>): string {
  return [statement, ...Object.entries(parts).flatMap(([part, isThere]) => (isThere ? [part] : []))].join("-");
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
  const query = { name: nameOf("update-group", parts), text: updateStatement({ ...parts, kinds: "all" }), values };
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
      const name = nameOf("edit-members", { ...parts, [kinds]: parts.adds });
      return (await pool.query<EditedRow>({ name, text: updateStatement({ ...shape, kinds }), values })).rows[0];
    });
    if (!row?.found) return row?.unknown ? { outcome: "unknownMembers", ids: row.unknown } : { outcome: "stale" };
    const { found_version: version, found_created: created, found_last_modified: last_modified } = row;
    return outcomeOf(row, toStoredGroup({ ...row, version, created, last_modified }));
  } catch (error) {
    return explainWriteError(error);
  }
}

type UpdateParts = {
  /** Whether members stay who are not removed by name. */
  readonly keepsExisting: boolean;
  readonly adds: boolean;
  readonly removes: boolean;
  readonly kinds: MemberKinds;
  /** Whether the group's own attributes are written. */
  readonly writesOwn: boolean;
  /** The SCIM client, as an SQL expression, where the group as it was is told, with the externalId that it has for the client. */
  readonly tellsClient?: string;
};

/**
 * `$3` is the version that must be the stored one, if any must. After the change come, where they are needed, the group's own
 * attributes, the members to add, and those that leave, or, where the old members are not kept, those that alone stay.
 */
function updateStatement(parts: UpdateParts): string {
  const { keepsExisting, adds, removes, kinds, writesOwn, tellsClient } = parts;
  const [displayName, folded, attributes, search, client, externalId] = [10, 11, 12, 13, 14, 15].map((n) => `$${n}`);
  const added = writesOwn ? 16 : 10;
  const leaving = `${keepsExisting ? "= ANY" : "<> ALL"}($${added + (adds ? 1 : 0)}::uuid[])`;
  const { record, counts, unknown, allKnown, isChanged } = describeMembers(parts);
  const removal = `removed_people AS (
      DELETE FROM group_memberships m USING locked WHERE m.group_id = locked.id AND m.user_id ${leaving}
      RETURNING m.user_id AS id
    ), removed_groups AS (
      DELETE FROM nested_groups m USING locked WHERE m.group_id = locked.id AND m.member_group_id ${leaving}
      RETURNING m.member_group_id AS id
    ),`;
  const external = `external AS (
      INSERT INTO group_external_ids (organization_id, scim_client_id, group_id, external_id)
      SELECT $1, ${client}, id, ${externalId} FROM written WHERE ${externalId}::text IS NOT NULL
      ON CONFLICT (group_id, scim_client_id) DO UPDATE SET external_id = EXCLUDED.external_id
    ), forgotten AS (
      DELETE FROM group_external_ids x USING written
      WHERE x.group_id = written.id AND x.scim_client_id = ${client} AND ${externalId}::text IS NULL
    ),`;
  const own = `, display_name = ${displayName}, display_name_folded = ${folded}, attributes = ${attributes}::jsonb,
        search = ${search}::jsonb`;
  const told = `, locked.id, locked.display_name, locked.attributes, locked.version AS found_version,
      locked.created AS found_created, locked.last_modified AS found_last_modified,
      (SELECT x.external_id FROM group_external_ids x
        WHERE x.group_id = locked.id AND x.scim_client_id = ${tellsClient}) AS external_id`;
  return `
    WITH ${adds ? resolveMembers(`$${added}`, kinds) : ""}
    locked AS (
      SELECT id ${tellsClient === undefined ? "" : ", display_name, attributes, version, created, last_modified"} FROM groups
      WHERE ${isOwnRow()} AND id = $2 AND ($3::int IS NULL OR version = $3) AND ${allKnown}
      FOR NO KEY UPDATE
    ), ${removes ? removal : ""} ${adds ? addMembers("locked", kinds) : ""}
    written AS (
      UPDATE groups g SET version = g.version + 1, last_modified = GREATEST(now(), g.last_modified) ${writesOwn ? own : ""}
      FROM locked WHERE g.id = locked.id AND (${writesOwn ? "true" : isChanged})
      RETURNING g.id, g.version, g.created, g.last_modified
    ), ${writesOwn ? external : ""}
    ${insertChange("Group", "updated", 4, `COALESCE($6::jsonb, '{}') || ${record}`)},
    ${insertSyncJobs(writtenResource("Group"), requestIdOf(4))}
    SELECT ${unknown} AS unknown, locked.id IS NOT NULL AS found, written.version, written.created, written.last_modified, ${counts}
      ${tellsClient === undefined ? "" : told}
    FROM (SELECT 1) one LEFT JOIN locked ON true LEFT JOIN written ON true`;
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
