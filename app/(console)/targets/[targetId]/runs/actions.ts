"use server";

import { refresh } from "next/cache";
import type { ActionResult } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { runTargetAction } from "@/lib/console/targets/open-target";
import { applyPlan, cancelRun } from "@/lib/console/targets/start-run";
import { runSchema } from "./schemas";

/** Carries out exactly what a plan says. */
export async function applyThisPlan(input: unknown): Promise<ActionResult<{ readonly runId: string }>> {
  return await runTargetAction(
    "targets.write",
    runSchema,
    input,
    async ({ database, actor, organization }, { name }, { runId }) => {
      const started = await applyPlan(database, actor, organization.subdomain, name, runId);
      return started.ok ? accept({ runId: started.value.run.id }) : started;
    },
  );
}

/** Ends a run that is under way or held. */
export async function cancelThisRun(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.write",
    runSchema,
    input,
    async ({ database, actor, organization }, { name }, { runId }) => {
      const cancelled = await cancelRun(database, actor, organization.subdomain, name, runId);
      return cancelled.ok ? accept(null) : cancelled;
    },
  );
  if (result.ok) refresh();
  return result;
}
