import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { getMember } from "@/lib/scim/json-object";
import { takeOwned } from "./compare/owned-part";
import { type RemoteResource, readRemoteId, toRemote } from "./find-remote";
import { type Failure, judgeFailure } from "./outcome";
import type { Conversation, SyncContext } from "./sync-context";
import type { LinkChange, ProvisionedType } from "./sync-store";
import type { TargetAnswer } from "./target-client";

/** What reading one resource came to. "gone" is said only when the target itself says that there is no such resource. */
export type Reading =
  | { readonly kind: "there"; readonly remote: RemoteResource }
  | { readonly kind: "gone" }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Reads one resource from the target; a group without its members, which may be many. */
export async function readRemote(
  context: SyncContext,
  { send }: Conversation,
  resourceType: ProvisionedType,
  remoteId: string,
): Promise<Reading> {
  const path = `/${resourceType}s/${encodeURIComponent(remoteId)}`;
  const answer = await send({
    method: "GET",
    path: resourceType === "Group" ? `${path}?excludedAttributes=members` : path,
  });
  if (answer.kind === "answered" && answer.status === 200 && answer.body !== undefined) {
    const remote = toRemote(answer.body, answer.etag);
    return { kind: "there", remote: remote ?? { id: remoteId, resource: answer.body } };
  }
  if (saysGone(answer)) return { kind: "gone" };
  return { kind: "failed", failure: judgeFailure(answer, context.target.strain, context.random()) };
}

/** A 404 or 410 of the target's SCIM, and not of something in front of it that knows no such address. */
export function saysGone(answer: TargetAnswer): boolean {
  return answer.kind === "answered" && (answer.status === 404 || answer.status === 410) && answer.isScim;
}

/**
 * What an answer shows of the resource as it now is: its part that the payload owns. Undefined where the answer does not show
 * it: no body, or only an id.
 */
function readShown(
  resourceType: ProvisionedType,
  answer: TargetAnswer,
  payload: JsonObject,
): { readonly received: JsonObject; readonly etag?: string } | undefined {
  if (answer.kind !== "answered" || answer.body === undefined) return undefined;
  const name = getMember(answer.body, resourceType === "User" ? "userName" : "displayName");
  if (typeof name !== "string") return undefined;
  const etag = readEtag(answer);
  return { received: takeOwned(answer.body, [payload]), ...(etag === undefined ? {} : { etag }) };
}

/**
 * What becomes of a link when the target has taken everything: linked, with what was sent and what the target shows now. What the
 * answer does not show is read.
 *
 * @param trusts whether the answer is taken for what the target shows from now on
 * @param reads false in bulk: a request for each would be more than it saves
 */
export async function createConfirmedLink(
  context: SyncContext,
  conversation: Conversation,
  resource: { readonly resourceType: ProvisionedType; readonly remoteId: string; readonly payload: JsonObject },
  answer: TargetAnswer,
  { trusts, reads }: { readonly trusts: boolean; readonly reads: boolean },
): Promise<LinkChange> {
  const { resourceType, remoteId, payload } = resource;
  let shown = trusts ? readShown(resourceType, answer, payload) : undefined;
  if (shown === undefined && reads) {
    const reading = await readRemote(context, conversation, resourceType, remoteId);
    if (reading.kind === "there") {
      const { resource: found, etag } = reading.remote;
      shown = { received: takeOwned(found, [payload]), ...(etag === undefined ? {} : { etag }) };
    }
  }
  return {
    state: "linked",
    remoteId,
    sent: payload,
    received: shown?.received ?? null,
    etag: shown?.etag ?? readEtag(answer) ?? null,
    drift: null,
    problem: null,
    syncedAt: context.now(),
    deprovisionedAt: null,
    deleteAt: null,
  };
}

/** The entity tag that an answer gives: in its header, or in the resource's meta. @see RFC 7644 §3.14 */
export function readEtag(answer: TargetAnswer): string | undefined {
  if (answer.kind !== "answered") return undefined;
  const meta = answer.body === undefined ? undefined : getMember(answer.body, "meta");
  const version = answer.etag ?? (isJsonObject(meta) ? getMember(meta, "version") : undefined);
  return typeof version === "string" && version !== "" ? version : undefined;
}

/** The id that an answer to a POST gives: in its body, or at the end of its Location. */
export function readCreatedId(answer: TargetAnswer): string | undefined {
  if (answer.kind !== "answered") return undefined;
  const id = readRemoteId(answer.body);
  if (id !== undefined) return id;
  const meta = answer.body === undefined ? undefined : getMember(answer.body, "meta");
  const inMeta = isJsonObject(meta) ? getMember(meta, "location") : undefined;
  const location = answer.location ?? (typeof inMeta === "string" ? inMeta : undefined);
  const last = location?.split(/[?#]/)[0]?.replace(/\/+$/, "").split("/").at(-1);
  return last === undefined || last === "" || /^(Users|Groups)$/i.test(last) ? undefined : decode(last);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
