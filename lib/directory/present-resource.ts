import type { ResourceType } from "@/lib/scim/attribute";
import type { JsonObject } from "@/lib/scim/json";
import { type Projection, projectAttributes } from "@/lib/scim/project-attributes";
import { formatLocation, formatVersion } from "./resource-meta";

/** A resource as the client will see it, and what the response says about it in its headers. */
export type PresentedResource = {
  readonly id: string;
  readonly location: string;
  readonly version: string;
  readonly resource: JsonObject;
};

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
    location: formatLocation(resourceType.name, stored.id, baseUrl),
    version: formatVersion(stored.version),
    resource: projectAttributes(resourceType, resource, projection),
  };
}
