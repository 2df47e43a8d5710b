import type { JsonObject } from "@/lib/scim/json";

export type ResourceTypeName = "User" | "Group";

type Stored = {
  readonly id: string;
  readonly version: number;
  readonly created: Date;
  readonly lastModified: Date;
};

/** @see RFC 7643 §3.1 */
export function createResourceMeta(resourceType: ResourceTypeName, stored: Stored, baseUrl: string): JsonObject {
  return {
    resourceType,
    created: stored.created.toISOString(),
    lastModified: stored.lastModified.toISOString(),
    location: formatLocation(resourceType, stored.id, baseUrl),
    version: formatVersion(stored.version),
  };
}

/** The absolute URL of a resource. */
export function formatLocation(resourceType: ResourceTypeName, id: string, baseUrl: string): string {
  return `${baseUrl}/${resourceType}s/${id}`;
}

/** A resource's version as a weak entity tag. @see RFC 7644 §3.14 */
export function formatVersion(version: number): string {
  return `W/"${version}"`;
}
