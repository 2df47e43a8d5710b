import { foldForComparison } from "@/lib/scim/fold";
import type { Database } from "./pool";
import { isUuid } from "./uuid";

export type NamedResource = { readonly id: string; readonly name: string };

/** The people whom a text names exactly: by userName, any email or id; three at most. */
export async function findPeopleNamed(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  text: string,
): Promise<readonly NamedResource[]> {
  const folded = foldForComparison(text);
  const { rows } = await pool.query<NamedResource>(
    `SELECT u.id, u.full_name AS name FROM users u WHERE u.organization_id = $1 AND u.id IN (
       SELECT id FROM users WHERE organization_id = $1 AND user_name_folded = $2
       UNION ALL SELECT id FROM users WHERE organization_id = $1 AND search @> $3::jsonb
       UNION ALL SELECT $4::uuid)
     ORDER BY (u.user_name_folded = $2) DESC LIMIT 3`,
    [organizationId, folded, JSON.stringify({ emails: [{ value: folded }] }), isUuid(text) ? text : null],
  );
  return rows;
}

/** The group of exactly this name (without regard to case) or id. */
export async function findGroupNamed(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  text: string,
): Promise<NamedResource | undefined> {
  const { rows } = await pool.query<NamedResource>(
    `SELECT g.id, g.display_name AS name FROM groups g
     WHERE g.organization_id = $1 AND (g.display_name_folded = $2 OR g.id = $3) LIMIT 1`,
    [organizationId, foldForComparison(text), isUuid(text) ? text : null],
  );
  return rows[0];
}
