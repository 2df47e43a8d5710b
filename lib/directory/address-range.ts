import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One address, or a network of them. */
export type AddressRange = {
  /** In its canonical form: "203.0.113.7", "203.0.113.0/24", "2001:db8::/32". */
  readonly text: string;
  readonly network: Address;
  readonly prefixLength: number;
};

/**
 * Reads an address or a network in CIDR notation. Bits behind the prefix count for nothing, and an IPv4 address in IPv6
 * notation is the IPv4 address.
 *
 * @returns undefined for anything else, also for spellings of IPv4 addresses that some programs read as octal or hexadecimal
 * @see RFC 4632 §3.1, RFC 4291 §2.3
 */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [addressText = "", prefixText, ...rest] = text.trim().split("/");
  const written = parsePlainAddress(addressText);
  if (written === undefined || rest.length > 0) return undefined;
  const writtenBits = bitsOf(written);
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  const writtenPrefix = prefixText === undefined ? writtenBits : Number(prefixText);

  const address = withoutMapping(written);
  const prefixLength = writtenPrefix - (writtenBits - bitsOf(address));
  if (writtenPrefix > writtenBits || prefixLength < 0) return undefined;
  const network = clearHostBits(address, prefixLength);
  const networkText = formatAddress(network);
  return {
    text: prefixLength === bitsOf(network) ? networkText : `${networkText}/${prefixLength}`,
    network,
    prefixLength,
  };
}

/** @param address as text; what is no address is in no range */
export function containsAddress(range: AddressRange, address: string): boolean {
  const parsed = parseAddress(address);
  return (
    parsed !== undefined && parsed.kind() === range.network.kind() && parsed.match([range.network, range.prefixLength])
  );
}

/** Where Azure answers its machines about themselves: public by its number, and yet inside one's own network. */
const azureHostAddress = "168.63.129.16";
/** All that has been given out of IPv6. Beside it lie forms of IPv4 addresses. @see RFC 4291 §2.5.5.1 */
const globalIpv6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/** Whether the address belongs to somebody on the internet, so that to connect to it reaches nothing of one's own. */
export function isPublicAddress(address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === undefined || parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(globalIpv6) : parsed.toString() !== azureHostAddress;
}

/** Whether the address belongs to a network that the internet does not route: a loopback, private or local one. */
export function isPrivateAddress(address: string): boolean {
  const range = parseAddress(address)?.range();
  return range !== undefined && ["loopback", "private", "uniqueLocal", "linkLocal", "carrierGradeNat"].includes(range);
}

/** Whether the text is an IP address of either kind. */
export function isIpAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}

/** One subscriber of IPv6 has a whole /64. @see RFC 6177 §2 */
const subscriberPrefixLength = 64;

/** What stands for whoever uses an address: the address, or of IPv6 its /64. Undefined for what is no address. */
export function findSubscriberNetwork(address: string): string | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  return formatAddress(parsed.kind() === "ipv4" ? parsed : clearHostBits(parsed, subscriberPrefixLength));
}

function parsePlainAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.parse(text);
  return text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text) ? ipaddr.parse(text) : undefined;
}

/** A connection may name the interface of a link-local address; a range never does. */
function parseAddress(text: string): Address | undefined {
  const address = parsePlainAddress(text.replace(/%.*$/, ""));
  return address === undefined ? undefined : withoutMapping(address);
}

function withoutMapping(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function bitsOf(address: Address): number {
  return address.kind() === "ipv4" ? 32 : 128;
}

function clearHostBits(address: Address, prefixLength: number): Address {
  const cidr = `${address.toString()}/${prefixLength}`;
  return address.kind() === "ipv4"
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
    : ipaddr.IPv6.networkAddressFromCIDR(cidr);
}

function formatAddress(address: Address): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}
