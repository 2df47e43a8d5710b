import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { withMember } from "@/lib/scim/json-object";
import type { Leniency } from "./compatibility/leniency";
import type { UserState } from "./directory-store";
import { checkAddress } from "./email-policy";
import { createFullName } from "./full-name";
import { decideRole, type RoleWrites } from "./role-policy";
import type { ScimClient } from "./scim-client";
import { readUserState } from "./user-resource";
import { isZulip, listZulipLeniencies, readZulipName } from "./zulip-preset";

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
  checkSize(resource);
  checkAddress(client, resource, current?.resource);
  const { role, roles } = decideRole(resource, current?.state.role, writes, client.options, leniencies);
  const withRoles = withMember(resource, "roles", roles);
  const active = decideActive(resource, current?.state, leniencies);
  if (isZulip(client)) {
    const named = readZulipName(client, withRoles, current?.state);
    leniencies.push(...listZulipLeniencies(client, resource, current?.resource, named.fullName));
    return readUserState(named.resource, { active, role, fullName: named.fullName });
  }
  const fullName = createFullName(resource, String(resource.userName), client.options.nameFormattedIncluded);
  return readUserState(withRoles, { active, role, fullName });
}

const maxElements = 1_000;
const maxCharacters = 256 * 1024;

/**
 * A person who grows with every PATCH would make each later request slower.
 *
 * @throws ScimError payloadTooLarge
 */
function checkSize(resource: JsonObject): void {
  for (const [name, value] of Object.entries(resource)) {
    if (Array.isArray(value) && value.length > maxElements) {
      throw new ScimError(
        "payloadTooLarge",
        `${name.slice(0, 100)} would have ${value.length} values, and ${maxElements} is the most that a person may have. Nothing was changed.`,
      );
    }
  }
  const characters = JSON.stringify(resource).length;
  if (characters <= maxCharacters) return;
  throw new ScimError(
    "payloadTooLarge",
    `The person would have ${characters} characters of attributes, and ${maxCharacters} is the most. Nothing was changed. Send fewer attributes.`,
  );
}

/** To unassign `active` says nothing about the person: a deactivated one must not come back by it. */
function decideActive(resource: JsonObject, current: UserState | undefined, leniencies: Leniency[]): boolean {
  if (typeof resource.active === "boolean") return resource.active;
  if (current === undefined) return true;
  const detail = `active was unassigned, which is neither true nor false, so it stays ${current.active}`;
  leniencies.push({ name: "activeUnassigned", detail });
  return current.active;
}
