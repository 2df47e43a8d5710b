import type { Pool } from "pg";
import type { Finding } from "@/lib/provisioning/runs/finding";
import type { Known, MetLink, PageFacts, RunStore } from "@/lib/provisioning/runs/run-store";
import type { RunTask } from "@/lib/provisioning/runs/run-task";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { toStorableText } from "../storable-text";
import { type LinkRow, linkColumns, toLink } from "./link-rows";

/** @see RunStore.loadPageFacts */
export async function loadPageFacts(
  pool: Pool,
  { run, claimedAt }: RunTask,
  resourceType: ProvisionedType,
  remoteIds: readonly string[],
): Promise<PageFacts> {
  const values = [run.targetId, resourceType, remoteIds];
  const [met, seen] = await Promise.all([
    pool.query<LinkRow & { in_flux: boolean }>(
      `SELECT ${linkColumns}, (l.synced_at IS NOT NULL AND l.synced_at >= $4::timestamptz) OR EXISTS (
           SELECT 1 FROM sync_jobs j JOIN sync_lanes held ON held.target_id = j.target_id AND held.claim = j.claim
           WHERE j.target_id = l.target_id AND j.resource_type = l.resource_type AND j.resource_id = l.resource_id
             AND held.claimed_until > now()) AS in_flux
       FROM resource_links l WHERE l.target_id = $1 AND l.resource_type = $2 AND l.remote_id = ANY ($3)`,
      [...values, claimedAt],
    ),
    pool.query<{ remote_id: string }>(
      "SELECT remote_id FROM sync_sightings WHERE run_id = $1 AND resource_type = $2 AND remote_id = ANY ($3)",
      [run.id, resourceType, remoteIds],
    ),
  ]);
  const links = met.rows.flatMap((row): [string, MetLink][] =>
    row.remote_id === null ? [] : [[row.remote_id, { link: toLink(row), isInFlux: row.in_flux }]],
  );
  return {
    links: new Map(links),
    seen: new Set(seen.rows.map((row) => row.remote_id)),
  };
}

/** @see RunStore.countLinked */
export async function countLinked(pool: Pool, { run }: RunTask, resourceType: ProvisionedType): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM resource_links WHERE target_id = $1 AND resource_type = $2 AND state = 'linked'",
    [run.targetId, resourceType],
  );
  return rows[0]?.count ?? 0;
}

/** @see RunStore.compareRecordedMembers */
export async function compareRecordedMembers(
  pool: Pool,
  linkId: string,
  remoteValues: readonly string[],
): Promise<{ readonly extra: readonly string[]; readonly missing: readonly string[] }> {
  const { rows } = await pool.query<{ value: string; recorded: boolean }>(
    `SELECT coalesce(there.value, m.remote_value) AS value, m.remote_value IS NOT NULL AS recorded
     FROM (SELECT DISTINCT value FROM unnest($2::text[]) AS value) there
     FULL JOIN (SELECT remote_value FROM resource_link_members WHERE link_id = $1 AND is_certain) m ON m.remote_value = there.value
     WHERE there.value IS NULL OR m.remote_value IS NULL ORDER BY 1`,
    [linkId, remoteValues.map(toStorableText)],
  );
  return {
    extra: rows.filter((row) => !row.recorded).map((row) => row.value),
    missing: rows.filter((row) => row.recorded).map((row) => row.value),
  };
}

/** @see RunStore.listTaskResources */
export async function listTaskResources(
  pool: Pool,
  { run, position }: RunTask,
  basis: string | undefined,
): ReturnType<RunStore["listTaskResources"]> {
  if (position.kind !== "compare" && position.kind !== "leftovers") return { ids: [], unchanged: 0 };
  const { resourceType, from, to } = position;
  const table = resourceType === "User" ? "users" : "groups";
  if (position.kind === "compare" && resourceType === "User" && basis !== undefined) {
    const { rows } = await pool.query<{ ids: string[] | null; unchanged: number }>({
      name: "list-changed-people",
      text: selectChanged,
      values: [run.organizationId, from, to, run.targetId, basis, run.id],
    });
    return { ids: rows[0]?.ids ?? [], unchanged: rows[0]?.unchanged ?? 0 };
  }
  const statement =
    position.kind === "compare"
      ? `SELECT id FROM ${table} WHERE organization_id = $1 AND id BETWEEN $2 AND $3 ORDER BY id`
      : `SELECT l.resource_id AS id FROM resource_links l
         WHERE l.target_id = $1 AND l.resource_type = '${resourceType}' AND l.resource_id BETWEEN $2 AND $3
           AND NOT EXISTS (SELECT 1 FROM ${table} r WHERE r.id = l.resource_id) ORDER BY l.resource_id`;
  const owner = position.kind === "compare" ? run.organizationId : run.targetId;
  const { rows } = await pool.query<{ id: string }>(statement, [owner, from, to]);
  return { ids: rows.map((row) => row.id), unchanged: 0 };
}

/** Who is not as they were when they were sent, and how many are. */
const selectChanged = `
  SELECT array_agg(p.id ORDER BY p.id) FILTER (WHERE NOT p.same) AS ids, count(*) FILTER (WHERE p.same)::int AS unchanged
  FROM (
    SELECT u.id, l.id IS NOT NULL AS same FROM users u
    LEFT JOIN resource_links l ON l.target_id = $4 AND l.resource_id = u.id AND l.state = 'linked'
      AND l.remote_id IS NOT NULL AND l.sent IS NOT NULL AND l.drift IS NULL AND l.problem IS NULL
      AND l.sent_for = $5 || ':' || u.version AND NOT EXISTS (
        SELECT 1 FROM sync_sightings s
        WHERE s.run_id = $6 AND s.resource_type = 'User' AND s.remote_id = l.remote_id AND s.finding IS NOT NULL)
    WHERE u.organization_id = $1 AND u.id BETWEEN $2 AND $3
  ) p`;

/** @see RunStore.loadKnown */
export async function loadKnown(
  pool: Pool,
  { run }: RunTask,
  resourceType: ProvisionedType,
  resources: readonly { readonly id: string; readonly remoteId?: string }[],
): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await pool.query<{ id: string; finding: Finding | null; counterparts: string[] | null }>(
    `SELECT r.id, s.finding, m.counterparts
     FROM unnest($3::uuid[], $4::text[]) AS r (id, remote_id)
     LEFT JOIN sync_sightings s ON s.run_id = $1 AND s.resource_type = $2 AND s.remote_id = r.remote_id
     LEFT JOIN LATERAL (
       SELECT array_agg(c.remote_id ORDER BY c.remote_id) AS counterparts FROM sync_sightings c
       WHERE c.run_id = $1 AND c.resource_type = $2 AND c.matches_id = r.id
     ) m ON true
     WHERE s.finding IS NOT NULL OR m.counterparts IS NOT NULL`,
    [run.id, resourceType, resources.map(({ id }) => id), resources.map(({ remoteId }) => remoteId ?? null)],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { counterparts: row.counterparts ?? [], ...(row.finding === null ? {} : { finding: row.finding }) },
    ]),
  );
}
