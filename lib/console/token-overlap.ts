import { listIssuedByPeople } from "@/lib/db/access-tokens";
import type { Actor } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { endTokensIn, readAccessTokenState } from "./access-tokens";
import { holdScimClient } from "./require-scim-client";
import { accept, actInTransaction, type Result, refuse } from "./result";

/**
 * Lets a live token end by itself, no later than it would have: the end of the time in which the old and the new one overlap.
 *
 * @param id the token's
 * @param hours until then
 */
export async function endAccessTokenLater(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  { id, hours }: { readonly id: string; readonly hours: number },
): Promise<Result<{ readonly expiresAt: Date | null }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const token = (await listIssuedByPeople(db, found.value.client.id)).find((known) => known.id === id);
    if (token === undefined) return refuse(`"${found.value.client.name}" has no such token. Reload the page.`);
    if (readAccessTokenState(token, new Date()) !== "live") return refuse("This token has ended already.");
    const [ending] = await endTokensIn(db, actor, found.value, [token], hours);
    return accept({ expiresAt: ending?.expiresAt ?? null });
  });
}
