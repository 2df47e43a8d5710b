"use server";

import { refresh } from "next/cache";
import { withScimClient } from "@/lib/console/open-scim-client";
import { type ActionResult, runOwnerAction } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { setScimClientState } from "@/lib/console/scim-clients";
import { clientStateSchema } from "./schemas";

/** Pauses a SCIM client or lets it go on. */
export async function setClientState(input: unknown): Promise<ActionResult<null>> {
  const result = await runOwnerAction("scimClients.write", clientStateSchema, input, (access, { id, state }) =>
    withScimClient(access, id, async ({ name }) => {
      const set = await setScimClientState(access.database, access.actor, access.organization.subdomain, name, state);
      return set.ok ? accept(null) : set;
    }),
  );
  refresh();
  return result;
}
