import { ScimError } from "@/lib/scim/errors";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { type Projection, projectionIncludes } from "@/lib/scim/project-attributes";
import { validateResource } from "@/lib/scim/validate-resource";
import { checkPrecondition } from "./check-precondition";
import type { Leniency } from "./compatibility/leniency";
import { noteFilterLeniencies } from "./compatibility/note-filter-leniencies";
import { decideUser } from "./decide-user";
import { describeCreation, describeDeletion } from "./describe-effect";
import { type DirectoryRequest, scopeOf } from "./directory-request";
import type { PersonSecret, StoredUser, WriteOutcome } from "./directory-store";
import { mergeReplacement } from "./merge-replacement";
import { noteUserOptions } from "./note-user-options";
import { patchResource, readBodyAndPassword, readPatchAndPassword, withDefaultActive } from "./prepare-resource";
import { type CreatedResource, type PresentedResource, presentResource } from "./present-resource";
import { recordChange } from "./record-change";
import { refuseLastOwner, refuseTaken, refuseUnknownResource } from "./refuse-write";
import { noteOption, noteSubject } from "./request-record";
import { presentPage, type ResourceListQuery, type ResourcePage } from "./resource-page";
import { createClientResourceTypes } from "./resource-types";
import { retryStale } from "./retry-stale";
import type { RoleWrites } from "./role-policy";
import { createUserResource, createWritableUser } from "./user-resource";
import { writeUser } from "./write-user";
import { checkZulipCreation, isZulip } from "./zulip-preset";

/** @throws ScimError notFound @see RFC 7644 §3.4.1 */
export async function getUser(
  request: DirectoryRequest,
  id: string,
  projection: Projection,
): Promise<PresentedResource> {
  return presentUser(request, await loadUser(request, id, projection), projection);
}

/** @see RFC 7644 §3.4.2 */
export async function listUsers(request: DirectoryRequest, query: ResourceListQuery): Promise<ResourcePage> {
  noteFilterLeniencies(request, query.filter);
  const include = { groups: projectionIncludes(query.projection, "groups") };
  const page = await request.store.listUsers(scopeOf(request), query, include);
  return presentPage(page, (user) => presentUser(request, user, query.projection).resource);
}

/**
 * Makes a person. One who is already there is adopted or reactivated where the client's options say so.
 *
 * @throws ScimError uniqueness, invalidValue, forbidden, …
 * @see RFC 7644 §3.3
 */
export async function createUser(
  request: DirectoryRequest,
  body: JsonValue,
  projection: Projection,
): Promise<CreatedResource> {
  const { client, store } = request;
  const type = createClientResourceTypes(client).user;
  const { input: sent, ...secret } = readBodyAndPassword(request, type, body);
  const input = withDefaultActive(type, sent);
  if (isZulip(client)) checkZulipCreation(input);
  const resource = validateResource(type, input, "create");
  const leniencies: Leniency[] = [];
  noteUserOptions(request, resource, undefined, roleWritesOf(input));
  const user = decideUser(client, resource, undefined, roleWritesOf(input), leniencies);
  const change = recordChange(request, {}, createWritableUser(client, "", user));
  const subscribe = !(user.role === "guest" && client.options.createGuestsWithoutStreams);
  if (user.role === "guest") noteOption(request.record, client.options, "createGuestsWithoutStreams");

  let replaced: StoredUser | undefined;
  const result = await retryStale(async () => {
    const created = await store.createUser(scopeOf(request), user, change, { subscribe, ...secret });
    if (created.outcome === "written") {
      request.leniencies.push(...leniencies);
      request.record.effects.push(describeCreation("User", created.stored.id, user.fullName));
    }
    if (created.outcome !== "taken") return created;
    const existing = await store.findUserByUserName(scopeOf(request), user.userName);
    if (existing === undefined) return { outcome: "stale" };
    replaced = existing;
    return replaceExistingUser(request, existing, input, secret);
  });
  const presented = presentUser(request, expectWritten(result, user.userName), projection);
  // One who was there may be gone by the time of another attempt, so that a new person was made after all.
  return replaced?.id === presented.id ? { ...presented, replaced } : presented;
}

/** What a POST of a userName that is taken does. */
async function replaceExistingUser(
  request: DirectoryRequest,
  existing: StoredUser,
  input: JsonObject,
  secret: PersonSecret,
): Promise<WriteOutcome<StoredUser>> {
  const { onExistingUser, onDeactivatedUser } = request.client.options;
  noteOption(request.record, request.client.options, existing.active ? "onExistingUser" : "onDeactivatedUser");
  if (existing.active) {
    return onExistingUser === "adopt" ? replaceStoredUser(request, existing, input, secret) : { outcome: "taken" };
  }
  if (onDeactivatedUser === "reactivate") {
    return replaceStoredUser(request, existing, { ...input, active: true }, secret);
  }
  throw new ScimError(
    "uniqueness",
    `The userName "${existing.userName}" belongs to a deactivated person of the organization (id ${existing.id}). To bring them back, set active to true on that person; or have an owner set this SCIM client's option onDeactivatedUser to reactivate.`,
  );
}

