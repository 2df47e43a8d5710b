import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { scimMediaType } from "@/lib/scim/urns";

/** What the endpoint answers, before it is turned into HTTP. */
export type ScimAnswer = {
  readonly status: number;
  readonly body?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer with its body as text, since the request log needs that too. */
export type WrittenAnswer = { readonly response: Response; readonly bodyText: string | undefined };

/**
 * Writes an answer as HTTP. HEAD gets the status and the headers alone.
 *
 * @see RFC 7644 §3.1, RFC 9110 §9.3.2
 */
export function writeAnswer(answer: ScimAnswer, requestId: string, method: string): WrittenAnswer {
  const bodyText = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  const headers: Record<string, string> = {
    ...answer.headers,
    "Cache-Control": "private, no-store",
    "X-Request-Id": requestId,
  };
  if (bodyText !== undefined) {
    headers["Content-Type"] = scimMediaType;
    headers["Content-Length"] = String(Buffer.byteLength(bodyText));
  }
  const sent = method === "HEAD" || bodyText === undefined ? null : bodyText;
  return { response: new Response(sent, { status: answer.status, headers }), bodyText };
}

/** The answer to a request whose address or Host header cannot be read, so that it never reaches the endpoint. */
export function refuseUnreadableAddress(): Response {
  const error = new ScimError(
    "badRequest",
    "The address or the Host header of the request cannot be read. Send the base URL as Roster shows it, and percent-encode what follows.",
  );
  return new Response(JSON.stringify(error.toBody()), {
    status: error.status,
    headers: { "Content-Type": scimMediaType },
  });
}
