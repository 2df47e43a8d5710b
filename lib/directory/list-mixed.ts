import type { MixedListPart, MixedListQuery } from "@/lib/scim/mixed-list-query";
import { projectionIncludes } from "@/lib/scim/project-attributes";
import { noteFilterLeniencies } from "./compatibility/note-filter-leniencies";
import { type DirectoryRequest, scopeOf } from "./directory-request";
import type { PageRequest } from "./directory-store";
import { presentGroup } from "./groups";
import { presentPage, type ResourcePage } from "./resource-page";
import { presentUser } from "./users";

/**
 * People and groups in one list, as far as the access token may read them.
 *
 * @param query its parts in the order User, Group
 * @see RFC 7644 §3.4.2.1, §3.4.3
 */
export async function listMixed(
  request: DirectoryRequest,
  query: Omit<MixedListQuery, "page">,
  page: PageRequest,
): Promise<ResourcePage> {
  const [users, groups] = ["User", "Group"].map((name) => query.parts.find((part) => part.resourceType.name === name));
  const parts = [
    ...(users !== undefined && request.scopes.includes("users:read") ? [createPart("User", users)] : []),
    ...(groups !== undefined && request.scopes.includes("groups:read") ? [createPart("Group", groups)] : []),
  ];
  for (const { filter } of parts) noteFilterLeniencies(request, filter);
  const include = {
    groups: users !== undefined && projectionIncludes(users.projection, "groups"),
    members: groups !== undefined && projectionIncludes(groups.projection, "members"),
  };
  const { sort } = query;
  const found = await request.store.listMixed(
    scopeOf(request),
    { parts, page, ...(sort === undefined ? {} : { sort }) },
    include,
  );
  return presentPage(found, (stored) => {
    const projection = (stored.type === "User" ? users : groups)?.projection ?? { kind: "default" };
    return stored.type === "User"
      ? presentUser(request, stored.user, projection).resource
      : presentGroup(request, stored.group, projection).resource;
  });
}

function createPart(type: "User" | "Group", { filter, sortKey }: MixedListPart) {
  return { type, ...(filter === undefined ? {} : { filter }), ...(sortKey === undefined ? {} : { sortKey }) };
}
