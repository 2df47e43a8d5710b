import { checkWritePrecondition, isNotModified } from "@/lib/scim/entity-tag";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { type Answer, scimError } from "./answer";
import type { FakeBehaviour, FakeResourceType } from "./behaviour";
import { type Endpoint, listMemberValues, type Operation, type RemoteState, type Setting } from "./operation";
import { patchAttributes } from "./patch-attributes";
import { type Prepared, prepareAttributes, readAttributes } from "./prepare-attributes";
import { answerWithResource, versionOf } from "./show-resource";

/** @throws ScimError @see RFC 7644 §3.3 */
export function createResource(setting: Setting, endpoint: Endpoint, operation: Operation): Answer {
  const prepared = prepareAttributes(setting, endpoint, readAttributes(setting, endpoint, operation.body), "create");
  if (!setting.behaviour.createsInactive && prepared.attributes.active === false) {
    throw new ScimError("invalidValue", "Only active users can be made here.");
  }
  const conflict = findConflict(setting, endpoint, prepared.attributes, undefined);
  if (conflict !== undefined) return conflict;
  const id = endpoint.resources.add(prepared.attributes, setting.behaviour.ids);
  keepPassword(setting.state, id, prepared);
  return answerWithResource(setting, endpoint, operation, id, 201);
}

/** @throws ScimError notFound @see RFC 7644 §3.4.1 */
export function readResource(setting: Setting, endpoint: Endpoint, operation: Operation, id: string): Answer {
  const version = versionOf(getResource(endpoint, id)) ?? "";
  const { ifNoneMatch } = operation;
  if (setting.behaviour.etag !== false && ifNoneMatch !== undefined && isNotModified({ ifNoneMatch }, version)) {
    return { status: 304, headers: { etag: version } };
  }
  return answerWithResource(setting, endpoint, operation, id, 200);
}

/** @throws ScimError @see RFC 7644 §3.5.1 */
export function replaceResource(setting: Setting, endpoint: Endpoint, operation: Operation, id: string): Answer {
  const { behaviour } = setting;
  if (!isFor(behaviour.put, endpoint)) return refuseMethod(behaviour, "PUT");
  const stored = getResource(endpoint, id);
  checkVersion(setting, operation, stored);
  const sent = readAttributes(setting, endpoint, operation.body);
  const attributes = behaviour.putKeepsOmitted ? { ...stored, ...sent } : sent;
  return store(setting, endpoint, operation, id, prepareAttributes(setting, endpoint, attributes, "create"));
}

/** @throws ScimError @see RFC 7644 §3.5.2 */
export function patchResource(setting: Setting, endpoint: Endpoint, operation: Operation, id: string): Answer {
  if (!isFor(setting.behaviour.patch, endpoint)) return refuseMethod(setting.behaviour, "PATCH");
  const stored = getResource(endpoint, id);
  checkVersion(setting, operation, stored);
  const attributes = patchAttributes(setting, endpoint, stored, operation.body ?? null);
  return store(setting, endpoint, operation, id, prepareAttributes(setting, endpoint, attributes, "patched"));
}

/** @throws ScimError @see RFC 7644 §3.6 */
export function deleteResource(setting: Setting, endpoint: Endpoint, operation: Operation, id: string): Answer {
  const { state, behaviour } = setting;
  checkVersion(setting, operation, getResource(endpoint, id));
  if (behaviour.ignores.includes("DELETE")) return { status: 204 };
  if (behaviour.deletes === "refused" && endpoint.name === "User") {
    throw new ScimError("badRequest", "Users are not deleted here; set active to false.");
  }
  if (behaviour.deletes === "deactivates" && endpoint.name === "User") {
    const { id: _, meta: __, ...attributes } = getResource(endpoint, id);
    endpoint.resources.put(id, { ...attributes, active: false });
    return { status: 204 };
  }
  removeResource(state, endpoint.resources, id);
  return { status: 204 };
}

/** Removes a resource, and it from every group that it is a member of. */
export function removeResource(state: RemoteState, resources: Endpoint["resources"], id: string): void {
  resources.remove(id);
  state.passwords.delete(id);
  for (const [groupId, group] of state.groups.all) {
    const values = listMemberValues(group);
    if (!values.includes(id)) continue;
    const { id: _, meta: __, members: ___, ...rest } = group;
    const left = values.filter((value) => value !== id).map((value) => ({ value }));
    state.groups.put(groupId, left.length === 0 ? rest : { ...rest, members: left });
  }
}

function store(setting: Setting, endpoint: Endpoint, operation: Operation, id: string, prepared: Prepared): Answer {
  const conflict = findConflict(setting, endpoint, prepared.attributes, id);
  if (conflict !== undefined) return conflict;
  if (!setting.behaviour.ignores.some((method) => method === operation.method)) {
    endpoint.resources.put(id, keepUnchangeable(setting, endpoint, id, prepared.attributes));
    keepPassword(setting.state, id, prepared);
  }
  return answerWithResource(setting, endpoint, operation, id, 200);
}

function isFor(setting: boolean | FakeResourceType, { name }: Endpoint): boolean {
  return setting === true || setting === name;
}

function refuseMethod({ refusedMethod }: FakeBehaviour, method: string): Answer {
  return scimError(refusedMethod, undefined, `${method} is not supported here.`);
}

/** What is stored of a change, where only some attributes of users change. */
function keepUnchangeable({ behaviour }: Setting, endpoint: Endpoint, id: string, attributes: JsonObject): JsonObject {
  const { changeable } = behaviour;
  if (changeable === undefined || endpoint.name === "Group") return attributes;
  const { id: _, meta: __, ...before } = getResource(endpoint, id);
  return { ...before, ...Object.fromEntries(Object.entries(attributes).filter(([name]) => changeable.includes(name))) };
}

function getResource({ type, resources }: Endpoint, id: string): JsonObject {
  const resource = resources.all.get(id);
  if (resource === undefined) throw new ScimError("notFound", `There is no ${type.name} ${id}.`);
  return resource;
}

/** @see RFC 7644 §3.14 */
function checkVersion({ behaviour }: Setting, { ifMatch }: Operation, stored: JsonObject): void {
  if (behaviour.etag === false) return;
  if (ifMatch !== undefined) checkWritePrecondition({ ifMatch }, versionOf(stored) ?? "");
  else if (behaviour.etag === "required") throw new ScimError("preconditionFailed", "If-Match is required here.");
}

function findConflict(
  { behaviour }: Setting,
  { name, resources }: Endpoint,
  attributes: JsonObject,
  own: string | undefined,
): Answer | undefined {
  const attribute = name === "User" ? "userName" : "displayName";
  const isUnique = name === "User" ? behaviour.uniqueUserName !== "none" : behaviour.uniqueDisplayName;
  const value = attributes[attribute];
  if (!isUnique || typeof value !== "string") return undefined;
  if (!resources.find(attribute, value).some((id) => id !== own)) return undefined;
  const saysWhy = name === "Group" || behaviour.uniqueUserName === "withScimType";
  return scimError(409, saysWhy ? "uniqueness" : undefined, `There is a ${name} ${value} already.`);
}

function keepPassword({ passwords }: RemoteState, id: string, { password }: Prepared): void {
  if (password !== undefined) passwords.set(id, password);
}
