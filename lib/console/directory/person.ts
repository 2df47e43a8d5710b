import { listCustomAttributes } from "@/lib/db/custom-attributes";
import { createDirectoryStore } from "@/lib/db/directory-store";
import { findOrigins } from "@/lib/db/people-origins";
import { findPersonDetails, type PersonDetails } from "@/lib/db/person-details";
import { isUuid } from "@/lib/db/uuid";
import type { StoredUser } from "@/lib/directory/directory-store";
import { createHandClient } from "@/lib/directory/hand-client";
import type { Role } from "@/lib/directory/role";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import type { Access } from "../access";
import { isPermitted } from "../permissions";
import { getScimBaseUrl } from "../setup-page";
import { type AttributeSection, describeAttributes } from "./attributes";
import { type ClientName, findManagers, readClientNames } from "./client-names";
import { type RoleStory, tellRole } from "./role-story";

/** A person as their page shows them. */
export type PersonView = {
  readonly id: string;
  readonly name: string;
  readonly userName: string;
  readonly email: string | undefined;
  readonly givenName: string;
  readonly familyName: string;
  readonly formattedName: string;
  readonly isActive: boolean;
  readonly role: Role;
  readonly roleStory: RoleStory;
  readonly version: number;
  /** ISO 8601 */
  readonly created: string;
  readonly lastChange: string;
  /** The SCIM clients that manage the person; empty: managed by hand. */
  readonly managers: readonly ClientName[];
  readonly externalIds: readonly { readonly client: string; readonly clientId: string; readonly externalId: string }[];
  readonly account: PersonDetails["account"];
  readonly manager: { readonly id: string; readonly name: string } | undefined;
  readonly groups: readonly { readonly id: string; readonly name: string; readonly isDirect: boolean }[];
  readonly directGroups: number;
  readonly streams: PersonDetails["streams"];
  readonly attributes: readonly AttributeSection[];
  /** Whether it is the person who looks. */
  readonly isSelf: boolean;
  /** Whether who looks may change them: only owners change an owner. */
  readonly mayEdit: boolean;
  /** The SCIM clients, for whom the raw resource can be seen. */
  readonly clients: readonly ClientName[];
};

/** A person of the open organization; undefined for what is no id, or another organization's person. */
export async function findPerson(access: Access, id: string): Promise<PersonView | undefined> {
  if (!isUuid(id)) return undefined;
  const { database, organization } = access;
  const [user, details, clients, customAttributes, origins] = await Promise.all([
    findStoredUser(access, id),
    findPersonDetails(database.prisma, organization.id, id),
    readClientNames(access),
    listCustomAttributes(database.prisma, organization.id),
    findOrigins(database, organization.id, [id]),
  ]);
  const origin = origins.get(id);
  if (user === undefined || details === undefined || origin === undefined) return undefined;
  const name = isJsonObject(user.attributes.name) ? user.attributes.name : {};
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const groups = (user.groups ?? []).map((group) => ({ id: group.id, name: group.display, isDirect: group.direct }));
  return {
    id,
    name: user.fullName,
    userName: user.userName,
    email: findEmail(user.attributes),
    givenName: text(name.givenName),
    familyName: text(name.familyName),
    formattedName: text(name.formatted),
    isActive: user.active,
    role: user.role,
    roleStory: await tellRole(access, user.role, origin, clients),
    version: user.version,
    created: user.created.toISOString(),
    lastChange: user.lastModified.toISOString(),
    managers: findManagers(clients, origin),
    externalIds: details.externalIds.map(({ scimClientId, externalId }) => ({
      client: clients.get(scimClientId)?.name ?? "",
      clientId: scimClientId,
      externalId,
    })),
    account: details.account,
    manager: describeManager(user),
    groups: groups.sort((left, right) => left.name.localeCompare(right.name, "en")),
    directGroups: details.directGroups,
    streams: details.streams,
    attributes: describeAttributes("user", listAttributes(user), customAttributes),
    isSelf: access.person.id === id,
    mayEdit: user.role !== "owner" || isPermitted(access.person.role, "directory.grantOwner"),
    clients: [...clients.values()],
  };
}

function findStoredUser({ database, organization }: Access, id: string): Promise<StoredUser | undefined> {
  const store = createDirectoryStore(database, getScimBaseUrl());
  const client = createHandClient(organization, [], { highestGrantableRole: "guest", nameFormattedIncluded: true });
  const scope = { organizationId: organization.id, scimClientId: client.id, customAttributes: [] };
  return store.findUser(scope, id, { groups: true });
}

/** What the page shows as attributes: what has a place of its own there is left out. */
function listAttributes({ displayName, attributes }: StoredUser): JsonObject {
  return displayName === undefined ? attributes : { displayName, ...attributes };
}

/** The primary email, else the first. */
function findEmail({ emails }: JsonObject): string | undefined {
  const known = Array.isArray(emails) ? emails.filter(isJsonObject) : [];
  const value = (known.find(({ primary }) => primary === true) ?? known[0])?.value;
  return typeof value === "string" ? value : undefined;
}

function describeManager({ attributes, manager }: StoredUser): PersonView["manager"] {
  if (manager === undefined) return undefined;
  const enterprise = Object.entries(attributes).find(([name]) => /enterprise:2\.0:User$/i.test(name))?.[1];
  const value = isJsonObject(enterprise) && isJsonObject(enterprise.manager) ? enterprise.manager.value : undefined;
  return typeof value === "string" ? { id: value, name: manager.display ?? "their manager" } : undefined;
}
