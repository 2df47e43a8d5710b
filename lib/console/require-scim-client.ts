import { findScimClient, listScimClients, lockScimClient, type ScimClientSettings } from "@/lib/db/scim-clients";
import type { Queries } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { describeMissing } from "./describe-missing";
import { requireOrganization } from "./organizations";
import { accept, type Result, refuse } from "./result";

export type FoundScimClient = { readonly client: ScimClientSettings; readonly organization: Organization };

/** The organization's SCIM client of this name, or a sentence that says which there are. */
export async function requireScimClient(
  db: Queries,
  subdomain: string,
  name: string,
): Promise<Result<FoundScimClient>> {
  const organization = await requireOrganization(db, subdomain);
  if (!organization.ok) return organization;
  const client = await findScimClient(db, organization.value.id, name);
  if (client !== undefined) {
    return accept({ client, organization: organization.value });
  }
  const names = (await listScimClients(db, organization.value.id)).map((known) => known.name);
  const place = ` in ${organization.value.name}`;
  return refuse(describeMissing(name, ["SCIM client", "SCIM clients"], names, place), "scimClient");
}

/** As requireScimClient, with the client held for this transaction, so that a parallel act waits. */
export async function holdScimClient(db: Queries, subdomain: string, name: string): Promise<Result<FoundScimClient>> {
  const found = await requireScimClient(db, subdomain, name);
  if (!found.ok) return found;
  await lockScimClient(db, found.value.client.id);
  return await requireScimClient(db, subdomain, name);
}
