"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession, startSession } from "@/lib/auth/start-session";
import { changePassword, signOutEverywhere } from "@/lib/console/account";
import { type ActionState, runOwnerAction } from "@/lib/console/owner-action";

const passwordSchema = z.object({ password: z.string(), newPassword: z.string() });

/** Changes the password. Every other session ends; this browser's goes on. */
export async function savePassword(_previous: ActionState<undefined>, form: FormData): Promise<ActionState<undefined>> {
  return await runOwnerAction("overview.read", passwordSchema, form, async (access, input) => {
    const result = await changePassword(access, input);
    if (result.ok) await startSession(access.account.id);
    return result;
  });
}

/** Ends every session of the account. */
export async function leaveEverywhere(
  _previous: ActionState<undefined>,
  form: FormData,
): Promise<ActionState<undefined>> {
  const result = await runOwnerAction("overview.read", z.object({}), form, signOutEverywhere);
  if (!result.ok) return result;
  await endSession();
  redirect("/sign-in");
}
