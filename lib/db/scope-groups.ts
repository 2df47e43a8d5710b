import { foldForComparison } from "@/lib/scim/fold";
import type { Queries } from "./transaction";
import { isUuid } from "./uuid";

export type NamedGroup = { readonly id: string; readonly name: string };

/** The organization's groups that these texts name, by id or by name without regard to case. */
export async function findGroupsNamed(
  db: Queries,
  organizationId: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, NamedGroup>> {
  const rows = await db.group.findMany({
    where: {
      organizationId,
      OR: [{ id: { in: texts.filter(isUuid) } }, { displayNameFolded: { in: texts.map(foldForComparison) } }],
    },
    select: { id: true, displayName: true, displayNameFolded: true },
  });
  return new Map(
    texts.flatMap((text) => {
      const found =
        rows.find(({ id }) => id === text) ??
        rows.find(({ displayNameFolded }) => displayNameFolded === foldForComparison(text));
      return found === undefined ? [] : [[text, { id: found.id, name: found.displayName }]];
    }),
  );
}

/** Names of the organization's groups, for saying which there are; the first in their order. */
export async function listGroupNames(db: Queries, organizationId: string, limit: number): Promise<readonly string[]> {
  const rows = await db.group.findMany({
    where: { organizationId },
    select: { displayName: true },
    orderBy: { displayNameFolded: "asc" },
    take: limit,
  });
  return rows.map(({ displayName }) => displayName);
}
