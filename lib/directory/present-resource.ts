import type { ResourceType } from "@/lib/scim/attribute";
import type { JsonObject } from "@/lib/scim/json";
import { type Projection, projectAttributes } from "@/lib/scim/project-attributes";
import { showDefined } from "@/lib/scim/show-defined";
import type { StoredUser } from "./directory-store";
import { formatVersion } from "./resource-meta";

/** A resource as the client will see it, and what the response says about it in its headers. */
export type PresentedResource = {
  readonly id: string;
  readonly location: string;
  readonly version: string;
  readonly resource: JsonObject;
};

/** A resource after its creation; `replaced` is the person whom it stands for now, as they were, where one was adopted. */
export type CreatedResource = PresentedResource & { readonly replaced?: StoredUser };

/** Prepares a whole resource for the response. @see RFC 7644 §3.9 */
export function presentResource(
  resourceType: ResourceType,
  resource: JsonObject,
  stored: { readonly id: string; readonly version: number },
  projection: Projection,
  baseUrl: string,
): PresentedResource {
  return {
    id: stored.id,
    location: `${baseUrl}${resourceType.endpoint}/${stored.id}`,
    version: formatVersion(stored.version),
    resource: projectAttributes(
      resourceType,
      resourceType.strict ? showDefined(resourceType, resource) : resource,
      projection,
    ),
  };
}
