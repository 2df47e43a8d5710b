import type { JsonObject } from "@/lib/scim/json";
import type { DirectoryRequest } from "./directory-request";
import { diffResources, type ResourceChange } from "./resource-change";

/** The record of what this request changes in a resource; {} stands for a resource that is not there. */
export function recordChange(request: DirectoryRequest, before: JsonObject, after: JsonObject): ResourceChange {
  return {
    ...diffResources(before, after),
    actor: request.actor,
    // Only a SCIM request has a row in the request log.
    ...(request.actor.kind === "scimClient" ? { requestId: request.id } : {}),
  };
}
