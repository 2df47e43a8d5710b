import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { insertStream, listStreams as queryStreams, type Stream } from "@/lib/db/streams";
import type { Organization } from "@/lib/directory/scim-client";
import { readName } from "./field-rules";
import { requireOrganization } from "./organizations";
import { accept, actInTransaction, type Result, refuse } from "./result";

/** Makes a stream. A default stream gets everyone who is created from now on; people who are here stay as they are. */
export async function addStream(
  database: Database,
  actor: Actor,
  subdomain: string,
  input: { readonly name: string; readonly isDefault: boolean },
): Promise<Result<{ readonly stream: Stream; readonly organization: Organization }>> {
  return await actInTransaction(database, async (db) => {
    const organization = await requireOrganization(db, subdomain);
    if (!organization.ok) return organization;
    const name = readName(input.name, "a stream's name");
    if (!name.ok) return name;
    const organizationId = organization.value.id;
    const stream = await insertStream(db, { organizationId, name: name.value, isDefault: input.isDefault });
    if (stream === undefined) {
      return refuse(`${organization.value.name} has a stream "${name.value}" already. Choose another name.`, "name");
    }
    await insertAuditEvent(db, {
      actor,
      organizationId,
      action: "stream.created",
      subject: stream.name,
      details: { id: stream.id, isDefault: stream.isDefault },
    });
    return accept({ stream, organization: organization.value });
  });
}

/** The streams of the organization, each with its number of live subscribers. */
export async function listStreams(
  database: Database,
  subdomain: string,
): Promise<Result<readonly (Stream & { readonly subscribers: number })[]>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  return organization.ok ? accept(await queryStreams(database.prisma, organization.value.id)) : organization;
}
