import { Prisma } from "./generated/client";
import { holdsWords, splitWords } from "./people-list";
import type { Database } from "./pool";
import { isUuid } from "./uuid";

const { empty, sql } = Prisma;

/** A group in a list. Members are counted up to `mostCountedMembers` and one more. */
export type GroupListRow = {
  readonly id: string;
  /** The folded name: where the group stands in the list. */
  readonly key: string;
  readonly name: string;
  readonly people: number;
  readonly groups: number;
  readonly knownTo: readonly string[];
  /** The SCIM client that made the latest change; null when it was not one. */
  readonly lastClientId: string | null;
  readonly lastModified: Date;
};

const mostCountedMembers = 10_000;

export type GroupPage = { readonly after?: string; readonly before?: string; readonly limit: number };

/**
 * One page of groups by name. A page before a name is read backwards and turned round.
 *
 * @param text parts of the name; or exactly an id or an external id
 * @returns up to one row more than `limit`, at the far end, which tells that there are more
 */
export async function listGroupRows(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  text: string | undefined,
  page: GroupPage,
): Promise<readonly GroupListRow[]> {
  const isBackwards = page.before !== undefined;
  const direction = isBackwards ? sql`DESC` : sql`ASC`;
  const beyond =
    page.before !== undefined
      ? sql`AND g.display_name_folded < ${page.before}`
      : page.after !== undefined
        ? sql`AND g.display_name_folded > ${page.after}`
        : empty;
  const { text: statement, values } = sql`
    SELECT g.id, g.display_name_folded AS key, g.display_name AS name, g.last_modified AS "lastModified",
      (SELECT count(*)::int FROM (SELECT 1 FROM group_memberships m WHERE m.group_id = g.id LIMIT ${mostCountedMembers + 1}) m) AS people,
      (SELECT count(*)::int FROM nested_groups n WHERE n.group_id = g.id) AS groups,
      ARRAY(SELECT x.scim_client_id FROM group_external_ids x WHERE x.group_id = g.id)::text[] AS "knownTo",
      (SELECT CASE c.actor_kind WHEN 'scimClient' THEN c.actor_id END FROM resource_changes c
        WHERE c.resource_id = g.id AND c.organization_id = ${organizationId}::uuid ORDER BY c.id DESC LIMIT 1) AS "lastClientId"
    FROM (
      SELECT g.id FROM groups g WHERE ${await createCondition({ pool }, organizationId, text)} ${beyond}
      ORDER BY g.display_name_folded ${direction} LIMIT ${page.limit + 1}
    ) k JOIN groups g ON g.id = k.id
    ORDER BY g.display_name_folded ${direction}`;
  const { rows } = await pool.query<GroupListRow>(statement, values);
  return isBackwards ? rows.reverse() : rows;
}

/** How many groups there are, counted up to `most` and one more. */
export async function countGroups(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  text: string | undefined,
  most: number,
): Promise<number> {
  const condition = await createCondition({ pool }, organizationId, text);
  const { text: statement, values } = sql`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM groups g WHERE ${condition} LIMIT ${most + 1}) found`;
  return (await pool.query<{ count: number }>(statement, values)).rows[0]?.count ?? 0;
}

async function createCondition(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  text: string | undefined,
): Promise<Prisma.Sql> {
  const own = sql`g.organization_id = ${organizationId}::uuid`;
  const words = splitWords(text);
  if (words.length === 0) return own;
  const named = holdsWords("g.display_name_folded", words);
  const exact = await findExactly({ pool }, organizationId, (text ?? "").trim());
  return exact.length === 0 ? sql`${own} AND ${named}` : sql`${own} AND ((${named}) OR g.id = ANY(${exact}::uuid[]))`;
}

async function findExactly({ pool }: Pick<Database, "pool">, organizationId: string, text: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT x.group_id AS id FROM group_external_ids x
     WHERE x.scim_client_id IN (SELECT c.id FROM scim_clients c WHERE c.organization_id = $1) AND x.external_id = $2
     UNION ALL SELECT $3::uuid WHERE $3::uuid IS NOT NULL LIMIT 100`,
    [organizationId, text, isUuid(text.toLowerCase()) ? text.toLowerCase() : null],
  );
  return rows.map(({ id }) => id);
}

/** What a group's page says of it beside the SCIM resource. */
export type GroupDetails = {
  readonly people: number;
  readonly nested: readonly { readonly id: string; readonly name: string }[];
  readonly nestedIn: readonly { readonly id: string; readonly name: string }[];
  readonly externalIds: readonly { readonly scimClientId: string; readonly externalId: string }[];
  readonly lastClientId: string | null;
};

/** Reads what a group's page says of it beside the SCIM resource; nested groups up to 200. */
export async function findGroupDetails(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  groupId: string,
): Promise<GroupDetails | undefined> {
  const { rows } = await pool.query<GroupDetails>(
    `SELECT (SELECT count(*)::int FROM group_memberships m WHERE m.group_id = g.id) AS people,
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.display_name)), '[]') FROM (
         SELECT e.* FROM nested_groups n JOIN groups e ON e.id = n.member_group_id WHERE n.group_id = g.id
         ORDER BY e.display_name_folded LIMIT 200) e) AS nested,
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.display_name)), '[]') FROM (
         SELECT e.* FROM nested_groups n JOIN groups e ON e.id = n.group_id WHERE n.member_group_id = g.id
         ORDER BY e.display_name_folded LIMIT 200) e) AS "nestedIn",
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('scimClientId', x.scim_client_id, 'externalId', x.external_id)), '[]')
         FROM group_external_ids x WHERE x.group_id = g.id) AS "externalIds",
       (SELECT CASE c.actor_kind WHEN 'scimClient' THEN c.actor_id END FROM resource_changes c
         WHERE c.resource_id = g.id AND c.organization_id = $1 ORDER BY c.id DESC LIMIT 1) AS "lastClientId"
     FROM groups g WHERE g.organization_id = $1 AND g.id = $2`,
    [organizationId, groupId],
  );
  return rows[0];
}
