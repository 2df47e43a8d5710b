import type { Walkthrough } from "./walkthrough";

/**
 * Whether the identity provider can reach Roster at all, told before anything is tried; undefined when nothing speaks
 * against it.
 *
 * @param rosterUrl ROSTER_URL
 * @param isPrivateAddress whether an address belongs to a private network
 */
export function describeReach(
  { product, runsIn }: Pick<Walkthrough, "product" | "runsIn">,
  rosterUrl: string,
  isPrivateAddress: (address: string) => boolean,
): string | undefined {
  const { protocol, hostname } = new URL(rosterUrl);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const fix = "Whoever runs Roster sets ROSTER_URL to the public https address and starts it again.";
  if (isLocalName(host) || isPrivateAddress(host)) {
    return runsIn === "cloud"
      ? `${product} calls from the internet and cannot reach ${rosterUrl}. ${fix} Until then the simulator shows every step.`
      : `Roster's address is ${rosterUrl}. From another machine, or from a container, that leads somewhere else: ROSTER_URL has to be an address that reaches Roster from there.`;
  }
  if (protocol === "http:") {
    return runsIn === "cloud"
      ? `Roster's address begins with http, and ${product} sends tokens by https alone. ${fix}`
      : `Roster's address begins with http: the token travels readable for whoever listens on the way. ${fix}`;
  }
  return undefined;
}

/** Names that lead to the machine itself or only around a house. */
function isLocalName(host: string): boolean {
  return (
    host === "localhost" || /\.(?:localhost|local|internal|home|lan|test|example)$/.test(host) || !/[.:]/.test(host)
  );
}
