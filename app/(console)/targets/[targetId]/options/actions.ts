"use server";

import { refresh } from "next/cache";
import type { ActionResult } from "@/lib/console/owner-action";
import { runTargetAction } from "@/lib/console/targets/open-target";
import { saveTargetOptions } from "@/lib/console/targets/save-target-options";
import { targetOptionsSchema } from "./schemas";

/** Saves name, preset, options and scope of a target. */
export async function saveOptions(input: unknown): Promise<ActionResult<{ readonly reconciles: boolean }>> {
  const result = await runTargetAction("targets.write", targetOptionsSchema, input, (access, target, typed) =>
    saveTargetOptions(access, target, { ...typed, options: new Map(Object.entries(typed.options)) }),
  );
  refresh();
  return result;
}
