import { Prisma } from "./generated/client";
import { holdsWords, splitWords } from "./people-list";
import type { Database } from "./pool";

const { sql } = Prisma;

export type FoundRow = {
  readonly id: string;
  readonly name: string;
  /** What tells it from its namesakes: a person's userName; "" for others. */
  readonly note: string;
  readonly kind: "person" | "group" | "scimClient" | "stream";
};

/**
 * People, groups, SCIM clients and streams whose names hold all words of a text, a few of each. People are read from one
 * index alone, so that it is quick however many there are.
 *
 * @param limit of each kind
 */
export async function findAnything(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  text: string,
  limit: number,
): Promise<readonly FoundRow[]> {
  const words = splitWords(text);
  if (words.length === 0) return [];
  const holds = (column: string) => holdsWords(column, words);
  const own = (alias: string) => sql`${Prisma.raw(alias)}.organization_id = ${organizationId}::uuid`;
  const query = sql`
    (SELECT u.id, u.full_name AS name, u.user_name AS note, 'person' AS kind FROM (
       SELECT u.id FROM users u WHERE ${own("u")} AND ${holds("u.find_key")} ORDER BY u.find_key LIMIT ${limit}
     ) k JOIN users u ON u.id = k.id ORDER BY u.find_key)
    UNION ALL
    (SELECT g.id, g.display_name, '', 'group' FROM groups g WHERE ${own("g")} AND ${holds("g.display_name_folded")}
     ORDER BY g.display_name_folded LIMIT ${limit})
    UNION ALL
    (SELECT c.id, c.name, '', 'scimClient' FROM scim_clients c WHERE ${own("c")} AND ${holds("c.name_folded")}
     ORDER BY c.name_folded LIMIT ${limit})
    UNION ALL
    (SELECT s.id, s.name, '', 'stream' FROM streams s WHERE ${own("s")} AND ${holds("s.name_folded")}
     ORDER BY s.name_folded LIMIT ${limit})`;
  return (await pool.query<FoundRow>(query.text, query.values)).rows;
}

/** What of the organization has this id: a person, a group, a SCIM client, a stream or a request. */
export async function findById(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  id: string,
): Promise<readonly (Omit<FoundRow, "kind"> & { readonly kind: FoundRow["kind"] | "request" })[]> {
  const { rows } = await pool.query<FoundRow>(
    `SELECT id, full_name AS name, user_name AS note, 'person' AS kind FROM users WHERE organization_id = $1 AND id = $2
     UNION ALL SELECT id, display_name, '', 'group' FROM groups WHERE organization_id = $1 AND id = $2
     UNION ALL SELECT id, name, '', 'scimClient' FROM scim_clients WHERE organization_id = $1 AND id = $2
     UNION ALL SELECT id, name, '', 'stream' FROM streams WHERE organization_id = $1 AND id = $2
     UNION ALL SELECT id, COALESCE(operation, method) || ' ' || status, path, 'request' FROM request_log
       WHERE organization_id = $1 AND id = $2`,
    [organizationId, id],
  );
  return rows;
}

/** Whom SCIM clients of the organization know by exactly this external id. */
export async function findByExternalId(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  externalId: string,
): Promise<readonly FoundRow[]> {
  const { rows } = await pool.query<FoundRow>(
    `WITH clients AS (SELECT id FROM scim_clients WHERE organization_id = $1)
     SELECT u.id, u.full_name AS name, u.user_name AS note, 'person' AS kind FROM user_external_ids x
       JOIN users u ON u.id = x.user_id WHERE x.scim_client_id IN (SELECT id FROM clients) AND x.external_id = $2
     UNION
     SELECT g.id, g.display_name, '', 'group' FROM group_external_ids x
       JOIN groups g ON g.id = x.group_id WHERE x.scim_client_id IN (SELECT id FROM clients) AND x.external_id = $2
     LIMIT 10`,
    [organizationId, externalId],
  );
  return rows;
}
