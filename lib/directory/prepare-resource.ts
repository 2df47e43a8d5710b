import type { ResourceType } from "@/lib/scim/attribute";
import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { applyPatch } from "@/lib/scim/patch/apply-patch";
import { parsePatchRequest } from "@/lib/scim/patch/parse-patch-request";
import type { PatchOperation } from "@/lib/scim/patch/patch-operation";
import { resolvePatchOperations } from "@/lib/scim/patch/resolve-operations";
import { validateResource } from "@/lib/scim/validate-resource";
import { normalisePatchOperations } from "./compatibility/normalise-patch-operations";
import { normaliseResource } from "./compatibility/normalise-resource";
import type { DirectoryRequest } from "./directory-request";

/**
 * Reads the body of a POST or PUT: names in their canonical casing, the tolerances applied and noted on the request.
 * Attributes that the client unassigns are still there, as null.
 */
export function readResourceBody(request: DirectoryRequest, resourceType: ResourceType, body: JsonValue): JsonObject {
  const canonical = canonicaliseNames(resourceType, body);
  const normalised = normaliseResource(resourceType, canonical, request.client.options);
  request.leniencies.push(...normalised.leniencies);
  return normalised.body;
}

/** Reads the body of a PATCH into operations, the tolerances applied and noted on the request. */
export function readPatchBody(
  request: DirectoryRequest,
  resourceType: ResourceType,
  body: JsonValue,
): readonly PatchOperation[] {
  const resolved = resolvePatchOperations(resourceType, parsePatchRequest(body), request.client.options);
  const normalised = normalisePatchOperations(resolved.operations, request.client.options);
  request.leniencies.push(...resolved.leniencies, ...normalised.leniencies);
  return normalised.operations;
}

/** Each operation looks at all elements of its attribute, so that their number must be bounded. */
const maxOperations = 500;

/**
 * The resource that a PATCH leaves, checked as a whole.
 *
 * @param operations not those on a group's members, which may be many more
 * @throws ScimError payloadTooLarge, and what applyPatch and validateResource throw
 */
export function patchResource(
  resourceType: ResourceType,
  current: JsonObject,
  operations: readonly PatchOperation[],
): JsonObject {
  if (operations.length > maxOperations) {
    throw new ScimError(
      "payloadTooLarge",
      `The PATCH has ${operations.length} operations on one ${resourceType.name}, and ${maxOperations} is the most. Send several requests, or the elements of an attribute in one operation.`,
    );
  }
  return validateResource(
    resourceType,
    applyPatch(resourceType, current, operations, { noTarget: "create" }),
    "patched",
  );
}
