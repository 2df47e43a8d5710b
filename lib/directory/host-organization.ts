/**
 * The subdomain that a Host header names below Roster's own host, such as "acme" for acme.roster.example; undefined for
 * Roster's own host and for any other. Ports do not matter.
 *
 * @param host the Host header
 * @param rosterHostname the host name of ROSTER_URL, without a port
 */
export function readHostSubdomain(host: string | null, rosterHostname: string): string | undefined {
  if (host === null) return undefined;
  const name = host.trim().toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");
  const suffix = `.${rosterHostname.toLowerCase()}`;
  return name.endsWith(suffix) && name.length > suffix.length ? name.slice(0, -suffix.length) : undefined;
}
