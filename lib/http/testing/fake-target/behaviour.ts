import type { Schema } from "@/lib/scim/attribute";
import type { JsonObject } from "@/lib/scim/json";
import type { Answer } from "./answer";

/** How a resource comes back: `empty` has no body, `noContent` is a 204; the Location of a POST is there all the same. */
export type AnswerForm = "resource" | "idOnly" | "withoutId" | "empty" | "noContent";

/** An answer instead of a document, or the document made from what would truthfully be said. */
export type DocumentOverride = Answer | ((truthful: JsonObject) => JsonObject);

export type FakeResourceType = "User" | "Group";

/**
 * What the fake target can do, and how it lies. The defaults are those of a strict, truthful server that can do
 * everything. Each may be changed while it runs, and for single requests by a fault.
 */
export type FakeBehaviour = {
  /** What it accepts, and says that it accepts; a type: of that alone. PATCH and PUT answer 405 otherwise, /Bulk 404. */
  readonly patch: boolean | FakeResourceType;
  readonly put: boolean | FakeResourceType;
  /** The status by which PUT and PATCH are refused, where it is not 405. A 404 says that there is no such resource. */
  readonly refusedMethod: 404 | 405 | 501;
  readonly bulk: false | { readonly maxOperations: number; readonly maxPayloadSize: number };
  /** `ignored`: every filter finds everything, the lie that links strangers. */
  readonly filter: "supported" | "refused" | "ignored";
  /** Other attributes are refused in filters with invalidFilter. Absent: any may be used. */
  readonly filterableBy: readonly string[] | undefined;
  /** `required`: a write of what is there without If-Match is a 412. */
  readonly etag: boolean | "required";
  /** Passwords are kept apart in `passwords`, or passed over. */
  readonly changePassword: boolean;
  /** Without groups /Groups is not there, and no document tells of it. */
  readonly groups: boolean;
  /** More requests within a second are a 429 that says to wait for one second. Absent: any number. */
  readonly requestsPerSecond: number | undefined;
  /** How Roster may show who it is. */
  readonly credentials: readonly ("bearer" | "basic" | "oauth")[];

  /** Where its configuration is, below the base URL. */
  readonly configurationAt: string;
  readonly serviceProviderConfig: DocumentOverride | undefined;
  readonly resourceTypes: DocumentOverride | undefined;
  readonly schemas: DocumentOverride | undefined;
  readonly extensions: { readonly user: readonly Schema[]; readonly group: readonly Schema[] };
  /** How addresses are answered that are none of its own. Those outside the base URL are always HTML. */
  readonly unrouted: "scim" | "html";

  readonly ids: "uuid" | "integer" | "odd";
  readonly unknownAttributes: "reject" | "ignore" | "keep";
  /** 409 for a userName that is there, without regard to case. `withoutScimType`: the 409 does not say why. */
  readonly uniqueUserName: "withScimType" | "withoutScimType" | "none";
  readonly uniqueDisplayName: boolean;
  /** Members that are no user or group are a 400. */
  readonly checksMembers: boolean;
  /** What a member must have besides its value, else it is a 400: its type, or that in lower case. */
  readonly memberTypes: "any" | "required" | "lowerCase";
  /** More elements in a list of a user are a 400. */
  readonly valuesPerList: number;
  /** Whether users may be made who are not active; otherwise a 400. */
  readonly createsInactive: boolean;
  /** Attributes of users that PATCH and PUT change; others are passed over. Absent: all. */
  readonly changeable: readonly string[] | undefined;
  /** What DELETE does to users. `deactivates`: 204, but the user stays with active false. `refused`: 400. */
  readonly deletes: "removes" | "deactivates" | "refused";
  /** Attributes of which the stored text is lower case, whatever was sent. */
  readonly lowerCases: readonly ("userName" | "emails")[];
  /** Attributes that are passed over silently: names, URNs, or paths such as name.middleName. */
  readonly drops: readonly string[];
  /** Any other change that the server makes to what it is told to store; `meta` and `id` are not in it. */
  readonly normalise: ((attributes: JsonObject, type: FakeResourceType) => JsonObject) | undefined;
  /** Answered as if they were carried out, and nothing happens. */
  readonly ignores: readonly ("PUT" | "PATCH" | "DELETE")[];
  /** PUT leaves what it does not name, where the RFC clears it. */
  readonly putKeepsOmitted: boolean;

  /** How a value path, emails[type eq "work"].value, is taken in PATCH; members aside. */
  readonly valuePaths: "supported" | "invalidPath" | "noTarget";
  /** Whether members[value eq "…"] is taken. */
  readonly memberPaths: boolean;
  /** A PATCH operation without a path is a 400 invalidPath. */
  readonly pathlessOperations: boolean;
  /** A PATCH without `schemas` is a 400; authentik sends such ones. */
  readonly patchNeedsSchemas: boolean;
  /** A value filter without a match is refused with noTarget, and complex values are replaced as a whole. */
  readonly strictPatch: boolean;
  /** What `remove` of `members` with a list of values does; the RFC knows no value there. */
  readonly removeWithValue: "removesAll" | "removesThem" | "refused";
  /** More members in one PATCH are a 400 tooMany. */
  readonly membersPerPatch: number;

  readonly answers: { readonly [Method in "GET" | "POST" | "PUT" | "PATCH"]?: AnswerForm };
  readonly locations: "absolute" | "relative" | "none";
  readonly members: "shown" | "notInLists" | "hidden";
  /** Whether members come back with type, display and $ref, as real servers send them. */
  readonly memberDetails: boolean;

  /** By `cursor` alone startIndex is passed over, and every page that is not the last has a nextCursor. @see RFC 9865 */
  readonly paging: "index" | "cursor" | "both";
  /** The largest page, whatever `count` says; also the size of a page without `count`. */
  readonly maxPageSize: number;
  /** Added to the true totalResults. */
  readonly totalOffset: number;
  /** Pages without resources, totals notwithstanding. */
  readonly emptyPages: "never" | "always" | "afterFirst";
  readonly ignoresStartIndex: boolean;

  /** Whether results of Bulk name the bulkId, hold what the operation answered, and in which order they stand. */
  readonly bulkResultsNameBulkId: boolean;
  readonly bulkResultsHoldResponse: boolean;
  readonly bulkResultsOrder: "asSent" | "reversed";
  /** The index of an operation that the results do not tell of. */
  readonly bulkResultsLack: number | undefined;
  /** References to a bulkId are resolved; otherwise they are unknown members. */
  readonly bulkReferences: boolean;

  /** How long a token of /oauth/token holds, in seconds; fractions too. */
  readonly oauthTokenSeconds: number;
  /** Whether the token endpoint says how long. */
  readonly oauthSaysExpiry: boolean;
  readonly oauthClientAuthentication: "basic" | "body" | "either";
};

