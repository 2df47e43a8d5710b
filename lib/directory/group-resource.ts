import type { ResourceType } from "@/lib/scim/attribute";
import type { JsonObject } from "@/lib/scim/json";
import { listResourceSchemas } from "@/lib/scim/resource-schemas";
import type { GroupState, Member, StoredGroup } from "./directory-store";
import { createResourceMeta } from "./resource-meta";

/** A stored group as the SCIM resource that PUT and PATCH work on: without members, which are edited as a set. */
export function createWritableGroup(resourceType: ResourceType, id: string, group: GroupState): JsonObject {
  return {
    schemas: listResourceSchemas(resourceType, group.attributes),
    id,
    ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
    displayName: group.displayName,
    ...group.attributes,
  };
}

/** A stored group as the SCIM resource that is returned, with its members if they were loaded. */
export function createGroupResource(resourceType: ResourceType, group: StoredGroup, baseUrl: string): JsonObject {
  const resource = createWritableGroup(resourceType, group.id, group);
  if (group.members !== undefined && group.members.length > 0) {
    resource.members = group.members.map((member) => createMember(member, baseUrl));
  }
  resource.meta = createResourceMeta("Group", group, baseUrl);
  return resource;
}

/** A member as an element of `members`. @see RFC 7643 §4.2 */
export function createMember(member: Member, baseUrl: string): JsonObject {
  return {
    value: member.id,
    $ref: `${baseUrl}/${member.kind}s/${member.id}`,
    ...(member.display === undefined ? {} : { display: member.display }),
    type: member.kind,
  };
}

/** The parts of a validated Group resource that the store keeps. */
export function readGroupState(resource: JsonObject): GroupState {
  const { schemas, id, meta, members, displayName, externalId, ...attributes } = resource;
  return {
    displayName: String(displayName),
    ...(typeof externalId === "string" ? { externalId } : {}),
    attributes,
  };
}
