import type { DirectoryRequest } from "@/lib/directory/directory-request";
import type { PresentedResource } from "@/lib/directory/present-resource";
import { createClientResourceTypes } from "@/lib/directory/resource-types";
import { operationsOf } from "@/lib/directory/resources";
import type { ResourceType } from "@/lib/scim/attribute";
import { findResourceTypeDocument, findSchemaDocument, listResourceTypes, listSchemas } from "@/lib/scim/discovery";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { parseListQuery } from "@/lib/scim/list-query";
import { type Projection, parseProjection } from "@/lib/scim/project-attributes";
import { createServiceProviderConfig } from "@/lib/scim/service-provider-config";
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
};

/** The answer, and for the log which resource it is about when the path does not say so. */
export type ScimResult = ScimAnswer & { readonly resourceId?: string };

const operations: Readonly<Record<OperationName, (call: ScimCall) => Promise<ScimResult>>> = {
  list: async (call) => {
    const query = parseListQuery(resourceTypeOf(call), call.searchParams);
    return { status: 200, body: await directoryOperationsOf(call).list(call.directory, query) };
  },
  get: async (call) => {
    return presentOk(await directoryOperationsOf(call).get(call.directory, call.id, projectionOf(call)));
  },
  create: async (call) => {
    const created = await directoryOperationsOf(call).create(call.directory, await call.readBody(), projectionOf(call));
    return { ...presentOk(created), status: 201, resourceId: created.id };
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
  getServiceProviderConfig: async (call) => answerServiceProviderConfig(call.searchParams, call.directory.baseUrl),
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
  refuse: async ({ route }) => {
    throw new ScimError("notImplemented", route.refusal ?? "This is not offered.");
  },
};

/**
 * Does what a routed request asks for.
 *
 * @throws ScimError whenever it is refused
 */
export function runOperation(call: ScimCall): Promise<ScimResult> {
  return operations[call.route.operation](call);
}

/** The one document that is there for everybody. @see RFC 7644 §4 */
export function answerServiceProviderConfig(searchParams: URLSearchParams, baseUrl: string): ScimAnswer {
  refuseFilter(searchParams);
  return { status: 200, body: createServiceProviderConfig(baseUrl) };
}

/** A PATCH of a group is answered without a body, unless the client asks for attributes. @see RFC 7644 §3.5.2 */
function answersPatchInFull({ route, searchParams, directory }: ScimCall): boolean {
  return (
    route.resourceType === "User" ||
    directory.client.preset === "zulip" ||
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
  return [createClientResourceTypes(directory.client), directory.baseUrl] as const;
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
