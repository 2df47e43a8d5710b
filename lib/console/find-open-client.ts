import { findScimClientById, type ScimClientSettings } from "@/lib/db/scim-clients";
import type { Access } from "./access";
import { nameProvider } from "./name-provider";

/** A SCIM client of the open organization. */
export type OpenScimClient = ScimClientSettings & {
  /** What people call its identity provider: the preset's, or the client's own name where the preset is for any. */
  readonly providerName: string;
};

/** The SCIM client of this id; undefined when it is no id, or another organization's. */
export async function findOpenScimClient(access: Access, id: string): Promise<OpenScimClient | undefined> {
  const client = await findScimClientById(access.database.prisma, access.organization.id, id);
  return client === undefined ? undefined : { ...client, providerName: nameProvider(client) };
}
