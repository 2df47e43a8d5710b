import type { DirectoryScope, Member } from "@/lib/directory/directory-store";
import { displayOfUser } from "./filter-operands";
import { isOwnRow } from "./own-row";
import type { Connection } from "./pool-transaction";
import { isUuid } from "./uuid";

/** The people and groups of the organization among these ids. */
export async function findMembers(
  pool: Connection,
  scope: DirectoryScope,
  ids: ReadonlySet<string>,
): Promise<Member[]> {
  const result = await pool.query<Omit<Member, "display"> & { readonly display: string | null }>(
    `SELECT m.id, 'User' AS kind, ${displayOfUser("m", scope, false)} AS display
     FROM users m WHERE ${isOwnRow("m")} AND m.id = ANY($2::uuid[])
     UNION ALL
     SELECT g.id, 'Group', g.display_name FROM groups g WHERE ${isOwnRow("g")} AND g.id = ANY($2::uuid[])`,
    [scope.organizationId, [...ids].filter(isUuid)],
  );
  return result.rows.map(({ display, ...member }) => (display === null ? member : { ...member, display }));
}
