import { ScimError } from "@/lib/scim/errors";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import type { ClientOptions } from "./client-options";
import type { Leniency } from "./compatibility/leniency";
import { isAbove, isRole, type Role, roles } from "./role";

/** Which of the two attributes that can set the organization's role a request wrote. */
export type RoleWrites = { readonly role: boolean; readonly roles: boolean };

/**
 * Decides the organization's role from what a request wrote.
 *
 * `role` is one of the five words. `roles` is the RFC's attribute: identity providers put their own app roles there, so
 * only a primary or only value that happens to be one of the five decides, and only where `role` was not written. A
 * request that wrote neither leaves the role alone, and removing `role` gives the default.
 *
 * @param next the person as the request would leave them
 * @param current the role so far; absent when the person is created
 * @returns the role, and `roles` in agreement with it
 * @throws ScimError invalidValue for a word that is not one of the five, forbidden for a role above the highest grantable
 */
export function decideRole(
  next: JsonObject,
  current: Role | undefined,
  writes: RoleWrites,
  options: ClientOptions,
  leniencies: Leniency[],
): { readonly role: Role; readonly roles: JsonValue | undefined } {
  const defaultRole = findDefaultRole(options);
  const unchanged = current ?? defaultRole;
  if (writes.role && next.role !== undefined && next.role !== null) {
    const role = readRole(next.role);
    checkGrant(role, current, options);
    return { role, roles: agreeRoles(next.roles, role) };
  }
  if (writes.role && current !== undefined) {
    return { role: defaultRole, roles: agreeRoles(next.roles, defaultRole) };
  }
  const deciding = writes.roles ? findDecidingRole(next.roles) : undefined;
  if (deciding === undefined) return { role: unchanged, roles: next.roles };
  if (!isRole(deciding.value)) {
    leniencies.push({
      name: "roleUnchanged",
      detail: `"${String(deciding.value)}" in roles is not a role of the organization, so the person's role stays ${unchanged}`,
    });
    return { role: unchanged, roles: next.roles };
  }
  checkGrant(deciding.value, current, options);
  return { role: deciding.value, roles: next.roles };
}

/** The role that a request asks for, if it is one of the five. */
export function findWrittenRole(next: JsonObject, writes: RoleWrites): Role | undefined {
  if (writes.role && isRole(next.role)) return next.role;
  const value = writes.roles ? findDecidingRole(next.roles)?.value : undefined;
  return isRole(value) ? value : undefined;
}

/** Nobody gets by default what the client may not grant. */
function findDefaultRole({ defaultRole, highestGrantableRole }: ClientOptions): Role {
  return isAbove(defaultRole, highestGrantableRole) ? highestGrantableRole : defaultRole;
}

function readRole(value: JsonValue): Role {
  if (isRole(value)) return value;
  throw new ScimError(
    "invalidValue",
    `role cannot be ${JSON.stringify(value)}. It must be one of ${roles.join(", ")}, written just so.`,
  );
}

/** Keeping a role that somebody else granted is no grant. */
function checkGrant(role: Role, current: Role | undefined, options: ClientOptions): void {
  if (role === current || !isAbove(role, options.highestGrantableRole)) return;
  throw new ScimError(
    "forbidden",
    `This SCIM client may not grant the role ${role}; the highest it may grant is ${options.highestGrantableRole}. An owner of the organization can raise its option highestGrantableRole.`,
  );
}

/** The element of `roles` that decides: the primary one, or the only one. */
export function findDecidingRole(value: JsonValue | undefined): JsonObject | undefined {
  const elements = Array.isArray(value) ? value.filter(isJsonObject) : [];
  return elements.find((element) => element.primary === true) ?? (elements.length === 1 ? elements[0] : undefined);
}

/** Puts the role into a deciding element of `roles` that names another of the five, so that the two never contradict. */
function agreeRoles(value: JsonValue | undefined, role: Role): JsonValue | undefined {
  const deciding = findDecidingRole(value);
  if (deciding === undefined || !isRole(deciding.value) || !Array.isArray(value)) return value;
  return value.map((element) => (element === deciding ? { ...deciding, value: role } : element));
}
