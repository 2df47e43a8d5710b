import type { Pool } from "pg";
import type { Capabilities, Quirks } from "@/lib/provisioning/capabilities";
import type { TargetPause } from "@/lib/provisioning/target";
import type { JsonObject } from "@/lib/scim/json";
import { insertAuditEventOn } from "../audit-events";
import { runInPoolTransaction } from "../pool-transaction";
import { toStorableJson } from "../storable-text";
import { endRun } from "./end-run";

/** Keeps what a target can do and what the preflight said of it, as of now. */
export async function saveCapabilities(
  pool: Pool,
  targetId: string,
  capabilities: Capabilities,
  preflight: JsonObject,
): Promise<void> {
  await pool.query("UPDATE targets SET capabilities = $2, preflight = $3, preflight_at = now() WHERE id = $1", [
    targetId,
    toStorableJson(JSON.stringify(capabilities)),
    toStorableJson(JSON.stringify(preflight)),
  ]);
}

/** Keeps what a target was found to do otherwise than it says, beside what was found before, and by others. */
export async function saveQuirks(pool: Pool, targetId: string, quirks: Quirks): Promise<void> {
  await pool.query("UPDATE targets SET quirks = quirks || $2 WHERE id = $1", [targetId, JSON.stringify(quirks)]);
}

/**
 * Pauses a target, with an audit event. One that has stopped already keeps the reason that it has; that a person had paused it
 * before is no reason to go on with its plan.
 */
export async function pauseTarget(pool: Pool, targetId: string, pause: TargetPause): Promise<void> {
  await runInPoolTransaction(pool, async (connection) => {
    const { rows } = await connection.query<{ organization_id: string; name: string }>(
      `UPDATE targets SET state = 'paused', pause = $2 
       WHERE id = $1 AND (state = 'active' OR pause ->> 'reason' = 'person') RETURNING organization_id, name`,
      [targetId, toStorableJson(JSON.stringify(pause))],
    );
    const paused = rows[0];
    if (paused === undefined) return;
    await insertAuditEventOn(connection, {
      actor: { kind: "system" },
      organizationId: paused.organization_id,
      action: "target.paused",
      subject: paused.name,
      details: { targetId, reason: pause.reason, detail: pause.detail },
    });
  });
}

/** Nobody sends the target anything before `until`, or before what it asked for earlier. */
export async function blockTarget(pool: Pool, targetId: string, until: Date): Promise<void> {
  await pool.query(
    // Lanes that meet the same trouble at once are told of one, not of as many as they are.
    `UPDATE targets SET blocked_until = GREATEST(blocked_until, $2),
       strain = strain + CASE WHEN blocked_until > now() THEN 0 ELSE 1 END
     WHERE id = $1`,
    [targetId, until],
  );
}

/** The target answers again. */
export async function relieveTarget(pool: Pool, targetId: string): Promise<void> {
  await pool.query("UPDATE targets SET strain = 0 WHERE id = $1 AND strain <> 0", [targetId]);
}

/** Ends the target's runs that are under way as failed. Their jobs stay, and belong to no run any more. */
export async function failRuns(pool: Pool, targetId: string, detail: string): Promise<void> {
  await runInPoolTransaction(pool, async (connection) => {
    const { rows } = await connection.query<{ id: string }>(
      "SELECT id FROM sync_runs WHERE target_id = $1 AND state = 'running' ORDER BY id",
      [targetId],
    );
    for (const { id } of rows) await endRun(connection, id, "failed", detail, { dropsJobs: false });
  });
}
