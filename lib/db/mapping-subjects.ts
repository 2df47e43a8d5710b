import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import type { Database } from "./pool";

/** For whom a mapping can be shown: some who are linked to the target, and whoever of the organization came last. */
export async function listPreviewed(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  targetId: string,
  resourceType: ProvisionedType,
  limit: number,
): Promise<{ readonly latest: string | undefined; readonly ids: readonly string[] }> {
  const table = resourceType === "User" ? "users" : "groups";
  const [linked, latest] = await Promise.all([
    pool.query<{ id: string }>(
      `SELECT resource_id AS id FROM resource_links WHERE target_id = $1 AND resource_type = $2 AND state = 'linked'
       ORDER BY id DESC LIMIT $3`,
      [targetId, resourceType, limit],
    ),
    pool.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE organization_id = $1 ORDER BY id DESC LIMIT 1`,
      [organizationId],
    ),
  ]);
  const ids = linked.rows.map(({ id }) => id);
  return { latest: ids[0] ?? latest.rows[0]?.id, ids };
}

/** How many resources are linked to the target, counted up to `most` and one more. */
export async function countPreviewed(
  { pool }: Pick<Database, "pool">,
  targetId: string,
  resourceType: ProvisionedType,
  most: number,
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM resource_links
       WHERE target_id = $1 AND resource_type = $2 AND state = 'linked' LIMIT $3) found`,
    [targetId, resourceType, most + 1],
  );
  return rows[0]?.count ?? 0;
}
