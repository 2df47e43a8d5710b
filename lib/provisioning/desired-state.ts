import { matchesFilter } from "@/lib/scim/filter/evaluate";
import type { JsonObject } from "@/lib/scim/json";
import type { Capabilities } from "./capabilities";
import { createDesiredPayload } from "./mapping/run-mappings";
import { readScopeFilter } from "./scope-filter";
import { createSourceGroup, createSourceUser } from "./source-resource";
import type { GroupSubject, LoadedTarget, Subject, UserSubject } from "./sync-store";

/** What a target should have of a resource. The label is what people know the resource by. */
export type Desired = { readonly label: string } & (
  | { readonly kind: "present"; readonly payload: JsonObject }
  /** It should not be there; or, where `isGone`, it does not even exist in Roster any more. */
  | { readonly kind: "absent"; readonly isGone: boolean; readonly reason: string }
  /** What the mappings yield is not a valid resource. */
  | { readonly kind: "invalid"; readonly detail: string }
);

/**
 * Decides what a target should have of a person or group: whether they are in its scope, and what its mappings make of them.
 *
 * @param capabilities what the target can take: attributes that it does not know are left out
 */
export function decideDesired(target: LoadedTarget, capabilities: Capabilities, subject: Subject): Desired {
  return subject.resourceType === "User"
    ? decideUser(target, capabilities, subject)
    : decideGroup(target, capabilities, subject);
}

function decideUser(target: LoadedTarget, capabilities: Capabilities, subject: UserSubject): Desired {
  const { user, link } = subject;
  if (user === undefined)
    return { kind: "absent", isGone: true, label: link?.label ?? "", reason: "Deleted in Roster." };
  const label = user.fullName;
  const source = createSourceUser(target, user);
  const obstacle = findUserObstacle(target, capabilities, subject, source);
  if (obstacle !== undefined) return { kind: "absent", isGone: false, label, reason: obstacle };
  return createPresent(target, capabilities, "User", source, label);
}

/** Why a person is not in scope; undefined when they are. */
function findUserObstacle(
  { options, scope, customAttributes }: LoadedTarget,
  capabilities: Capabilities,
  { user, link, isInScopeGroup }: UserSubject,
  source: JsonObject,
): string | undefined {
  if (user === undefined) return "Deleted in Roster.";
  if (!capabilities.users.value) return `The target takes no people: ${capabilities.users.reason}`;
  if (user.role === "guest" && !options.includeGuests) return "Guests are left out.";
  if (scope.roles.length > 0 && !scope.roles.includes(user.role)) return `The role ${user.role} is not in scope.`;
  if (!isInScopeGroup) return "In none of the groups of the scope.";
  if (scope.filter !== undefined && !matchesFilter(readScopeFilter(scope.filter, customAttributes), source)) {
    return "The scoping filter leaves them out.";
  }
  const isThere = link !== undefined && link.state !== "creating";
  if (!user.active && !options.createInactive && !isThere) return "Not active, and not at the target yet.";
  return undefined;
}

function decideGroup(target: LoadedTarget, capabilities: Capabilities, subject: GroupSubject): Desired {
  const { group, link, isScopeGroup } = subject;
  const { options } = target;
  if (group === undefined) {
    return { kind: "absent", isGone: true, label: link?.label ?? "", reason: "Deleted in Roster." };
  }
  const label = group.displayName;
  const leaveOut = (reason: string): Desired => ({ kind: "absent", isGone: false, label, reason });
  if (!capabilities.groups.value) return leaveOut(`The target takes no groups: ${capabilities.groups.reason}`);
  if (options.groups === "none") return leaveOut("Groups are not provisioned.");
  if (options.groups === "scope" && !isScopeGroup) return leaveOut("Not a group of the scope.");
  return createPresent(target, capabilities, "Group", createSourceGroup(target, group), label);
}

function createPresent(
  target: LoadedTarget,
  capabilities: Capabilities,
  resourceType: "User" | "Group",
  source: JsonObject,
  label: string,
): Desired {
  const { mappings, organization, name } = target;
  const result = createDesiredPayload({
    resourceType,
    mappings,
    source: { resource: source, organization, target: { name } },
    capabilities,
  });
  return result.ok
    ? { kind: "present", label, payload: result.payload }
    : { kind: "invalid", label, detail: result.problem.detail };
}
