import { isIP } from "node:net";
import type { CookieOption, CookiesOptions } from "next-auth";

/** How long a session lasts from signing in. */
export const sessionSeconds = 14 * 24 * 60 * 60;

/** The cookie in which the organization that was chosen last is remembered, by its id. */
export const organizationCookie = "roster.organization";

/**
 * The domain of the cookies, so that who signs in at ROSTER_URL is signed in on the organizations' subdomains too. Undefined
 * where browsers allow none, so that each host has a session of its own: names without a dot, .localhost, and IP addresses.
 */
export function findCookieDomain(rosterUrl: string): string | undefined {
  const { hostname } = new URL(rosterUrl);
  const isShareable = hostname.includes(".") && !hostname.endsWith(".localhost") && isIP(hostname) === 0;
  return isShareable ? hostname : undefined;
}

/** The cookies of next-auth: the session's, and those of a sign-in that is under way. */
export function createCookies(rosterUrl: string) {
  const isSecure = rosterUrl.startsWith("https:");
  const prefix = isSecure ? "__Secure-" : "";
  const own = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } as const;
  const domain = findCookieDomain(rosterUrl);
  const shared = domain === undefined ? own : { ...own, domain };
  const shortLived = { ...shared, maxAge: 15 * 60 };
  return {
    sessionToken: { name: `${prefix}roster.session`, options: shared },
    callbackUrl: { name: `${prefix}roster.callback`, options: shared },
    csrfToken: { name: `${isSecure ? "__Host-" : ""}roster.csrf`, options: own },
    pkceCodeVerifier: { name: `${prefix}roster.pkce`, options: shortLived },
    state: { name: `${prefix}roster.state`, options: shortLived },
    nonce: { name: `${prefix}roster.nonce`, options: shortLived },
  } satisfies Partial<Record<keyof CookiesOptions, CookieOption>>;
}
