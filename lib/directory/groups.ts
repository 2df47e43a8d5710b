import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import type { PatchOperation } from "@/lib/scim/patch/patch-operation";
import { type Projection, projectionIncludes } from "@/lib/scim/project-attributes";
import { validateResource } from "@/lib/scim/validate-resource";
import { checkPrecondition } from "./check-precondition";
import type { Leniency } from "./compatibility/leniency";
import { noteFilterLeniencies } from "./compatibility/note-filter-leniencies";
import { describeCreation, describeDeletion, describeGroupUpdate } from "./describe-effect";
import { type DirectoryRequest, scopeOf } from "./directory-request";
import type { MembershipEdit, StoredGroup, WriteCondition, WriteOutcome } from "./directory-store";
import { isEmptyEdit, isMembersOperation, planMembershipEdit, readMemberIds, replaceMembers } from "./group-membership";
import { createGroupResource, createMember, createWritableGroup, readGroupState } from "./group-resource";
import { mergeReplacement } from "./merge-replacement";
import { patchResource, readPatchBody, readResourceBody } from "./prepare-resource";
import { type PresentedResource, presentResource } from "./present-resource";
import { recordChange } from "./record-change";
import { refuseTaken, refuseUnknownMembers, refuseUnknownResource } from "./refuse-write";
import { noteOption, noteSubject } from "./request-record";
import { presentPage, type ResourceListQuery, type ResourcePage } from "./resource-page";
import { createClientResourceTypes } from "./resource-types";
import { retryStale } from "./retry-stale";
import { checkZulipGroupName, isZulip } from "./zulip-preset";

/** @throws ScimError notFound @see RFC 7644 §3.4.1 */
export async function getGroup(
  request: DirectoryRequest,
  id: string,
  projection: Projection,
): Promise<PresentedResource> {
  return presentGroup(request, await loadGroup(request, id, includeMembers(projection)), projection);
}

/** @see RFC 7644 §3.4.2 */
export async function listGroups(request: DirectoryRequest, query: ResourceListQuery): Promise<ResourcePage> {
  noteFilterLeniencies(request, query.filter);
  const page = await request.store.listGroups(scopeOf(request), query, includeMembers(query.projection));
  return presentPage(page, (group) => presentGroup(request, group, query.projection).resource);
}

/** @throws ScimError uniqueness, invalidValue (also for unknown members), … @see RFC 7644 §3.3 */
export async function createGroup(
  request: DirectoryRequest,
  body: JsonValue,
  projection: Projection,
): Promise<PresentedResource> {
  const type = createClientResourceTypes(request.client).group;
  const input = readResourceBody(request, type, body);
  const resource = validateResource(type, input, "create");
  const group = readGroupState(resource);
  if (isZulip(request.client)) checkZulipGroupName(group.displayName);
  const members = new Set(readMemberIds(input.members));
  const change = recordChange(request, {}, createWritableGroup(type, "", group));
  const include = includeMembers(projection);
  const result = await retryStale(() => request.store.createGroup(scopeOf(request), group, members, change, include));
  const stored = expectWritten(result, group.displayName);
  request.record.effects.push(describeCreation("Group", stored.id, stored.displayName));
  return presentGroup(request, stored, projection);
}

/**
 * Replaces a group. Members that are not mentioned stay; [] empties the group.
 *
 * @throws ScimError notFound, preconditionFailed, uniqueness, invalidValue, …
 * @see RFC 7644 §3.5.1
 */
export async function replaceGroup(
  request: DirectoryRequest,
  id: string,
  body: JsonValue,
  projection: Projection,
): Promise<PresentedResource> {
  const type = createClientResourceTypes(request.client).group;
  const input = readResourceBody(request, type, body);
  const result = await retryStale(async () => {
    const current = await loadGroup(request, id, { members: false });
    checkPrecondition(request, current);
    const writable = createWritableGroup(type, id, current);
    noteOption(request.record, request.client.options, "replaceOmitted");
    const merged = mergeReplacement(writable, input, request.client.options.replaceOmitted);
    const resource = validateResource(type, merged, "replace");
    const edit = Object.hasOwn(input, "members") ? replaceMembers(input.members) : undefined;
    return writeGroup(request, current, resource, edit);
  });
  return presentWritten(request, expectWritten(result, String(input.displayName)), projection);
}

/**
 * Patches a group. Changes of its members are set operations: parallel ones all survive, and none loads the group.
 *
 * @throws ScimError notFound, preconditionFailed, invalidPath, mutability, invalidValue, uniqueness, …
 * @see RFC 7644 §3.5.2
 */
export async function patchGroup(
  request: DirectoryRequest,
  id: string,
  body: JsonValue,
  projection: Projection,
): Promise<PresentedResource> {
  const type = createClientResourceTypes(request.client).group;
  const operations = readPatchBody(request, type, body);
  const onMembers = operations.filter(isMembersOperation);
  const onOthers = operations.filter((operation) => !isMembersOperation(operation));
  if (onOthers.length === 0) {
    const edited = await editMembersOnly(request, id, onMembers);
    if (edited !== undefined) return presentWritten(request, edited, projection);
  }
  let displayName = "";
  let leniencies: Leniency[] = [];
  const result = await retryStale(async () => {
    const current = await loadGroup(request, id, { members: false });
    checkPrecondition(request, current);
    leniencies = [];
    const patched = patchResource(type, createWritableGroup(type, id, current), onOthers, leniencies);
    displayName = String(patched.displayName);
    const edit = await planMembershipEdit(onMembers, createMemberLoader(request, id), type);
    return writeGroup(request, current, patched, edit);
  });
  const stored = expectWritten(result, displayName);
  request.leniencies.push(...leniencies);
  return presentWritten(request, stored, projection);
}

