"use server";

import type { ActionResult } from "@/lib/console/owner-action";
import { removeOpenClient } from "@/lib/console/remove-scim-client";
import { accept } from "@/lib/console/result";
import { runClientAction } from "@/lib/console/run-client-action";
import { removalSchema } from "./schemas";

/** Removes a SCIM client with its tokens. People and groups stay. */
export async function removeClient(input: unknown): Promise<ActionResult<null>> {
  return await runClientAction("scimClients.remove", removalSchema, input, async (access, client, typed) => {
    const removed = await removeOpenClient(access, client, typed);
    return removed.ok ? accept(null) : removed;
  });
}
