import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { countTargetFigures } from "@/lib/db/target-figures";
import { enqueueDrifted } from "@/lib/db/target-queue";
import { listTargetResources, type ResourcePage, type TargetResource } from "@/lib/db/target-resources";
import type { StoredTarget } from "@/lib/db/targets";
import { countUnmanaged, listUnmanaged, setUnmanagedIgnored, type UnmanagedRow } from "@/lib/db/unmanaged-resources";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget } from "./require-target";

/** What the last reconcile saw at a target that is not as Roster left it. */
export type DriftReport = {
  /** Changed at the target since Roster wrote it; put right unless the target refuses or keeps its own form. */
  readonly drifted: readonly TargetResource[];
  readonly driftedCount: number;
  /** At the target, and not ours. */
  readonly unmanaged: readonly UnmanagedRow[];
  readonly counts: { readonly open: number; readonly ignored: number; readonly matching: number };
};

/** The drift of a target, a page of each list. */
export async function viewDrift(
  database: Database,
  target: StoredTarget,
  page: {
    readonly drifted: ResourcePage;
    readonly unmanaged: { readonly limit: number; readonly after?: string };
    readonly showIgnored?: boolean;
    readonly text?: string;
  },
): Promise<DriftReport> {
  const text = page.text === undefined ? {} : { text: page.text };
  const [figures, drifted, unmanaged, counts] = await Promise.all([
    countTargetFigures(database, [target.id]),
    listTargetResources(database, target.id, { view: "drift", ...text }, page.drifted),
    listUnmanaged(database, target.id, { ignored: page.showIgnored === true, ...text }, page.unmanaged),
    countUnmanaged(database.prisma, target.id),
  ]);
  return { drifted, driftedCount: figures.get(target.id)?.drifted ?? 0, unmanaged, counts };
}

/** Writes what Roster means over everything that was changed at the target. @returns how many resources */
export async function overwriteDrift(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<FoundTarget & { readonly overwritten: number }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    const overwritten = await enqueueDrifted(db, target.id);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "target.driftOverwritten",
      subject: target.name,
      details: { overwritten },
    });
    return accept({ ...found.value, overwritten });
  });
}

/** Chooses to be told no more, or again, of something at the target that Roster does not manage. */
export async function ignoreUnmanaged(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  remote: { readonly resourceType: ProvisionedType; readonly remoteId: string; readonly ignored: boolean },
): Promise<Result<FoundTarget & { readonly label: string }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    const { resourceType, remoteId, ignored } = remote;
    const label = await setUnmanagedIgnored(db, target.id, resourceType, remoteId, ignored);
    if (label === undefined) return refuse("It is not there any more. Reload the page.");
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "target.remoteIgnored",
      subject: label,
      details: { target: target.name, targetId: target.id, resourceType, remoteId, ignored },
    });
    return accept({ ...found.value, label });
  });
}
