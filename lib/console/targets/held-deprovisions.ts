import { type Actor, insertAuditEventOn } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { runInPoolTransaction } from "@/lib/db/pool-transaction";
import { allowHeld as allowRun, discardHeld as discardRun } from "@/lib/db/sync/decide-held";
import { listHoldingRuns } from "@/lib/db/sync-runs";
import { discardHeldJobs, ignoreHeldItems, openBreaker, releaseHeldJobs } from "@/lib/db/target-queue";
import { accept, type Result, refuse } from "../result";
import { type FoundTarget, requireTarget } from "./require-target";

/** Lets the deprovisions go that the breaker holds, of runs and of single changes, and those of the next hour. */
export async function allowHeld(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<FoundTarget & { readonly released: number; readonly until: Date }>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const { target, organization } = found.value;
  const runIds = await listHoldingRuns(database.prisma, target.id);
  const allowed = await runInPoolTransaction(database.pool, async (connection) => {
    const until = await openBreaker(connection, target.id);
    let released = 0;
    for (const runId of runIds) released += await allowRun(connection, organization.id, runId);
    released += await releaseHeldJobs(connection, target.id);
    await insertAuditEventOn(connection, {
      actor,
      organizationId: organization.id,
      action: "target.heldAllowed",
      subject: target.name,
      details: { released, until: until.toISOString() },
    });
    return { released, until };
  });
  return accept({ ...found.value, ...allowed });
}

/** Gives the held deprovisions up: whoever was to go stays at the target as they are, and is ignored from now on. */
export async function discardHeld(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<FoundTarget & { readonly discarded: number }>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const { target, organization } = found.value;
  const runIds = await listHoldingRuns(database.prisma, target.id);
  const discarded = await runInPoolTransaction(database.pool, async (connection) => {
    let count = 0;
    for (const runId of runIds) {
      await ignoreHeldItems(connection, target.id, runId);
      count += await discardRun(connection, organization.id, runId);
    }
    count += await discardHeldJobs(connection, target.id);
    if (count > 0) {
      await insertAuditEventOn(connection, {
        actor,
        organizationId: organization.id,
        action: "target.heldDiscarded",
        subject: target.name,
        details: { discarded: count },
      });
    }
    return count;
  });
  return discarded === 0 ? refuse(`Nothing of "${target.name}" is held.`) : accept({ ...found.value, discarded });
}
