import { type AddressRange, containsAddress, parseAddressRange } from "@/lib/directory/address-range";

/** A list belongs to a SCIM client that is kept for some seconds: it is read once in that time. */
const parsedLists = new WeakMap<readonly string[], readonly AddressRange[]>();

/**
 * Whether a SCIM client may be called from an address.
 *
 * @param allowed addresses and networks (CIDR); empty: all
 * @param remoteAddress undefined where the mount does not know it: that is no allowed one
 */
export function isAllowedAddress(allowed: readonly string[], remoteAddress: string | undefined): boolean {
  if (allowed.length === 0) return true;
  if (remoteAddress === undefined) return false;
  let ranges = parsedLists.get(allowed);
  if (ranges === undefined) {
    ranges = allowed.flatMap((text) => parseAddressRange(text) ?? []);
    parsedLists.set(allowed, ranges);
  }
  return ranges.some((range) => containsAddress(range, remoteAddress));
}
