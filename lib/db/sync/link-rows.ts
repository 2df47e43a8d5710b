import type { Drift, LinkProblem, ProvisionedType, ResourceLink } from "@/lib/provisioning/sync-store";
import type { JsonObject } from "@/lib/scim/json";

/** A link as `linkColumns` selects it. */
export type LinkRow = {
  readonly id: string;
  readonly resource_type: ProvisionedType;
  readonly resource_id: string;
  readonly label: string;
  readonly remote_id: string | null;
  readonly state: ResourceLink["state"];
  readonly sent: JsonObject | null;
  readonly received: JsonObject | null;
  readonly etag: string | null;
  readonly problem: LinkProblem | null;
  readonly drift: Drift | null;
  readonly synced_at: Date | null;
  readonly deprovisioned_at: Date | null;
  readonly delete_at: Date | null;
};

/** The columns of a link `l`. */
export const linkColumns = `l.id, l.resource_type, l.resource_id, l.label, l.remote_id, l.state::text AS state, l.sent, l.received,
  l.etag, l.problem, l.drift, l.synced_at, l.deprovisioned_at, l.delete_at`;

/** The link that a row holds. */
export function toLink(row: LinkRow): ResourceLink {
  return {
    id: row.id,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    label: row.label,
    state: row.state,
    ...(row.remote_id === null ? {} : { remoteId: row.remote_id }),
    ...(row.sent === null ? {} : { sent: row.sent }),
    ...(row.received === null ? {} : { received: row.received }),
    ...(row.etag === null ? {} : { etag: row.etag }),
    ...(row.problem === null ? {} : { problem: row.problem }),
    ...(row.drift === null ? {} : { drift: row.drift }),
    ...(row.synced_at === null ? {} : { syncedAt: row.synced_at }),
    ...(row.deprovisioned_at === null ? {} : { deprovisionedAt: row.deprovisioned_at }),
    ...(row.delete_at === null ? {} : { deleteAt: row.delete_at }),
  };
}
