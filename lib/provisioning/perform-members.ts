import type { JsonObject } from "@/lib/scim/json";
import { patchOpUrn } from "@/lib/scim/urns";
import {
  createMemberPatches,
  createMemberReplacement,
  type MemberPatch,
  type MemberValue,
} from "./compare/member-operations";
import { judgeFailure } from "./outcome";
import { describeRefusal, performUpdate } from "./perform-update";
import { readEtag, saysGone } from "./read-remote";
import type { Conversation, Performed, SyncContext } from "./sync-context";
import type { MemberDifference, ProvisionedType } from "./sync-store";
import type { TargetAnswer } from "./target-client";

/** So often in a row a group may be changed by others while it is being changed here. */
const maxRaces = 4;

/** `payload`: what is sent of the group beside its members. `etag`: the group's, as it was seen last. */
export type LinkedGroup = {
  readonly resourceId: string;
  readonly remoteId: string;
  readonly payload: JsonObject;
  readonly etag?: string;
};

/** What came of the members of a group: nothing had to be done, all was, the group is gone, or as performed. */
export type MembersPerformed =
  | { readonly kind: "unchanged" | "gone" }
  | { readonly kind: "changed"; readonly added: number; readonly removed: number; readonly etag?: string }
  | Exclude<Performed, { kind: "done" }>;

/**
 * Brings the members that a target has of a group to those that it should have: in batches, each recorded as soon as the
 * target has confirmed it. Members that it refuses are looked at there, before the group is tried again: one of them may be
 * gone. Where it takes no removal of single members, all of them are set anew; where it takes no PATCH, the group is sent whole.
 *
 * @see RFC 7644 §3.5.2.1, §3.5.2.2
 */
export async function performMembers(
  context: SyncContext,
  conversation: Conversation,
  group: LinkedGroup,
  difference: MemberDifference,
): Promise<MembersPerformed> {
  const { add, remove } = difference;
  const sender = createSender(context, conversation, group);
  if (add.length === 0 && remove.length === 0) return { kind: "unchanged" };
  if (!context.capabilities().patch.value) return await putAll(context, conversation, group, difference);
  const patches = createMemberPatches(
    { add: add.map((member) => createMemberValue(context, member)), remove },
    context.capabilities().membersPerPatch.value,
  );
  for (const patch of patches) {
    await context.store.doubtMembers(context.lane, group.resourceId, [...patch.added, ...patch.removed]);
    const answer = await sender.send(patch.operations);
    if (isSuccess(answer)) {
      await context.store.recordMembers(context.lane, group.resourceId, patch);
      continue;
    }
    if (lacksPatch(answer) && context.target.quirks.put !== false) {
      await context.learn({ patch: false });
      // What a person has decided stays: then it is tried no other way.
      if (!context.capabilities().patch.value) return await putAll(context, conversation, group, difference);
    }
    const isRefused = answer.kind === "answered" && (answer.status === 400 || (answer.status === 404 && answer.isScim));
    if (isRefused && patch.removed.length > 0)
      return await replaceAll(context, conversation, sender, group, difference);
    return await judgeRefusal(context, conversation, group.remoteId, difference, patch, answer);
  }
  return { kind: "changed", added: add.length, removed: remove.length, ...sender.readEtag() };
}

/** A member as this target wants it. */
export function createMemberValue(
  context: Pick<SyncContext, "capabilities">,
  { remoteId, type }: { readonly remoteId: string; readonly type: ProvisionedType },
): MemberValue {
  const { memberType, lowerCaseMemberType } = context.capabilities();
  if (!memberType.value && type === "User") return { value: remoteId };
  return { value: remoteId, type: lowerCaseMemberType.value ? type.toLowerCase() : type };
}

async function replaceAll(
  context: SyncContext,
  conversation: Conversation,
  sender: Sender,
  { resourceId, remoteId }: LinkedGroup,
  difference: MemberDifference,
): Promise<MembersPerformed> {
  const members = await context.store.listDesiredMembers(context.target, resourceId);
  const values = members.map((member) => createMemberValue(context, member));
  const answer = await sender.send([createMemberReplacement(values)]);
  const removed = [...difference.remove];
  const added = difference.add.map((member) => member.remoteId);
  if (isSuccess(answer)) {
    await context.store.recordMembers(context.lane, resourceId, { added, removed });
    return { kind: "changed", added: added.length, removed: removed.length, ...sender.readEtag() };
  }
  return await judgeRefusal(context, conversation, remoteId, difference, { operations: [], added, removed }, answer);
}

