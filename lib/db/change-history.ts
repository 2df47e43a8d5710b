import type { ChangeActor } from "@/lib/directory/resource-change";
import type { JsonObject } from "@/lib/scim/json";
import type { Database } from "./pool";

/** The members that came or went by a change: all are counted, the first few are named. */
export type MembersTouched = { readonly count: number; readonly first: readonly string[] };

/** One change of a person or group. */
export type ChangeRow = {
  readonly id: string;
  readonly resourceType: "User" | "Group";
  readonly resourceId: string;
  readonly kind: "created" | "updated" | "deleted";
  /** What changed, without members; null when nothing else did. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  readonly added: MembersTouched;
  readonly removed: MembersTouched;
  readonly actorKind: ChangeActor["kind"];
  readonly actorId: string | null;
  readonly requestId: string | null;
  readonly at: Date;
};

/** So many members of one change are named. */
const namedMembers = 10;

const membersOf = (list: "added" | "removed") => `jsonb_build_object(
    'count', COALESCE(jsonb_array_length(c.after #> '{members,${list}}'), 0),
    'first', jsonb_path_query_array(c.after, '$.members.${list}[0 to ${namedMembers - 1}]')) AS ${list}`;

const columns = `c.id, c.resource_type AS "resourceType", c.resource_id AS "resourceId", c.kind, c.before,
  c.after - 'members' AS after, ${membersOf("added")}, ${membersOf("removed")},
  c.actor_kind AS "actorKind", c.actor_id AS "actorId", c.request_id AS "requestId", c.at`;

type HistoryPage = { readonly before?: string; readonly limit: number };

/** Changes of a group, the latest first. @param page.before the id of a change: only earlier ones */
export async function listGroupHistory(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  groupId: string,
  page: HistoryPage,
): Promise<readonly ChangeRow[]> {
  const { rows } = await pool.query<ChangeRow>(
    `SELECT ${columns} FROM resource_changes c
     WHERE c.organization_id = $1 AND c.resource_id = $2 AND ($3::uuid IS NULL OR c.id < $3)
     ORDER BY c.id DESC LIMIT $4`,
    [organizationId, groupId, page.before ?? null, page.limit],
  );
  return rows;
}

/**
 * Changes of a person, and of groups that the person came into or left by them, the latest first. In the latter `added` and
 * `removed` name only the person.
 */
export async function listPersonHistory(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  userId: string,
  page: HistoryPage,
): Promise<readonly ChangeRow[]> {
  const { rows } = await pool.query<ChangeRow>(
    `WITH own AS (
       SELECT c.id FROM resource_changes c
       WHERE c.resource_id = $2 AND c.organization_id = $1 AND ($5::uuid IS NULL OR c.id < $5)
       ORDER BY c.id DESC LIMIT $6
     ), membership AS MATERIALIZED (
       SELECT c.id FROM resource_changes c
       WHERE c.resource_type = 'Group' AND c.after ? 'members' AND c.organization_id = $1
         AND (c.after -> 'members' @> $3::jsonb OR c.after -> 'members' @> $4::jsonb)
         AND ($5::uuid IS NULL OR c.id < $5)
     )
     SELECT ${columns}, c.after #> '{members,added}' ? $2::text AS "wasAdded"
     FROM resource_changes c WHERE c.id IN (SELECT id FROM own UNION ALL SELECT id FROM membership)
     ORDER BY c.id DESC LIMIT $6`,
    [
      organizationId,
      userId,
      JSON.stringify({ added: [userId] }),
      JSON.stringify({ removed: [userId] }),
      page.before ?? null,
      page.limit,
    ],
  );
  return rows.map((row) => (row.resourceType === "User" ? row : narrowTo(userId, row)));
}

function narrowTo(userId: string, row: ChangeRow & { readonly wasAdded?: boolean | null }): ChangeRow {
  const person = { count: 1, first: [userId] };
  const nobody = { count: 0, first: [] };
  const added = row.wasAdded === true;
  return { ...row, added: added ? person : nobody, removed: added ? nobody : person };
}

/** Whether a kept change of the group ever touched its members. */
export async function hasMemberChanges(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  groupId: string,
): Promise<boolean> {
  const { rows } = await pool.query(
    `SELECT 1 FROM resource_changes c
     WHERE c.resource_id = $2 AND c.organization_id = $1 AND c.after ? 'members' LIMIT 1`,
    [organizationId, groupId],
  );
  return rows.length > 0;
}

/** The names of people and groups of the organization by their ids; who is gone is not in it. */
export async function findNames(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly kind: "User" | "Group" }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; name: string; kind: "User" | "Group" }>(
    `SELECT u.id, u.full_name AS name, 'User' AS kind FROM users u WHERE u.organization_id = $1 AND u.id = ANY($2::uuid[])
     UNION ALL
     SELECT g.id, g.display_name, 'Group' FROM groups g WHERE g.organization_id = $1 AND g.id = ANY($2::uuid[])`,
    [organizationId, [...new Set(ids)]],
  );
  return new Map(rows.map(({ id, name, kind }) => [id, { name, kind }]));
}
