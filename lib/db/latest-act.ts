import type { Queries } from "./transaction";

/** When something was last done to what has this name; undefined when it never was. */
export async function findLatestAct(
  db: Queries,
  organizationId: string,
  { action, subject }: { readonly action: string; readonly subject: string },
): Promise<Date | undefined> {
  const event = await db.auditEvent.findFirst({
    where: { organizationId, action, subject },
    orderBy: { id: "desc" },
    select: { at: true },
  });
  return event?.at;
}
