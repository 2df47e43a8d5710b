"use server";

import { refresh } from "next/cache";
import type { ActionResult } from "@/lib/console/owner-action";
import { runClientAction } from "@/lib/console/run-client-action";
import { saveClientOptions } from "@/lib/console/save-client-options";
import { optionsSchema } from "./schemas";

/** Saves name, preset and options of a SCIM client. */
export async function saveOptions(input: unknown): Promise<ActionResult<{ readonly changes: number }>> {
  const result = await runClientAction("scimClients.write", optionsSchema, input, (access, client, typed) =>
    saveClientOptions(access, client, { ...typed, options: new Map(Object.entries(typed.options)) }),
  );
  refresh();
  return result;
}
