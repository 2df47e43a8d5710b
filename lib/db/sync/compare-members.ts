import type { Pool } from "pg";
import type { LoadedTarget, MemberDifference, ProvisionedType, SyncStore } from "@/lib/provisioning/sync-store";
import { runInPoolTransaction } from "../pool-transaction";

/** So many of those who are waited for are named. */
const maxWaiting = 1_000;

/** Members of the group `$2` as the target `$1` is to see them: everybody in it, or who and which groups it names. */
function selectMembers({ options }: LoadedTarget): string {
  return options.nestedGroups === "flatten"
    ? `tree(id) AS (
        SELECT $2::uuid UNION SELECT n.member_group_id FROM tree JOIN nested_groups n ON n.group_id = tree.id
      ), member(type, id) AS (
        SELECT DISTINCT 'User', m.user_id FROM tree JOIN group_memberships m ON m.group_id = tree.id
      )`
    : `member(type, id) AS (
        SELECT 'User', m.user_id FROM group_memberships m WHERE m.group_id = $2
        UNION ALL SELECT 'Group', n.member_group_id FROM nested_groups n WHERE n.group_id = $2
      )`;
}

/** Those of them who are there, and what the target is known to have. */
const selectDesiredAndRecorded = `
  desired AS MATERIALIZED (
    SELECT l.remote_id, l.resource_type AS type, l.resource_id
    FROM member JOIN resource_links l ON l.target_id = $1 AND l.resource_id = member.id
    WHERE l.state = 'linked' AND l.remote_id IS NOT NULL
  ), recorded AS MATERIALIZED (
    SELECT m.remote_value, m.is_certain FROM resource_links g JOIN resource_link_members m ON m.link_id = g.id
    WHERE g.target_id = $1 AND g.resource_id = $2
  ), untouched AS (
    SELECT r.remote_value AS remote_id, k.resource_type AS type FROM recorded r JOIN resource_links k
      ON k.target_id = $1 AND k.resource_type IN ('User', 'Group') AND k.remote_id = r.remote_value
    WHERE k.state IN ('left', 'ignored')
  )`;

type DifferenceRow =
  | {
      readonly kind: "add";
      readonly remote_id: string;
      readonly type: ProvisionedType;
      readonly resource_id: string;
    }
  | { readonly kind: "remove"; readonly remote_id: string }
  | { readonly kind: "waiting"; readonly resource_id: string };

/** What is to happen with the members of a group, see the port. Who was left or is ignored stays a member. */
export async function compareMembers(pool: Pool, target: LoadedTarget, groupId: string): Promise<MemberDifference> {
  const rows = await query<DifferenceRow>(
    pool,
    `WITH RECURSIVE ${selectMembers(target)}, ${selectDesiredAndRecorded}, missing AS (
       SELECT remote_id FROM desired EXCEPT SELECT remote_value FROM recorded WHERE is_certain
     ), surplus AS (
       SELECT remote_value AS remote_id FROM recorded EXCEPT SELECT remote_id FROM desired
     )
     SELECT 'add' AS kind, d.remote_id, d.type, d.resource_id FROM desired d JOIN missing USING (remote_id)
     UNION ALL
     SELECT 'remove', remote_id, NULL, NULL FROM surplus WHERE remote_id NOT IN (SELECT remote_id FROM untouched)
     UNION ALL
     (SELECT 'waiting', NULL, NULL, j.resource_id FROM sync_jobs j
      JOIN member ON member.id = j.resource_id AND member.type = j.resource_type
      LEFT JOIN resource_links l ON l.target_id = $1 AND l.resource_id = j.resource_id
      WHERE j.target_id = $1 AND (l.id IS NULL OR l.state = 'creating'
        AND (l.problem IS NULL OR l.problem ->> 'kind' = 'failing'))
      LIMIT ${maxWaiting})`,
    [target.id, groupId],
  );
  const add: { remoteId: string; type: ProvisionedType; resourceId: string }[] = [];
  const remove: string[] = [];
  const waiting: string[] = [];
  for (const row of rows) {
    if (row.kind === "add") add.push({ remoteId: row.remote_id, type: row.type, resourceId: row.resource_id });
    else if (row.kind === "remove") remove.push(row.remote_id);
    else waiting.push(row.resource_id);
  }
  return { add, remove, waiting };
}

/** All members that the group should have at the target, and those of today's whom nobody touches. */
export async function listDesiredMembers(
  pool: Pool,
  target: LoadedTarget,
  groupId: string,
): ReturnType<SyncStore["listDesiredMembers"]> {
  const rows = await query<{ remote_id: string; type: ProvisionedType }>(
    pool,
    `WITH RECURSIVE ${selectMembers(target)}, ${selectDesiredAndRecorded}
     SELECT remote_id, type FROM desired UNION SELECT remote_id, type FROM untouched ORDER BY remote_id`,
    [target.id, groupId],
  );
  return rows.map(({ remote_id, type }) => ({ remoteId: remote_id, type }));
}

/** To hash 100,000 members takes 10 MB; to compile the statement first would take longer than to run it. */
async function query<Row extends object>(pool: Pool, text: string, values: unknown[]): Promise<readonly Row[]> {
  return runInPoolTransaction(pool, async (connection) => {
    await connection.query("SET LOCAL work_mem = '32MB'; SET LOCAL jit = off");
    return (await connection.query<Row>(text, values)).rows;
  });
}
