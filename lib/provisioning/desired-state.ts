import type { StoredUser } from "@/lib/directory/directory-store";
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
  const { scope, customAttributes } = target;
  const scoping = scope.filter === undefined ? undefined : readScopeFilter(scope.filter, customAttributes);
  // An attribute that it names may have been removed since. Nobody is made or taken away for that.
  if (scoping?.ok === false) {
    return { kind: "invalid", label, detail: `The scoping filter cannot be read: ${scoping.problem}` };
  }
  const source = createSourceUser(target, user);
  const isLeftOut = scoping !== undefined && !matchesFilter(scoping.filter, source);
  const obstacle = isLeftOut
    ? "The scoping filter leaves them out."
    : findUserObstacle(target, capabilities, subject, user);
  if (obstacle !== undefined) return { kind: "absent", isGone: false, label, reason: obstacle };
  return createPresent(target, capabilities, "User", source, label);
}

/** Why a person is not in scope, the scoping filter aside; undefined when they are. */
function findUserObstacle(
  { options, scope }: LoadedTarget,
  capabilities: Capabilities,
  { link, isInScopeGroup }: UserSubject,
  user: StoredUser,
): string | undefined {
  if (!capabilities.users.value) return `The target takes no people: ${capabilities.users.reason}`;
  if (user.role === "guest" && !options.includeGuests) return "Guests are left out.";
  if (scope.roles.length > 0 && !scope.roles.includes(user.role)) return `The role ${user.role} is not in scope.`;
  if (!isInScopeGroup) return "In none of the groups of the scope.";
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
