import type { Pool, PoolClient } from "pg";
import type { Lane, SyncStore } from "@/lib/provisioning/sync-store";
import { toStorableText } from "../storable-text";
import { writeAsHolder } from "./lanes";

/** These are about to come to a group or to leave it: whether they are members there is not certain now. @throws LaneLostError */
export async function doubtMembers(
  pool: Pool,
  lane: Lane,
  groupId: string,
  remoteValues: readonly string[],
): Promise<void> {
  await writeAsHolder(pool, lane, (connection) => add(connection, lane.targetId, groupId, remoteValues, false));
}

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
    await add(connection, lane.targetId, groupId, added, true);
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
    await add(connection, lane.targetId, groupId, remoteValues, true);
  });
}

async function add(
  connection: PoolClient,
  targetId: string,
  groupId: string,
  remoteValues: readonly string[],
  isCertain: boolean,
): Promise<void> {
  if (remoteValues.length === 0) return;
  await connection.query(
    `INSERT INTO resource_link_members (link_id, remote_value, is_certain)
     SELECT g.id, v, $4 FROM resource_links g, unnest($3::text[]) v WHERE g.target_id = $1 AND g.resource_id = $2
     ORDER BY v ON CONFLICT (link_id, remote_value) DO UPDATE SET is_certain = EXCLUDED.is_certain
       WHERE resource_link_members.is_certain <> EXCLUDED.is_certain`,
    [targetId, groupId, remoteValues.map(toStorableText), isCertain],
  );
}
