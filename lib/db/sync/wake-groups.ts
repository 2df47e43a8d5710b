import type { PoolClient } from "pg";
import type { Settlement } from "@/lib/provisioning/sync-store";
import { readTargetOptionOverrides } from "@/lib/provisioning/target-option-overrides";
import { isTargetPreset, resolveTargetOptions } from "@/lib/provisioning/target-options";
import type { Connection } from "../pool-transaction";
import { wakeJobs } from "./insert-jobs";

/** Has the target look at the groups of those who have just come to be there: they can be members from now on. */
export async function wakeGroups(
  connection: PoolClient,
  targetId: string,
  settlements: readonly Settlement[],
): Promise<void> {
  const ids = settlements.filter(({ wakesGroups }) => wakesGroups === true).map(({ job }) => job.resourceId);
  if (ids.length === 0) return;
  const direct = `SELECT m.group_id FROM group_memberships m WHERE m.user_id = ANY($2::uuid[])
      UNION SELECT n.group_id FROM nested_groups n WHERE n.member_group_id = ANY($2::uuid[])`;
  const isFlattened = await findIsFlattened(connection, targetId);
  const around = isFlattened
    ? `direct AS (${direct}), around(id) AS (
         SELECT group_id FROM direct UNION SELECT n.group_id FROM around JOIN nested_groups n ON n.member_group_id = around.id)`
    : `around(id) AS (${direct})`;
  await connection.query({
    name: isFlattened ? "wake-groups-around" : "wake-groups",
    text: `WITH RECURSIVE ${around} ${wakeJobs("SELECT 'Group' AS type, id FROM around", "member")}`,
    values: [targetId, ids],
  });
}

/** Whether members of groups within a group count as its own there. */
export async function findIsFlattened(connection: Connection, targetId: string): Promise<boolean> {
  const { rows } = await connection.query<{ preset: string; options: Readonly<Record<string, unknown>> }>({
    name: "find-is-flattened",
    text: "SELECT preset, options FROM targets WHERE id = $1",
    values: [targetId],
  });
  const { preset = "generic", options = {} } = rows[0] ?? {};
  const overrides = readTargetOptionOverrides(options);
  return !isTargetPreset(preset) || resolveTargetOptions(preset, overrides).nestedGroups === "flatten";
}
