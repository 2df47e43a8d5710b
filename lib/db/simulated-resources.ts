import type { Queries } from "./transaction";

/** People and groups by their ids. */
export type ResourceIds = { readonly users: readonly string[]; readonly groups: readonly string[] };

/**
 * Which of these a SCIM client really made since `from`: a POST that was answered 201 may also have taken over somebody who
 * was there.
 */
export async function listReallyCreated(
  db: Queries,
  client: { readonly organizationId: string; readonly scimClientId: string },
  from: Date,
  { users, groups }: ResourceIds,
): Promise<ResourceIds> {
  const changes = await db.resourceChange.findMany({
    where: {
      organizationId: client.organizationId,
      actorId: client.scimClientId,
      kind: "created",
      at: { gte: from },
      resourceId: { in: [...users, ...groups] },
    },
    select: { resourceType: true, resourceId: true },
  });
  const listIds = (type: string) =>
    changes.filter(({ resourceType }) => resourceType === type).map(({ resourceId }) => resourceId);
  return { users: listIds("User"), groups: listIds("Group") };
}

/** The records of the simulator's runs for a SCIM client, the latest first. */
export async function listSimulationRecords(
  db: Queries,
  organizationId: string,
  scimClientId: string,
): Promise<readonly unknown[]> {
  const events = await db.auditEvent.findMany({
    where: {
      organizationId,
      action: "simulator.played",
      AND: [
        { details: { path: ["clientId"], equals: scimClientId } },
        { details: { path: ["place"], equals: "client" } },
      ],
    },
    select: { details: true },
    orderBy: { id: "desc" },
    take: 100,
  });
  return events.map(({ details }) => details);
}

/** Those of these that are still there, with what people know them by. */
export async function findStillThere(db: Queries, organizationId: string, { users, groups }: ResourceIds) {
  return {
    people: await db.user.findMany({
      where: { organizationId, id: { in: [...users] } },
      select: { id: true, fullName: true },
      orderBy: { id: "asc" },
    }),
    groups: await db.group.findMany({
      where: { organizationId, id: { in: [...groups] } },
      select: { id: true, displayName: true },
      orderBy: { id: "asc" },
    }),
  };
}
