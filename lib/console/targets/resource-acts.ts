import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import {
  adoptLink,
  findLinkHolder,
  findResourceLabel,
  ignoreLink,
  type ResourceKey,
  resumeLink,
} from "@/lib/db/link-acts";
import type { Database } from "@/lib/db/pool";
import { dropJob, enqueueFailing, enqueueResource } from "@/lib/db/target-queue";
import type { Queries } from "@/lib/db/transaction";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget } from "./require-target";

export type ResourceAct = FoundTarget & { readonly resource: ResourceKey & { readonly label: string } };

type Act = (
  db: Queries,
  found: FoundTarget,
  resource: ResourceKey & { readonly label: string; readonly isHere: boolean },
) => Promise<Result<Readonly<Record<string, string>>>>;

/** Looks at one resource now and puts it right, whatever it waits for. */
export const retryResource = createResourceAct("target.resourceRetried", async (db, { target }, resource) => {
  await enqueueResource(db, target.id, resource.resourceType, resource.resourceId);
  return accept({});
});

/** Sends nothing about one resource any more. What is at the target stays as it is. */
export const ignoreResource = createResourceAct("target.resourceIgnored", async (db, { target }, { label, ...key }) => {
  await ignoreLink(db, target.id, key, label);
  await dropJob(db, target.id, key.resourceType, key.resourceId);
  return accept({});
});

/** Provisions a resource again that was ignored. */
export const stopIgnoringResource = createResourceAct(
  "target.resourceResumed",
  async (db, { target }, { label, ...key }) => {
    if (!(await resumeLink(db, target.id, key))) return refuse(`${label} is not ignored at "${target.name}".`);
    await enqueueResource(db, target.id, key.resourceType, key.resourceId);
    return accept({});
  },
);

/**
 * Says by hand which resource of the target is this one of ours. From then on Roster keeps it as the mappings say, so that what
 * the target has in these attributes is overwritten.
 *
 * @param remoteId its id at the target
 */
export async function adoptRemote(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  resource: ResourceKey,
  remoteId: string,
): Promise<Result<ResourceAct>> {
  const id = remoteId.trim();
  if (id === "" || id.length > 1000 || /\p{Cc}|\p{Cs}/u.test(id)) {
    return refuse("Give the id that the resource has at the target.", "remoteId");
  }
  return await actOnResource(
    database,
    actor,
    subdomain,
    name,
    resource,
    "target.resourceAdopted",
    async (db, { target }, { label, isHere, ...key }) => {
      if (!isHere) return refuse(`${label} is not in Roster any more, so that nothing can be linked to them.`);
      const holder = await findLinkHolder(db, target.id, key.resourceType, id);
      if (holder !== undefined && holder.resourceId !== key.resourceId) {
        return refuse(
          `${holder.label} is linked to ${id} at "${target.name}" already. One of the target's can be one of ours only.`,
          "remoteId",
        );
      }
      await adoptLink(db, target.id, key, { label, remoteId: id });
      await enqueueResource(db, target.id, key.resourceType, key.resourceId);
      return accept({ remoteId: id });
    },
  );
}

/** Looks at everything now that is not as it should be. @returns how many resources */
export async function retryAllFailing(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<FoundTarget & { readonly retried: number }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    const retried = await enqueueFailing(db, target.id);
    if (retried > 0) {
      await insertAuditEvent(db, {
        actor,
        organizationId: organization.id,
        action: "target.failingRetried",
        subject: target.name,
        details: { retried },
      });
    }
    return accept({ ...found.value, retried });
  });
}

/** An act on one resource at the target of a name. */
function createResourceAct(action: string, act: Act) {
  return (database: Database, actor: Actor, subdomain: string, name: string, resource: ResourceKey) =>
    actOnResource(database, actor, subdomain, name, resource, action, act);
}

async function actOnResource(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  key: ResourceKey,
  action: string,
  act: Act,
): Promise<Result<ResourceAct>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    const known = await findResourceLabel(db, organization.id, target.id, key);
    if (known === undefined) {
      return refuse(
        `There is no such ${key.resourceType === "User" ? "person" : "group"} in ${organization.name}, and none is linked.`,
        "resource",
      );
    }
    const resource = { resourceType: key.resourceType, resourceId: key.resourceId, ...known };
    const acted = await act(db, found.value, resource);
    if (!acted.ok) return acted;
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action,
      subject: known.label,
      details: { target: target.name, targetId: target.id, ...key, ...acted.value },
    });
    return accept({ ...found.value, resource: { ...key, label: known.label } });
  });
}
