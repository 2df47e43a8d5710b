import type { JsonObject, JsonValue } from "@/lib/scim/json";

/** One request to a target. */
export type TargetRequest = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the target's base URL, beginning with a slash, with its query: every value in it is escaped already. */
  readonly path: string;
  readonly body?: JsonObject;
  /** The entity tag that the resource must still have. @see RFC 7644 §3.14 */
  readonly ifMatch?: string;
  /** Of the request that caused this one; it is sent as X-Request-Id, so that both logs can be held together. */
  readonly traceId?: string;
};

/** What was sent and came back, as people may see it: no credential, no password, bodies cut to a sensible length. */
export type Exchange = {
  readonly method: TargetRequest["method"];
  readonly path: string;
  readonly requestBody?: JsonValue;
  readonly status?: number;
  readonly responseBody?: JsonValue;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly at: Date;
};

/**
 * What became of a request. An answer of any status is data, not an exception; "silent" is a request of which nobody knows
 * whether it was carried out: the line was dropped, or no answer came in time.
 */
export type TargetAnswer = { readonly exchange: Exchange } & (
  | {
      readonly kind: "answered";
      readonly status: number;
      /** The JSON object of the body; absent where there is none, or it is not one. A bare array is read as a ListResponse of it. */
      readonly body?: JsonObject;
      /**
       * False for a body that is text of another kind, such as the HTML of a proxy, and for a redirect: nobody routed the request
       * to SCIM. True for an empty body.
       */
      readonly isScim: boolean;
      readonly etag?: string;
      readonly location?: string;
      /** How long the target asks us to wait, in milliseconds, whichever way it said so; never negative, a day at most. */
      readonly retryAfterMs?: number;
      /** `scimType` and `detail` of a SCIM error. @see RFC 7644 §3.12 */
      readonly scimType?: string;
      readonly detail?: string;
      /** Of a bulk request: one of its operations as people may see it. What the target tells of it may repeat secrets. */
      readonly showPart?: (part: TargetRequest, result: JsonObject) => ShownPart;
    }
  | {
      /** "refused": Roster's own rule forbids the address. "unsent": nothing was sent, so nothing happened there. */
      readonly kind: "silent" | "unsent" | "refused";
      readonly detail: string;
    }
);

/** An operation of a bulk request with what came of it, redacted as if it had been sent alone. */
export type ShownPart = { readonly exchange: Exchange; readonly detail?: string };

/** The port to a target: one real implementation, `lib/http/scim-target-client.ts`. It never throws for what a target does. */
export type TargetClient = {
  readonly send: (request: TargetRequest) => Promise<TargetAnswer>;
  /** How many requests were sent since the client was made, those for OAuth tokens included. */
  readonly countRequests: () => number;
};
