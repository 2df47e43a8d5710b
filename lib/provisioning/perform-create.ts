import type { JsonObject } from "@/lib/scim/json";
import { listMemberValues, type MemberValue } from "./compare/member-operations";
import { takeOwned } from "./compare/owned-part";
import { findRemote, type RemoteResource } from "./find-remote";
import { askHolder } from "./make-way";
import { judgeFailure } from "./outcome";
import { describeRefusal, performUpdate } from "./perform-update";
import { createConfirmedLink, readCreatedId } from "./read-remote";
import type { Conversation, Performed, SyncContext } from "./sync-context";
import type { ProvisionedType } from "./sync-store";
import type { TargetAnswer, TargetRequest } from "./target-client";

/** A resource that the target should have and, as far as Roster knows, has not. */
export type Creation = {
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly label: string;
  readonly payload: JsonObject;
  /** An earlier try may have made it. */
  readonly isUncertain: boolean;
  /** Its link is begun already. */
  readonly isBegun: boolean;
  /** What the earlier try sent. */
  readonly intended?: JsonObject;
  readonly password?: string;
  /** The members that are sent along with a group. */
  readonly members?: readonly MemberValue[];
};

/** The request that makes it. @see RFC 7644 §3.3 */
export function createCreationRequest({ resourceType, payload, password, members }: Creation): TargetRequest {
  const withMembers =
    members === undefined || members.length === 0 ? payload : { ...payload, members: listMemberValues(members) };
  const body = password === undefined ? withMembers : { ...withMembers, password };
  return { method: "POST", path: `/${resourceType}s`, body };
}

/**
 * Makes a resource at the target. What an earlier try may have made is looked for first; what the target says is there already
 * (409) is looked up, linked, and brought to what it should be. The link is in the state "creating" and committed by now.
 *
 * @param first the answer to the request, where it was sent already, in a bulk request
 */
export async function performCreate(
  context: SyncContext,
  conversation: Conversation,
  creation: Creation,
  first?: TargetAnswer,
): Promise<Performed> {
  const operation = "create";
  if (creation.isUncertain && first === undefined) {
    const found = await adoptExisting(context, conversation, creation);
    if (found !== undefined) return found;
  }
  const { resourceType, resourceId, label, payload } = creation;
  if (first === undefined && !creation.isBegun) {
    await context.store.beginLinks(context.lane, [{ resourceType, resourceId, label, sent: payload }]);
  }
  const answer = first ?? (await conversation.send(createCreationRequest(creation)));
  if (answer.kind === "answered" && answer.status >= 200 && answer.status < 300) {
    return await finishCreation(context, conversation, creation, answer, first !== undefined);
  }
  if (answer.kind === "answered" && answer.status === 409) {
    const found = await adoptExisting(context, conversation, creation);
    return found ?? { kind: "problem", operation, problem: { kind: "conflict", ...describeRefusal(answer) } };
  }
  const failure = judgeFailure(answer, context.target.strain, context.random());
  if (failure.kind === "refused")
    return { kind: "problem", operation, problem: { kind: "refused", ...describeRefusal(answer) } };
  return { kind: "failed", operation, failure };
}

async function finishCreation(
  context: SyncContext,
  conversation: Conversation,
  creation: Creation,
  answer: TargetAnswer,
  isBulk: boolean,
): Promise<Performed> {
  const { resourceType, payload, password, members } = creation;
  const remoteId = readCreatedId(answer) ?? (await findCreatedId(context, conversation, creation));
  if (remoteId === undefined) {
    const detail = "The target says that it was made, but not under which id, and it is not found there by its names.";
    return { kind: "failed", operation: "create", failure: { kind: "retry", detail, isDown: false, mayBeDone: true } };
  }
  const resource = { resourceType, remoteId, payload };
  const link = await createConfirmedLink(context, conversation, resource, answer, { trusts: true, reads: !isBulk });
  if (members !== undefined && members.length > 0) {
    const added = members.map(({ value }) => value);
    await context.store.recordMembers(context.lane, creation.resourceId, { added, removed: [] });
  }
  return {
    kind: "done",
    operation: "create",
    detail: `Made at the target as ${remoteId}.`,
    link,
    count: "created",
    wakesGroups: resourceType === "User",
    ...(password === undefined ? {} : { passwordDelivered: true }),
  };
}

