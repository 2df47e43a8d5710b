import type { Run } from "@/lib/provisioning/runs/run";
import type { RunTask, TaskPosition } from "@/lib/provisioning/runs/run-task";
import type { Drift, LinkProblem, ProvisionedType, ResourceLink } from "@/lib/provisioning/sync-store";
import type { JsonObject } from "@/lib/scim/json";

/** A link as `metLinkColumns` selects it. */
export type MetLinkRow = {
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

export const metLinkColumns = `l.id, l.resource_type, l.resource_id, l.label, l.remote_id, l.state::text AS state, l.sent, l.received,
  l.etag, l.problem, l.drift, l.synced_at, l.deprovisioned_at, l.delete_at`;

/** The link that a row holds. */
export function toMetLink(row: MetLinkRow): ResourceLink {
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

export type TaskRow = {
  readonly id: string;
  readonly run_id: string;
  readonly target_id: string;
  readonly organization_id: string;
  readonly run_kind: Run["kind"];
  readonly phase: Run["phase"];
  readonly position: TaskPosition;
  readonly attempts: number;
  readonly claimed_at: Date;
};

/** The task that a row holds. */
export function toTask(row: TaskRow): RunTask {
  return {
    id: row.id,
    run: {
      id: row.run_id,
      targetId: row.target_id,
      organizationId: row.organization_id,
      kind: row.run_kind,
      phase: row.phase,
    },
    position: row.position,
    attempts: row.attempts,
    claimedAt: row.claimed_at,
  };
}
