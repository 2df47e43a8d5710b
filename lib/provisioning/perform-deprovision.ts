import { findRemote } from "./find-remote";
import { judgeFailure } from "./outcome";
import { describeRefusal, type Known, performUpdate } from "./perform-update";
import { readRemote, saysGone } from "./read-remote";
import type { Conversation, Performed, SyncContext } from "./sync-context";
import type { ProvisionedType, ResourceLink } from "./sync-store";
import type { TargetAnswer, TargetRequest } from "./target-client";

const dayMs = 24 * 60 * 60 * 1000;

/** The request that takes it away. @see RFC 7644 §3.6 */
export function createDeletionRequest(
  context: SyncContext,
  resourceType: ProvisionedType,
  { remoteId, etag }: { readonly remoteId: string; readonly etag?: string },
): TargetRequest {
  const condition = context.capabilities().etag.value && etag !== undefined ? { ifMatch: etag } : {};
  return { method: "DELETE", path: `/${resourceType}s/${encodeURIComponent(remoteId)}`, ...condition };
}

/** So often in a row a resource may be changed by others while it is being deleted here. */
const maxRaces = 4;

/** Deletes a resource at the target. The link goes only when the target has confirmed that it is gone. */
export async function performDeletion(
  context: SyncContext,
  conversation: Conversation,
  resourceType: ProvisionedType,
  resource: { readonly remoteId: string; readonly etag?: string },
  first?: TargetAnswer,
): Promise<Performed> {
  const operation = "delete";
  const request = createDeletionRequest(context, resourceType, resource);
  let answer = first ?? (await conversation.send(request));
  // Somebody changed it meanwhile: that does not keep it.
  for (let round = 1; round < maxRaces && isLostRace(answer); round++) {
    const reading = await readRemote(context, conversation, resourceType, resource.remoteId);
    if (reading.kind === "failed") return { kind: "failed", operation, failure: reading.failure };
    if (reading.kind === "gone") return createGone(operation);
    const { ifMatch: _, ...plain } = request;
    const { etag } = reading.remote;
    answer = await conversation.send(etag === undefined ? plain : { ...plain, ifMatch: etag });
  }
  if (answer.kind === "answered" && answer.status >= 200 && answer.status < 300) {
    return { kind: "done", operation, detail: "Deleted at the target.", link: "remove", count: "deprovisioned" };
  }
  if (saysGone(answer)) return createGone(operation);
  const failure = judgeFailure(answer, context.target.strain, context.random());
  return failure.kind === "refused"
    ? { kind: "problem", operation, problem: { kind: "refused", ...describeRefusal(answer) } }
    : { kind: "failed", operation, failure };
}

function isLostRace(answer: TargetAnswer): boolean {
  return answer.kind === "answered" && (answer.status === 412 || answer.status === 428);
}

function createGone(operation: "delete"): Performed {
  const detail = "It was not at the target any more.";
  return { kind: "done", operation, detail, link: "remove", count: "deprovisioned" };
}

/**
 * Deactivates a person at the target; the link stays, so that they are known when they come back.
 *
 * @param deletesAfterDays when they are deleted, by the policy deactivateThenDelete
 */
export async function performDeactivation(
  context: SyncContext,
  conversation: Conversation,
  link: ResourceLink & { readonly remoteId: string },
  deletesAfterDays: number | undefined,
  first?: TargetAnswer,
): Promise<Performed> {
  const operation = "deactivate";
  const now = context.now();
  const deleteAt = deletesAfterDays === undefined ? null : new Date(now.getTime() + deletesAfterDays * dayMs);
  const deactivation = createDeactivation(link);
  const updated = await performUpdate(context, conversation, deactivation, first);
  switch (updated.kind) {
    case "gone": {
      const detail = "They were not at the target any more.";
      return { kind: "done", operation, detail, link: "remove", count: "deprovisioned" };
    }
    case "done": {
      const state = { state: "deactivated", deprovisionedAt: now, deleteAt } as const;
      const link = typeof updated.link === "object" ? { ...updated.link, ...state } : state;
      const detail =
        updated.count === "unchanged" ? "They were not active at the target already." : "Deactivated at the target.";
      return { ...updated, operation, detail, link, count: "deprovisioned", wakesGroups: true };
    }
    default:
      return updated;
  }
}

/** The update that deactivates: what was sent last, but not active. */
export function createDeactivation(link: ResourceLink & { readonly remoteId: string }) {
  const { remoteId, sent = {}, etag, drift } = link;
  const known: Known = { base: sent, isFresh: false, ...(etag === undefined ? {} : { etag }) };
  const isKnown = drift === undefined && link.sent !== undefined;
  return {
    resourceType: "User",
    remoteId,
    payload: { ...sent, active: false },
    owned: sent,
    ...(isKnown ? { known } : {}),
    operation: "deactivate",
  } as const;
}

/** A resource that was about to be made, and that should not be there any more: nobody knows whether it is. */
export async function performFindAndDeprovision(
  context: SyncContext,
  conversation: Conversation,
  link: ResourceLink,
): Promise<Performed> {
  const { resourceType, sent } = link;
  const operation = "delete";
  const search =
    sent === undefined ? ({ kind: "none" } as const) : await findRemote(context, conversation, resourceType, [sent]);
  if (search.kind === "failed") return { kind: "failed", operation, failure: search.failure };
  if (search.kind === "many") {
    const detail = `The target has ${search.ids.length} with the same ${search.by}. Say which of them it is.`;
    return { kind: "problem", operation, problem: { kind: "conflict", detail, candidates: search.ids } };
  }
  const found = search.kind === "one" ? search.remote : undefined;
  const holders = found && (await context.store.findLinksByRemoteId(context.target.id, resourceType, [found.id]));
  // Made by name only, it may be somebody else's.
  if (found === undefined || (holders?.size ?? 0) > 0 || (search.kind === "one" && search.by !== "externalId")) {
    return { kind: "done", operation, detail: "It was never made at the target.", link: "remove", count: "skipped" };
  }
  const { deprovision, deleteAfterDays } = context.target.options;
  if (deprovision === "leave") {
    const left = { state: "left", remoteId: found.id, deprovisionedAt: context.now() } as const;
    return { kind: "done", operation: "none", detail: "Left at the target as it is.", link: left, count: "skipped" };
  }
  if (deprovision === "delete" || resourceType === "Group") {
    return await performDeletion(context, conversation, resourceType, { remoteId: found.id });
  }
  const known = { ...link, remoteId: found.id, drift: [] };
  const days = deprovision === "deactivateThenDelete" ? deleteAfterDays : undefined;
  return await performDeactivation(context, conversation, known, days);
}
