import type { DirectoryRequest } from "@/lib/directory/directory-request";
import type { StoredUser } from "@/lib/directory/directory-store";
import type { PresentedResource } from "@/lib/directory/present-resource";
import { createClientResourceTypes } from "@/lib/directory/resource-types";
import { operationsOf } from "@/lib/directory/resources";
import { listPublishedResourceTypes, publishesRoles } from "@/lib/directory/role-catalogue";
import type { ScimClient } from "@/lib/directory/scim-client";
import { isZulip } from "@/lib/directory/zulip-preset";
import type { ResourceType } from "@/lib/scim/attribute";
import { findResourceTypeDocument, findSchemaDocument, listResourceTypes, listSchemas } from "@/lib/scim/discovery";
import { isNotModified } from "@/lib/scim/entity-tag";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { type Projection, parseProjection } from "@/lib/scim/project-attributes";
import { createServiceProviderConfig } from "@/lib/scim/service-provider-config";
import { answerBulk } from "./bulk-operation";
import { checkScope } from "./check-scope";
import type { ListCursors } from "./list-cursor";
import { answerList, answerMixedList, answerMixedSearch, answerSearch } from "./list-operations";
import { answerRole, answerRoles } from "./role-operations";
import type { ScimAnswer } from "./scim-response";
import type { OperationName, ScimRoute } from "./scim-routes";

/** A request that has been let in. */
export type ScimCall = {
  readonly route: ScimRoute;
  /** What the path names below the endpoint, or "". */
  readonly id: string;
  readonly searchParams: URLSearchParams;
  /** Reads and parses the body. */
  readonly readBody: () => Promise<JsonValue>;
  readonly directory: DirectoryRequest;
  readonly cursors: ListCursors;
};

/**
 * The answer, and for the log which resource it is about when the path does not say so. `replaced` is the person as they
 * were whom a creation adopted.
 */
export type ScimResult = ScimAnswer & { readonly resourceId?: string; readonly replaced?: StoredUser };

const operations: Readonly<Record<OperationName, (call: ScimCall) => Promise<ScimResult>>> = {
  list: async (call) => ({ status: 200, body: await answerList(call) }),
  search: async (call) => ({ status: 200, body: await answerSearch(call) }),
  listAll: async (call) => ({ status: 200, body: await answerMixedList(call) }),
  searchAll: async (call) => ({ status: 200, body: await answerMixedSearch(call) }),
  get: async (call) => {
    const presented = await directoryOperationsOf(call).get(call.directory, call.id, projectionOf(call));
    const isKnown = isNotModified(call.directory.precondition, presented.version);
    return isKnown ? { status: 304, headers: { ETag: presented.version } } : presentOk(presented);
  },
  create: async (call) => {
    const created = await directoryOperationsOf(call).create(call.directory, await call.readBody(), projectionOf(call));
    const { id: resourceId, replaced } = created;
    return { ...presentOk(created), status: 201, resourceId, ...(replaced === undefined ? {} : { replaced }) };
  },
  replace: async (call) => {
    return presentOk(
      await directoryOperationsOf(call).replace(call.directory, call.id, await call.readBody(), projectionOf(call)),
    );
  },
  patch: async (call) => {
    const body = await call.readBody();
    if (answersPatchInFull(call)) {
      return presentOk(await directoryOperationsOf(call).patch(call.directory, call.id, body, projectionOf(call)));
    }
    // The members are not shown, so they need not be loaded: a group may have 100,000.
    const withoutMembers = parseProjection(resourceTypeOf(call), [], ["members"]);
    const patched = await directoryOperationsOf(call).patch(call.directory, call.id, body, withoutMembers);
    return { status: 204, headers: headersOf(patched) };
  },
  remove: async (call) => {
    await directoryOperationsOf(call).remove(call.directory, call.id);
    return { status: 204 };
  },
  getServiceProviderConfig: async (call) =>
    answerServiceProviderConfig(call.searchParams, call.directory.baseUrl, call.directory.client),
  listResourceTypes: async (call) => {
    refuseFilter(call.searchParams);
    return { status: 200, body: listResourceTypes(...discoveryOf(call)) };
  },
  getResourceType: async (call) => {
    refuseFilter(call.searchParams);
    return answerFound(
      findResourceTypeDocument(...discoveryOf(call), call.id),
      call,
      "resource type",
      "/ResourceTypes",
    );
  },
  listSchemas: async (call) => {
    refuseFilter(call.searchParams);
    return { status: 200, body: listSchemas(...discoveryOf(call)) };
  },
  getSchema: async (call) => {
    refuseFilter(call.searchParams);
    return answerFound(findSchemaDocument(...discoveryOf(call), call.id), call, "schema", "/Schemas");
  },
  listRoles: async (call) => ({ status: 200, body: answerRoles(call) }),
  getRole: async (call) => ({ status: 200, body: answerRole(call) }),
  bulk: (call) => answerBulk(call, runOperation),
  refuse: async ({ route }) => {
    throw new ScimError("notImplemented", route.refusal ?? "This is not offered.");
  },
};

