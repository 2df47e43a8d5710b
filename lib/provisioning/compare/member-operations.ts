import type { PatchOperationJson } from "@/lib/scim/diff-resource";
import { batchMembers } from "./member-difference";

/** A member as a target is told of it: its id there and, for targets that want it, what it is. */
export type MemberValue = { readonly value: string; readonly type?: string };

/** The operations of one PATCH of a group, and whom it adds and removes: what may be recorded once it is confirmed. */
export type MemberPatch = {
  readonly operations: readonly PatchOperationJson[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
};

/**
 * PATCHes that change the members of a group, none of which names more than `membersPerPatch`. Removals come first: who loses
 * access should not wait for who gains it. Members are added by one operation, and removed by one each, whose path selects
 * the member; a removal with a list as its value would empty the group where the RFC is followed.
 *
 * @see RFC 7644 §3.5.2.1, §3.5.2.2
 */
export function createMemberPatches(
  { add, remove }: { readonly add: readonly MemberValue[]; readonly remove: readonly string[] },
  membersPerPatch: number,
): MemberPatch[] {
  const steps = [
    ...remove.map((value) => ({ kind: "remove" as const, value })),
    ...add.map((member) => ({ kind: "add" as const, member })),
  ];
  return batchMembers(steps, membersPerPatch).map((batch) => {
    const removed = batch.flatMap((step) => (step.kind === "remove" ? [step.value] : []));
    const added = batch.flatMap((step) => (step.kind === "add" ? [step.member] : []));
    const removals = removed.map((id) => ({
      op: "remove" as const,
      path: `members[value eq ${JSON.stringify(id)}]`,
    }));
    const addition = { op: "add" as const, path: "members", value: listMemberValues(added) };
    return {
      operations: added.length === 0 ? removals : [...removals, addition],
      added: added.map(({ value }) => value),
      removed,
    };
  });
}

/** The operation that makes these the only members, for targets whose PATCH takes no value path. */
export function createMemberReplacement(members: readonly MemberValue[]): PatchOperationJson {
  return members.length === 0
    ? { op: "remove", path: "members" }
    : { op: "replace", path: "members", value: listMemberValues(members) };
}

/** The whole of `members` in the body of a POST or PUT; an empty list too is to be sent, since what is omitted may stay. */
export function listMemberValues(members: readonly MemberValue[]): { value: string; type?: string }[] {
  return members.map(({ value, type }) => (type === undefined ? { value } : { value, type }));
}