/** @throws ScimError notFound, preconditionFailed, uniqueness, invalidValue, forbidden, … @see RFC 7644 §3.5.1 */
export async function replaceUser(
  request: DirectoryRequest,
  id: string,
  body: JsonValue,
  projection: Projection,
): Promise<PresentedResource> {
  const type = createClientResourceTypes(request.client).user;
  const { input, ...secret } = readBodyAndPassword(request, type, body);
  const result = await retryStale(async () => {
    const current = await loadUser(request, id, projection);
    checkPrecondition(request, current);
    return replaceStoredUser(request, current, input, secret);
  });
  return presentUser(request, expectWritten(result, String(input.userName)), projection);
}

function replaceStoredUser(request: DirectoryRequest, current: StoredUser, input: JsonObject, secret: PersonSecret) {
  const type = createClientResourceTypes(request.client).user;
  const writable = createWritableUser(request.client, current.id, current);
  noteOption(request.record, request.client.options, "replaceOmitted");
  const merged = mergeReplacement(writable, input, request.client.options.replaceOmitted);
  return writeUser(request, current, validateResource(type, merged, "replace"), roleWritesOf(input), { secret });
}

/** @throws ScimError notFound, preconditionFailed, invalidPath, noTarget, mutability, … @see RFC 7644 §3.5.2 */
export async function patchUser(
  request: DirectoryRequest,
  id: string,
  body: JsonValue,
  projection: Projection,
): Promise<PresentedResource> {
  const type = createClientResourceTypes(request.client).user;
  const { operations, ...secret } = readPatchAndPassword(request, type, body);
  const writes = (name: string) =>
    operations.some(({ target }) => target.kind === "attribute" && !target.extension && target.attribute.name === name);
  const roleWrites = { role: writes("role"), roles: writes("roles") };
  let userName = "";
  const result = await retryStale(async () => {
    const current = await loadUser(request, id, projection);
    checkPrecondition(request, current);
    const leniencies: Leniency[] = [];
    const patched = patchResource(type, createWritableUser(request.client, id, current), operations, leniencies);
    userName = String(patched.userName);
    return writeUser(request, current, patched, roleWrites, { leniencies, secret });
  });
  return presentUser(request, expectWritten(result, userName), projection);
}

/**
 * Removes a person, or does what the client's option `onDelete` says instead.
 *
 * @throws ScimError notFound, preconditionFailed, forbidden for the last owner
 * @see RFC 7644 §3.6
 */
export async function removeUser(request: DirectoryRequest, id: string): Promise<void> {
  const { onDelete } = request.client.options;
  const result = await retryStale(async (): Promise<WriteOutcome<StoredUser | undefined>> => {
    const current = await loadUser(request, id, undefined);
    const before = createWritableUser(request.client, id, current);
    noteOption(request.record, request.client.options, "onDelete");
    if (onDelete === "refuse") {
      throw new ScimError(
        "badRequest",
        "People are not deleted here. Deactivate the person by setting active to false; they can come back later with their groups and streams.",
      );
    }
    checkPrecondition(request, current);
    if (onDelete === "deactivate") return writeUser(request, current, { ...before, active: false }, noRoleWrites);
    const deleted = await request.store.deleteUser(scopeOf(request), current, recordChange(request, before, {}));
    if (deleted.outcome === "written") {
      request.record.effects.push(describeDeletion("User", current.id, current.fullName));
    }
    return deleted;
  });
  if (result.outcome === "lastOwner") throw refuseLastOwner();
}

const noRoleWrites: RoleWrites = { role: false, roles: false };

function roleWritesOf(input: JsonObject): RoleWrites {
  return { role: Object.hasOwn(input, "role"), roles: Object.hasOwn(input, "roles") };
}

async function loadUser(
  request: DirectoryRequest,
  id: string,
  projection: Projection | undefined,
): Promise<StoredUser> {
  const include = { groups: projection !== undefined && projectionIncludes(projection, "groups") };
  const user = await request.store.findUser(scopeOf(request), id, include);
  if (user === undefined) throw refuseUnknownResource("User", id);
  noteSubject(request.record, user.fullName, user.userName, user.externalId);
  return user;
}

function expectWritten(result: Exclude<WriteOutcome<StoredUser>, { outcome: "stale" }>, userName: string): StoredUser {
  switch (result.outcome) {
    case "written":
      return result.stored;
    case "lastOwner":
      throw refuseLastOwner();
    case "taken":
    case "unknownMembers":
      throw refuseTaken("userName", userName, "person");
  }
}

/** A stored person as the client will see it. */
export function presentUser(request: DirectoryRequest, user: StoredUser, projection: Projection): PresentedResource {
  const type = createClientResourceTypes(request.client).user;
  const resource = createUserResource(request.client, user, request.baseUrl);
  return presentResource(type, resource, user, projection, request.baseUrl);
}
