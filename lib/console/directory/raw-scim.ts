import { listCustomAttributes } from "@/lib/db/custom-attributes";
import { createDirectoryStore } from "@/lib/db/directory-store";
import { listScimClients } from "@/lib/db/scim-clients";
import { resolveClientOptions } from "@/lib/directory/client-options";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { createHandClient } from "@/lib/directory/hand-client";
import { beginRecord } from "@/lib/directory/request-record";
import { getUser } from "@/lib/directory/users";
import type { Access } from "../access";
import { getScimBaseUrl } from "../setup-page";

/** A resource as a SCIM client would read it now. */
export type RawResource = {
  /** The id of the SCIM client; undefined where the organization has none. */
  readonly clientId: string | undefined;
  readonly path: string;
  /** Indented JSON. */
  readonly json: string;
};

/**
 * What a GET of the person would answer.
 *
 * @param clientId the SCIM client that would ask; another one, or none, for the first of the organization
 */
export async function readRawPerson(access: Access, id: string, clientId: string | undefined): Promise<RawResource> {
  const { database, organization } = access;
  const [clients, customAttributes] = await Promise.all([
    listScimClients(database.prisma, organization.id),
    listCustomAttributes(database.prisma, organization.id),
  ]);
  const chosen = clients.find((client) => client.id === clientId) ?? clients[0];
  const baseUrl = getScimBaseUrl();
  const nobody = { highestGrantableRole: "administrator", nameFormattedIncluded: true } as const;
  const request: DirectoryRequest = {
    id: "",
    store: createDirectoryStore(database, baseUrl),
    client:
      chosen === undefined
        ? createHandClient(organization, customAttributes, nobody)
        : {
            ...chosen,
            organization,
            customAttributes,
            options: resolveClientOptions(chosen.preset, chosen.overrides),
          },
    actor: access.actor,
    scopes: [],
    baseUrl,
    leniencies: [],
    record: beginRecord(),
  };
  const { resource } = await getUser(request, id, { kind: "default" });
  return { clientId: chosen?.id, path: `/Users/${id}`, json: JSON.stringify(resource, null, 2) };
}
