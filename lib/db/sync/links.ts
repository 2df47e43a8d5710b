import type { Pool, PoolClient } from "pg";
import type { Lane, ProvisionedType, ResourceLink, SyncStore } from "@/lib/provisioning/sync-store";
import { toStorableJson, toStorableText } from "../storable-text";
import { wakeJobs } from "./insert-jobs";
import { planForBatch, writeAsHolder } from "./lanes";
import { type LinkRow, linkColumns, toLink } from "./link-rows";

/** The target's links of these resources, by the ids of the resources. */
export async function loadLinks(
  pool: Pool,
  targetId: string,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, ResourceLink>> {
  const { rows } = await pool.query<LinkRow>({
    name: "load-links",
    text: `SELECT ${linkColumns} FROM resource_links l WHERE l.target_id = $1 AND l.resource_id = ANY($2::uuid[])`,
    values: [targetId, resourceIds],
  });
  return new Map(rows.map((row) => [row.resource_id, toLink(row)]));
}

/** Commits what is about to be made, see the port. @throws LaneLostError */
export async function beginLinks(pool: Pool, lane: Lane, links: Parameters<SyncStore["beginLinks"]>[1]): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map(({ resourceType, resourceId, label, sent }) => ({ resourceType, resourceId, label, sent }));
  const write = (connection: PoolClient) =>
    connection.query({
      name: "begin-links",
      text: `INSERT INTO resource_links (id, target_id, resource_type, resource_id, label, state, sent)
       SELECT gen_random_uuid(), $1, v."resourceType", v."resourceId", v.label, 'creating', v.sent
       FROM jsonb_to_recordset($2::jsonb) v ("resourceType" text, "resourceId" uuid, label text, sent jsonb)
       ORDER BY v."resourceId"
       ON CONFLICT (target_id, resource_id) DO UPDATE SET sent = EXCLUDED.sent, label = EXCLUDED.label
         WHERE resource_links.state = 'creating'`,
      values: [lane.targetId, toStorableJson(JSON.stringify(rows))],
    });
  await writeAsHolder(pool, lane, write, planForBatch);
}

/** Takes back links that were begun and of which nothing was sent, see the port. @throws LaneLostError */
export async function abandonLinks(pool: Pool, lane: Lane, resourceIds: readonly string[]): Promise<void> {
  if (resourceIds.length === 0) return;
  await writeAsHolder(pool, lane, (connection) =>
    connection.query(
      `DELETE FROM resource_links
       WHERE target_id = $1 AND resource_id = ANY($2::uuid[]) AND state = 'creating' AND remote_id IS NULL`,
      [lane.targetId, resourceIds],
    ),
  );
}

/** Marks links as not known for sure, and asks for their resources. @throws LaneLostError */
export async function verifyRemote(pool: Pool, lane: Lane, resourceIds: readonly string[]): Promise<void> {
  if (resourceIds.length === 0) return;
  await writeAsHolder(pool, lane, (connection) =>
    connection.query(
      `WITH doubted AS (
         UPDATE resource_links SET drift = COALESCE(drift, '[]')
         WHERE target_id = $1 AND resource_id = ANY($2::uuid[]) RETURNING resource_type AS type, resource_id AS id)
       ${wakeJobs("SELECT type, id FROM doubted", "member")}`,
      [lane.targetId, resourceIds],
    ),
  );
}

/** Which of our resources are linked to these ids of the target, by those ids. */
export async function findLinksByRemoteId(
  pool: Pool,
  targetId: string,
  resourceType: ProvisionedType,
  remoteIds: readonly string[],
): Promise<ReadonlyMap<string, Pick<ResourceLink, "resourceId" | "state" | "sent">>> {
  const { rows } = await pool.query<Pick<LinkRow, "resource_id" | "state" | "sent"> & { readonly remote_id: string }>({
    name: "find-links-by-remote-id",
    text: `SELECT remote_id, resource_id, state::text AS state, sent FROM resource_links
      WHERE target_id = $1 AND resource_type = $2 AND remote_id = ANY($3::text[])`,
    values: [targetId, resourceType, remoteIds.map(toStorableText)],
  });
  return new Map(
    rows.map(({ remote_id, resource_id, state, sent }) => [
      remote_id,
      { resourceId: resource_id, state, ...(sent === null ? {} : { sent }) },
    ]),
  );
}
