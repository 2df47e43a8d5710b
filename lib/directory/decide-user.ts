import type { JsonObject } from "@/lib/scim/json";
import { withMember } from "@/lib/scim/json-object";
import type { Leniency } from "./compatibility/leniency";
import type { UserState } from "./directory-store";
import { checkAddress } from "./email-policy";
import { createFullName } from "./full-name";
import { decideRole, type RoleWrites } from "./role-policy";
import type { ScimClient } from "./scim-client";
import { readUserState } from "./user-resource";
import { isZulip, readZulipName } from "./zulip-preset";

/** The stored person and the same as the client may write it. */
export type CurrentUser = { readonly state: UserState; readonly resource: JsonObject };

/**
 * What the organization makes of a validated User resource: the role, the full name, and whether it takes the address.
 *
 * @param current absent when the person is created
 * @throws ScimError when the organization's policy refuses the person
 */
export function decideUser(
  client: ScimClient,
  resource: JsonObject,
  current: CurrentUser | undefined,
  writes: RoleWrites,
  leniencies: Leniency[],
): UserState {
  checkAddress(client, resource, current?.resource);
  const { role, roles } = decideRole(resource, current?.state.role, writes, client.options, leniencies);
  const withRoles = withMember(resource, "roles", roles);
  const active = decideActive(resource, current?.state, leniencies);
  if (isZulip(client)) {
    const named = readZulipName(client, withRoles, current?.state);
    const { displayName = named.fullName } = resource;
    if (displayName !== named.fullName && displayName !== current?.resource.displayName) {
      const detail = `displayName "${String(displayName)}" was passed over: it is the full name here, ${named.fullName}`;
      leniencies.push({ name: "displayNameIsFullName", detail });
    }
    return readUserState(named.resource, { active, role, fullName: named.fullName });
  }
  const fullName = createFullName(resource, String(resource.userName), client.options.nameFormattedIncluded);
  return readUserState(withRoles, { active, role, fullName });
}

/** To unassign `active` says nothing about the person: a deactivated one must not come back by it. */
function decideActive(resource: JsonObject, current: UserState | undefined, leniencies: Leniency[]): boolean {
  if (typeof resource.active === "boolean") return resource.active;
  if (current === undefined) return true;
  const detail = `active was unassigned, which is neither true nor false, so it stays ${current.active}`;
  leniencies.push({ name: "activeUnassigned", detail });
  return current.active;
}
