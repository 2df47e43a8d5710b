import { listScimClients } from "@/lib/db/scim-clients";
import { resolveClientOptions } from "@/lib/directory/client-options";
import type { Role } from "@/lib/directory/role";
import type { Access } from "../access";
import { nameProvider } from "../name-provider";

/** A SCIM client as people, groups and their changes speak of it. */
export type ClientName = {
  readonly id: string;
  readonly name: string;
  /** What people call the identity provider behind it. */
  readonly provider: string;
  readonly defaultRole: Role;
  readonly nameFormattedIncluded: boolean;
};

/** The organization's SCIM clients by their ids, in the order of their names. */
export async function readClientNames({
  database,
  organization,
}: Pick<Access, "database" | "organization">): Promise<ReadonlyMap<string, ClientName>> {
  const clients = await listScimClients(database.prisma, organization.id);
  return new Map(
    clients.map((client) => {
      const { defaultRole, nameFormattedIncluded } = resolveClientOptions(client.preset, client.overrides);
      const { id, name } = client;
      return [id, { id, name, provider: nameProvider(client), defaultRole, nameFormattedIncluded }];
    }),
  );
}

/**
 * The SCIM clients that manage a person or group: those that know it by an external id, else the one that changed it last.
 * Empty: it is managed by hand.
 */
export function findManagers(
  clients: ReadonlyMap<string, ClientName>,
  { knownTo, lastClientId }: { readonly knownTo: readonly string[]; readonly lastClientId: string | null },
): readonly ClientName[] {
  const ids = knownTo.length > 0 ? knownTo : lastClientId === null ? [] : [lastClientId];
  return ids.flatMap((id) => clients.get(id) ?? []).sort((left, right) => left.name.localeCompare(right.name, "en"));
}
