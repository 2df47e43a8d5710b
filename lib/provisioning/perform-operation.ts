import { isJsonObject } from "@/lib/scim/json";
import { getMember } from "@/lib/scim/json-object";
import type { Operation } from "./decide-operation";

import { learnMembersListed } from "./learn-members-listed";
import { judgeFailure } from "./outcome";
import { type Creation, performCreate } from "./perform-create";
import { performDeactivation, performDeletion, performFindAndDeprovision } from "./perform-deprovision";
import { createMemberValue, performMembers } from "./perform-members";
import { performUpdate, type Update } from "./perform-update";
import type { Conversation, Performed, SyncContext } from "./sync-context";
import type { LinkChange, MemberDifference, ResourceLink, Subject } from "./sync-store";
import type { TargetAnswer } from "./target-client";

/** One resource, and what is to be done about it at the target. */
export type Work = {
  readonly subject: Subject;
  readonly label: string;
  readonly operation: Operation;
  readonly conversation: Conversation;
  /** Of a group that should be there. */
  readonly members?: MemberDifference;
  /** What the payload of a person was made of. @see createPayloadBasis */
  readonly sentFor?: string;
  /** Its link is in the state "creating" and committed: it may be sent. */
  readonly isBegun?: boolean;
  /** Of a new group that was sent in bulk: keeps that the new people of the same request are its members. */
  readonly recordReferences?: () => Promise<void>;
};

/** It has to be looked at once more, at once: it turned out to be gone at the target, and its link says so now. */
type Again = { readonly kind: "again"; readonly link: NonNullable<Extract<Performed, { kind: "failed" }>["link"]> };

/**
 * Does what is to be done about one resource, with as many requests as it takes.
 *
 * @param first the answer to its first request, where it was sent already, in a bulk request
 */
export async function performOperation(
  context: SyncContext,
  work: Work,
  first?: TargetAnswer,
): Promise<Performed | Again> {
  const { operation, subject, conversation } = work;
  const { resourceType, link } = subject;
  switch (operation.kind) {
    case "none":
      return { kind: "done", operation: "none", detail: operation.reason, link: "keep", count: operation.count };
    case "invalid":
      return { kind: "problem", operation: "none", problem: { kind: "invalid", detail: operation.detail } };
    case "leave": {
      const left = { state: "left", deprovisionedAt: context.now() } as const;
      return {
        kind: "done",
        operation: "none",
        detail: `${operation.reason} Left as it is.`,
        link: left,
        count: "skipped",
      };
    }
    case "create": {
      const created = await performCreate(context, conversation, createCreation(context, work), first);
      if (created.kind === "done" && first !== undefined) await work.recordReferences?.();
      return resourceType === "Group" ? await continueWithMembers(context, work, created) : created;
    }
    case "update":
      return await performAnyUpdate(context, work, first);
    case "deactivate": {
      const days = operation.deletesLater ? context.target.options.deleteAfterDays : undefined;
      return await performDeactivation(context, conversation, requireLink(link, operation.remoteId), days, first);
    }
    case "delete": {
      const { remoteId } = operation;
      const etag = link?.etag === undefined ? {} : { etag: link.etag };
      return await performDeletion(context, conversation, resourceType, { remoteId, ...etag }, first);
    }
    case "findAndDeprovision":
      if (link === undefined) throw new Error("A resource without a link is looked for.");
      return await performFindAndDeprovision(context, conversation, link);
  }
}

/** What is made, with the members that go along. */
export function createCreation(
  context: SyncContext,
  { subject, label, operation, members, isBegun = false }: Work,
): Creation {
  if (operation.kind !== "create") throw new Error(`A creation is made of the operation ${operation.kind}.`);
  const { resourceType, link, job } = subject;
  const { patch, membersPerPatch } = context.capabilities();
  // The others follow by PATCH, where there is one.
  const limit = patch.value ? membersPerPatch.value : Number.POSITIVE_INFINITY;
  const password = subject.resourceType === "User" ? subject.password : undefined;
  return {
    resourceType,
    resourceId: job.resourceId,
    label,
    payload: operation.payload,
    isUncertain: operation.isUncertain,
    isBegun,
    ...(link?.sent === undefined ? {} : { intended: link.sent }),
    ...(password === undefined ? {} : { password }),
    ...(members === undefined
      ? {}
      : { members: members.add.slice(0, limit).map((member) => createMemberValue(context, member)) }),
  };
}

/** The update of a resource whose link says what the target has. */
export function createUpdate(context: SyncContext, { subject, operation, members }: Work): Update {
  if (operation.kind !== "update") throw new Error(`An update is made of the operation ${operation.kind}.`);
  const { resourceType, link, job } = subject;
  const { remoteId, payload, readsFirst } = operation;
  const password = subject.resourceType === "User" ? subject.password : undefined;
  const isKnown = !readsFirst && link?.sent !== undefined;
  const etag = link?.etag === undefined ? {} : { etag: link.etag };
  return {
    resourceType,
    remoteId,
    payload,
    operation: "update",
    ...(link?.sent === undefined ? {} : { owned: link.sent }),
    ...(isKnown ? { known: { base: link.sent, isFresh: false, ...etag } } : {}),
    ...(password === undefined ? {} : { password }),
    ...(members === undefined
      ? {}
      : {
          membersDiffer: members.add.length + members.remove.length > 0,
          listMembers: async () => {
            const all = await context.store.listDesiredMembers(context.target, job.resourceId);
            return all.map((member) => createMemberValue(context, member));
          },
        }),
  };
}

