import type { DirectoryScope } from "@/lib/directory/directory-store";
import { displayOfUser } from "./filter-operands";
import { aggregateMembers } from "./group-rows";
import { isOwnRow } from "./own-row";
import { insertChange, requestIdOf } from "./resource-changes";
import { insertSyncJobs, writtenResource } from "./sync/insert-jobs";

/**
 * Whom a statement takes for members to add. Nearly always all are people, and the parts for groups cost their time also with nothing
 * to do: so it is asked for people alone first, and for both when it knows some of them not, which has written nothing.
 */
export type MemberKinds = "people" | "all";

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

/** A prepared statement. */
type Statement = { readonly name: string; readonly text: string };

type InsertParts = {
  readonly adds: boolean;
  readonly kinds: MemberKinds;
  /** Whether the members that were added are wanted back. */
  readonly lists: boolean;
};

/**
 * Makes a group. `$1` is the organization; then come id, the group's own attributes, the SCIM client, externalId, the change, and the
 * members where there are some.
 */
export function insertGroupStatement(scope: DirectoryScope, parts: InsertParts): Statement {
  const { adds, kinds, lists } = parts;
  const { record, counts, unknown, allKnown } = describeMembers({ adds, removes: false, kinds });
  const listed = `SELECT id, 'User' AS kind, display FROM people
    ${kinds === "people" ? "" : "UNION ALL SELECT id, 'Group', display_name FROM nested"}`;
  const fullName = scope.displayIsFullName === true;
  const name = nameOf("insert-group", { adds, [kinds]: adds, lists, fullName });
  const text = `
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
  return { name, text };
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
 * Changes a group. `$1` is the organization, `$2` the group, `$3` the version that must be the stored one, if any must. After the
 * change come, where they are needed, the group's own attributes, the members to add, and those that leave, or, where the old members
 * are not kept, those that alone stay.
 */
export function updateGroupStatement(parts: UpdateParts): Statement {
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
  const foundGroup = `, locked.id, locked.display_name, locked.attributes, locked.version AS found_version,
      locked.created AS found_created, locked.last_modified AS found_last_modified,
      (SELECT x.external_id FROM group_external_ids x
        WHERE x.group_id = locked.id AND x.scim_client_id = ${tellsClient}) AS external_id`;
  const told = tellsClient !== undefined;
  const name = nameOf("update-group", { keepsExisting, adds, [kinds]: adds, removes, writesOwn, told });
  const text = `
    WITH ${adds ? resolveMembers(`$${added}`, kinds) : ""}
    locked AS (
      SELECT id ${told ? ", display_name, attributes, version, created, last_modified" : ""} FROM groups
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
      ${told ? foundGroup : ""}
    FROM (SELECT 1) one LEFT JOIN locked ON true LEFT JOIN written ON true`;
  return { name, text };
}

/** The name of a prepared statement, which differs with the parts that it has. */
function nameOf(statement: string, parts: Readonly<Record<string, boolean>>): string {
  return [statement, ...Object.entries(parts).flatMap(([part, isThere]) => (isThere ? [part] : []))].join("-");
}
