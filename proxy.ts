import { type NextRequest, NextResponse } from "next/server";
import { readEnvironment } from "@/lib/env";

/** Everything but SCIM, the tokens for it, the API and the built files, which are no pages. */
export const config = { matcher: ["/((?!scim(?:/|$)|oauth/|\\.well-known/|api/|_next/static|_next/image).*)"] };

/**
 * Gives every page a content security policy with a nonce of its own: only our scripts run, nothing is loaded from
 * elsewhere and nobody may frame us.
 */
export function proxy(request: NextRequest): NextResponse {
  const policy = createContentSecurityPolicy(crypto.randomUUID().replaceAll("-", ""));
  const headers = new Headers(request.headers);
  // Next.js reads the nonce from the request and puts it on the scripts it writes.
  headers.set("content-security-policy", policy);
  // Pages do not know their own address, and who signs in wants to come back to it.
  headers.set("x-roster-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

function createContentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    // `next dev` evaluates code and writes styles into the page.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${listOwnHosts()}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Our own host and the organizations': a form that opens another organization leads to its host. */
function listOwnHosts(): string {
  const { protocol, host, hostname } = new URL(readEnvironment().rosterUrl);
  const isName = !/^[\d.]+$|^\[/.test(hostname);
  return ` ${protocol}//${host}${isName ? ` ${protocol}//*.${host}` : ""}`;
}
