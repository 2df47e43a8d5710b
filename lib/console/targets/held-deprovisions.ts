import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { endHeldRuns, releaseHeldRuns } from "@/lib/db/sync-runs";
import { discardHeldJobs, releaseHeldJobs } from "@/lib/db/target-queue";
import { updateTarget } from "@/lib/db/targets";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget } from "./require-target";

/** How long deprovisions pass the breaker once somebody has allowed them, in milliseconds. */
const openMs = 60 * 60 * 1000;

/** Lets the deprovisions go that the breaker holds, and those of the next hour. */
export async function allowHeld(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<FoundTarget & { readonly released: number; readonly until: Date }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    const until = new Date(Date.now() + openMs);
    await updateTarget(db, { ...target, breakerOpenUntil: until });
    const released = await releaseHeldJobs(db, target.id);
    await releaseHeldRuns(db, target.id);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "target.heldAllowed",
      subject: target.name,
      details: { released, until: until.toISOString() },
    });
    return accept({ ...found.value, released, until });
  });
}

/** Gives the held deprovisions up: whoever was to go stays at the target as they are, and is ignored from now on. */
export async function discardHeld(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<FoundTarget & { readonly discarded: number }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    const discarded = await discardHeldJobs(db, target.id);
    const ended = await endHeldRuns(db, target.id);
    if (discarded === 0 && ended === 0) return refuse(`Nothing of "${target.name}" is held.`);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "target.heldDiscarded",
      subject: target.name,
      details: { discarded },
    });
    return accept({ ...found.value, discarded });
  });
}
