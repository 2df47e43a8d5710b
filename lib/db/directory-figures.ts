import type { Database } from "./pool";

/** How much an organization holds. */
export type DirectoryFigures = {
  readonly activePeople: number;
  readonly inactivePeople: number;
  readonly groups: number;
  readonly activeOwners: number;
};

/**
 * Counts what an organization holds, in one statement: how many there are in all is kept, and who is inactive or an owner is
 * counted in the index of roles and states.
 */
export async function countDirectory(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
): Promise<DirectoryFigures> {
  const { rows } = await pool.query<DirectoryFigures>({
    name: "count-directory",
    text: `SELECT people - inactive AS "activePeople", inactive AS "inactivePeople", owners AS "activeOwners", groups
      FROM (
        SELECT coalesce(sum(count) FILTER (WHERE resource_type = 'User'), 0)::int AS people,
          coalesce(sum(count) FILTER (WHERE resource_type = 'Group'), 0)::int AS groups
        FROM resource_counts WHERE organization_id = $1
      ) AS kept CROSS JOIN (
        SELECT count(*)::int AS inactive FROM users WHERE organization_id = $1 AND NOT active
      ) AS asleep CROSS JOIN (
        SELECT count(*)::int AS owners FROM users WHERE organization_id = $1 AND active AND role = 'owner'
      ) AS owning`,
    values: [organizationId],
  });
  return rows[0] ?? { activePeople: 0, inactivePeople: 0, groups: 0, activeOwners: 0 };
}
