import type { ResourceType } from "../attribute";
import type { JsonObject, JsonValue } from "../json";
import { applyPatch } from "../patch/apply-patch";
import { parsePatchRequest } from "../patch/parse-patch-request";
import { resolvePatchOperations } from "../patch/resolve-operations";
import { patchOpUrn } from "../urns";

/** The whole way of a PATCH through the core, from the operations on the wire to the resource that they leave. */
export function patchResource(
  resourceType: ResourceType,
  resource: JsonObject,
  operations: JsonValue,
  options: { unknownAttributes?: "ignore" | "keep" | "reject" } = {},
): JsonObject {
  const raw = parsePatchRequest({ schemas: [patchOpUrn], Operations: operations });
  const resolved = resolvePatchOperations(resourceType, raw, {
    unknownAttributes: options.unknownAttributes ?? "ignore",
  });
  return applyPatch(resourceType, resource, resolved.operations);
}
