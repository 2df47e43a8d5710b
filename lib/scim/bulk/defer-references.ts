import type { ResourceType } from "../attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { getMember, isUnassigned, withMember } from "../json-object";
import { enterpriseUserSchemaUrn } from "../urns";
import { listTexts } from "./references";

/** A resource to be created without some of its references, and the PATCH operations that add them later. */
export type DeferredReferences = { readonly data: JsonObject; readonly links: readonly JsonObject[] };

/**
 * Takes what refers to what is not there yet out of a resource that is to be created, as far as it can be created without
 * and be linked later: elements of a group's `members`, and a person's manager.
 *
 * @param resource as its POST reads it, so that every attribute stands under its one name in its one place
 * @param missing the ids that stand for what is not there yet
 * @see RFC 7644 §3.7.1
 */
export function deferReferences(
  resourceType: ResourceType,
  resource: JsonObject,
  missing: ReadonlySet<string>,
): DeferredReferences {
  if (resourceType.name === "Group") return deferMembers(resource, missing);
  return resourceType.name === "User" ? deferManager(resource, missing) : { data: resource, links: [] };
}

function deferMembers(resource: JsonObject, missing: ReadonlySet<string>): DeferredReferences {
  const members = getMember(resource, "members");
  const now: JsonValue[] = [];
  const later: JsonValue[] = [];
  for (const element of Array.isArray(members) ? members : []) {
    (refersTo(element, missing) ? later : now).push(element);
  }
  if (later.length === 0) return { data: resource, links: [] };
  const data = withMember(resource, "members", now.length === 0 ? undefined : now);
  return { data, links: [{ op: "add", path: "members", value: later }] };
}

function deferManager(resource: JsonObject, missing: ReadonlySet<string>): DeferredReferences {
  const extension = getMember(resource, enterpriseUserSchemaUrn);
  const manager = isJsonObject(extension) ? getMember(extension, "manager") : undefined;
  if (!isJsonObject(extension) || manager === undefined || !refersTo(manager, missing)) {
    return { data: resource, links: [] };
  }
  const rest = withMember(extension, "manager", undefined);
  // An extension that is there and empty would clear what a person who is adopted has in it.
  const data = withMember(resource, enterpriseUserSchemaUrn, isUnassigned(rest) ? undefined : rest);
  return { data, links: [{ op: "add", path: `${enterpriseUserSchemaUrn}:manager`, value: manager }] };
}

function refersTo(value: JsonValue, missing: ReadonlySet<string>): boolean {
  return [...listTexts(value)].some((text) => missing.has(text));
}