/**
 * Edits the members of a group in one statement, without reading it first: what IdPs send most.
 *
 * @returns undefined, with nothing written, where more has to be known of the group, also to say what is wrong
 */
async function editMembersOnly(
  request: DirectoryRequest,
  id: string,
  operations: readonly PatchOperation[],
): Promise<StoredGroup | undefined> {
  if (request.precondition !== undefined) return undefined;
  const type = createClientResourceTypes(request.client).group;
  const edit = await planMembershipEdit(operations, createMemberLoader(request, id), type);
  if (!edit.keepExisting || isEmptyEdit(edit)) return undefined;
  const change = recordChange(request, {}, {});
  const result = await request.store.editMembers(scopeOf(request), id, edit, change);
  if (result.outcome !== "written") return undefined;
  const { stored, members } = result;
  noteSubject(request.record, stored.displayName, stored.externalId);
  if (members !== undefined) {
    request.record.effects.push(describeGroupUpdate(stored, stored, change, edit, members));
  }
  return stored;
}

/** Removes a group; its members stay. @throws ScimError notFound, preconditionFailed @see RFC 7644 §3.6 */
export async function removeGroup(request: DirectoryRequest, id: string): Promise<void> {
  const type = createClientResourceTypes(request.client).group;
  await retryStale(async () => {
    const current = await loadGroup(request, id, { members: false });
    checkPrecondition(request, current);
    const change = recordChange(request, createWritableGroup(type, id, current), {});
    const deleted = await request.store.deleteGroup(scopeOf(request), current, change, writeConditionOf(request));
    if (deleted.outcome === "written") {
      request.record.effects.push(describeDeletion("Group", id, current.displayName));
    }
    return deleted;
  });
}

/** Writes what differs; a write that changes nothing leaves version and lastModified. */
async function writeGroup(
  request: DirectoryRequest,
  current: StoredGroup,
  resource: JsonObject,
  edit: MembershipEdit | undefined,
): Promise<WriteOutcome<StoredGroup>> {
  const type = createClientResourceTypes(request.client).group;
  const before = createWritableGroup(type, current.id, current);
  const next = readGroupState(resource);
  if (isZulip(request.client) && next.displayName !== current.displayName) checkZulipGroupName(next.displayName);
  const after = createWritableGroup(type, current.id, next);
  const changedState = jsonEquals(before, after) ? undefined : next;
  const membership = edit === undefined || isEmptyEdit(edit) ? undefined : edit;
  if (changedState === undefined && membership === undefined) return { outcome: "written", stored: current };
  const change = recordChange(request, before, after);
  const result = await request.store.updateGroup(
    scopeOf(request),
    current,
    changedState,
    membership,
    change,
    writeConditionOf(request),
  );
  if (result.outcome === "written" && result.members !== undefined) {
    request.record.effects.push(describeGroupUpdate(current, next, change, membership, result.members));
  }
  return result;
}

/** Edits of members need no version, and deletions neither, unless the client asks for one. */
function writeConditionOf({ precondition }: DirectoryRequest): WriteCondition {
  return { onlyIfCurrent: precondition !== undefined };
}

async function loadGroup(request: DirectoryRequest, id: string, include: { members: boolean }): Promise<StoredGroup> {
  const group = await request.store.findGroup(scopeOf(request), id, include);
  if (group === undefined) throw refuseUnknownResource("Group", id);
  noteSubject(request.record, group.displayName, group.externalId);
  return group;
}

/** Loads members for the value filters of one request; the stored ones once, however many filters there are. */
function createMemberLoader(request: DirectoryRequest, id: string) {
  let loading: Promise<StoredGroup> | undefined;
  return async (ids: ReadonlySet<string>, withStored: boolean): Promise<JsonObject[]> => {
    const named = ids.size === 0 ? [] : await request.store.findMembers(scopeOf(request), ids);
    if (withStored) loading ??= loadGroup(request, id, { members: true });
    const stored = withStored ? (await loading)?.members : undefined;
    return [...named, ...(stored ?? [])].map((member) => createMember(member, request.baseUrl));
  };
}

function includeMembers(projection: Projection): { members: boolean } {
  return { members: projectionIncludes(projection, "members") };
}

function expectWritten(
  result: Exclude<WriteOutcome<StoredGroup>, { outcome: "stale" }>,
  displayName: string,
): StoredGroup {
  switch (result.outcome) {
    case "written":
      return result.stored;
    case "unknownMembers":
      throw refuseUnknownMembers(result.ids);
    case "taken":
    case "lastOwner":
      throw refuseTaken("displayName", displayName, "group");
  }
}

/** A group after a write, whose members are read only if the client wants them. */
async function presentWritten(
  request: DirectoryRequest,
  stored: StoredGroup,
  projection: Projection,
): Promise<PresentedResource> {
  const include = includeMembers(projection);
  const group = include.members ? await loadGroup(request, stored.id, include) : stored;
  return presentGroup(request, group, projection);
}

/** A stored group as the client will see it. */
export function presentGroup(request: DirectoryRequest, group: StoredGroup, projection: Projection): PresentedResource {
  const type = createClientResourceTypes(request.client).group;
  const resource = createGroupResource(type, group, request.baseUrl);
  return presentResource(type, resource, group, projection, request.baseUrl);
}
