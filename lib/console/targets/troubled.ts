import { countTargetFigures } from "@/lib/db/target-figures";
import type { StoredTarget } from "@/lib/db/targets";
import type { Access } from "../access";

/** How many people and groups are not as they should be at a target, and can be tried again: at most so many, some may be counted twice. */
export async function countTroubled(
  { database }: Pick<Access, "database">,
  target: Pick<StoredTarget, "id">,
): Promise<number> {
  const figures = (await countTargetFigures(database, [target.id])).get(target.id);
  if (figures === undefined) return 0;
  const { invalid, conflict, refused, failing } = figures.problems;
  return invalid + conflict + refused + Math.max(failing, figures.jobs.failing);
}
