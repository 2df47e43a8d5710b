import { findNames } from "@/lib/db/change-history";
import type { PersonOrigin } from "@/lib/db/people-origins";
import { isRole, type Role } from "@/lib/directory/role";
import { findDecidingRole } from "@/lib/directory/role-policy";
import { explainRole } from "@/lib/directory/role-source";
import type { Access } from "../access";
import type { ClientName } from "./client-names";
import type { Linked } from "./history";

/** Why a person has their role: the chain from what was sent or chosen to the role, and who did it in which request. */
export type RoleStory = {
  /** Its steps, the first cause first, such as ["roles: administrator", "Okta", "administrator"]. */
  readonly chain: readonly Linked[];
  /** The whole in a sentence. */
  readonly sentence: string;
  /** ISO 8601; undefined when the change is not kept any more. */
  readonly at: string | undefined;
  readonly requestHref: string | undefined;
};

/** Tells why a person has their role, from the latest change that wrote it. */
export async function tellRole(
  { database, organization }: Access,
  role: Role,
  origin: PersonOrigin,
  clients: ReadonlyMap<string, ClientName>,
): Promise<RoleStory> {
  const { roleActorId, roleRequestId, roleAt, decision } = origin;
  const client = clients.get(roleActorId ?? "");
  const source = explainRole(decision, client?.defaultRole);
  const result: Linked = { name: role, href: undefined };
  const by: Linked = client
    ? { name: client.name, href: `/scim-clients/${client.id}` }
    : { name: "a SCIM client that was removed", href: undefined };
  const at = roleAt?.toISOString();
  const requestHref = roleRequestId === null ? undefined : `/activity/${roleRequestId}`;
  const story = (first: Linked[], sentence: string): RoleStory => ({
    chain: [...first, result],
    sentence,
    at,
    requestHref,
  });
  switch (source.kind) {
    case "person": {
      const name = (await findNames(database, organization.id, roleActorId === null ? [] : [roleActorId])).get(
        roleActorId ?? "",
      )?.name;
      const person: Linked =
        name === undefined
          ? { name: "somebody who is not here any more", href: undefined }
          : { name, href: `/people/${roleActorId}` };
      return story(
        [person, { name: "by hand", href: undefined }],
        `${capitalise(person.name)} chose the role by hand.`,
      );
    }
    case "system":
      return story(
        [{ name: "Set-up or command line", href: undefined }],
        "The role was given when the person was made in the set-up or on the command line.",
      );
    case "attribute":
      return story(
        [{ name: `role: ${role}`, href: undefined }, by],
        `${capitalise(by.name)} sent the attribute role with the value ${role}.`,
      );
    case "roles": {
      const value = String(findDecidingRole(decision?.roles)?.value ?? role);
      return story(
        [{ name: `roles: ${value}`, href: undefined }, by],
        `${capitalise(by.name)} sent ${value} as the primary or only value of roles, which is one of the organization's roles.`,
      );
    }
    case "default":
      return story(
        [{ name: "no role sent", href: undefined }, by, { name: "default role", href: optionsHref(client) }],
        `${capitalise(by.name)} sent no role of the organization, so its default role holds${describeNow(client, role)}`,
      );
    case "sentOrDefault":
      return story(
        [by],
        `${capitalise(by.name)} made it so, by the attribute role or by its default role, which is the same; the request itself is not kept any more.`,
      );
    case "unknown":
      return story([], "The change that decided it is older than changes are kept.");
  }
}

function optionsHref(client: ClientName | undefined): string | undefined {
  return client && `/scim-clients/${client.id}/options`;
}

/** The default may have changed since. */
function describeNow(client: ClientName | undefined, role: Role): string {
  if (client === undefined || !isRole(role) || client.defaultRole === role) return ".";
  return `: it was ${role} then, and is ${client.defaultRole} now. People who are here do not change with it.`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
