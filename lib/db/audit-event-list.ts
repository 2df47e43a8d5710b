import type { Prisma } from "./generated/client";
import type { Queries } from "./transaction";

/** An act as it is listed. */
export type ListedAuditEvent = {
  readonly id: string;
  /** "operator" (command line), "person", "setupLink" or "system" */
  readonly actorKind: string;
  /** The name of the person; undefined for others, and for somebody who was deleted since. */
  readonly actorName: string | undefined;
  readonly actorId: string | null;
  readonly action: string;
  readonly subject: string;
  /** JSON; null when nothing else is known. */
  readonly details: unknown;
  readonly at: Date;
};

export type AuditEventQuery = {
  /** Words in the subject, the action or the name of the person. */
  readonly text?: string;
  /** What the action begins with, such as "scimClient". */
  readonly kind?: string;
  readonly from?: Date;
  readonly until?: Date;
  /** The id of an event: only earlier ones. */
  readonly before?: string;
  /** The id of an event: only later ones, the ones next to it. */
  readonly after?: string;
  readonly limit: number;
};

/** How many people whose names hold the words are looked at. */
const mostNamesakes = 50;

/** Acts in an organization, the latest first. */
export async function listAuditEvents(
  db: Queries,
  organizationId: string,
  query: AuditEventQuery,
): Promise<readonly ListedAuditEvent[]> {
  const isBackwards = query.after !== undefined;
  const events = await db.auditEvent.findMany({
    where: { organizationId, ...(await createCondition(db, organizationId, query)) },
    orderBy: { id: isBackwards ? "asc" : "desc" },
    take: query.limit,
  });
  if (isBackwards) events.reverse();
  const actorIds = events.flatMap(({ actorId }) => (actorId === null ? [] : [actorId]));
  const actors = await db.user.findMany({
    where: { organizationId, id: { in: actorIds } },
    select: { id: true, fullName: true },
  });
  const names = new Map(actors.map(({ id, fullName }) => [id, fullName]));
  return events.map(({ organizationId: _, ...event }) => ({ ...event, actorName: names.get(event.actorId ?? "") }));
}

async function createCondition(
  db: Queries,
  organizationId: string,
  { text, kind, from, until, before, after }: AuditEventQuery,
): Promise<Prisma.AuditEventWhereInput> {
  const conditions: Prisma.AuditEventWhereInput[] = [];
  if (before !== undefined) conditions.push({ id: { lt: before } });
  if (after !== undefined) conditions.push({ id: { gt: after } });
  if (from !== undefined) conditions.push({ at: { gte: from } });
  if (until !== undefined) conditions.push({ at: { lt: until } });
  if (kind !== undefined) conditions.push({ action: { startsWith: `${kind}.` } });
  if (text !== undefined) {
    const holds = { contains: text, mode: "insensitive" } as const;
    const namesakes = await db.user.findMany({
      where: { organizationId, fullName: holds },
      select: { id: true },
      take: mostNamesakes,
    });
    const actorId = { in: namesakes.map(({ id }) => id) };
    conditions.push({ OR: [{ subject: holds }, { action: holds }, { actorId }] });
  }
  return { AND: conditions };
}
