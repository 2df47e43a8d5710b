import type { Role } from "@/lib/directory/role";
import { foldForComparison } from "@/lib/scim/fold";
import { Prisma } from "./generated/client";
import type { Database } from "./pool";
import { isUuid } from "./uuid";

const { empty, join, raw, sql } = Prisma;

/** What a list of people is narrowed by. */
export type PeopleFilter = {
  /** Parts of the name, the userName or the first email, as `holdsWords` has it; or exactly an email, an external id or an id. */
  readonly text?: string;
  readonly active?: boolean;
  readonly role?: Role;
  /** The id of the SCIM client that knows them by an external id; "hand": no SCIM client manages them. */
  readonly managedBy?: string;
  /** Direct members of this group. */
  readonly groupId?: string;
  /** Subscribers of this stream. */
  readonly streamId?: string;
};

/** By name (then userName), or by when they last changed. */
export type PeopleSort = { readonly by: "name" | "change"; readonly descending: boolean };

/** A place in a sorted list: the sort key of a person and their id. */
export type PeoplePosition = { readonly key: string; readonly id: string };

export type PeoplePage = {
  readonly after?: PeoplePosition;
  readonly before?: PeoplePosition;
  readonly limit: number;
};

/** A person in a list. */
export type PersonRow = {
  readonly id: string;
  readonly key: string;
  readonly userName: string;
  readonly fullName: string;
  readonly active: boolean;
  readonly role: Role;
  readonly email: string | null;
  readonly lastModified: Date;
};

type Pool = Pick<Database, "pool">;

/** A page of people, and how many there are in all, counted up to `most` and one more. */
export type PeopleFound = { readonly rows: readonly PersonRow[]; readonly count: number };

/**
 * One page of people, in the order of the list, and how many there are. A page before a position is read backwards and
 * turned round.
 *
 * @returns up to one row more than `limit`, at the far end, which tells that there are more
 */
export async function findPeople(
  { pool }: Pool,
  organizationId: string,
  filter: PeopleFilter,
  sort: PeopleSort,
  page: PeoplePage,
  most: number,
): Promise<PeopleFound> {
  const condition = await createCondition({ pool }, organizationId, filter);
  const rows = await listRows({ pool }, condition, sort, page);
  const isWhole = page.after === undefined && page.before === undefined && rows.length <= page.limit;
  // Where few fit, to find them all is to have counted them; only a list of several pages is counted apart.
  return { rows, count: isWhole ? rows.length : await countRows({ pool }, condition, most) };
}

