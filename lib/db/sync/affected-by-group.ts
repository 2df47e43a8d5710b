import type { Pool } from "pg";
import type { Lane } from "@/lib/provisioning/sync-store";
import type { Connection } from "../pool-transaction";
import { wakeJobs } from "./insert-jobs";
import { writeAsHolder } from "./lanes";

/**
 * A group was changed: its target is to look at the groups around it, into which its members are flattened, and, where the
 * scope names it or a group around it, at everybody whom that brings in or out.
 *
 * Only a change does so: a group that is looked at because another one changed has changed nothing itself. Otherwise two groups
 * within one another would go on forever. So they would where both changed and are in one batch: what this lane holds was claimed
 * after the change, and its members are compared later still.
 *
 * @param isFlattened the target's option nestedGroups
 * @throws LaneLostError
 */
export async function enqueueAffectedByGroup(
  pool: Pool,
  lane: Lane,
  groupId: string,
  { isFlattened }: { readonly isFlattened: boolean },
): Promise<void> {
  await writeAsHolder(pool, lane, async (connection) => {
    const values = [lane.targetId, groupId];
    const { rows } = await connection.query<{ limits: boolean }>(
      `WITH RECURSIVE around(id) AS (
         SELECT $2::uuid UNION SELECT n.group_id FROM around JOIN nested_groups n ON n.member_group_id = around.id)
       SELECT t.scope_group_ids && (SELECT array_agg(id) FROM around) AS limits FROM targets t
       WHERE t.id = $1 AND NOT EXISTS (
         SELECT 1 FROM sync_jobs j WHERE j.target_id = $1 AND j.resource_type = 'Group' AND j.resource_id = $2
           AND j.reason NOT IN ('change', 'hand'))`,
      values,
    );
    if (rows[0] === undefined) return;
    if (isFlattened) {
      await connection.query(
        `WITH RECURSIVE around(id) AS (
           SELECT n.group_id FROM nested_groups n WHERE n.member_group_id = $2
           UNION SELECT n.group_id FROM around JOIN nested_groups n ON n.member_group_id = around.id)
         ${wakeJobs(
           `SELECT 'Group' AS type, id FROM around WHERE id <> $2 AND NOT EXISTS (
              SELECT 1 FROM sync_jobs j WHERE j.target_id = $1 AND j.resource_type = 'Group' AND j.resource_id = around.id
                AND j.claim = $3)`,
           "member",
         )}`,
        [...values, lane.claim],
      );
    }
    if (rows[0].limits) await enqueueScopeJobs(connection, lane.targetId);
  });
}

/**
 * Has a target look at everybody whom its scope brings in or out: people of its groups and roles without a link, or with one
 * that says they left; and people with a link who are not of them any more. For a target without groups in its scope, everybody.
 * The filter of the scope is not asked: who it keeps out is looked at, and left out.
 */
async function enqueueScopeJobs(connection: Connection, targetId: string): Promise<void> {
  await connection.query(
    `WITH RECURSIVE ${selectInside},
     linked AS MATERIALIZED (
       SELECT resource_id AS id, state FROM resource_links WHERE target_id = $1 AND resource_type = 'User')
     ${wakeJobs(
       `SELECT 'User' AS type, i.id FROM inside i LEFT JOIN linked l USING (id)
        WHERE l.id IS NULL OR l.state IN ('deactivated', 'left')
        UNION ALL
        SELECT 'User', l.id FROM linked l LEFT JOIN inside i USING (id)
        WHERE i.id IS NULL AND l.state IN ('creating', 'linked')`,
       "scope",
     )}`,
    [targetId],
  );
  // Whoever was held because they had left, and is back, is to be deprovisioned no more. Whom a filter leaves out stays held.
  await connection.query(
    `WITH RECURSIVE ${selectInside}
     UPDATE sync_jobs j SET held = false, run_at = now(), generation = j.generation + 1 FROM inside i
     WHERE j.target_id = $1 AND j.resource_type = 'User' AND j.resource_id = i.id AND j.held
       AND EXISTS (SELECT 1 FROM targets t WHERE t.id = $1 AND t.scope_filter IS NULL)`,
    [targetId],
  );
}

/** The people of the groups and roles that the target `$1` has in its scope: CTEs, of which `inside` has them. */
const selectInside = `target AS (SELECT organization_id, scope_group_ids, scope_roles FROM targets WHERE id = $1),
     tree(id) AS (
       SELECT unnest(scope_group_ids) FROM target
       UNION SELECT n.member_group_id FROM tree JOIN nested_groups n ON n.group_id = tree.id),
     inside AS MATERIALIZED (
       SELECT u.id FROM target t JOIN users u ON u.organization_id = t.organization_id
       WHERE (t.scope_roles = '{}' OR u.role::text = ANY(t.scope_roles))
         AND (t.scope_group_ids = '{}'
           OR u.id IN (SELECT m.user_id FROM tree JOIN group_memberships m ON m.group_id = tree.id)))`;
