import type { ResourceType } from "./attribute";
import { isJsonObject, type JsonObject } from "./json";

/**
 * The value of a resource's `schemas`: the core schema, and every extension that holds data. An extension that no schema
 * defines, kept by an open resource type, counts too.
 *
 * @see RFC 7643 §3
 */
export function listResourceSchemas(resourceType: ResourceType, resource: JsonObject): string[] {
  const extensions = Object.keys(resource).filter((key) => /^urn:/i.test(key) && isJsonObject(resource[key]));
  return [resourceType.schema.id, ...extensions];
}
