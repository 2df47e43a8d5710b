import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { parseProjection, projectAttributes } from "@/lib/scim/project-attributes";
import type { Answer } from "./answer";
import type { AnswerForm } from "./behaviour";
import type { Endpoint, Operation, Setting } from "./operation";

/** The whole answer that shows one resource, in the form that the behaviour has for the method. */
export function answerWithResource(
  setting: Setting,
  endpoint: Endpoint,
  operation: Operation,
  id: string,
  status: 200 | 201,
): Answer {
  const { behaviour, state } = setting;
  const resource = endpoint.resources.all.get(id) ?? {};
  const form = formFor(setting, operation.method);
  const location = locate(setting, endpoint, id);
  const version = versionOf(resource);
  const headers = {
    ...(behaviour.etag !== false && version !== undefined ? { etag: version } : {}),
    ...(location !== undefined && status === 201 ? { location } : {}),
    // A POST that shows nothing must say where to look.
    ...(status === 201 && (form === "empty" || form === "noContent")
      ? { location: `${state.baseUrl}${endpoint.type.endpoint}/${encodeURIComponent(id)}` }
      : {}),
  };
  if (form === "noContent") return { status: 204, headers };
  if (form === "empty") return { status, headers };
  const shown = showResource(setting, endpoint, operation, resource, "alone");
  return { status, headers, body: form === "idOnly" ? { id: shown.id ?? null } : without(shown, form) };
}

/** A resource as a list or an answer shows it. */
export function showResource(
  setting: Setting,
  endpoint: Endpoint,
  { query }: Operation,
  resource: JsonObject,
  where: "alone" | "inList",
): JsonObject {
  const { behaviour } = setting;
  const projection = parseProjection(endpoint.type, query.getAll("attributes"), query.getAll("excludedAttributes"));
  const { meta, members, ...rest } = resource;
  const showsMembers = behaviour.members === "shown" || (behaviour.members === "notInLists" && where === "alone");
  const whole: JsonObject = {
    ...rest,
    ...(showsMembers && Array.isArray(members)
      ? { members: members.map((member) => showMember(setting, member)) }
      : {}),
    meta: showMeta(setting, endpoint, resource),
  };
  const shown = projectAttributes(endpoint.type, whole, projection);
  return behaviour.ids === "integer" && shown.id !== undefined ? { ...shown, id: Number(shown.id) } : shown;
}

/** Where a resource is said to be; undefined where nothing is said. */
export function locate({ state, behaviour }: Setting, { type }: Endpoint, id: string): string | undefined {
  const path = `${type.endpoint}/${encodeURIComponent(id)}`;
  switch (behaviour.locations) {
    case "absolute":
      return `${state.baseUrl}${path}`;
    case "relative":
      return `${new URL(state.baseUrl).pathname}${path}`;
    case "none":
      return undefined;
  }
}

export function versionOf(resource: JsonObject | undefined): string | undefined {
  const meta = resource?.meta;
  return isJsonObject(meta) && typeof meta.version === "string" ? meta.version : undefined;
}

/** What a list or an answer leaves out of a resource. */
export function without(shown: JsonObject, form: AnswerForm): JsonObject {
  if (form !== "withoutId") return shown;
  const { id: _, ...rest } = shown;
  return rest;
}

export function formFor({ behaviour }: Setting, method: string): AnswerForm {
  switch (method) {
    case "GET":
    case "POST":
    case "PUT":
    case "PATCH":
      return behaviour.answers[method] ?? "resource";
    default:
      return "resource";
  }
}

function showMeta(setting: Setting, endpoint: Endpoint, resource: JsonObject): JsonObject {
  const { version, ...meta } = isJsonObject(resource.meta) ? resource.meta : {};
  const location = locate(setting, endpoint, String(resource.id));
  return {
    ...meta,
    ...(location === undefined ? {} : { location }),
    ...(setting.behaviour.etag === false || version === undefined ? {} : { version }),
  };
}

function showMember({ state, behaviour }: Setting, member: JsonValue): JsonValue {
  if (!isJsonObject(member)) return member;
  const id = String(member.value);
  const isUser = state.users.all.has(id);
  const found = isUser ? state.users.all.get(id) : state.groups.all.get(id);
  const shown = behaviour.ids === "integer" ? { ...member, value: Number(id) } : { ...member };
  if (!behaviour.memberDetails || found === undefined) return shown;
  return {
    ...shown,
    type: isUser ? "User" : "Group",
    display: found.displayName ?? found.userName ?? null,
    $ref: `${state.baseUrl}/${isUser ? "Users" : "Groups"}/${encodeURIComponent(id)}`,
  };
}
