import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { listResourceSchemas } from "@/lib/scim/resource-schemas";
import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import type { StoredUser, UserState } from "./directory-store";
import { createResourceMeta } from "./resource-meta";
import { createClientResourceTypes } from "./resource-types";
import type { ScimClient } from "./scim-client";
import { completeZulipName, isZulip, presentZulipName } from "./zulip-preset";

/**
 * A stored person as the SCIM resource that PUT and PATCH work on: what the client may write, nothing computed.
 */
export function createWritableUser(client: ScimClient, id: string, user: UserState): JsonObject {
  const resource = {
    schemas: listResourceSchemas(createClientResourceTypes(client).user, user.attributes),
    id,
    ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
    userName: user.userName,
    ...(user.displayName === undefined ? {} : { displayName: user.displayName }),
    active: user.active,
    role: user.role,
    ...user.attributes,
  };
  return isZulip(client) ? presentZulipName(resource, user.fullName, client.options.nameFormattedIncluded) : resource;
}

/** A stored person as the SCIM resource that is returned: with groups, the manager's name and meta. */
export function createUserResource(client: ScimClient, user: StoredUser, baseUrl: string): JsonObject {
  const writable = createWritableUser(client, user.id, user);
  const resource = isZulip(client) ? completeZulipName(writable, client.options.nameFormattedIncluded) : writable;
  const enterprise = resource[enterpriseUserSchemaUrn];
  if (isJsonObject(enterprise) && isJsonObject(enterprise.manager) && user.manager !== undefined) {
    const $ref = `${baseUrl}/Users/${String(enterprise.manager.value)}`;
    const { display } = user.manager;
    const manager = { ...enterprise.manager, $ref, ...(display === undefined ? {} : { displayName: display }) };
    resource[enterpriseUserSchemaUrn] = { ...enterprise, manager };
  }
  if (user.groups !== undefined && user.groups.length > 0) {
    resource.groups = user.groups.map((group) => ({
      value: group.id,
      $ref: `${baseUrl}/Groups/${group.id}`,
      display: group.display,
      type: group.direct ? "direct" : "indirect",
    }));
  }
  resource.meta = createResourceMeta("User", user, baseUrl);
  return resource;
}

/** The parts of a validated User resource that the store keeps in columns of their own, and the rest. */
export function readUserState(
  resource: JsonObject,
  decided: Pick<UserState, "active" | "role" | "fullName">,
): UserState {
  const { schemas, id, meta, groups, password, userName, displayName, active, role, externalId, ...attributes } =
    resource;
  return {
    userName: String(userName),
    active: decided.active,
    role: decided.role,
    ...(typeof displayName === "string" ? { displayName } : {}),
    fullName: decided.fullName,
    ...(typeof externalId === "string" ? { externalId } : {}),
    attributes: withoutComputedManager(attributes),
  };
}

/** `manager.$ref` and `manager.displayName` are computed when read; only what the manager is known by is kept. */
function withoutComputedManager(attributes: JsonObject): JsonObject {
  const enterprise = attributes[enterpriseUserSchemaUrn];
  if (!isJsonObject(enterprise) || !isJsonObject(enterprise.manager)) return attributes;
  const { $ref, displayName, ...manager } = enterprise.manager;
  const { manager: _computed, ...others } = enterprise;
  const kept = Object.keys(manager).length === 0 ? others : { ...others, manager };
  if (Object.keys(kept).length > 0) return { ...attributes, [enterpriseUserSchemaUrn]: kept };
  const { [enterpriseUserSchemaUrn]: _empty, ...rest } = attributes;
  return rest;
}
