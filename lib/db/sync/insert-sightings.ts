import type { PoolClient } from "pg";
import type { Sighting, TaskStep, UnmanagedResource } from "@/lib/provisioning/runs/run-store";
import type { RunTask } from "@/lib/provisioning/runs/run-task";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { toStorableJson, toStorableText } from "../storable-text";
import { isUuid } from "../uuid";

/** Ours that a resource of the target seems to be: by anything, or by what a job would look for. */
type Match = { readonly remote_id: string; readonly matches_id: string | null; readonly counterpart_id: string | null };

/** Writes down what a step has seen at the target, and, in a reconcile, what of it is not linked. */
export async function insertSightings(
  connection: PoolClient,
  { run }: RunTask,
  { sightings = [], unmanaged = [] }: Pick<TaskStep, "sightings" | "unmanaged">,
): Promise<void> {
  for (const resourceType of ["User", "Group"] as const) {
    const strangers = unmanaged.filter((resource) => resource.resourceType === resourceType);
    const matches = await findMatches(connection, run.organizationId, resourceType, strangers);
    const seen = sightings.filter((sighting) => sighting.resourceType === resourceType);
    await insertSeen(connection, run.id, resourceType, seen, matches);
    if (run.kind === "reconcile") {
      await saveUnmanaged(connection, run.targetId, run.id, resourceType, strangers, matches);
      await forgetManaged(connection, run.targetId, resourceType, seen, strangers);
    }
  }
}

async function insertSeen(
  connection: PoolClient,
  runId: string,
  resourceType: ProvisionedType,
  seen: readonly Sighting[],
  matches: ReadonlyMap<string, Match>,
): Promise<void> {
  if (seen.length === 0) return;
  await connection.query(
    `INSERT INTO sync_sightings (run_id, resource_type, remote_id, matches_id, to_verify, finding)
     SELECT $1, $2, s.* FROM unnest($3::text[], $4::uuid[], $5::boolean[], $6::jsonb[]) AS s
     ON CONFLICT (run_id, resource_type, remote_id) DO UPDATE SET to_verify = EXCLUDED.to_verify, finding = EXCLUDED.finding`,
    [
      runId,
      resourceType,
      seen.map(({ remoteId }) => remoteId),
      seen.map(({ remoteId }) => matches.get(remoteId)?.counterpart_id ?? null),
      seen.map(({ toVerify }) => toVerify === true),
      seen.map(({ finding }) => (finding === undefined ? null : toStorableJson(JSON.stringify(finding)))),
    ],
  );
}

/**
 * Whom of ours resources of the target seem to be: whose id or externalId is theirs, or who has their name. Only where exactly
 * one comes into question.
 */
async function findMatches(
  connection: PoolClient,
  organizationId: string,
  resourceType: ProvisionedType,
  strangers: readonly UnmanagedResource[],
): Promise<ReadonlyMap<string, Match>> {
  if (strangers.length === 0) return new Map();
  const [table, name, externalIds, id] =
    resourceType === "User"
      ? ["users", "user_name_folded", "user_external_ids", "user_id"]
      : ["groups", "display_name_folded", "group_external_ids", "group_id"];
  const { rows } = await connection.query<Match>(
    `WITH given AS (
       SELECT * FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[]) AS g (remote_id, our_id, external_id, name)
     ), looked_for AS (
       SELECT g.remote_id, r.id FROM given g JOIN ${table} r ON r.organization_id = $1 AND r.id = g.our_id
       UNION
       SELECT g.remote_id, r.id FROM given g JOIN ${table} r ON r.organization_id = $1 AND r.${name} = g.name
     ), all_of_them AS (
       SELECT remote_id, id FROM looked_for
       UNION
       SELECT g.remote_id, x.${id} FROM given g JOIN scim_clients c ON c.organization_id = $1
       JOIN ${externalIds} x ON x.scim_client_id = c.id AND x.external_id = g.external_id
     )
     SELECT a.remote_id, CASE count(*) WHEN 1 THEN (array_agg(a.id))[1] END AS matches_id,
       (SELECT CASE count(*) WHEN 1 THEN (array_agg(f.id))[1] END FROM looked_for f WHERE f.remote_id = a.remote_id) AS counterpart_id
     FROM all_of_them a GROUP BY a.remote_id`,
    [
      organizationId,
      strangers.map(({ remoteId }) => remoteId),
      strangers.map(({ externalId }) => (isUuid(externalId) ? externalId : null)),
      strangers.map(({ externalId }) => toStorable(externalId)),
      strangers.map(({ foldedName }) => toStorable(foldedName)),
    ],
  );
  return new Map(rows.map((row) => [row.remote_id, row]));
}

async function saveUnmanaged(
  connection: PoolClient,
  targetId: string,
  runId: string,
  resourceType: ProvisionedType,
  strangers: readonly UnmanagedResource[],
  matches: ReadonlyMap<string, Match>,
): Promise<void> {
  if (strangers.length === 0) return;
  await connection.query(
    `INSERT INTO unmanaged_resources
       (target_id, resource_type, remote_id, label, external_id, active, matches_id, seen_run_id, seen_at)
     SELECT $1, $2, u.*, $3, now() FROM unnest($4::text[], $5::text[], $6::text[], $7::boolean[], $8::uuid[]) AS u
     ON CONFLICT (target_id, resource_type, remote_id) DO UPDATE SET
       label = EXCLUDED.label, external_id = EXCLUDED.external_id, active = EXCLUDED.active, matches_id = EXCLUDED.matches_id,
       seen_run_id = EXCLUDED.seen_run_id, seen_at = EXCLUDED.seen_at`,
    [
      targetId,
      resourceType,
      runId,
      strangers.map(({ remoteId }) => remoteId),
      strangers.map(({ label }) => toStorableText(label)),
      strangers.map(({ externalId }) => toStorable(externalId)),
      strangers.map(({ active }) => active ?? null),
      strangers.map(({ remoteId }) => matches.get(remoteId)?.matches_id ?? null),
    ],
  );
}

/** What is linked by now is not unmanaged any more. */
async function forgetManaged(
  connection: PoolClient,
  targetId: string,
  resourceType: ProvisionedType,
  seen: readonly Sighting[],
  strangers: readonly UnmanagedResource[],
): Promise<void> {
  const strange = new Set(strangers.map(({ remoteId }) => remoteId));
  const managed = seen.map(({ remoteId }) => remoteId).filter((remoteId) => !strange.has(remoteId));
  if (managed.length === 0) return;
  await connection.query(
    "DELETE FROM unmanaged_resources WHERE target_id = $1 AND resource_type = $2 AND remote_id = ANY ($3)",
    [targetId, resourceType, managed],
  );
}

function toStorable(text: string | undefined): string | null {
  return text === undefined ? null : toStorableText(text);
}
