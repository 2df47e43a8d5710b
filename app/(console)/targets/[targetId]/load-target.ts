import { cache } from "react";
import { requireAccess } from "@/lib/console/access";
import { openTarget } from "@/lib/console/targets/open-target";
import { viewTargetOverview } from "@/lib/console/targets/target-overview";

/** The target of an address for whoever may see it: read once, however many parts of the page ask for it. */
export const loadTarget = cache(async (id: string) => {
  const access = await requireAccess("targets.read");
  const stored = await openTarget(access, id);
  const now = new Date();
  const overview = await viewTargetOverview(access, stored, now);
  return { access, stored, now, ...overview };
});
