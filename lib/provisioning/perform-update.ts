import { diffResource, type PatchOperationJson } from "@/lib/scim/diff-resource";
import type { JsonObject } from "@/lib/scim/json";
import { patchOpUrn } from "@/lib/scim/urns";
import { listMemberValues, type MemberValue } from "./compare/member-operations";
import { takeOwned } from "./compare/owned-part";
import type { RemoteResource } from "./find-remote";
import { makeWay } from "./make-way";
import { describeAnswer, judgeFailure } from "./outcome";
import { createConfirmedLink, readRemote, saysGone } from "./read-remote";
import type { Conversation, Performed, SyncContext } from "./sync-context";
import type { AttemptOperation, LinkChange, ProvisionedType } from "./sync-store";
import type { TargetAnswer, TargetRequest } from "./target-client";
import { listTargetSchemas } from "./target-schemas";

/** A resource at the target, what it should be, and what is believed of it. */
export type Update = {
  readonly resourceType: ProvisionedType;
  readonly remoteId: string;
  readonly payload: JsonObject;
  /** What Roster has sent, or may have sent, before: what the payload does not name of it any more is taken away. */
  readonly owned?: JsonObject;
  /** What the target has, as far as Roster owns it; absent: that is read first. */
  readonly known?: Known;
  /** To be delivered along with it. */
  readonly password?: string;
  /** All members, for a target that takes no PATCH: they are part of a PUT. */
  readonly listMembers?: () => Promise<readonly MemberValue[]>;
  /** The members alone are reason enough for a PUT. */
  readonly membersDiffer?: boolean;
  readonly operation: AttemptOperation;
};

/** `isFresh`: it was read just now, and not only sent once. */
export type Known = {
  readonly base: JsonObject;
  readonly etag?: string;
  readonly isFresh: boolean;
  /** The target has asked for an entity tag, whatever it says of itself. */
  readonly needsEtag?: boolean;
};

/** What an update came to: as performed, or the resource is not there any more. */
export type Updated = Performed | { readonly kind: "gone" };

type Way = "patch" | "patchWhole" | "put";

/** More ways, each before and after reading, there are not. */
const maxRounds = 8;

/**
 * Brings a resource at the target to what it should be, with the smallest request that the target takes: a PATCH of what
 * differs, or a PUT. What the target refuses is tried in another way where there is one: after reading what is really there,
 * with whole attributes instead of single elements, with the other verb. A lost race (412) is read and done again.
 *
 * @param first the answer to the first request, where it was sent already, in a bulk request
 * @see RFC 7644 §3.5, §3.14
 */
export async function performUpdate(
  context: SyncContext,
  conversation: Conversation,
  update: Update,
  first?: TargetAnswer,
): Promise<Updated> {
  const { resourceType, remoteId, operation } = update;
  const refusedWays = new Set<Way>();
  let { known } = update;
  let refusal: TargetAnswer | undefined;
  let needsEtag = false;

  for (let round = 0; round < maxRounds; round++) {
    if (known === undefined) {
      const reading = await readRemote(context, conversation, resourceType, remoteId);
      if (reading.kind === "gone") return { kind: "gone" };
      if (reading.kind === "failed") return { kind: "failed", operation, failure: reading.failure };
      known = { ...takeKnown(reading.remote, update), needsEtag };
    }
    const way = chooseWay(context, resourceType, refusedWays);
    if (way === undefined) break;
    const request = await createUpdateRequest(context, update, known, way);
    if (request === undefined) return finishUnchanged(update, known);
    const answer = round === 0 && first !== undefined ? first : await conversation.send(request);
    if (answer.kind === "answered" && answer.status >= 200 && answer.status < 300) {
      if (way === "patchWhole" && refusedWays.has("patch")) await context.learn({ valuePaths: false });
      return await finish(context, conversation, update, known, answer, first !== undefined && round === 0);
    }
    const verdict = await judgeRefusal(context, conversation, update, known, answer);
    switch (verdict.kind) {
      case "readAgain":
        known = undefined;
        break;
      case "otherWay":
        refusedWays.add(way);
        if (verdict.lacksVerb) await giveUpVerb(context, way, refusedWays);
        break;
      default:
        return verdict;
    }
    if (answer.kind !== "answered") continue;
    if (isLostRace(answer.status)) needsEtag = true;
    else refusal = answer;
  }
  if (refusal === undefined) {
    const detail = "The resource was changed at the target again and again while Roster was changing it.";
    return { kind: "failed", operation, failure: { kind: "retry", detail, isDown: false, mayBeDone: false } };
  }
  return { kind: "problem", operation, problem: { kind: "refused", ...describeRefusal(refusal) }, link: { drift: [] } };
}

