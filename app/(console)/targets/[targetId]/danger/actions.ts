"use server";

import { refresh } from "next/cache";
import type { ActionResult } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { runTargetAction } from "@/lib/console/targets/open-target";
import { removeTarget as removeFoundTarget } from "@/lib/console/targets/remove-target";
import { targetRemovalSchema } from "./schemas";

/** Removes a target. What is there stays there. */
export async function removeTarget(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.remove",
    targetRemovalSchema,
    input,
    async (access, { name }, { typedName }) => {
      const { database, actor, organization } = access;
      const removed = await removeFoundTarget(database, actor, organization.subdomain, name, typedName);
      return removed.ok ? accept(null) : removed;
    },
  );
  // Beside the name of the page stands how many are paused.
  if (result.ok) refresh();
  return result;
}
