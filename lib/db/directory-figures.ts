import type { Database } from "./pool";

/** How much an organization holds. */
export type DirectoryFigures = {
  readonly activePeople: number;
  readonly inactivePeople: number;
  readonly groups: number;
  readonly activeOwners: number;
};

/** Counts what an organization holds, in one statement. */
export async function countDirectory(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
): Promise<DirectoryFigures> {
  const { rows } = await pool.query<DirectoryFigures>({
    name: "count-directory",
    text: `SELECT count(*) FILTER (WHERE active)::int AS "activePeople", count(*) FILTER (WHERE NOT active)::int AS "inactivePeople",
        count(*) FILTER (WHERE active AND role = 'owner')::int AS "activeOwners",
        (SELECT count(*)::int FROM groups WHERE organization_id = $1) AS groups
      FROM users WHERE organization_id = $1`,
    values: [organizationId],
  });
  return rows[0] ?? { activePeople: 0, inactivePeople: 0, groups: 0, activeOwners: 0 };
}
