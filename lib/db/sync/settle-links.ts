import type { PoolClient } from "pg";
import type { LinkChange, LinkProblem, Settlement } from "@/lib/provisioning/sync-store";
import { toStorableJson } from "../storable-text";

type Changed = Omit<Settlement, "link"> & { readonly link: LinkChange };

/**
 * That a link, which is found by its resource, is one of the target `$1`. IS TRUE, and arrays below, keep PostgreSQL from finding it
 * by the target instead: of one that its statistics do not know yet it expects a single link, and reads all (see `own-row`).
 */
const isOfTarget = "(l.target_id = $1) IS TRUE";

/**
 * Removes and changes links. One that would name what another link has by now becomes a conflict instead.
 *
 * @returns the settlements as they were accepted: those that became conflicts say so
 */
export async function settleLinks(
  connection: PoolClient,
  targetId: string,
  settlements: readonly Settlement[],
): Promise<readonly Settlement[]> {
  const removed = settlements.filter(({ link }) => link === "remove").map(({ job }) => job.resourceId);
  const changed = settlements.filter(isChanged);
  await removeLinks(connection, targetId, removed);
  await releaseLinks(connection, targetId, changed);
  const taken = await findTaken(connection, targetId, changed);
  const accepted = settlements.map((settlement) => {
    const holder = taken.get(settlement.job.resourceId);
    return isChanged(settlement) && holder !== undefined ? refuse(settlement, holder) : settlement;
  });
  await writeLinks(connection, targetId, accepted.filter(isChanged));
  return accepted;
}

function isChanged(settlement: Settlement): settlement is Settlement & Changed {
  return typeof settlement.link === "object";
}

/** With a link end its memberships in all groups: who is gone there is no member there. */
async function removeLinks(connection: PoolClient, targetId: string, resourceIds: readonly string[]): Promise<void> {
  if (resourceIds.length === 0) return;
  const { rows } = await connection.query<{ remote_id: string | null }>(
    "DELETE FROM resource_links WHERE target_id = $1 AND resource_id = ANY($2::uuid[]) RETURNING remote_id",
    [targetId, resourceIds],
  );
  const remoteIds = rows.flatMap(({ remote_id }) => remote_id ?? []);
  if (remoteIds.length === 0) return;
  await connection.query(
    `DELETE FROM resource_link_members m USING resource_links g
     WHERE m.remote_value = ANY($2::text[]) AND g.id = m.link_id AND g.target_id = $1`,
    [targetId, remoteIds],
  );
}

/** Ends the links of which others take over what they were, and forgets remote ids before they are given anew. */
async function releaseLinks(connection: PoolClient, targetId: string, changed: readonly Changed[]): Promise<void> {
  const released = changed.flatMap(({ link }) => link.releases ?? []);
  if (released.length > 0) {
    await connection.query("DELETE FROM resource_links WHERE target_id = $1 AND resource_id = ANY($2::uuid[])", [
      targetId,
      released,
    ]);
  }
  const renamed = changed
    .filter(({ link }) => link.remoteId !== undefined)
    .map(({ job, link }) => ({ id: job.resourceId, remote_id: link.remoteId }));
  if (renamed.length > 0) {
    await connection.query({
      name: "release-remote-ids",
      text: `UPDATE resource_links l SET remote_id = NULL FROM jsonb_to_recordset($2::jsonb) v (id uuid, remote_id text)
       WHERE ${isOfTarget} AND l.resource_id = v.id AND l.remote_id IS DISTINCT FROM v.remote_id`,
      values: [targetId, toStorableJson(JSON.stringify(renamed))],
    });
  }
}

/** Who of these resources would get a remote id that another has, in the table or before it in the batch; and who has it. */
async function findTaken(
  connection: PoolClient,
  targetId: string,
  changed: readonly Changed[],
): Promise<ReadonlyMap<string, { readonly remoteId: string; readonly label: string }>> {
  const wanted = changed.flatMap(({ job, link, attempt }) =>
    typeof link.remoteId === "string"
      ? [{ ...job, remoteId: link.remoteId, label: link.label ?? attempt?.label ?? "" }]
      : [],
  );
  const taken = new Map<string, { readonly remoteId: string; readonly label: string }>();
  if (wanted.length === 0) return taken;
  const { rows } = await connection.query<{ type: string; remote_id: string; resource_id: string; label: string }>({
    name: "find-taken-remote-ids",
    text: `SELECT resource_type AS type, remote_id, resource_id, label FROM resource_links
     WHERE target_id = ANY(ARRAY(SELECT $1::uuid)) AND resource_type IN ('User', 'Group')
       AND remote_id = ANY(ARRAY(SELECT jsonb_array_elements_text($2::jsonb)))`,
    values: [targetId, toStorableJson(JSON.stringify(wanted.map(({ remoteId }) => remoteId)))],
  });
  const owners = new Map(
    rows.map((row) => [`${row.type} ${row.remote_id}`, { id: row.resource_id, label: row.label }]),
  );
  for (const { resourceType, resourceId, remoteId, label } of wanted) {
    const key = `${resourceType} ${remoteId}`;
    const owner = owners.get(key);
    if (owner !== undefined && owner.id !== resourceId) taken.set(resourceId, { remoteId, label: owner.label });
    else owners.set(key, { id: resourceId, label });
  }
  return taken;
}

