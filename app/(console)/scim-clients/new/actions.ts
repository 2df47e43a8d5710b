"use server";

import { type ConnectedClient, connectScimClient } from "@/lib/console/connect-scim-client";
import { type ActionResult, runOwnerAction } from "@/lib/console/owner-action";
import { readExpiryDays } from "../expiry-schema";
import { connectSchema } from "./schemas";

/** Makes a SCIM client. Its token is in the answer and nowhere else. */
export async function connectClient(input: unknown): Promise<ActionResult<ConnectedClient>> {
  return await runOwnerAction("scimClients.write", connectSchema, input, (access, { options, tokenExpiry, ...typed }) =>
    connectScimClient(access, {
      ...typed,
      tokenExpiresInDays: readExpiryDays(tokenExpiry),
      options: new Map(Object.entries(options)),
    }),
  );
}