async function performAnyUpdate(
  context: SyncContext,
  work: Work,
  first: TargetAnswer | undefined,
): Promise<Performed | Again> {
  const { subject, operation, conversation, members } = work;
  if (operation.kind !== "update") throw new Error(`An update is made of the operation ${operation.kind}.`);
  const update = createUpdate(context, work);
  // A PUT carries the members; a PATCH of them follows.
  const sendsMembers = !context.capabilities().patch.value && update.membersDiffer === true;
  if (sendsMembers && members !== undefined) {
    const changing = [...members.add.map(({ remoteId }) => remoteId), ...members.remove];
    await context.store.doubtMembers(context.lane, subject.job.resourceId, changing);
  }
  const updated =
    operation.changesAttributes || sendsMembers
      ? await performUpdate(context, conversation, update, first)
      : ({
          kind: "done",
          operation: "none",
          detail: "It is there as it should be.",
          link: { problem: null },
          count: "unchanged",
        } as const);
  if (updated.kind === "gone") return await forgetRemote(context, subject);
  if (updated.kind !== "done") return updated;
  if (subject.resourceType === "User") {
    // Somebody who comes back is a member of their groups again.
    return subject.link?.state === "linked" ? updated : { ...updated, wakesGroups: true };
  }
  if (members === undefined) return updated;
  if (sendsMembers && updated.count !== "unchanged") {
    await context.store.recordMembers(context.lane, subject.job.resourceId, {
      added: members.add.map(({ remoteId }) => remoteId),
      removed: members.remove,
    });
    return updated;
  }
  return await continueWithMembers(context, work, updated);
}

/** Sees to the members of a group that is there now. */
async function continueWithMembers(context: SyncContext, work: Work, performed: Performed): Promise<Performed | Again> {
  const { subject, conversation, operation: wanted } = work;
  if (performed.kind !== "done" || (wanted.kind !== "create" && wanted.kind !== "update")) return performed;
  const { resourceId } = subject.job;
  const remoteId = typeof performed.link === "object" ? (performed.link.remoteId ?? subject.link?.remoteId) : undefined;
  if (remoteId === undefined || remoteId === null) return performed;
  if (performed.operation === "adopt") {
    const failed = await readMembers(context, conversation, { resourceId, remoteId });
    if (failed !== undefined)
      return { ...failed, link: typeof performed.link === "object" ? { ...performed.link, drift: [] } : {} };
  }
  const difference = await context.store.compareMembers(context.target, resourceId);
  const link = typeof performed.link === "object" ? performed.link : {};
  const etag = link.etag === undefined ? subject.link?.etag : link.etag;
  const { payload } = wanted;
  const group = { resourceId, remoteId, payload, ...(etag === undefined || etag === null ? {} : { etag }) };
  const members = await performMembers(context, conversation, group, difference);
  const waiting = describeWaiting(difference);
  switch (members.kind) {
    case "gone":
      return work.operation.kind === "create" ? waitForCreated(link) : await forgetRemote(context, subject);
    case "unchanged":
      return { ...performed, detail: performed.detail + waiting };
    case "changed": {
      if (members.added > 0) await learnMembersListed(context, conversation, remoteId, subject.link);
      const detail = `${performed.count === "unchanged" ? "" : `${performed.detail} `}Members: ${members.added} added, ${members.removed} removed.${waiting}`;
      const operation = performed.operation === "none" ? "members" : performed.operation;
      const count = performed.count === "unchanged" ? "updated" : performed.count;
      const seen = { syncedAt: context.now(), etag: members.etag ?? null };
      return { ...performed, operation, detail, count, link: { ...link, ...seen } };
    }
    default:
      // The group itself is there: only its members are not as they should be yet.
      return { ...members, link: { ...link, etag: null } };
  }
}

function describeWaiting({ waiting }: MemberDifference): string {
  return waiting.length === 0 ? "" : ` ${waiting.length} more follow when they are there.`;
}

/** What a group that was there already has as members is not known: it is read, and recorded. */
async function readMembers(
  context: SyncContext,
  { send }: Conversation,
  { resourceId, remoteId }: { readonly resourceId: string; readonly remoteId: string },
): Promise<Extract<Performed, { kind: "failed" }> | undefined> {
  const answer = await send({ method: "GET", path: `/Groups/${encodeURIComponent(remoteId)}` });
  if (answer.kind !== "answered" || answer.status !== 200 || answer.body === undefined) {
    return {
      kind: "failed",
      operation: "members",
      failure: judgeFailure(answer, context.target.strain, context.random()),
    };
  }
  const members = getMember(answer.body, "members");
  const values = Array.isArray(members) ? members.filter(isJsonObject).map((member) => member.value) : [];
  const texts = values.filter((value) => typeof value === "string" || typeof value === "number").map(String);
  await context.store.replaceRecordedMembers(context.lane, resourceId, texts);
  return undefined;
}

/** It is not at the target any more: it is made again, which begins with looking whether it is there under another id. */
async function forgetRemote(context: SyncContext, { resourceType, job }: Subject): Promise<Again> {
  if (resourceType === "Group") await context.store.replaceRecordedMembers(context.lane, job.resourceId, []);
  return { kind: "again", link: { state: "creating", remoteId: null, received: null, etag: null, drift: null } };
}

/**
 * It was made just now, and is not shown yet, as by a target that takes its time: it is looked at again later. To make it again
 * at once would go on for ever.
 */
function waitForCreated(link: LinkChange): Performed {
  const detail = "It was made at the target, which then said that there is no such group.";
  const failure = { kind: "retry", detail, isDown: false, mayBeDone: true } as const;
  return { kind: "failed", operation: "members", failure, link: { ...link, drift: [] } };
}

function requireLink(link: ResourceLink | undefined, remoteId: string): ResourceLink & { readonly remoteId: string } {
  if (link === undefined) throw new Error(`The resource ${remoteId} of the target has no link.`);
  return { ...link, remoteId };
}
