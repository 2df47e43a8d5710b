import type { PageRequest } from "@/lib/directory/directory-store";
import { listMixed } from "@/lib/directory/list-mixed";
import type { ResourcePage } from "@/lib/directory/resource-page";
import { createClientResourceTypes } from "@/lib/directory/resource-types";
import { operationsOf } from "@/lib/directory/resources";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { type ListParameters, readListParameters } from "@/lib/scim/list-parameters";
import { type PageQuery, pageLimits, parseListQuery } from "@/lib/scim/list-query";
import { createListResponse } from "@/lib/scim/list-response";
import { parseMixedListQuery } from "@/lib/scim/mixed-list-query";
import { parseSearchRequest } from "@/lib/scim/search-request";
import { checkScope } from "./check-scope";
import type { CursorBinding, ListCursors } from "./list-cursor";
import type { ScimCall } from "./scim-operations";

/** GET /Users, /Groups. @see RFC 7644 §3.4.2 */
export function answerList(call: ScimCall): Promise<JsonObject> {
  return listOneType(call, readListParameters(call.searchParams));
}

/** POST /Users/.search, /Groups/.search: the same as a list, asked for in a body. @see RFC 7644 §3.4.3 */
export async function answerSearch(call: ScimCall): Promise<JsonObject> {
  return listOneType(call, parseSearchRequest(await call.readBody()));
}

/** GET of the base URL. @see RFC 7644 §3.4.2.1 */
export function answerMixedList(call: ScimCall): Promise<JsonObject> {
  return listAllTypes(call, readListParameters(call.searchParams));
}

/** POST /.search. @see RFC 7644 §3.4.3 */
export async function answerMixedSearch(call: ScimCall): Promise<JsonObject> {
  return listAllTypes(call, parseSearchRequest(await call.readBody()));
}

async function listOneType({ route, directory, cursors }: ScimCall, parameters: ListParameters): Promise<JsonObject> {
  const { user, group } = createClientResourceTypes(directory.client);
  const resourceType = route.resourceType === "Group" ? group : user;
  const { page: asked, ...query } = parseListQuery(resourceType, parameters);
  const binding = bindingOf(directory.client, [resourceType.name], asked);
  const page = readPageRequest(asked, binding, cursors);
  const found = await operationsOf(route.resourceType ?? "User").list(directory, { ...query, page });
  return writeListResponse(found, page, binding, cursors);
}

async function listAllTypes({ directory, cursors }: ScimCall, parameters: ListParameters): Promise<JsonObject> {
  const { client, scopes } = directory;
  const readable = [
    ...(scopes.includes("users:read") ? ["User"] : []),
    ...(scopes.includes("groups:read") ? ["Group"] : []),
  ];
  if (readable.length === 0) checkScope("users:read", scopes);
  const { user, group } = createClientResourceTypes(client);
  const { page: asked, ...query } = parseMixedListQuery([user, group], parameters);
  const binding = bindingOf(client, readable, asked);
  const page = readPageRequest(asked, binding, cursors);
  return writeListResponse(await listMixed(directory, query, page), page, binding, cursors);
}

export function bindingOf(
  { id, organization }: ScimCall["directory"]["client"],
  resourceTypes: readonly string[],
  page: PageQuery,
): CursorBinding {
  return [organization.id, id, resourceTypes.join(" "), page.kind === "cursor" ? page.query : ""];
}

/** @throws ScimError invalidCursor, expiredCursor, invalidCount for another count than the cursor's pages have */
export function readPageRequest(page: PageQuery, binding: CursorBinding, cursors: ListCursors): PageRequest {
  if (page.kind === "index") return page;
  if (page.cursor === "") return { kind: "keyset", count: page.count ?? pageLimits.defaultCount };
  const held = cursors.read(binding, page.cursor);
  if (page.count !== undefined && page.count !== held.count) {
    throw new ScimError(
      "invalidCount",
      `The pages of this cursor have ${held.count} resources, and the request asks for ${page.count}. Send the count of the first page, or none.`,
    );
  }
  return { kind: "keyset", ...held };
}

export function writeListResponse(
  { resources, totalResults, next }: ResourcePage,
  page: PageRequest,
  binding: CursorBinding,
  cursors: ListCursors,
): JsonObject {
  if (page.kind === "index") return createListResponse({ resources, totalResults, startIndex: page.startIndex });
  const nextCursor = next && cursors.write(binding, { count: page.count, totalResults, after: next });
  return createListResponse({ resources, totalResults, nextCursor });
}
