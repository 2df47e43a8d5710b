import type { ResourceType } from "@/lib/scim/attribute";
import type { JsonObject } from "@/lib/scim/json";
import {
  createRoleResourceTypes,
  type RoleDialect,
  type RoleResourceTypes,
} from "@/lib/scim/schema/role-resource-types";
import { entitlementSchemaUrn, oktaEntitlementSchemaUrn, oktaRoleSchemaUrn, roleSchemaUrn } from "@/lib/scim/urns";
import type { Preset } from "./client-options";
import { createClientResourceTypes } from "./resource-types";
import { isAbove, type Role, roles } from "./role";
import type { ScimClient } from "./scim-client";

/** What the roles of an organization are for. */
const meanings: Readonly<Record<Role, string>> = {
  owner: "Owns the organization: may do everything, and the last active owner cannot be taken away by provisioning.",
  administrator: "Administers the organization.",
  moderator: "Moderates the organization.",
  member: "An ordinary member of the organization.",
  guest: "A guest of the organization, with access to what they are invited to.",
};

/** Whose clients are told of roles and entitlements, and in whose words. */
const publishedDialects: Readonly<Partial<Record<Preset, RoleDialect>>> = { okta: "okta", entra: "ietf" };

/**
 * Whether discovery tells a SCIM client of roles and entitlements. Most clients have no use for them, and some take
 * every resource type that is listed for one in which they may create resources.
 */
export function publishesRoles({ preset, options }: ScimClient): boolean {
  return !options.strict && publishedDialects[preset] !== undefined;
}

/**
 * The resource types of roles and entitlements as one SCIM client sees them: Okta's clients in Okta's dialect, all
 * others in that of the IETF.
 *
 * @returns undefined for a strict client: the interoperability profile knows users and groups alone
 */
export function findRoleResourceTypes({ preset, options }: ScimClient): RoleResourceTypes | undefined {
  if (options.strict) return undefined;
  return createRoleResourceTypes(publishedDialects[preset] ?? "ietf");
}

/** Every resource type that a SCIM client is told of. @see RFC 7643 §6 */
export function listPublishedResourceTypes(client: ScimClient): readonly ResourceType[] {
  const { user, group } = createClientResourceTypes(client);
  const roleTypes = publishesRoles(client) ? findRoleResourceTypes(client) : undefined;
  return roleTypes === undefined ? [user, group] : [user, group, roleTypes.role, roleTypes.entitlement];
}

/**
 * The five roles as resources, from most to least power. As entitlements they are the same five: Roster knows no others.
 *
 * @param resourceType one of `findRoleResourceTypes`
 * @param baseUrl absolute, ends in /scim/v2
 */
export function listRoleResources(client: ScimClient, resourceType: ResourceType, baseUrl: string): JsonObject[] {
  return roles.map((role) => createRoleResource(client, resourceType, role, baseUrl));
}

function createRoleResource(client: ScimClient, resourceType: ResourceType, role: Role, baseUrl: string): JsonObject {
  const isEntitlement = resourceType.name === "Entitlement";
  const display = role.charAt(0).toUpperCase() + role.slice(1);
  const type = isEntitlement ? { type: "role" } : {};
  const supported = !isAbove(role, client.options.highestGrantableRole);
  const ietf = { value: role, display, ...type, supported, limitedAssignmentsPermitted: false };
  const okta = { displayName: display, ...type, description: describeRole(client, role, isEntitlement) };

  const ietfUrn = isEntitlement ? entitlementSchemaUrn : roleSchemaUrn;
  const oktaUrn = isEntitlement ? oktaEntitlementSchemaUrn : oktaRoleSchemaUrn;
  const isOkta = resourceType.schema.id === oktaUrn;
  return {
    schemas: isOkta ? [oktaUrn, ietfUrn] : [ietfUrn, oktaUrn],
    id: role,
    ...(isOkta ? okta : ietf),
    [isOkta ? ietfUrn : oktaUrn]: isOkta ? ietf : okta,
    meta: { resourceType: resourceType.name, location: `${baseUrl}${resourceType.endpoint}/${role}` },
  };
}

function describeRole({ options }: ScimClient, role: Role, isEntitlement: boolean): string {
  const { highestGrantableRole } = options;
  const grant = isAbove(role, highestGrantableRole)
    ? `This SCIM client may not grant it: its highest grantable role is ${highestGrantableRole}.`
    : "This SCIM client may grant it.";
  const how = isEntitlement
    ? " It is granted by the attribute roles or role of a user; entitlements of a user are stored and grant nothing."
    : "";
  return `${meanings[role]} ${grant}${how}`;
}
