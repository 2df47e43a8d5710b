import type { Leniency } from "@/lib/directory/compatibility/leniency";

const withBody: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/**
 * What is tolerated of a request before its body is looked at:
 *
 * - `tokenInWwwAuthenticate`: the access token is in that header, where some set-up texts put it.
 * - `contentTypeMissing`: a body without a media type is read as SCIM; Okta leaves it out at times (checklist T-03).
 */
export function listTransportLeniencies({ method, headers }: Pick<Request, "method" | "headers">): Leniency[] {
  const leniencies: Leniency[] = [];
  if (isBlank(headers.get("authorization")) && !isBlank(headers.get("www-authenticate"))) {
    const detail = "read the access token from the header WWW-Authenticate, since there is no Authorization";
    leniencies.push({ name: "tokenInWwwAuthenticate", detail });
  }
  if (withBody.has(method) && isBlank(headers.get("content-type"))) {
    const detail = "read the body as application/scim+json, since there is no Content-Type";
    leniencies.push({ name: "contentTypeMissing", detail });
  }
  return leniencies;
}

function isBlank(value: string | null): boolean {
  return value === null || value.trim() === "";
}
