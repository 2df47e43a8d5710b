import { type ClientFigures, listClientFigures } from "@/lib/db/client-traffic";
import type { Access } from "./access";

const manyPeople = 10_000;
const keptMs = 60_000;

const kept = new Map<string, { readonly figures: readonly ClientFigures[]; readonly until: number }>();

/**
 * What the SCIM clients of the open organization provision. To count a million takes long, and nobody sees that one more came:
 * figures of many people may be a minute old. Those of fewer are always those of now.
 */
export async function readClientFigures(
  { database, organization }: Access,
  now: Date,
): Promise<readonly ClientFigures[]> {
  const known = kept.get(organization.id);
  if (known !== undefined && now.getTime() < known.until) return known.figures;
  const figures = await listClientFigures(database, organization.id);
  const people = figures.reduce((sum, { activePeople, inactivePeople }) => sum + activePeople + inactivePeople, 0);
  if (people < manyPeople) kept.delete(organization.id);
  else kept.set(organization.id, { figures, until: now.getTime() + keptMs });
  return figures;
}
