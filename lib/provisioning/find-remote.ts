import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { getMember } from "@/lib/scim/json-object";
import { type Failure, judgeFailure } from "./outcome";
import type { Conversation, SyncContext } from "./sync-context";
import type { ProvisionedType } from "./sync-store";
import type { TargetAnswer } from "./target-client";

/** A resource as the target shows it. */
export type RemoteResource = { readonly id: string; readonly resource: JsonObject; readonly etag?: string };

/** What a search of the target for one resource of ours came to. */
export type Search =
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly remote: RemoteResource; readonly by: string }
  /** More than one matches: a person has to say which. */
  | { readonly kind: "many"; readonly ids: readonly string[]; readonly by: string }
  | { readonly kind: "failed"; readonly failure: Failure };

/** The most resources that are looked through at a target that has no filters. */
const maxScanned = 100_000;

/**
 * Looks for a resource at the target: by externalId, then by the name that it must have there. What is found is only taken for
 * it if it really matches: some service providers answer an unknown filter with everything.
 *
 * @param payloads what it has, or may have, been sent as
 */
export async function findRemote(
  context: SyncContext,
  conversation: Conversation,
  resourceType: ProvisionedType,
  payloads: readonly JsonObject[],
): Promise<Search> {
  const keys = listKeys(resourceType, payloads);
  if (!context.capabilities().filter.value) return await scan(context, conversation, resourceType, keys);
  for (const key of keys) {
    const filter = encodeURIComponent(`${key.name} eq ${JSON.stringify(key.value)}`);
    const answer = await conversation.send({ method: "GET", path: `/${resourceType}s?filter=${filter}` });
    const listed = readList(answer);
    if (listed === undefined) {
      if (refusesFilters(answer)) {
        await context.learn({ filter: false });
        return await scan(context, conversation, resourceType, keys);
      }
      if (answer.kind === "answered" && answer.status === 404 && answer.isScim) continue;
      return { kind: "failed", failure: judgeFailure(answer, context.target.strain, context.random()) };
    }
    const found = pick(listed.resources, key);
    if (found !== undefined) return found;
  }
  return { kind: "none" };
}

/** By what a resource is known at the target. */
type Key = { readonly name: "externalId" | "userName" | "displayName"; readonly value: string };

function listKeys(resourceType: ProvisionedType, payloads: readonly JsonObject[]): readonly Key[] {
  const names =
    resourceType === "User" ? (["externalId", "userName"] as const) : (["externalId", "displayName"] as const);
  const keys = new Map<string, Key>();
  for (const name of names) {
    for (const payload of payloads) {
      const value = getMember(payload, name);
      if (typeof value === "string" && value !== "") keys.set(`${name} ${value}`, { name, value });
    }
  }
  return [...keys.values()];
}

function pick(resources: readonly JsonObject[], key: Key): Search | undefined {
  const matches = resources.filter((resource) => hasKey(resource, key)).flatMap((resource) => toRemote(resource) ?? []);
  const [first, ...others] = matches;
  if (first === undefined) return undefined;
  const by = key.name;
  return others.length === 0
    ? { kind: "one", remote: first, by }
    : { kind: "many", ids: matches.map(({ id }) => id), by };
}

/** externalId is compared as it is, names as service providers compare them. @see RFC 7643 §3.1, §4.1.1 */
function hasKey(resource: JsonObject, { name, value }: Key): boolean {
  const found = getMember(resource, name);
  if (typeof found !== "string") return false;
  return name === "externalId" ? found === value : foldForComparison(found) === foldForComparison(value);
}

/** Reads every page until the resource is found, where the target cannot look it up. The first key that matches decides. */
async function scan(
  context: SyncContext,
  { send }: Conversation,
  resourceType: ProvisionedType,
  keys: readonly Key[],
): Promise<Search> {
  const matches = new Map<Key, Map<string, JsonObject>>();
  const seen = new Set<string>();
  while (seen.size < maxScanned) {
    const page = `startIndex=${seen.size + 1}&count=${context.capabilities().pageSize.value}`;
    const answer = await send({ method: "GET", path: `/${resourceType}s?${page}` });
    const listed = readList(answer);
    if (listed === undefined) {
      // A page beyond the end, for some.
      if (seen.size > 0 && answer.kind === "answered" && (answer.status === 404 || answer.status === 400)) break;
      return { kind: "failed", failure: judgeFailure(answer, context.target.strain, context.random()) };
    }
    const news = listed.resources.filter((resource) => !seen.has(String(resource.id)));
    for (const resource of news) {
      seen.add(String(resource.id));
      for (const key of keys.filter((candidate) => hasKey(resource, candidate))) {
        matches.set(key, (matches.get(key) ?? new Map()).set(String(resource.id), resource));
      }
    }
    if (news.length === 0 || seen.size >= listed.totalResults) break;
  }
  const found = keys
    .map((key) => pick([...(matches.get(key)?.values() ?? [])], key))
    .find((search) => search !== undefined);
  return found ?? { kind: "none" };
}

function refusesFilters(answer: TargetAnswer): boolean {
  if (answer.kind !== "answered") return false;
  return [400, 405, 501].includes(answer.status) || (answer.status === 403 && answer.scimType === "tooMany");
}

/** The resources of a list response; undefined where it is none. Some service providers leave out what is empty. */
export function readList(
  answer: TargetAnswer,
): { readonly resources: readonly JsonObject[]; readonly totalResults: number } | undefined {
  if (answer.kind !== "answered" || answer.status !== 200 || answer.body === undefined) return undefined;
  const resources = getMember(answer.body, "Resources");
  const total = Number(getMember(answer.body, "totalResults"));
  if (resources === undefined && Number.isNaN(total)) return undefined;
  const list = Array.isArray(resources) ? resources.filter(isJsonObject) : [];
  return { resources: list, totalResults: Number.isNaN(total) ? list.length : total };
}

/** The cursor of the page after this one; undefined where it was the last. @see RFC 9865 §2 */
export function readNextCursor(answer: TargetAnswer): string | undefined {
  const cursor =
    answer.kind !== "answered" || answer.body === undefined ? undefined : getMember(answer.body, "nextCursor");
  return typeof cursor === "string" && cursor !== "" ? cursor : undefined;
}

/** The resource of a list or an answer, with its id as text: some service providers count theirs. */
export function toRemote(resource: JsonObject, etag?: string): RemoteResource | undefined {
  const id = readRemoteId(resource);
  if (id === undefined) return undefined;
  const meta = getMember(resource, "meta");
  const version = etag ?? (isJsonObject(meta) ? getMember(meta, "version") : undefined);
  return { id, resource, ...(typeof version === "string" && version !== "" ? { etag: version } : {}) };
}

/** The id of a resource; undefined where it has none. */
export function readRemoteId(resource: JsonObject | undefined): string | undefined {
  const id: JsonValue | undefined = resource === undefined ? undefined : getMember(resource, "id");
  if (typeof id === "number") return String(id);
  return typeof id === "string" && id !== "" ? id : undefined;
}
