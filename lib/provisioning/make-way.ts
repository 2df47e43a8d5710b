import { foldForComparison } from "@/lib/scim/fold";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { patchOpUrn } from "@/lib/scim/urns";
import { decideDesired } from "./desired-state";
import { findRemote } from "./find-remote";
import type { Failure } from "./outcome";
import type { Conversation, SyncContext } from "./sync-context";
import type { ProvisionedType, SyncJob } from "./sync-store";

/** A resource of ours and what it should be; and, where it is there, what the target has of it. */
export type NameSeeker = {
  readonly resourceType: ProvisionedType;
  readonly payload: JsonObject;
  readonly there?: { readonly remoteId: string; readonly base: JsonObject };
};

/**
 * What is done about a name that is taken at the target, if it is taken by a resource that is to give it up: that one is looked
 * at first, and this one again later. Two that are to swap their names keep each other from it: the second steps aside, under a
 * name for the moment.
 *
 * @returns undefined: whoever has the name there may keep it, and a person has to decide
 */
export async function makeWay(
  context: SyncContext,
  conversation: Conversation,
  seeker: NameSeeker,
): Promise<Failure | undefined> {
  const { resourceType, payload, there } = seeker;
  const attribute = resourceType === "User" ? "userName" : "displayName";
  const name = payload[attribute];
  if (typeof name !== "string") return undefined;
  const search = await findRemote(context, conversation, resourceType, [{ [attribute]: name }]);
  if (search.kind === "failed") return search.failure;
  if (search.kind !== "one" || search.remote.id === there?.remoteId) return undefined;
  return await askHolder(context, conversation, seeker, search.remote.id);
}

/** The same, of a holder that is known. @param holderId its id at the target */
export async function askHolder(
  context: SyncContext,
  conversation: Conversation,
  { resourceType, payload, there }: NameSeeker,
  holderId: string,
): Promise<Failure | undefined> {
  const { store, target, lane } = context;
  const attribute = resourceType === "User" ? "userName" : "displayName";
  const name = payload[attribute];
  const links = await store.findLinksByRemoteId(target.id, resourceType, [holderId]);
  const holder = links.get(holderId);
  if (holder === undefined || holder.state === "ignored") return undefined;
  const [subject] = await store.loadSubjects(target, [createQuestion(resourceType, holder.resourceId)]);
  if (subject === undefined) return undefined;
  const desired = decideDesired(target, context.capabilities(), subject);
  if (desired.kind === "invalid") return undefined;
  if (desired.kind === "present" && isSameName(desired.payload[attribute], name)) return undefined;

  const isStuck = subject.link?.problem !== undefined && desired.kind === "present";
  const isSwap = isStuck && isSameName(desired.payload[attribute], there?.base[attribute]);
  if (isSwap && there !== undefined) await stepAside(conversation, resourceType, there.remoteId, attribute);
  else if (subject.link?.drift === undefined) await store.verifyRemote(lane, [holder.resourceId]);
  const detail = `${desired.label} still has the name at the target, and is looked at first.`;
  return { kind: "retry", detail, isDown: false, mayBeDone: true };
}

/** What comes of it does not matter: the next try reads what is there. */
async function stepAside(
  { send }: Conversation,
  resourceType: ProvisionedType,
  remoteId: string,
  attribute: string,
): Promise<void> {
  const Operations = [{ op: "replace", path: attribute, value: `moving-${remoteId}@roster.invalid` }];
  const path = `/${resourceType}s/${encodeURIComponent(remoteId)}`;
  await send({ method: "PATCH", path, body: { schemas: [patchOpUrn], Operations } });
}

function createQuestion(resourceType: ProvisionedType, resourceId: string): SyncJob {
  return { resourceType, resourceId, reason: "member", attempts: 0, generation: 0n, queuedAt: new Date(0) };
}

function isSameName(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return typeof one === "string" && typeof other === "string" && foldForComparison(one) === foldForComparison(other);
}
