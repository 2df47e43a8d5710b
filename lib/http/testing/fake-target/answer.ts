import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { errorUrn } from "@/lib/scim/urns";

/** What goes over the wire. A text as its body is sent as it is, as HTML unless the headers say otherwise. */
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
};

/** A SCIM error. @see RFC 7644 §3.12 */
export function scimError(status: number, scimType?: string, detail = `Status ${status}, as scripted.`): Answer {
  const body: JsonObject = {
    schemas: [errorUrn],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
  };
  return { status, body };
}

/**
 * 429, or another status, with Retry-After.
 *
 * @param retryAfter seconds, or the instant, which is sent as an HTTP date
 * @see RFC 9110 §10.2.3
 */
export function tryLater(retryAfter: number | Date, status = 429): Answer {
  const header = retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter);
  return { ...scimError(status, undefined, "Too many requests."), headers: { "retry-after": header } };
}

/** What a proxy says of an address that it does not route. */
export function htmlNotFound(): Answer {
  return { status: 404, body: "<html><body><h1>404 Not Found</h1></body></html>" };
}
