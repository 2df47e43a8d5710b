import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import type { Database } from "./pool";

/** The ids of the organization's people or groups, in their order. */
export async function listResourceIds(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  resourceType: ProvisionedType,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM ${resourceType === "User" ? "users" : "groups"} WHERE organization_id = $1 ORDER BY id LIMIT $2`,
    [organizationId, limit],
  );
  return rows.map(({ id }) => id);
}
