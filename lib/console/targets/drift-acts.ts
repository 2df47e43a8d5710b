import { type Actor, insertAuditEvent, insertAuditEventOn } from "@/lib/db/audit-events";

import { findResourceLabel, type ResourceKey } from "@/lib/db/link-acts";
import type { Database } from "@/lib/db/pool";
import { runInPoolTransaction } from "@/lib/db/pool-transaction";
import { overwriteFinding } from "@/lib/db/run-findings";
import { findRun } from "@/lib/db/sync-runs";
import { setUnmanagedIgnored } from "@/lib/db/unmanaged-resources";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { findResource } from "./find-resource";
import { type FoundTarget, holdTarget, requireTarget } from "./require-target";
import { adoptRemote, type ResourceAct } from "./resource-acts";

/** Puts one thing right that a run found changed or missing at the target: it gets once more what it should have. */
export async function overwriteDrift(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  runId: string,
  resource: ResourceKey,
): Promise<Result<ResourceAct>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const { target, organization } = found.value;
  if ((await findRun(database.prisma, target.id, runId)) === undefined) return refuse("There is no such run.", "run");
  const known = await findResourceLabel(database.prisma, organization.id, target.id, resource);
  if (known === undefined) return refuse("This person or group is not known any more.", "resource");
  const isFound = await runInPoolTransaction(database.pool, async (connection) => {
    const isTold = await overwriteFinding(connection, target.id, runId, resource);
    if (isTold) {
      await insertAuditEventOn(connection, {
        actor,
        organizationId: organization.id,
        action: "target.driftOverwritten",
        subject: known.label,
        details: { target: target.name, targetId: target.id, ...resource, runId },
      });
    }
    return isTold;
  });
  if (!isFound) return refuse("The last reading has nothing of it any more. Reload the page.", "resource");
  return accept({ ...found.value, resource: { ...resource, label: known.label } });
}

/** Chooses to be told no more, or again, of something at the target that Roster does not manage. Nothing is changed there. */
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

/**
 * Links a resource of the target's to one of ours that somebody names.
 *
 * @param text a person's userName, email or id, or the name or id of a group
 */
export async function adoptNamed(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  { resourceType, remoteId }: Pick<ResourceKey, "resourceType"> & { readonly remoteId: string },
  text: string,
): Promise<Result<ResourceAct>> {
  const found = await findResource(database, subdomain, { resourceType, text });
  if (!found.ok) return refuse(found.message, "text");
  return await adoptRemote(database, actor, subdomain, name, found.value, remoteId);
}
