import { isIpAddress } from "./address-range";

/**
 * The address of the client. Each proxy that is trusted appends to X-Forwarded-For the address it was called from; what
 * stands further left may be forged and is not believed.
 *
 * @param connectionAddress the other end of the connection, where the mount knows it
 * @param trustedProxyHops how many proxies of our own stand in front
 * @returns undefined when there is no address to be believed
 */
export function readRemoteAddress(
  headers: Headers,
  connectionAddress: string | undefined,
  trustedProxyHops: number,
): string | undefined {
  if (trustedProxyHops === 0) return normaliseAddress(connectionAddress ?? "");
  const forwarded = headers.get("x-forwarded-for");
  const hops = [...(forwarded === null ? [] : forwarded.split(",")), connectionAddress ?? ""];
  return normaliseAddress(hops[Math.max(0, hops.length - 1 - trustedProxyHops)] ?? "");
}

/** Those who call call often. */
const known = new Map<string, string | undefined>();
const maxKnown = 1_000;

function normaliseAddress(text: string): string | undefined {
  if (known.has(text)) return known.get(text);
  const address = readAddress(text);
  if (known.size >= maxKnown) known.clear();
  known.set(text, address);
  return address;
}

/** Drops a port, brackets and the IPv4-in-IPv6 prefix. */
function readAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const withoutPort = trimmed.replace(/^\[(.*)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  const address = withoutPort.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  return isIpAddress(address) ? address : undefined;
}
