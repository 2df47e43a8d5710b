import { listTargetsOfResource, type ResourceAtTarget } from "@/lib/db/target-resources";
import type { Access } from "../access";
import { judgeResource, type ResourceStanding } from "./resource-standing";

/** How a person or group stands at one target. */
export type ShownAtTarget = Pick<ResourceAtTarget, "targetId" | "targetName" | "remoteId" | "syncedAt" | "job"> & {
  readonly standing: ResourceStanding;
};

/** How a person or group stands at each target of the organization, by the targets' names. */
export async function listAtTargets(
  { database, organization }: Pick<Access, "database" | "organization">,
  resourceType: "User" | "Group",
  resourceId: string,
): Promise<readonly ShownAtTarget[]> {
  const rows = await listTargetsOfResource(database, organization.id, resourceType, resourceId);
  return rows.map(({ targetId, targetName, remoteId, syncedAt, job, ...row }) => ({
    targetId,
    targetName,
    remoteId,
    syncedAt,
    job,
    standing: judgeResource({ ...row, job }),
  }));
}
