import { cache } from "react";
import { requireAccess } from "@/lib/console/access";
import { openTarget } from "@/lib/console/targets/open-target";
import { isNotStarted } from "@/lib/console/targets/target-overview";
import { viewTarget } from "@/lib/console/targets/view-target";

/** The target of an address for whoever may see it: read once, however many parts of the page ask for it. */
export const loadTarget = cache(async (id: string) => {
  const access = await requireAccess("targets.read");
  const stored = await openTarget(access, id);
  const now = new Date();
  const target = await viewTarget(access.database, stored, now);
  return { access, stored, target, now, isNew: isNotStarted(target) };
});
