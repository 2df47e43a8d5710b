import type { PoolClient } from "pg";
import type { PlanItem } from "@/lib/provisioning/runs/plan-item";
import type { RunTask } from "@/lib/provisioning/runs/run-task";
import { toStorableJson, toStorableText } from "../storable-text";

/**
 * Writes down what a run means to do. A resource that has been written down already stays as it is. The deprovisions of a
 * reconcile are held from the start: how many there are, and so whether they pass, is known only at the end, when there may be
 * too many to be written once more.
 */
export async function insertItems(
  connection: PoolClient,
  run: RunTask["run"],
  items: readonly PlanItem[],
): Promise<void> {
  if (items.length === 0) return;
  await connection.query(
    `INSERT INTO sync_plan_items
       (run_id, resource_type, resource_id, label, operation, changes, reason, fingerprint, finding, state)
     SELECT $1, i.* FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::text[], $8::text[], $9::jsonb[],
       $10::text[]) AS i
     ON CONFLICT (run_id, resource_type, resource_id) DO NOTHING`,
    [
      run.id,
      items.map((item) => item.resourceType),
      items.map((item) => item.resourceId),
      items.map((item) => toStorableText(item.label)),
      items.map((item) => item.operation),
      items.map((item) => toStorableJson(JSON.stringify(item.changes))),
      items.map((item) => toStorableText(item.reason)),
      items.map((item) => item.fingerprint),
      items.map((item) => (item.finding === undefined ? null : toStorableJson(JSON.stringify(item.finding)))),
      items.map((item) => {
        if (!item.isToBeDone) return "done";
        return item.operation === "deprovision" && run.kind === "reconcile" ? "held" : "planned";
      }),
    ],
  );
}