function takeKnown({ resource, etag }: RemoteResource, { payload, known, owned = {} }: Update): Known {
  const base = takeOwned(resource, [payload, owned, known?.base ?? {}]);
  return { base, isFresh: true, ...(etag === undefined ? {} : { etag }) };
}

type Verdict = Updated | { readonly kind: "readAgain" } | { readonly kind: "otherWay"; readonly lacksVerb: boolean };

/** What an answer that is no success means for an update. */
async function judgeRefusal(
  context: SyncContext,
  conversation: Conversation,
  { resourceType, remoteId, operation, payload }: Update,
  known: Known,
  answer: TargetAnswer,
): Promise<Verdict> {
  if (answer.kind === "answered") {
    if (saysGone(answer)) {
      const reading = await readRemote(context, conversation, resourceType, remoteId);
      if (reading.kind === "failed") return { kind: "failed", operation, failure: reading.failure };
      // If it is there all the same, it is the verb that is not.
      return reading.kind === "gone" ? { kind: "gone" } : { kind: "otherWay", lacksVerb: true };
    }
    if (isLostRace(answer.status)) return { kind: "readAgain" };
    if (answer.status === 405 || answer.status === 501) return { kind: "otherWay", lacksVerb: true };
    // Perhaps the resource is not what Roster believes; when that was looked at, it is the way of saying it.
    if (answer.status === 400) return known.isFresh ? { kind: "otherWay", lacksVerb: false } : { kind: "readAgain" };
    if (answer.status === 409) {
      const failure = await makeWay(context, conversation, {
        resourceType,
        payload,
        there: { remoteId, base: known.base },
      });
      if (failure !== undefined) return { kind: "failed", operation, failure, link: { drift: [] } };
      return { kind: "problem", operation, problem: { kind: "conflict", ...describeRefusal(answer) } };
    }
  }
  const failure = judgeFailure(answer, context.target.strain, context.random());
  if (failure.kind === "refused") {
    return { kind: "problem", operation, problem: { kind: "refused", ...describeRefusal(answer) } };
  }
  // Whether it was done is not known: it is read before anything else is sent, and what may be there by now is Roster's own.
  const isUncertain = failure.kind === "retry" && failure.mayBeDone;
  const link = { drift: [], sent: { ...known.base, ...payload } };
  return { kind: "failed", operation, failure, ...(isUncertain ? { link } : {}) };
}

/** The resource has another entity tag by now, or one has to be given. @see RFC 6585 §3 */
function isLostRace(status: number): boolean {
  return status === 412 || status === 428;
}

/** What stands in a problem about an answer. */
export function describeRefusal(answer: TargetAnswer) {
  const { status, scimType } = answer.kind === "answered" ? answer : { status: undefined, scimType: undefined };
  return {
    detail: describeAnswer(answer),
    ...(status === undefined ? {} : { status }),
    ...(scimType === undefined ? {} : { scimType }),
  };
}

