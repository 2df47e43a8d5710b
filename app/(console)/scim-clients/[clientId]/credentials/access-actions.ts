"use server";

import { refresh } from "next/cache";
import type { ActionResult } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { runClientAction } from "@/lib/console/run-client-action";
import { changeScimClient } from "@/lib/console/scim-clients";
import { type AddressVerdict, splitAddresses, testAddress } from "@/lib/console/test-address";
import { accessSchema, addressSchema } from "./schemas";

/** Saves what the client's tokens may do, and from where. */
export async function saveAccess(input: unknown): Promise<ActionResult<null>> {
  const result = await runClientAction(
    "credentials.write",
    accessSchema,
    input,
    async ({ database, actor, organization }, { name }, { scopes, allowedAddresses, tokenLifetimeMinutes }) => {
      const changed = await changeScimClient(database, actor, organization.subdomain, name, {
        options: new Map(),
        scopes,
        allowedAddresses: splitAddresses(allowedAddresses),
        tokenLifetimeMinutes,
      });
      return changed.ok ? accept(null) : changed;
    },
  );
  refresh();
  return result;
}

/** Says whether an address would be let in by the list as it is typed. */
export async function tryAddress(input: unknown): Promise<ActionResult<AddressVerdict>> {
  return await runClientAction("scimClients.read", addressSchema, input, async (_access, _client, typed) =>
    testAddress(typed.address.trim(), splitAddresses(typed.allowedAddresses)),
  );
}
