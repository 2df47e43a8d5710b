"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { type ActionState, runOwnerAction } from "@/lib/console/owner-action";
import { changeSettings } from "@/lib/console/settings-view";

const settingsSchema = z.object({
  name: z.string(),
  allowedEmailDomains: z.string(),
  allowEmailSubdomains: z.literal("true").optional(),
  requestRetentionDays: z.string(),
  bodyRetentionDays: z.string(),
  changeRetentionDays: z.string(),
  redaction: z.string(),
});

/** Saves the settings of the organization. */
export async function saveSettings(
  _previous: ActionState<readonly string[]>,
  form: FormData,
): Promise<ActionState<readonly string[]>> {
  const result = await runOwnerAction("organization.write", settingsSchema, form, (access, { ...settings }) =>
    changeSettings(access, { ...settings, allowEmailSubdomains: settings.allowEmailSubdomains ?? "false" }),
  );
  if (result.ok) revalidatePath("/", "layout");
  return result;
}
