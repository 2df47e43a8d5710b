import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { Prisma } from "./generated/client";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** One person or group, by its id here. */
export type ResourceKey = { readonly resourceType: ProvisionedType; readonly resourceId: string };

/** Nothing is sent about this resource any more. What is at the target stays as it is. */
export async function ignoreLink(
  db: Queries,
  targetId: string,
  { resourceType, resourceId }: ResourceKey,
  label: string,
): Promise<void> {
  await db.resourceLink.upsert({
    where: { targetId_resourceId: { targetId, resourceId } },
    create: { id: createId(), targetId, resourceType, resourceId, label, state: "ignored" },
    update: { state: "ignored", problem: Prisma.DbNull, deleteAt: null },
  });
}

/**
 * The resource is provisioned again. What the target has of it meanwhile is not known, and is read before anything is written.
 *
 * @returns false when it was not ignored
 */
export async function resumeLink(
  db: Queries,
  targetId: string,
  { resourceType, resourceId }: ResourceKey,
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE resource_links SET state = CASE WHEN remote_id IS NULL THEN 'creating' ELSE 'linked' END::resource_link_state,
      drift = CASE WHEN remote_id IS NULL THEN NULL ELSE '[]'::jsonb END
    WHERE target_id = ${targetId}::uuid AND resource_type = ${resourceType} AND resource_id = ${resourceId}::uuid
      AND state = 'ignored'`;
  return changed > 0;
}

/** Which of our resources has this id at the target. */
export async function findLinkHolder(
  db: Queries,
  targetId: string,
  resourceType: ProvisionedType,
  remoteId: string,
): Promise<{ readonly resourceId: string; readonly label: string } | undefined> {
  const row = await db.resourceLink.findUnique({
    where: { targetId_resourceType_remoteId: { targetId, resourceType, remoteId } },
    select: { resourceId: true, label: true },
  });
  return row ?? undefined;
}

/** Says which resource of the target is ours; it is read before anything is written. */
export async function adoptLink(
  db: Queries,
  targetId: string,
  { resourceType, resourceId }: ResourceKey,
  { label, remoteId }: { readonly label: string; readonly remoteId: string },
): Promise<void> {
  const found = {
    remoteId,
    label,
    state: "linked",
    sent: Prisma.DbNull,
    sentFor: null,
    received: Prisma.DbNull,
    etag: null,
    problem: Prisma.DbNull,
    drift: [],
    deprovisionedAt: null,
    deleteAt: null,
  } as const;
  await db.resourceLink.upsert({
    where: { targetId_resourceId: { targetId, resourceId } },
    create: { id: createId(), targetId, resourceType, resourceId, ...found, drift: [] },
    update: { ...found, drift: [] },
  });
  await db.unmanagedResource.deleteMany({ where: { targetId, resourceType, remoteId } });
}

/** What this resource is called: as it is here now, else as it was when it was last sent. */
export async function findResourceLabel(
  db: Queries,
  organizationId: string,
  targetId: string,
  { resourceType, resourceId }: ResourceKey,
): Promise<{ readonly label: string; readonly isHere: boolean } | undefined> {
  const here =
    resourceType === "User"
      ? await db.user.findFirst({ where: { organizationId, id: resourceId }, select: { fullName: true } })
      : await db.group.findFirst({ where: { organizationId, id: resourceId }, select: { displayName: true } });
  if (here !== null) return { label: "fullName" in here ? here.fullName : here.displayName, isHere: true };
  const link = await db.resourceLink.findUnique({
    where: { targetId_resourceId: { targetId, resourceId } },
    select: { label: true, resourceType: true },
  });
  return link?.resourceType === resourceType ? { label: link.label, isHere: false } : undefined;
}