/**
 * Does what a routed request asks for.
 *
 * @throws ScimError whenever it is refused
 */
export async function runOperation(call: ScimCall): Promise<ScimResult> {
  checkScope(call.route.scope, call.directory.scopes);
  return await operations[call.route.operation](call);
}

/**
 * The one document that is there for everybody: a stranger gets that of a generic client.
 *
 * @see RFC 7644 §4
 */
export function answerServiceProviderConfig(
  searchParams: URLSearchParams,
  baseUrl: string,
  client?: ScimClient,
): ScimAnswer {
  refuseFilter(searchParams);
  const profile =
    client === undefined
      ? { strict: false }
      : { ...client.options, roles: publishesRoles(client), displayNameIsComputed: isZulip(client) };
  return { status: 200, body: createServiceProviderConfig(baseUrl, profile) };
}

/**
 * A PATCH of a group is answered without a body, unless the client asks for attributes, or is of those that expect the
 * resource.
 *
 * @see RFC 7644 §3.5.2
 */
function answersPatchInFull({ route, searchParams, directory }: ScimCall): boolean {
  return (
    route.resourceType === "User" ||
    isZulip(directory.client) ||
    directory.client.options.strict ||
    searchParams.has("attributes") ||
    searchParams.has("excludedAttributes")
  );
}

function directoryOperationsOf({ route }: ScimCall) {
  return operationsOf(route.resourceType ?? "User");
}

function resourceTypeOf({ route, directory }: ScimCall): ResourceType {
  const { user, group } = createClientResourceTypes(directory.client);
  return route.resourceType === "Group" ? group : user;
}

function projectionOf(call: ScimCall): Projection {
  const { searchParams } = call;
  return parseProjection(
    resourceTypeOf(call),
    searchParams.getAll("attributes"),
    searchParams.getAll("excludedAttributes"),
  );
}

function presentOk(presented: PresentedResource): ScimResult {
  return { status: 200, body: presented.resource, headers: headersOf(presented) };
}

function headersOf({ location, version }: PresentedResource): Readonly<Record<string, string>> {
  return { Location: location, ETag: version };
}

function discoveryOf({ directory }: ScimCall) {
  return [listPublishedResourceTypes(directory.client), directory.baseUrl] as const;
}

function answerFound(document: JsonObject | undefined, { id }: ScimCall, kind: string, list: string): ScimResult {
  if (document !== undefined) return { status: 200, body: document };
  throw new ScimError(
    "notFound",
    `There is no ${kind} ${JSON.stringify(id.slice(0, 200))}. GET ${list} lists what there is.`,
  );
}

/** @see RFC 7644 §4: a filter on discovery is forbidden, so that nobody takes a whole document for a filtered one. */
function refuseFilter(searchParams: URLSearchParams): void {
  if (searchParams.has("filter")) {
    throw new ScimError("forbidden", "Discovery documents cannot be filtered. Send the request without a filter.");
  }
}
