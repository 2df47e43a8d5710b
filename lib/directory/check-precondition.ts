import { checkWritePrecondition } from "@/lib/scim/entity-tag";
import type { DirectoryRequest } from "./directory-request";
import { formatVersion } from "./resource-meta";

/**
 * Holds the condition of a request, if it has one, against the resource that was read. The write that follows must be a
 * compare-and-set on this same version, so that the condition still holds when it happens.
 *
 * @throws ScimError preconditionFailed
 * @see RFC 7644 §3.14
 */
export function checkPrecondition(request: DirectoryRequest, stored: { readonly version: number }): void {
  checkWritePrecondition(request.precondition, formatVersion(stored.version));
}
