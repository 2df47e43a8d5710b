import type { Pool, PoolClient } from "pg";
import type { Lane, SyncStore } from "@/lib/provisioning/sync-store";
import { toStorableText } from "../storable-text";
import { writeAsHolder } from "./lanes";

/** The target has confirmed that these came to a group and those left it. @throws LaneLostError */
export async function recordMembers(
  pool: Pool,
  lane: Lane,
  groupId: string,
  { added, removed }: Parameters<SyncStore["recordMembers"]>[2],
): Promise<void> {
  await writeAsHolder(pool, lane, async (connection) => {
    if (removed.length > 0) {
      await connection.query(
        `DELETE FROM resource_link_members m USING resource_links g
         WHERE m.link_id = g.id AND g.target_id = $1 AND g.resource_id = $2 AND m.remote_value = ANY($3::text[])`,
        [lane.targetId, groupId, removed.map(toStorableText)],
      );
    }
    await add(connection, lane.targetId, groupId, added);
  });
}

/** What is recorded of the group's members is what the target shows. @throws LaneLostError */
export async function replaceRecordedMembers(
  pool: Pool,
  lane: Lane,
  groupId: string,
  remoteValues: readonly string[],
): Promise<void> {
  await writeAsHolder(pool, lane, async (connection) => {
    await connection.query(
      `DELETE FROM resource_link_members m USING resource_links g
       WHERE m.link_id = g.id AND g.target_id = $1 AND g.resource_id = $2
         AND NOT EXISTS (SELECT 1 FROM unnest($3::text[]) v WHERE v = m.remote_value)`,
      [lane.targetId, groupId, remoteValues.map(toStorableText)],
    );
    await add(connection, lane.targetId, groupId, remoteValues);
  });
}

async function add(
  connection: PoolClient,
  targetId: string,
  groupId: string,
  remoteValues: readonly string[],
): Promise<void> {
  if (remoteValues.length === 0) return;
  await connection.query(
    `INSERT INTO resource_link_members (link_id, remote_value)
     SELECT g.id, v FROM resource_links g, unnest($3::text[]) v WHERE g.target_id = $1 AND g.resource_id = $2
     ORDER BY v ON CONFLICT DO NOTHING`,
    [targetId, groupId, remoteValues.map(toStorableText)],
  );
}
