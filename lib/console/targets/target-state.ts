import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import { ignoreLink } from "@/lib/db/link-acts";
import type { Database } from "@/lib/db/pool";
import { dropJob } from "@/lib/db/target-queue";
import { unblockTarget, updateTarget } from "@/lib/db/targets";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget } from "./require-target";

const hourMs = 60 * 60 * 1000;

export type TargetStateChange = FoundTarget & { readonly changed: boolean };

export type ResumedTarget = TargetStateChange & {
  /** What the resource is called that is ignored from now on. */
  readonly leftOut: string | undefined;
};

/** Pauses a target: nothing is sent to it. Changes that happen meanwhile are remembered. `changed` is false when it was so. */
export async function pauseTarget(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<TargetStateChange>> {
  return await actInTransaction<TargetStateChange>(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    if (target.state === "paused") return accept({ ...found.value, changed: false });
    const pause = { reason: "person", detail: "Somebody paused it.", at: new Date().toISOString() } as const;
    const paused = { ...target, state: "paused", pause } as const;
    await updateTarget(db, paused);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "target.paused",
      subject: target.name,
    });
    return accept({ target: paused, organization, changed: true });
  });
}

/**
 * Lets a target go on, with everything that waited.
 *
 * @param leaveOut the one resource whose request was refused is ignored from now on, so that it does not stop the target again
 * @param comparesLater it is not compared as a whole before an hour has passed: for somebody who carries out a plan first
 */
export async function resumeTarget(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  { leaveOut = false, comparesLater = false }: { readonly leaveOut?: boolean; readonly comparesLater?: boolean } = {},
): Promise<Result<ResumedTarget>> {
  return await actInTransaction<ResumedTarget>(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    const refused = target.pause?.resource;
    if (leaveOut && refused === undefined) {
      return refuse(`No single resource made "${target.name}" stop: there is none to leave out.`);
    }
    if (target.state === "active") return accept({ ...found.value, changed: false, leftOut: undefined });
    const resumed = {
      ...target,
      state: "active",
      pause: undefined,
      nextReconcileAt: comparesLater ? new Date(Date.now() + hourMs) : (target.nextReconcileAt ?? new Date()),
    } as const;
    await updateTarget(db, resumed);
    await unblockTarget(db, target.id);
    const leftOut = leaveOut ? refused : undefined;
    if (leftOut !== undefined) {
      await ignoreLink(db, target.id, { resourceType: leftOut.type, resourceId: leftOut.id }, leftOut.label);
      await dropJob(db, target.id, leftOut.type, leftOut.id);
    }
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "target.resumed",
      subject: target.name,
      ...(leftOut === undefined ? {} : { details: { leftOut: { ...leftOut } } }),
    });
    return accept({ target: resumed, organization, changed: true, leftOut: leftOut?.label });
  });
}
