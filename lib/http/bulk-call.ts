import { formatLocation } from "@/lib/directory/resource-meta";
import type { Creation } from "@/lib/directory/undo-creation";
import { bulkLimits } from "@/lib/scim/bulk/bulk-limits";
import type { RunnableOperation } from "@/lib/scim/bulk/bulk-operation";
import { ScimError } from "@/lib/scim/errors";
import type { JsonValue } from "@/lib/scim/json";
import type { ScimCall, ScimResult } from "./scim-operations";
import { matchRoute, type OperationName, type ScimRoute } from "./scim-routes";

/** Runs an operation as a request of its own would. */
export type RunOperation = (call: ScimCall) => Promise<ScimResult>;

/** What an operation of a Bulk request has done. */
export type BulkSuccess = {
  readonly status: number;
  readonly location: string;
  /** Absent after a deletion. */
  readonly version?: string;
  /** What there is to undo; its id is that of the resource that was written. */
  readonly creation: Creation;
};

/** Changes the data of an operation once it is let in. @throws ScimError when the data is refused */
export type ReadData = (data: JsonValue, route: ScimRoute) => JsonValue;

/** What may be part of a Bulk request: writes of resources. */
const writes: ReadonlySet<OperationName> = new Set<OperationName>(["create", "replace", "patch", "remove"]);

/**
 * Does one operation of a Bulk request by the same way as a request of its own: the same route, scope, validation and
 * policy.
 *
 * @param bulk the Bulk request
 * @param operation with all references resolved
 * @param readData absent: the data is taken as it is
 * @throws ScimError when it is refused
 * @see RFC 7644 §3.7
 */
export async function runBulkOperation(
  bulk: ScimCall,
  run: RunOperation,
  operation: RunnableOperation,
  readData: ReadData = (data) => data,
): Promise<BulkSuccess> {
  const { version, data = null } = operation;
  const { baseUrl } = bulk.directory;
  const { route, id } = findRoute(operation, baseUrl);
  const resourceType = route.resourceType ?? "User";
  // A condition on the Bulk request itself, which has no version, says nothing about its operations.
  const { precondition: _ofBulk, ...directory } = bulk.directory;
  const result = await run({
    ...bulk,
    route,
    id,
    searchParams: shortenAnswer(route),
    readBody: async () => readData(checkSize(route, data), route),
    directory: { ...directory, ...(version === undefined ? {} : { precondition: { ifMatch: version } }) },
  });
  const { status, headers, resourceId = id, replaced } = result;
  return {
    status,
    location: formatLocation(resourceType, resourceId, baseUrl),
    ...(headers?.ETag === undefined ? {} : { version: headers.ETag }),
    creation: { resourceType, id: resourceId, ...(replaced === undefined ? {} : { replaced }) },
  };
}

/**
 * What an operation of a Bulk request asks for.
 *
 * @throws ScimError when there is no such endpoint, or it is none that can be part of a Bulk request
 */
export function findRoute({ method, path }: RunnableOperation, baseUrl: string): { route: ScimRoute; id: string } {
  const match = matchRoute(method, `/scim/v2/${readRelativePath(path, baseUrl)}`, baseUrl);
  if (match.kind === "refused") throw match.error;
  if (match.kind === "options" || !writes.has(match.route.operation)) throw refuseOperation(method, path);
  return match;
}

/**
 * The absolute URL of what an operation is about, whether it is there or not.
 *
 * @see RFC 7644 §3.7 (location)
 */
export function locateOperation(path: string, baseUrl: string): string {
  const relative = readRelativePath(path, baseUrl);
  return /^[a-z]+:\/\//i.test(relative) ? relative : `${baseUrl}/${relative}`;
}

/** `/Users/1`, `Users/1` and the whole URL below our base are the same. A query asks for what no result holds. */
function readRelativePath(path: string, baseUrl: string): string {
  const relative = path.startsWith(`${baseUrl}/`) ? path.slice(baseUrl.length) : path;
  return relative.replace(/[?#].*$/s, "").replace(/^\/+/, "");
}

function refuseOperation(method: string, path: string): ScimError {
  return new ScimError(
    "notImplemented",
    `${method} ${path.slice(0, 200)} cannot be part of a Bulk request, which creates, replaces, patches and deletes users and groups. Send it as a request of its own.`,
  );
}

/** The results of a Bulk hold no resources, so that what is costly to read is left out. The status does not depend on it. */
function shortenAnswer({ resourceType, operation }: ScimRoute): URLSearchParams {
  if (resourceType === "User") return new URLSearchParams({ excludedAttributes: "groups" });
  // A PATCH of a group that names attributes is answered 200 instead of 204.
  return new URLSearchParams(operation === "patch" ? {} : { excludedAttributes: "members" });
}

/** @throws ScimError payloadTooLarge for what would be too large as the body of a request of its own */
function checkSize({ bodyLimitBytes = 0 }: ScimRoute, data: JsonValue): JsonValue {
  if (bodyLimitBytes >= bulkLimits.maxPayloadSize) return data;
  if (Buffer.byteLength(JSON.stringify(data)) <= bodyLimitBytes) return data;
  throw new ScimError(
    "payloadTooLarge",
    `The data of the operation is larger than ${bodyLimitBytes} bytes, the most that such a resource may have.`,
  );
}