/** The settlement of a resource that turned out to be linked to another: a problem for people to decide. */
function refuse(settlement: Changed, holder: { readonly remoteId: string; readonly label: string }): Settlement {
  const detail = `The target answered with the id ${holder.remoteId}, which is that of ${holder.label} already. Decide which of the two it is.`;
  const problem: LinkProblem = {
    kind: "conflict",
    detail,
    at: new Date().toISOString(),
    candidates: [holder.remoteId],
  };
  const { remoteId, state, syncedAt, releases, ...link } = settlement.link;
  const { attempt, wakesGroups, passwordDelivered, ...rest } = settlement;
  return {
    ...rest,
    link: { ...link, problem },
    ...(attempt === undefined ? {} : { attempt: { ...attempt, outcome: "conflict", detail } }),
    ...(settlement.count === undefined ? {} : { count: "conflicts" }),
  };
}

/**
 * What is absent of a change is not in `set`, and stays; what was sent is told together with what it was made of. Whom a person chose to ignore while a worker was at them is ignored:
 * nobody who works for a target ends that.
 */
async function writeLinks(connection: PoolClient, targetId: string, changed: readonly Changed[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ job, link: { releases, ...set }, attempt }) => ({
    type: job.resourceType,
    id: job.resourceId,
    label: set.label ?? attempt?.label ?? "",
    set,
  }));
  const text = (key: string, column: string) => `CASE WHEN v.set ? '${key}' THEN v.set ->> '${key}' ELSE ${column} END`;
  const json = (key: string, column: string) =>
    `CASE WHEN v.set ? '${key}' THEN NULLIF(v.set -> '${key}', 'null') ELSE ${column} END`;
  const time = (key: string, column: string) =>
    `CASE WHEN v.set ? '${key}' THEN (v.set ->> '${key}')::timestamptz ELSE ${column} END`;
  await connection.query({
    name: "write-links",
    text: `MERGE INTO resource_links l
     USING jsonb_to_recordset($2::jsonb) v (type text, id uuid, label text, set jsonb)
     ON ${isOfTarget} AND l.resource_id = v.id
     WHEN MATCHED THEN UPDATE SET
       state = CASE l.state WHEN 'ignored' THEN l.state ELSE COALESCE((v.set ->> 'state')::resource_link_state, l.state) END,
       label = COALESCE(v.set ->> 'label', l.label),
       remote_id = ${text("remoteId", "l.remote_id")},
       sent = ${json("sent", "l.sent")},
       sent_for = CASE WHEN v.set ? 'sent' THEN v.set ->> 'sentFor' ELSE l.sent_for END,
       received = ${json("received", "l.received")},
       etag = ${text("etag", "l.etag")},
       problem = ${json("problem", "l.problem")},
       drift = ${json("drift", "l.drift")},
       synced_at = ${time("syncedAt", "l.synced_at")},
       deprovisioned_at = ${time("deprovisionedAt", "l.deprovisioned_at")},
       delete_at = ${time("deleteAt", "l.delete_at")}
     WHEN NOT MATCHED THEN INSERT (id, target_id, resource_type, resource_id, label, state, remote_id, sent, sent_for,
       received, etag, problem, drift, synced_at, deprovisioned_at, delete_at)
       VALUES (gen_random_uuid(), $1, v.type, v.id, v.label,
         COALESCE((v.set ->> 'state')::resource_link_state, 'creating'), ${text("remoteId", "NULL")},
         ${json("sent", "NULL")}, v.set ->> 'sentFor', ${json("received", "NULL")},
         ${text("etag", "NULL")}, ${json("problem", "NULL")}, ${json("drift", "NULL")}, ${time("syncedAt", "NULL")},
         ${time("deprovisionedAt", "NULL")}, ${time("deleteAt", "NULL")})`,
    values: [targetId, toStorableJson(JSON.stringify(rows))],
  });
}