async function findCreatedId(
  context: SyncContext,
  conversation: Conversation,
  { resourceType, payload }: Creation,
): Promise<string | undefined> {
  const found = await findRemote(context, conversation, resourceType, [payload]);
  return found.kind === "one" ? found.remote.id : undefined;
}

/** Links what the target has already, and brings it to what it should be; undefined: it has nothing that matches. */
async function adoptExisting(
  context: SyncContext,
  conversation: Conversation,
  creation: Creation,
): Promise<Performed | undefined> {
  const operation = "adopt";
  const { resourceType, payload, intended } = creation;
  const search = await findRemote(
    context,
    conversation,
    resourceType,
    intended === undefined ? [payload] : [payload, intended],
  );
  switch (search.kind) {
    case "none":
      return undefined;
    case "failed":
      return { kind: "failed", operation, failure: search.failure };
    case "many": {
      const detail = `The target has ${search.ids.length} with the same ${search.by}. Say which of them it is.`;
      return { kind: "problem", operation, problem: { kind: "conflict", detail, candidates: search.ids } };
    }
    case "one":
      return await adopt(context, conversation, creation, search.remote);
  }
}

async function adopt(
  context: SyncContext,
  conversation: Conversation,
  creation: Creation,
  remote: RemoteResource,
): Promise<Performed> {
  const operation = "adopt";
  const { resourceType, resourceId, payload, password, intended = {} } = creation;
  const links = await context.store.findLinksByRemoteId(context.target.id, resourceType, [remote.id]);
  const holder = links.get(remote.id);
  const isFree =
    holder === undefined || ["deactivated", "left"].includes(holder.state) || holder.resourceId === resourceId;
  if (!isFree) {
    const failure = await askHolder(context, conversation, { resourceType, payload }, remote.id);
    if (failure !== undefined) return { kind: "failed", operation, failure };
    const detail = `The target has one like it, ${remote.id}, which is linked to somebody else in Roster.`;
    return { kind: "problem", operation, problem: { kind: "conflict", detail, candidates: [remote.id] } };
  }
  const releases = holder === undefined || holder.resourceId === resourceId ? {} : { releases: holder.resourceId };
  const { id: remoteId, etag } = remote;
  // Of who was there before, and of an earlier try, nothing stays that Roster had sent.
  const owned = { ...holder?.sent, ...intended };
  const base = takeOwned(remote.resource, [payload, owned]);
  const known = { base, isFresh: true, ...(etag === undefined ? {} : { etag }) };
  const update = {
    resourceType,
    remoteId,
    payload,
    known,
    operation,
    ...(password === undefined ? {} : { password }),
  } as const;
  const updated = await performUpdate(context, conversation, update);
  const linked = { state: "linked", remoteId, ...releases } as const;
  switch (updated.kind) {
    case "gone":
      return {
        kind: "failed",
        operation,
        failure: { kind: "retry", detail: "It was there, and then it was gone.", isDown: false, mayBeDone: false },
      };
    case "done":
      return {
        ...updated,
        operation,
        detail: `It was at the target already, as ${remoteId}: linked${updated.count === "unchanged" ? "" : " and brought up to date"}.`,
        link: typeof updated.link === "object" ? { ...updated.link, ...linked } : updated.link,
        count: "updated",
        wakesGroups: resourceType === "User",
      };
    case "problem":
    case "failed":
      // It is the one; that it is not up to date is another matter.
      return { ...updated, operation, link: { sent: { ...base, ...payload }, ...updated.link, ...linked, drift: [] } };
  }
}
