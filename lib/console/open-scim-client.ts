import { notFound } from "next/navigation";
import { findScimClientById, type ScimClientSettings } from "@/lib/db/scim-clients";
import type { Access } from "./access";
import { nameProvider } from "./name-provider";
import { type Result, refuse } from "./result";

/** A SCIM client of the open organization. */
export type OpenScimClient = ScimClientSettings & {
  /** What people call its identity provider: the preset's, or the client's own name where the preset is for any. */
  readonly providerName: string;
};

/** The SCIM client of a page's address. What is no id, or another organization's client, is a page that does not exist. */
export async function openScimClient(access: Access, id: string): Promise<OpenScimClient> {
  return (await findOpenScimClient(access, id)) ?? notFound();
}

/** As openScimClient for an act: a client that is gone is said, since the page that sent it is still open. */
export async function withScimClient<Value>(
  access: Access,
  id: string,
  act: (client: OpenScimClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const client = await findOpenScimClient(access, id);
  return client === undefined
    ? refuse("This SCIM client is no longer there: somebody has removed it. Reload the page.")
    : await act(client);
}

/** As openScimClient; undefined where that is a page that does not exist. */
export async function findOpenScimClient(access: Access, id: string): Promise<OpenScimClient | undefined> {
  const client = await findScimClientById(access.database.prisma, access.organization.id, id);
  return client === undefined ? undefined : { ...client, providerName: nameProvider(client) };
}
