import type { Role } from "@/lib/directory/role";
import { foldForComparison } from "@/lib/scim/fold";
import type { Queries } from "./transaction";

/** A person of whom an explanation speaks. */
export type ExplainedPerson = {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly role: Role;
  /** The SCIM clients that know them by an externalId. */
  readonly clients: readonly { readonly id: string; readonly name: string }[];
};

/** The person of the organization who has a userName, without regard to case. */
export async function findPersonByUserName(
  db: Queries,
  organizationId: string,
  userName: string,
): Promise<ExplainedPerson | undefined> {
  const user = await db.user.findUnique({
    where: { organizationId_userNameFolded: { organizationId, userNameFolded: foldForComparison(userName) } },
    select: {
      id: true,
      fullName: true,
      active: true,
      role: true,
      externalIds: { select: { scimClient: { select: { id: true, name: true } } } },
    },
  });
  if (user === null) return undefined;
  const clients = user.externalIds.map(({ scimClient }) => scimClient);
  return { id: user.id, name: user.fullName, isActive: user.active, role: user.role, clients };
}

/** The request by which a SCIM client created a person, if it was within some time before another. */
export async function findCreation(
  db: Queries,
  asked: { readonly organizationId: string; readonly scimClientId: string; readonly userId: string },
  before: Date,
  withinMs: number,
): Promise<{ readonly id: string; readonly at: Date } | undefined> {
  const { organizationId, scimClientId, userId } = asked;
  const creation = await db.requestLog.findFirst({
    where: {
      organizationId,
      scimClientId,
      resourceId: userId,
      operation: "create user",
      status: 201,
      at: { gte: new Date(before.getTime() - withinMs), lte: before },
    },
    select: { id: true, at: true },
    orderBy: { id: "desc" },
  });
  return creation ?? undefined;
}

/** How long an access token of the organization lives, and whether it was revoked. */
export async function findTokenLife(
  db: Queries,
  organizationId: string,
  tokenId: string,
): Promise<
  { readonly lastFour: string; readonly expiresAt: Date | null; readonly revokedAt: Date | null } | undefined
> {
  const token = await db.accessToken.findFirst({
    where: { id: tokenId, scimClient: { organizationId } },
    select: { lastFour: true, expiresAt: true, revokedAt: true },
  });
  return token ?? undefined;
}

/** Whether a SCIM client is paused now; undefined when it is gone. */
export async function isPaused(db: Queries, organizationId: string, id: string): Promise<boolean | undefined> {
  const client = await db.scimClient.findFirst({ where: { organizationId, id }, select: { state: true } });
  return client === null ? undefined : client.state === "paused";
}

/** Who paused a SCIM client last before a moment, and when; undefined where nobody wrote it down. */
export async function findPause(
  db: Queries,
  organizationId: string,
  clientName: string,
  before: Date,
): Promise<{ readonly by: string | undefined; readonly at: Date } | undefined> {
  const event = await db.auditEvent.findFirst({
    where: { organizationId, action: "scimClient.paused", subject: clientName, at: { lte: before } },
    select: { actorId: true, actorKind: true, at: true },
    orderBy: { id: "desc" },
  });
  if (event === null) return undefined;
  const person =
    event.actorId === null
      ? null
      : await db.user.findFirst({ where: { organizationId, id: event.actorId }, select: { fullName: true } });
  return { by: person?.fullName ?? (event.actorKind === "operator" ? "the operator" : undefined), at: event.at };
}

/** How many requests of a SCIM client were asked to come back later since a moment. */
export function countPutOff(db: Queries, organizationId: string, scimClientId: string, since: Date): Promise<number> {
  return db.requestLog.count({ where: { organizationId, scimClientId, status: 503, at: { gte: since } } });
}

/** How many active owners the organization has. */
export function countActiveOwners(db: Queries, organizationId: string): Promise<number> {
  return db.user.count({ where: { organizationId, role: "owner", active: true } });
}
