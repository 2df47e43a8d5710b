import type { RequestEffect } from "@/lib/directory/request-record";
import type { RequestAction, RequestOutcome } from "@/lib/explain/logged-exchange";
import type { OperationName, ScimRoute } from "./scim-routes";

/** What each operation comes for: of people, of groups, of anything else. */
const actions: Readonly<Record<OperationName, { User?: RequestAction; Group?: RequestAction; other?: RequestAction }>> =
  {
    list: { User: "users.listed", Group: "groups.listed" },
    search: { User: "users.listed", Group: "groups.listed" },
    listAll: { other: "resources.listed" },
    searchAll: { other: "resources.listed" },
    create: { User: "user.created", Group: "group.created" },
    get: { User: "user.read", Group: "group.read" },
    replace: { User: "user.updated", Group: "group.updated" },
    patch: { User: "user.updated", Group: "group.updated" },
    remove: { User: "user.deleted", Group: "group.deleted" },
    getServiceProviderConfig: { other: "serviceProviderConfig.read" },
    listResourceTypes: { other: "resourceTypes.read" },
    getResourceType: { other: "resourceTypes.read" },
    listSchemas: { other: "schemas.read" },
    getSchema: { other: "schemas.read" },
    listRoles: { other: "roles.read" },
    getRole: { other: "roles.read" },
    bulk: { other: "bulk.processed" },
    refuse: {},
  };

const writes: ReadonlySet<OperationName> = new Set<OperationName>(["create", "replace", "patch", "remove", "bulk"]);

/** What a request did, or, where it did nothing, what it came for. */
export function decideAction(route: ScimRoute | undefined, effects: readonly RequestEffect[]): RequestAction {
  const [first] = effects;
  if (first !== undefined && effects.every(({ action }) => action === first.action)) return first.action;
  return (route && actions[route.operation][route.resourceType ?? "other"]) ?? "unknown";
}

const refusals: ReadonlySet<number> = new Set([401, 403, 429, 503]);

/**
 * How a request ended.
 *
 * @param hasRefusals whether operations of a Bulk were refused, whose answer is a 200 all the same
 */
export function decideOutcome(
  route: ScimRoute | undefined,
  effects: readonly RequestEffect[],
  answer: { readonly status: number; readonly isAdmitted: boolean; readonly hasRefusals: boolean },
): RequestOutcome {
  if (answer.status >= 400) return !answer.isAdmitted && refusals.has(answer.status) ? "refused" : "failed";
  if (effects.length > 0) return "changed";
  if (answer.hasRefusals) return "failed";
  return route !== undefined && writes.has(route.operation) ? "unchanged" : "read";
}
