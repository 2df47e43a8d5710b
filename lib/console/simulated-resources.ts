import { runDirectoryTransaction } from "@/lib/db/directory-transaction";
import type { ScimClientSettings } from "@/lib/db/scim-clients";
import { findStillThere, listSimulationRecords } from "@/lib/db/simulated-resources";
import type { WriteOutcome } from "@/lib/directory/directory-store";
import { isJsonObject } from "@/lib/scim/json";
import { getScimBaseUrl } from "./setup-page";
import type { SimulationAccess } from "./simulations";

/** What the simulator made here and what is still there. */
export type SimulatedResources = {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly groups: readonly { readonly id: string; readonly name: string }[];
};

/** The people and groups that runs against this client itself have made. */
export async function listSimulatedResources(
  { database, organization }: Pick<SimulationAccess, "database" | "organization">,
  client: Pick<ScimClientSettings, "id">,
): Promise<SimulatedResources> {
  const records = await listSimulationRecords(database.prisma, organization.id, client.id);
  if (records.length === 0) return { people: [], groups: [] };
  const listed = (kind: "users" | "groups") => records.flatMap((record) => readIds(record, kind));
  const ids = { users: listed("users"), groups: listed("groups") };
  const { people, groups } = await findStillThere(database.prisma, organization.id, ids);
  return {
    people: people.map(({ id, fullName }) => ({ id, name: fullName })),
    groups: groups.map(({ id, displayName }) => ({ id, name: displayName })),
  };
}

/** Deletes what the simulator made through this client, and nothing else. */
export async function removeSimulatedResources(
  access: SimulationAccess,
  client: Pick<ScimClientSettings, "id" | "name">,
): Promise<SimulatedResources> {
  const { database, actor, organization } = access;
  const found = await listSimulatedResources(access, client);
  const scope = { organizationId: organization.id, scimClientId: client.id, customAttributes: [] };
  const changeActor = actor.kind === "person" ? actor : ({ kind: "system" } as const);
  await runDirectoryTransaction(database, getScimBaseUrl(), async ({ store, recordAudit }) => {
    for (const { id } of found.groups) {
      const group = await store.findGroup(scope, id, { members: false });
      if (group === undefined) continue;
      const before = { ...group.attributes, displayName: group.displayName };
      const change = { actor: changeActor, before };
      expectGone(await store.deleteGroup(scope, group, change, { onlyIfCurrent: false }));
    }
    for (const { id } of found.people) {
      const user = await store.findUser(scope, id, { groups: false });
      if (user === undefined) continue;
      const before = { ...user.attributes, userName: user.userName, active: user.active, role: user.role };
      expectGone(await store.deleteUser(scope, user, { actor: changeActor, before }));
    }
    await recordAudit({
      actor,
      organizationId: organization.id,
      action: "simulator.removed",
      subject: client.name,
      details: { people: found.people.length, groups: found.groups.length },
    });
  });
  return found;
}

/** A person who became the last owner by hand stays, and so does all else: nothing is half removed. */
function expectGone(result: WriteOutcome<undefined>): void {
  if (result.outcome !== "written")
    throw new Error(`Something of the simulator's could not be removed: ${result.outcome}.`);
}

function readIds(record: unknown, kind: "users" | "groups"): readonly string[] {
  const created = isJsonObject(record) ? record.created : undefined;
  const ids = isJsonObject(created) ? created[kind] : undefined;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}
