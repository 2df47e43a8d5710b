import type { PageRequest } from "@/lib/directory/directory-store";
import type { ResourcePage } from "@/lib/directory/resource-page";
import { findRoleResourceTypes, listRoleResources } from "@/lib/directory/role-catalogue";
import type { ResourceType } from "@/lib/scim/attribute";
import { compareResources } from "@/lib/scim/compare-resources";
import { ScimError } from "@/lib/scim/errors";
import { matchesFilter } from "@/lib/scim/filter/evaluate";
import type { JsonObject } from "@/lib/scim/json";
import { readListParameters } from "@/lib/scim/list-parameters";
import { type ListQuery, parseListQuery } from "@/lib/scim/list-query";
import { parseProjection, projectAttributes } from "@/lib/scim/project-attributes";
import { bindingOf, readPageRequest, writeListResponse } from "./list-operations";
import type { ScimCall } from "./scim-operations";

/**
 * GET /Roles and /Entitlements: filtered, sorted and paged as any list. They are in memory, and never change.
 *
 * @throws ScimError notFound for a strict client, and what a list of users throws
 * @see draft-ietf-scim-roles-entitlements-01, RFC 7644 §3.4.2
 */
export function answerRoles(call: ScimCall): JsonObject {
  const { directory, cursors } = call;
  const resourceType = getRoleResourceType(call);
  const { page: asked, ...query } = parseListQuery(resourceType, readListParameters(call.searchParams));
  const binding = bindingOf(directory.client, [resourceType.name], asked);
  const page = readPageRequest(asked, binding, cursors);
  const found = findMatching(listRoleResources(directory.client, resourceType, directory.baseUrl), query);
  const { resources, ...counts } = takePage(found, page);
  const shown = resources.map((resource) => projectAttributes(resourceType, resource, query.projection));
  return writeListResponse({ resources: shown, ...counts }, page, binding, cursors);
}

/** GET /Roles/{id} and /Entitlements/{id}. @throws ScimError notFound */
export function answerRole(call: ScimCall): JsonObject {
  const { directory, id, searchParams } = call;
  const resourceType = getRoleResourceType(call);
  const resources = listRoleResources(directory.client, resourceType, directory.baseUrl);
  const resource = resources.find((candidate) => candidate.id === id);
  if (resource === undefined) {
    const { name, endpoint } = resourceType;
    const detail = `There is no ${name} ${JSON.stringify(id.slice(0, 200))}. GET ${endpoint} lists what there is.`;
    throw new ScimError("notFound", detail);
  }
  const projection = parseProjection(
    resourceType,
    searchParams.getAll("attributes"),
    searchParams.getAll("excludedAttributes"),
  );
  return projectAttributes(resourceType, resource, projection);
}

function getRoleResourceType({ route, directory }: ScimCall): ResourceType {
  const types = findRoleResourceTypes(directory.client);
  if (types !== undefined) return route.roleType === "Entitlement" ? types.entitlement : types.role;
  throw new ScimError(
    "notFound",
    "There is nothing at this path for a strict SCIM client: the interoperability profile knows /Users and /Groups alone.",
  );
}

function findMatching(resources: readonly JsonObject[], { filter, sort }: Omit<ListQuery, "page">): JsonObject[] {
  const matching = resources.filter((resource) => filter === undefined || matchesFilter(filter, resource));
  return sort === undefined ? matching : matching.sort((a, b) => compareResources(sort, a, b));
}

function takePage(found: readonly JsonObject[], page: PageRequest): ResourcePage {
  const first = page.kind === "index" ? page.startIndex - 1 : findPlaceAfter(found, page.after?.id);
  const resources = found.slice(first, first + page.count);
  const last = resources.at(-1);
  const hasMore = page.kind === "keyset" && last !== undefined && first + page.count < found.length;
  return {
    resources,
    totalResults: found.length,
    ...(hasMore ? { next: { id: String(last.id), key: null } } : {}),
  };
}

function findPlaceAfter(found: readonly JsonObject[], id: string | undefined): number {
  return id === undefined ? 0 : found.findIndex((resource) => resource.id === id) + 1;
}
