import { containsAddress, parseAddressRange } from "@/lib/directory/address-range";
import { readAllowedAddresses } from "./access-fields";
import { accept, type Result, refuse } from "./result";

/** Whether an address would be let in, and why. */
export type AddressVerdict = { readonly isAllowed: boolean; readonly reason: string };

/**
 * Tries an address on a list of allowed ones, which need not be saved yet.
 *
 * @param allowed addresses and networks; empty: all
 */
export function testAddress(text: string, allowed: readonly string[]): Result<AddressVerdict> {
  const address = parseAddressRange(text);
  if (address === undefined || address.text.includes("/")) {
    return refuse(`"${text}" is not an address. Write one as 203.0.113.7 or 2001:db8::1.`, "address");
  }
  const ranges = readAllowedAddresses(allowed);
  if (!ranges.ok) return ranges;
  if (ranges.value.length === 0) {
    return accept({ isAllowed: true, reason: "The list is empty: every address passes." });
  }
  const match = ranges.value.find((range) => {
    const parsed = parseAddressRange(range);
    return parsed !== undefined && containsAddress(parsed, address.text);
  });
  return accept(
    match === undefined
      ? { isAllowed: false, reason: `${address.text} is in none of the ${ranges.value.length} entries: it gets a 403.` }
      : { isAllowed: true, reason: `${address.text} passes, because of ${match}.` },
  );
}

/** Reads a text area of addresses: one a line, or with commas or spaces between them. */
export function splitAddresses(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== "");
}
