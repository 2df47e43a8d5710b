import type { Preset } from "@/lib/directory/client-options";
import type { EffectAction, RequestEffect, UsedOption } from "@/lib/directory/request-record";
import type { JsonObject, JsonValue } from "@/lib/scim/json";

/**
 * How a request ended, in the words of the log:
 * "changed" the directory; "unchanged": a write that found everything as it asked for; "read"; "refused" before its operation
 * began (not authenticated, not let in, too many); "failed": let in, and then not done.
 */
export const requestOutcomes = ["changed", "unchanged", "read", "refused", "failed"] as const;

export type RequestOutcome = (typeof requestOutcomes)[number];

/**
 * What a request did, or, where it was refused, failed or changed nothing, what it came for. A Bulk whose operations all did
 * the same has their action.
 */
export type RequestAction =
  | EffectAction
  | "user.read"
  | "users.listed"
  | "group.read"
  | "groups.listed"
  | "resources.listed"
  | "bulk.processed"
  | "serviceProviderConfig.read"
  | "resourceTypes.read"
  | "schemas.read"
  | "roles.read"
  | "token.issued"
  /** Nothing that is offered: an unknown path, a method that is not answered, /Me. */
  | "unknown";

/** Who seems to call, told from User-Agent; what each really sends differs from tenant to tenant. */
export const requestAgents = [
  "okta",
  "entra",
  "authentik",
  "keycloak",
  "onelogin",
  "jumpcloud",
  "google",
  "pingone",
  "rippling",
  "curl",
  "simulator",
  "unknown",
] as const;

export type RequestAgent = (typeof requestAgents)[number];

/** The checks a request passes before its operation, in their order. */
export const traceSteps = [
  "token_presented",
  "scheme",
  "checksum",
  "found",
  "organization",
  "not_revoked",
  "not_expired",
  "ip_allowed",
  "client_active",
  "rate_limit",
  "scope",
] as const;

export type TraceStepName = (typeof traceSteps)[number];

/** One check. `expected` and `received` are words for people and never hold a secret. */
export type TraceStep = {
  readonly step: TraceStepName;
  /** "skip": not asked, because an earlier one failed or because it does not apply. */
  readonly outcome: "pass" | "fail" | "skip";
  readonly expected?: string;
  readonly received?: string;
};

/** What a request changed in one person or group, as it was recorded with the write. */
export type LoggedChange = {
  readonly id: string;
  readonly resourceType: "User" | "Group";
  readonly resourceId: string;
  readonly kind: "created" | "updated" | "deleted";
  /** Only what changed; absent for "created". */
  readonly before?: JsonObject;
  /** Only what changed; absent for "deleted". Members: {"members":{"added":[ids],"removed":[ids]}}. */
  readonly after?: JsonObject;
};

/** One request and its answer as the request log keeps them: what sentences and explanation cards are made from. */
export type LoggedExchange = {
  /** Also the X-Request-Id of the answer; a UUID of version 7. */
  readonly id: string;
  readonly at: Date;
  readonly durationMs: number;
  readonly method: string;
  /** Path below /scim/v2 with the query string, redacted; the whole path where the base URL was missed ("/oauth/token", "/Users"). */
  readonly path: string;
  /** The operation in the log's words, such as "create user"; absent when nothing was routed. */
  readonly operation?: string;
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly status: number;
  /** RFC 7644's scimType, or OAuth's error code. */
  readonly scimType?: string;
  /** What the client was told when it was refused. */
  readonly detail?: string;
  readonly outcome: RequestOutcome;
  readonly action: RequestAction;
  /** Whom or what it was about, at that time; for lists the filter. */
  readonly label?: string;
  /** At most 50. */
  readonly effects: readonly RequestEffect[];
  readonly agent: RequestAgent;
  readonly remoteAddress?: string;
  readonly userAgent?: string;
  /** The tolerances applied and other remarks: the name of each, and its sentence. */
  readonly leniencies: readonly { readonly name: string; readonly detail: string }[];
  readonly options: readonly UsedOption[];
  readonly trace: readonly TraceStep[];
  /** The access token, as far as it was known. */
  readonly token?: { readonly id: string; readonly lastFour: string };
  /** Absent when none could be told; `preset` and `name` are today's. */
  readonly client?: { readonly id: string; readonly name: string; readonly preset: Preset };
  /** Redacted; absent for reads, and once their retention is over. */
  readonly requestBody?: JsonValue;
  readonly responseBody?: JsonValue;
  /** What it changed, in the order of the writes; where it was not asked for, empty. */
  readonly changes: readonly LoggedChange[];
};