async function listRows(
  { pool }: Pool,
  condition: Prisma.Sql,
  sort: PeopleSort,
  page: PeoplePage,
): Promise<readonly PersonRow[]> {
  const isBackwards = page.before !== undefined;
  const descending = sort.descending !== isBackwards;
  const key = sort.by === "name" ? sql`u.find_key` : sql`u.last_modified`;
  const position = page.before ?? page.after;
  const beyond = position === undefined ? empty : sql`AND ${compareToPosition(sort.by, position, descending)}`;
  const direction = descending ? sql`DESC` : sql`ASC`;
  const { text, values } = sql`
    SELECT u.id, ${sort.by === "name" ? sql`k.key` : sql`to_char(k.key AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`} AS key,
      u.user_name AS "userName", u.full_name AS "fullName", u.active, u.role::text AS role,
      u.last_modified AS "lastModified", ${emailOf} AS email
    FROM (
      SELECT u.id, ${key} AS key FROM users u WHERE ${condition} ${beyond}
      ORDER BY ${key} ${direction}, u.id ${direction} LIMIT ${page.limit + 1}
    ) k JOIN users u ON u.id = k.id
    ORDER BY k.key ${direction}, k.id ${direction}`;
  const { rows } = await pool.query<PersonRow>(text, values);
  return isBackwards ? rows.reverse() : rows;
}

async function countRows({ pool }: Pool, condition: Prisma.Sql, most: number): Promise<number> {
  const { text, values } = sql`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM users u WHERE ${condition} LIMIT ${most + 1}) found`;
  return (await pool.query<{ count: number }>(text, values)).rows[0]?.count ?? 0;
}

/** The primary email, else the first. */
const emailOf = sql`COALESCE(
  jsonb_path_query_first(u.attributes, '$.emails[*] ? (@.primary == true).value', '{}', true) #>> '{}',
  u.attributes #>> '{emails,0,value}')`;

function compareToPosition(by: PeopleSort["by"], { key, id }: PeoplePosition, descending: boolean): Prisma.Sql {
  const place = by === "name" ? sql`(${key}::text COLLATE "C", ${id}::uuid)` : sql`(${key}::timestamptz, ${id}::uuid)`;
  const own = by === "name" ? sql`(u.find_key, u.id)` : sql`(u.last_modified, u.id)`;
  return descending ? sql`${own} < ${place}` : sql`${own} > ${place}`;
}

async function createCondition({ pool }: Pool, organizationId: string, filter: PeopleFilter): Promise<Prisma.Sql> {
  const conditions = [sql`u.organization_id = ${organizationId}::uuid`];
  if (filter.active !== undefined) conditions.push(filter.active ? sql`u.active` : sql`NOT u.active`);
  if (filter.role !== undefined) conditions.push(sql`u.role = ${filter.role}::role`);
  if (filter.groupId !== undefined) {
    conditions.push(
      sql`EXISTS (SELECT 1 FROM group_memberships m WHERE m.group_id = ${filter.groupId}::uuid AND m.user_id = u.id)`,
    );
  }
  if (filter.streamId !== undefined) {
    conditions.push(
      sql`EXISTS (SELECT 1 FROM stream_subscriptions s WHERE s.user_id = u.id AND s.stream_id = ${filter.streamId}::uuid)`,
    );
  }
  if (filter.managedBy === "hand") {
    conditions.push(await createByHandCondition({ pool }, organizationId));
  } else if (filter.managedBy !== undefined) {
    conditions.push(await createManagedCondition({ pool }, organizationId, filter.managedBy));
  }
  const words = splitWords(filter.text);
  if (words.length > 0) {
    const exact = await findExactly({ pool }, organizationId, (filter.text ?? "").trim());
    const named = sql`(${holdsWords("u.find_key", words)})`;
    conditions.push(exact.length === 0 ? named : sql`(${named} OR u.id = ANY(${exact}::uuid[]))`);
  }
  return join(conditions, " AND ");
}

/** Up to so many people are found at once and then sorted; of more a page is found sooner in its order. */
const fewPeople = 20_000;

/**
 * Whoever no SCIM client knows by an external id, unless one made the latest change. Where nearly everybody is known, the others are
 * found by comparing two indexes: in the order of their names everybody would be asked for.
 */
async function createByHandCondition({ pool }: Pool, organizationId: string): Promise<Prisma.Sql> {
  const isUnknown = sql`NOT EXISTS (SELECT 1 FROM user_external_ids x WHERE x.user_id = u.id)`;
  const isByHand = (id: Prisma.Sql) => sql`(SELECT c.actor_kind FROM resource_changes c WHERE c.resource_id = ${id}
    ORDER BY c.id DESC LIMIT 1) IS DISTINCT FROM 'scimClient'`;
  const { rows } = await pool.query<{ few: boolean }>(
    `SELECT (SELECT coalesce(sum(count), 0) FROM resource_counts WHERE organization_id = $1 AND resource_type = 'User')
       - (SELECT sum(active_people + inactive_people) FROM client_figures WHERE organization_id = $1) < $2 AS few`,
    [organizationId, fewPeople],
  );
  if (rows[0]?.few !== true) return sql`${isUnknown} AND ${isByHand(sql`u.id`)}`;
  return sql`u.id = ANY(ARRAY(
    WITH unknown AS MATERIALIZED (SELECT u.id FROM users u WHERE u.organization_id = ${organizationId}::uuid AND ${isUnknown})
    SELECT id FROM unknown WHERE ${isByHand(sql`unknown.id`)}))`;
}

/** A client that gives no external ids is known by the people it made. */
async function createManagedCondition({ pool }: Pool, organizationId: string, clientId: string): Promise<Prisma.Sql> {
  const known = await pool.query(
    "SELECT 1 FROM user_external_ids WHERE organization_id = $1 AND scim_client_id = $2 LIMIT 1",
    [organizationId, clientId],
  );
  return known.rows.length > 0
    ? sql`EXISTS (SELECT 1 FROM user_external_ids x WHERE x.user_id = u.id AND x.scim_client_id = ${clientId}::uuid)`
    : sql`u.id IN (SELECT c.resource_id FROM resource_changes c WHERE c.organization_id = ${organizationId}::uuid
        AND c.resource_type = 'User' AND c.actor_id = ${clientId}::uuid)`;
}

const maxWords = 6;

/** The words of a search, folded as names are. */
export function splitWords(text: string | undefined): readonly string[] {
  return foldForComparison(text ?? "")
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, maxWords);
}

/** Before what a part of a name or address begins. */
const separators = [" ", "\t", ".", "-", "_", "@", "+", "'"];

/**
 * That a column holds all of the words, anywhere; but one or two letters only where a part of a name or address begins, since
 * anywhere they are in nearly every name, and no index leads to them. LIKE rather than strpos: it takes half the time, PostgreSQL
 * can tell from it that few will be found, and the index of trigrams answers it (see name-index).
 */
export function holdsWords(column: string, words: readonly string[]): Prisma.Sql {
  return join(
    words.map((word) => holdsWord(raw(column), word)),
    " AND ",
  );
}

function holdsWord(column: Prisma.Sql, word: string): Prisma.Sql {
  const pattern = word.replaceAll(/[\\%_]/g, "\\$&");
  if (/^[a-z0-9]{1,2}$/.test(word)) {
    const beginnings = ["", ...separators.map((sign) => `%${sign.replace("_", "\\_")}`)];
    return sql`(${join(
      beginnings.map((sign) => sql`${column} LIKE ${`${sign}${pattern}%`}`),
      " OR ",
    )})`;
  }
  const held = sql`${column} LIKE ${`%${pattern}%`}`;
  // Without three such signs in a row it has no trigram, and PostgreSQL would read the whole index and then everybody.
  return /[a-z0-9]{3}/.test(word) ? held : sql`(${held}) IS TRUE`;
}

/** Whom a text names exactly: by id, external id or any email. */
async function findExactly({ pool }: Pool, organizationId: string, text: string): Promise<string[]> {
  const containment = JSON.stringify({ emails: [{ value: foldForComparison(text) }] });
  const lookUps = [
    sql`SELECT x.user_id AS id FROM user_external_ids x
      WHERE x.scim_client_id IN (SELECT c.id FROM scim_clients c WHERE c.organization_id = ${organizationId}::uuid)
        AND x.external_id = ${text}`,
    ...(isUuid(text.toLowerCase()) ? [sql`SELECT ${text.toLowerCase()}::uuid`] : []),
    ...(text.includes("@")
      ? [
          sql`SELECT u.id FROM users u WHERE u.organization_id = ${organizationId}::uuid AND u.search @> ${containment}::jsonb`,
        ]
      : []),
  ];
  const { text: statement, values } = sql`SELECT id FROM (${join(lookUps, " UNION ALL ")}) found LIMIT 100`;
  return (await pool.query<{ id: string }>(statement, values)).rows.map(({ id }) => id);
}
