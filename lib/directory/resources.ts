import type { JsonValue } from "@/lib/scim/json";
import type { Projection } from "@/lib/scim/project-attributes";
import type { DirectoryRequest } from "./directory-request";
import { createGroup, getGroup, listGroups, patchGroup, removeGroup, replaceGroup } from "./groups";
import type { CreatedResource, PresentedResource } from "./present-resource";
import type { ResourceTypeName } from "./resource-meta";
import type { ResourceListQuery, ResourcePage } from "./resource-page";
import { createUser, getUser, listUsers, patchUser, removeUser, replaceUser } from "./users";

type Operations = {
  get(request: DirectoryRequest, id: string, projection: Projection): Promise<PresentedResource>;
  list(request: DirectoryRequest, query: ResourceListQuery): Promise<ResourcePage>;
  create(request: DirectoryRequest, body: JsonValue, projection: Projection): Promise<CreatedResource>;
  replace(request: DirectoryRequest, id: string, body: JsonValue, projection: Projection): Promise<PresentedResource>;
  patch(request: DirectoryRequest, id: string, body: JsonValue, projection: Projection): Promise<PresentedResource>;
  remove(request: DirectoryRequest, id: string): Promise<void>;
};

const operations: Record<ResourceTypeName, Operations> = {
  User: {
    get: getUser,
    list: listUsers,
    create: createUser,
    replace: replaceUser,
    patch: patchUser,
    remove: removeUser,
  },
  Group: {
    get: getGroup,
    list: listGroups,
    create: createGroup,
    replace: replaceGroup,
    patch: patchGroup,
    remove: removeGroup,
  },
};

/**
 * The operations on one resource type. Each refuses with a ScimError and then has written nothing.
 *
 * `patch` of a group whose members the projection leaves out does not load them.
 *
 * @see RFC 7644 §3.3 to §3.6
 */
export function operationsOf(resourceType: ResourceTypeName): Operations {
  return operations[resourceType];
}
