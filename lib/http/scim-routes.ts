import type { Scope } from "@/lib/directory/scope";
import { bulkLimits } from "@/lib/scim/bulk/bulk-limits";
import { ScimError } from "@/lib/scim/errors";

/** What a request asks for, as a key of the table of operations in scim-operations.ts. */
export type OperationName =
  | "list"
  | "search"
  | "listAll"
  | "searchAll"
  | "create"
  | "get"
  | "replace"
  | "patch"
  | "remove"
  | "getServiceProviderConfig"
  | "listResourceTypes"
  | "getResourceType"
  | "listSchemas"
  | "getSchema"
  | "listRoles"
  | "getRole"
  | "bulk"
  | "refuse";

/** One line of the table: a method and a path, and what they mean. */
export type ScimRoute = {
  readonly method: string;
  /** Path below the base URL; `:id` stands for one segment. */
  readonly path: string;
  readonly operation: OperationName;
  /** The operation in the words of the request log. */
  readonly words: string;
  readonly resourceType?: "User" | "Group";
  /** What is listed of the roles that an organization has. */
  readonly roleType?: "Role" | "Entitlement";
  /** What the access token must be allowed to do; absent: any valid token will do. */
  readonly scope?: Scope;
  /** Answered without a token too. */
  readonly anonymous?: boolean;
  /** How large a request body may be. */
  readonly bodyLimitBytes?: number;
  /** Why the operation is refused, where it is not offered. */
  readonly refusal?: string;
};

const mebibyte = 1024 * 1024;
/** A person is small. A group's body names its members, about 60 bytes each: this is room for 150,000. */
const userBody = { resourceType: "User", bodyLimitBytes: mebibyte, scope: "users:write" } as const;
const groupBody = { resourceType: "Group", bodyLimitBytes: 10 * mebibyte, scope: "groups:write" } as const;
const userReading = { resourceType: "User", scope: "users:read" } as const;
const userDeletion = { resourceType: "User", scope: "users:delete" } as const;
const groupReading = { resourceType: "Group", scope: "groups:read" } as const;
const searchBody = { bodyLimitBytes: mebibyte } as const;
const groupDeletion = { resourceType: "Group", scope: "groups:write" } as const;

const noMe = "There is no /Me: an access token belongs to a SCIM client and not to a person. Use /Users/{id}.";

/**
 * Every method and path that is answered, as in the table of RFC 7644 §3.2. HEAD goes with GET and OPTIONS with every
 * path. A path that is not here is a 404, a method that is not here a 405.
 *
 * @see RFC 7644 §3.2
 */
const scimRoutes: readonly ScimRoute[] = [
  { method: "GET", path: "/Users", operation: "list", words: "list users", ...userReading },
  { method: "POST", path: "/Users", operation: "create", words: "create user", ...userBody },
  { method: "GET", path: "/Users/:id", operation: "get", words: "get user", ...userReading },
  { method: "PUT", path: "/Users/:id", operation: "replace", words: "replace user", ...userBody },
  { method: "PATCH", path: "/Users/:id", operation: "patch", words: "patch user", ...userBody },
  { method: "DELETE", path: "/Users/:id", operation: "remove", words: "delete user", ...userDeletion },

  { method: "GET", path: "/Groups", operation: "list", words: "list groups", ...groupReading },
  { method: "POST", path: "/Groups", operation: "create", words: "create group", ...groupBody },
  { method: "GET", path: "/Groups/:id", operation: "get", words: "get group", ...groupReading },
  { method: "PUT", path: "/Groups/:id", operation: "replace", words: "replace group", ...groupBody },
  { method: "PATCH", path: "/Groups/:id", operation: "patch", words: "patch group", ...groupBody },
  { method: "DELETE", path: "/Groups/:id", operation: "remove", words: "delete group", ...groupDeletion },

  {
    method: "GET",
    path: "/ServiceProviderConfig",
    operation: "getServiceProviderConfig",
    words: "get service provider configuration",
    anonymous: true,
  },
  { method: "GET", path: "/ResourceTypes", operation: "listResourceTypes", words: "list resource types" },
  { method: "GET", path: "/ResourceTypes/:id", operation: "getResourceType", words: "get resource type" },
  { method: "GET", path: "/Schemas", operation: "listSchemas", words: "list schemas" },
  { method: "GET", path: "/Schemas/:id", operation: "getSchema", words: "get schema" },

  { method: "GET", path: "/Roles", operation: "listRoles", words: "list roles", roleType: "Role" },
  { method: "GET", path: "/Roles/:id", operation: "getRole", words: "get role", roleType: "Role" },
  {
    method: "GET",
    path: "/Entitlements",
    operation: "listRoles",
    words: "list entitlements",
    roleType: "Entitlement",
  },
  { method: "GET", path: "/Entitlements/:id", operation: "getRole", words: "get entitlement", roleType: "Entitlement" },

  { method: "POST", path: "/Bulk", operation: "bulk", words: "bulk", bodyLimitBytes: bulkLimits.maxPayloadSize },
  { method: "GET", path: "/", operation: "listAll", words: "list users and groups" },
  { method: "POST", path: "/.search", operation: "searchAll", words: "search users and groups", ...searchBody },
  { method: "POST", path: "/Users/.search", operation: "search", words: "search users", ...userReading, ...searchBody },
  {
    method: "POST",
    path: "/Groups/.search",
    operation: "search",
    words: "search groups",
    ...groupReading,
    ...searchBody,
  },
  { method: "GET", path: "/Me", operation: "refuse", words: "get me", refusal: noMe },
  { method: "POST", path: "/Me", operation: "refuse", words: "create me", refusal: noMe },
  { method: "PUT", path: "/Me", operation: "refuse", words: "replace me", refusal: noMe },
  { method: "PATCH", path: "/Me", operation: "refuse", words: "patch me", refusal: noMe },
  { method: "DELETE", path: "/Me", operation: "refuse", words: "delete me", refusal: noMe },
];

