import { readHostSubdomain } from "@/lib/directory/host-organization";
import { readEnvironment } from "@/lib/env";
import { findCookieDomain } from "./session-cookies";

/** A sign-in at an OpenID Connect provider, as a page offers it. */
export type OidcOffer = {
  /** The provider's host, such as login.example.com. */
  readonly name: string;
  readonly href: string;
};

/**
 * What the sign-in page offers beside the password; undefined where nothing is set up.
 *
 * @param host the page's host: where its cookies do not reach Roster's own host, to which the provider sends the person
 *   back, the sign-in begins there
 * @param query what to hand on, such as where to go afterwards
 */
export function findOidcOffer(host: string | null, query: URLSearchParams): OidcOffer | undefined {
  const { oidc, rosterUrl } = readEnvironment();
  if (oidc === undefined) return undefined;
  const own = new URL(rosterUrl);
  const sharesCookies =
    findCookieDomain(rosterUrl) !== undefined && readHostSubdomain(host, own.hostname) !== undefined;
  const isElsewhere = host !== null && host !== own.host && !sharesCookies;
  return { name: new URL(oidc.issuer).host, href: `${isElsewhere ? rosterUrl : ""}/sign-in/oidc?${query}` };
}