function chooseWay(
  context: Pick<SyncContext, "capabilities" | "target">,
  resourceType: ProvisionedType,
  refused: ReadonlySet<Way>,
): Way | undefined {
  const { patch, putUsers, valuePaths } = context.capabilities();
  const patches: readonly Way[] = valuePaths.value ? ["patch", "patchWhole"] : ["patchWhole"];
  const all: readonly Way[] = patch.value ? [...patches, "put"] : ["put"];
  const ways = putUsers.value && resourceType === "User" ? (["put", ...all] as const) : all;
  return ways.find((way) => !refused.has(way) && (way !== "put" || context.target.quirks.put !== false));
}

async function giveUpVerb(context: SyncContext, way: Way, refused: Set<Way>): Promise<void> {
  if (way === "put") {
    await context.learn({ put: false });
    return;
  }
  refused.add("patch");
  refused.add("patchWhole");
  await context.learn({ patch: false });
}

/** The request that says it in the first way that the target takes, as a bulk request has it; undefined: nothing to say. */
export async function createFirstRequest(context: SyncContext, update: Update): Promise<TargetRequest | undefined> {
  const way = chooseWay(context, update.resourceType, new Set());
  return update.known === undefined || way === undefined
    ? undefined
    : await createUpdateRequest(context, update, update.known, way);
}

async function createUpdateRequest(
  context: SyncContext,
  update: Update,
  { base, etag, needsEtag }: Known,
  way: Way,
): Promise<TargetRequest | undefined> {
  const { resourceType, remoteId, password } = update;
  const { etag: usesEtags, onlyActiveChanges, schemas } = context.capabilities();
  const isLimited = onlyActiveChanges.value && resourceType === "User";
  const payload = isLimited ? { ...base, active: update.payload.active ?? true } : update.payload;
  const operations: PatchOperationJson[] = [
    ...diffResource(listTargetSchemas(resourceType, schemas), base, payload, { valuePaths: way === "patch" }),
    ...(password === undefined ? [] : [{ op: "replace" as const, path: "password", value: password }]),
  ];
  const path = `/${resourceType}s/${encodeURIComponent(remoteId)}`;
  const condition = (usesEtags.value || needsEtag === true) && etag !== undefined ? { ifMatch: etag } : {};
  if (way !== "put") {
    const body = { schemas: [patchOpUrn], Operations: operations.map((operation) => ({ ...operation })) };
    return operations.length === 0 ? undefined : { method: "PATCH", path, body, ...condition };
  }
  if (operations.length === 0 && update.membersDiffer !== true) return undefined;
  const members = resourceType === "Group" ? { members: listMemberValues((await update.listMembers?.()) ?? []) } : {};
  const body = { ...payload, id: remoteId, ...members, ...(password === undefined ? {} : { password }) };
  return { method: "PUT", path, body, ...condition };
}

/** It is there as it should be already: when it was read, that is what the target shows. */
function finishUnchanged({ payload, remoteId, operation }: Update, { base, etag, isFresh }: Known): Performed {
  const shown: LinkChange = isFresh ? { received: base, etag: etag ?? null } : {};
  return {
    kind: "done",
    operation: operation === "update" ? "none" : operation,
    detail: "It is there as it should be.",
    link: {
      state: "linked",
      remoteId,
      sent: payload,
      ...shown,
      drift: null,
      problem: null,
      deprovisionedAt: null,
      deleteAt: null,
    },
    count: "unchanged",
  };
}

async function finish(
  context: SyncContext,
  conversation: Conversation,
  update: Update,
  known: Known,
  answer: TargetAnswer,
  isBulk: boolean,
): Promise<Performed> {
  const { resourceType, remoteId, payload, operation, password } = update;
  // What was found to be otherwise, and what the answer does not show, is read: what the target has made of it is then known,
  // and never again taken for a change that somebody made there.
  const behaviour = { trusts: !known.isFresh, reads: !isBulk };
  const link = await createConfirmedLink(context, conversation, { resourceType, remoteId, payload }, answer, behaviour);
  const delivered = password === undefined ? {} : { passwordDelivered: true };
  return { kind: "done", operation, detail: "Changed at the target.", link, count: "updated", ...delivered };
}
