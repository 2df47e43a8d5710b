import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import type { GroupState, MembershipEdit, StoredGroup, StoredUser, UserState } from "./directory-store";
import type { RequestEffect } from "./request-record";
import type { ResourceChange } from "./resource-change";

const maxAttributes = 30;
const maxMemberIds = 20;

/** @param label a person's full name, a group's displayName */
export function describeCreation(resourceType: "User" | "Group", resourceId: string, label: string): RequestEffect {
  const action = resourceType === "User" ? "user.created" : "group.created";
  return { action, resourceType, resourceId, label, attributes: [] };
}

export function describeDeletion(resourceType: "User" | "Group", resourceId: string, label: string): RequestEffect {
  const action = resourceType === "User" ? "user.deleted" : "group.deleted";
  return { action, resourceType, resourceId, label, attributes: [] };
}

/**
 * What an update did to a person, by what matters most of it: that they may no longer come in, or may again; their new
 * userName; anything else.
 */
export function describeUserUpdate(current: StoredUser, next: UserState, change: ResourceChange): RequestEffect {
  const { id: resourceId, active, userName } = current;
  const effect = {
    resourceType: "User",
    resourceId,
    label: next.fullName,
    attributes: listAttributes(change),
  } as const;
  if (active !== next.active) return { ...effect, action: next.active ? "user.reactivated" : "user.deactivated" };
  return { ...effect, action: userName === next.userName ? "user.updated" : "user.renamed" };
}

/**
 * What an update did to a group.
 *
 * @param members how many really came and went
 */
export function describeGroupUpdate(
  current: StoredGroup,
  next: GroupState,
  change: ResourceChange,
  edit: MembershipEdit | undefined,
  members: { readonly added: number; readonly removed: number },
): RequestEffect {
  const attributes = listAttributes(change);
  const effect = { resourceType: "Group", resourceId: current.id, label: next.displayName, attributes } as const;
  const hasMoved = members.added + members.removed > 0;
  const ids = edit === undefined ? [] : [...edit.add, ...edit.remove].slice(0, maxMemberIds);
  const moved = hasMoved ? { members: { ...members, ids } } : {};
  if (current.displayName !== next.displayName) return { ...effect, ...moved, action: "group.renamed" };
  return { ...effect, ...moved, action: hasMoved ? "group.members.changed" : "group.updated" };
}

/** The names of what changed; those of an extension with its URN. */
function listAttributes({ before = {}, after = {} }: ResourceChange): readonly string[] {
  const names = new Set([...namesOf(before), ...namesOf(after)]);
  return [...names].slice(0, maxAttributes);
}

function namesOf(changed: JsonObject): string[] {
  return Object.entries(changed).flatMap(([name, value]) =>
    name.toLowerCase().startsWith("urn:") && isJsonObject(value)
      ? Object.keys(value).map((attribute) => `${name}:${attribute}`)
      : [name],
  );
}