/** Sends the group whole, with all members that it should have. */
async function putAll(
  context: SyncContext,
  conversation: Conversation,
  { resourceId, remoteId, payload }: LinkedGroup,
  difference: MemberDifference,
): Promise<MembersPerformed> {
  const removed = [...difference.remove];
  const added = difference.add.map((member) => member.remoteId);
  await context.store.doubtMembers(context.lane, resourceId, [...added, ...removed]);
  const performed = await performUpdate(context, conversation, {
    resourceType: "Group",
    remoteId,
    payload,
    operation: "members",
    membersDiffer: true,
    listMembers: async () => {
      const members = await context.store.listDesiredMembers(context.target, resourceId);
      return members.map((member) => createMemberValue(context, member));
    },
  });
  if (performed.kind !== "done") return performed;
  await context.store.recordMembers(context.lane, resourceId, { added, removed });
  const etag = typeof performed.link === "object" ? performed.link.etag : undefined;
  return { kind: "changed", added: added.length, removed: removed.length, ...(etag ? { etag } : {}) };
}

function lacksPatch(answer: TargetAnswer): boolean {
  return answer.kind === "answered" && (answer.status === 405 || answer.status === 501);
}

async function judgeRefusal(
  context: SyncContext,
  conversation: Conversation,
  remoteId: string,
  difference: MemberDifference,
  patch: MemberPatch,
  answer: TargetAnswer,
): Promise<MembersPerformed> {
  const operation = "members";
  if (saysGone(answer)) {
    const group = await conversation.send({
      method: "GET",
      path: `/Groups/${encodeURIComponent(remoteId)}?excludedAttributes=members`,
    });
    if (saysGone(group)) return { kind: "gone" };
  }
  const failure = judgeFailure(answer, context.target.strain, context.random());
  if (failure.kind !== "refused") return { kind: "failed", operation, failure };
  const refused = new Set(patch.added);
  const suspects = difference.add.filter((member) => refused.has(member.remoteId)).map((member) => member.resourceId);
  if (suspects.length === 0)
    return { kind: "problem", operation, problem: { kind: "refused", ...describeRefusal(answer) } };
  await context.store.verifyRemote(context.lane, suspects);
  const detail = `${failure.detail} The members that it refused are looked at there first.`;
  return { kind: "failed", operation, failure: { kind: "retry", detail, isDown: false, mayBeDone: false } };
}

type Sender = {
  readonly send: (operations: MemberPatch["operations"]) => Promise<TargetAnswer>;
  readonly readEtag: () => { readonly etag?: string };
};

/**
 * Sends PATCHes to one group. What they do to the set of its members holds whatever the others are, so that a lost race is sent
 * again as it was, with the entity tag that the group has now.
 */
function createSender(context: SyncContext, { send }: Conversation, group: LinkedGroup): Sender {
  const path = `/Groups/${encodeURIComponent(group.remoteId)}`;
  let { etag } = group;
  return {
    readEtag: () => (etag === undefined ? {} : { etag }),
    send: async (operations) => {
      const body = { schemas: [patchOpUrn], Operations: operations.map((operation) => ({ ...operation })) };
      for (let round = 1; ; round++) {
        // A target that asks for an entity tag gets one, also if it says that it knows none.
        const isAsked = context.capabilities().etag.value || round > 1;
        const condition = etag !== undefined && isAsked ? { ifMatch: etag } : {};
        const answer = await send({ method: "PATCH", path, body, ...condition });
        const isLostRace = answer.kind === "answered" && (answer.status === 412 || answer.status === 428);
        if (!isLostRace || round === maxRaces) {
          etag = readEtag(answer);
          return answer;
        }
        etag = readEtag(await send({ method: "GET", path: `${path}?excludedAttributes=members` }));
      }
    },
  };
}

function isSuccess(answer: TargetAnswer): boolean {
  return answer.kind === "answered" && answer.status >= 200 && answer.status < 300;
}