export const truthfulBehaviour: FakeBehaviour = {
  patch: true,
  put: true,
  refusedMethod: 405,
  bulk: { maxOperations: 1_000, maxPayloadSize: 1_048_576 },
  filter: "supported",
  filterableBy: undefined,
  etag: true,
  changePassword: true,
  groups: true,
  requestsPerSecond: undefined,
  credentials: ["bearer", "basic", "oauth"],
  configurationAt: "ServiceProviderConfig",
  serviceProviderConfig: undefined,
  resourceTypes: undefined,
  schemas: undefined,
  extensions: { user: [], group: [] },
  unrouted: "scim",
  ids: "uuid",
  unknownAttributes: "reject",
  uniqueUserName: "withScimType",
  uniqueDisplayName: false,
  checksMembers: true,
  memberTypes: "any",
  valuesPerList: Number.POSITIVE_INFINITY,
  createsInactive: true,
  changeable: undefined,
  deletes: "removes",
  lowerCases: [],
  drops: [],
  normalise: undefined,
  ignores: [],
  putKeepsOmitted: false,
  valuePaths: "supported",
  memberPaths: true,
  pathlessOperations: true,
  patchNeedsSchemas: true,
  strictPatch: false,
  removeWithValue: "removesAll",
  membersPerPatch: Number.POSITIVE_INFINITY,
  answers: {},
  locations: "absolute",
  members: "shown",
  memberDetails: true,
  paging: "index",
  maxPageSize: 1_000,
  totalOffset: 0,
  emptyPages: "never",
  ignoresStartIndex: false,
  bulkResultsNameBulkId: true,
  bulkResultsHoldResponse: false,
  bulkResultsOrder: "asSent",
  bulkResultsLack: undefined,
  bulkReferences: true,
  oauthTokenSeconds: 3_600,
  oauthSaysExpiry: true,
  oauthClientAuthentication: "either",
};
