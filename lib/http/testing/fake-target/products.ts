import type { JsonObject } from "@/lib/scim/json";
import { scimError } from "./answer";
import type { FakeBehaviour } from "./behaviour";

const nowhere = scimError(404, undefined, "There is nothing of this name.");

/** Documents that the product does not have. */
const silent = { serviceProviderConfig: nowhere, resourceTypes: nowhere, schemas: nowhere };

/** What a configuration says that knows nothing of pages by cursor. */
function withoutPagination({ pagination: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

/**
 * How known products behave as far as their documentation, and the reports of those who provision them, tell. They are
 * no copies: what is not known of a product is as in the truthful target.
 */
export const productBehaviours = {
  /** Groups change by PATCH alone and never list members; pages go on by cursor; a list has one value. */
  aws: {
    put: "User",
    bulk: false,
    etag: false,
    changePassword: false,
    members: "hidden",
    membersPerPatch: 100,
    paging: "cursor",
    maxPageSize: 100,
    serviceProviderConfig: withoutPagination,
    resourceTypes: nowhere,
    schemas: nowhere,
    valuesPerList: 1,
    valuePaths: "invalidPath",
    uniqueDisplayName: true,
  },
  slack: {
    bulk: false,
    etag: false,
    changePassword: false,
    serviceProviderConfig: (truthful: JsonObject) => ({ ...truthful, filter: { supported: false } }),
    deletes: "deactivates",
  },
  salesforce: { bulk: false, configurationAt: "ServiceProviderConfigs", deletes: "refused" },
  /** Members say what they are, in lower case. */
  webex: { memberTypes: "lowerCase", etag: false },
  vcenter: { ...silent, patch: false, bulk: false, etag: false },
  /** No groups, and of people only `active` changes. */
  gitlab: {
    ...silent,
    put: false,
    bulk: false,
    etag: false,
    groups: false,
    changeable: ["active"],
    unrouted: "html",
  },
  github: { ...silent, bulk: false, etag: false, filterableBy: ["userName", "displayName", "externalId", "id"] },
  /** A PUT of a person is answered as if they were not there. */
  google: { put: "Group", refusedMethod: 404, bulk: false, etag: false },
  /** Of people PUT alone, which keeps what it does not name; nobody is made inactive, and nobody is deleted. */
  zulip: {
    ...silent,
    patch: "Group",
    bulk: false,
    etag: false,
    changePassword: false,
    putKeepsOmitted: true,
    createsInactive: false,
    deletes: "refused",
    memberDetails: false,
    filterableBy: ["userName", "displayName"],
    unknownAttributes: "ignore",
  },
} as const satisfies Readonly<Record<string, Partial<FakeBehaviour>>>;
