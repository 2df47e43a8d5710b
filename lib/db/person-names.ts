import type { Queries } from "./transaction";

/** What people of the organization are called, by their ids; who was deleted is missing. */
export async function findPersonNames(
  db: Queries,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const people = await db.user.findMany({
    where: { organizationId, id: { in: [...ids] } },
    select: { id: true, fullName: true },
  });
  return new Map(people.map(({ id, fullName }) => [id, fullName]));
}