/** What a method and a path lead to. */
export type RouteMatch =
  | {
      readonly kind: "route";
      readonly route: ScimRoute;
      /** What stands for `:id`, percent-decoded. */
      readonly id: string;
    }
  /** The path exists; OPTIONS asks what may be done there. */
  | { readonly kind: "options"; readonly allow: string }
  | { readonly kind: "refused"; readonly error: ScimError };

const basePath = "/scim/v2";

const routesByPath = new Map<string, ScimRoute[]>();
for (const route of scimRoutes) routesByPath.set(route.path, [...(routesByPath.get(route.path) ?? []), route]);

/** How each first segment is spelt, by its lower-case form. */
const endpointSpellings = new Map(
  scimRoutes.map(({ path }) => path.split("/")[1] ?? "").map((segment) => [segment.toLowerCase(), segment]),
);

/**
 * Finds what a request asks for. Empty segments count for nothing, so that a trailing slash, or a base URL that was
 * configured with one, works. X-HTTP-Method-Override is not looked at.
 *
 * @param pathname the whole path of the URL, such as /scim/v2/Users
 * @param baseUrl named in refusals, such as https://roster.example/scim/v2
 */
export function matchRoute(method: string, pathname: string, baseUrl: string): RouteMatch {
  const [root, version, ...segments] = pathname.split("/").filter((segment) => segment !== "");
  if (root !== "scim" || version !== "v2") return { kind: "refused", error: refuseBasePath(version, baseUrl) };

  const [endpoint = "", id, ...rest] = segments;
  const literal = `/${segments.join("/")}`;
  const pattern = routesByPath.has(literal) || id === undefined || rest.length > 0 ? literal : `/${endpoint}/:id`;
  const routes = routesByPath.get(pattern);
  if (routes === undefined) return { kind: "refused", error: refusePath(endpoint, baseUrl) };

  if (method === "OPTIONS") return { kind: "options", allow: allowedMethods(routes) };
  const route = routes.find((candidate) => candidate.method === (method === "HEAD" ? "GET" : method));
  if (route !== undefined) return { kind: "route", route, id: decodeSegment(id ?? "") };
  const allow = allowedMethods(routes);
  const detail = `${basePath}${literal} does not answer ${method}. It answers ${allow}.`;
  return { kind: "refused", error: new ScimError("methodNotAllowed", detail, { Allow: allow }) };
}

function allowedMethods(routes: readonly ScimRoute[]): string {
  return [...routes.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"].join(", ");
}

/** @see RFC 7644 §3.13 (protocol versions) */
function refuseBasePath(version: string | undefined, baseUrl: string): ScimError {
  if (version !== undefined && /^v\d/i.test(version)) {
    const detail = `Roster speaks SCIM version 2 alone, and this request asks for ${version}. The base URL is ${baseUrl}.`;
    return new ScimError("invalidVers", detail);
  }
  return new ScimError("notFound", `There is nothing at this path. The base URL of the SCIM endpoint is ${baseUrl}.`);
}

function refusePath(endpoint: string, baseUrl: string): ScimError {
  const spelling = endpointSpellings.get(endpoint.toLowerCase());
  if (spelling !== undefined && spelling !== endpoint) {
    return new ScimError(
      "notFound",
      `There is no endpoint /${endpoint}. Paths are case-sensitive: write /${spelling}.`,
    );
  }
  const endpoints = [...endpointSpellings.values()].filter((path) => /^[A-Z]/.test(path) && path !== "Me");
  const known = endpoints.map((path) => `/${path}`).join(", ");
  return new ScimError("notFound", `There is nothing at this path. Below the base URL ${baseUrl} there are ${known}.`);
}

/** A percent sign that starts no escape is kept as it is: such an id names nothing, and that is a 404. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
