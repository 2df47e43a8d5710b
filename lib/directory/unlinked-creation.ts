import { type DeferredReferences, deferReferences } from "@/lib/scim/bulk/defer-references";
import type { JsonValue } from "@/lib/scim/json";
import { validateResource } from "@/lib/scim/validate-resource";
import type { DirectoryRequest } from "./directory-request";
import { readResourceBody, withDefaultActive } from "./prepare-resource";
import type { ResourceTypeName } from "./resource-meta";
import { createClientResourceTypes } from "./resource-types";

/**
 * Reads the body of a POST some of whose references are still ids that nothing has, and takes these out as far as they can
 * be added later. The body as a whole is judged first, as the POST judges it: in what is taken out nothing is tolerated
 * that is refused where all is there.
 *
 * @param missing the ids that nothing has yet
 * @returns a body that the same POST takes
 * @throws ScimError when the POST refuses the body, whatever its references stand for
 * @see RFC 7644 §3.7.1
 */
export function readUnlinked(
  request: DirectoryRequest,
  resourceType: ResourceTypeName,
  body: JsonValue,
  missing: ReadonlySet<string>,
): DeferredReferences {
  const { user, group } = createClientResourceTypes(request.client);
  const type = resourceType === "User" ? user : group;
  const input = readResourceBody(request, type, body);
  validateResource(type, withDefaultActive(type, input), "create");
  return deferReferences(type, input, missing);
}
