import { expect, test } from "vitest";
import { isAllowedAddress } from "./allowed-address";

test.each<[readonly string[], string | undefined, boolean]>([
  [[], "203.0.113.7", true],
  [[], undefined, true],
  [["203.0.113.0/24"], undefined, false],
  [["203.0.113.0/24"], "203.0.113.7", true],
  [["203.0.113.0/24"], "::ffff:203.0.113.7", true],
  [["203.0.113.0/24"], "198.51.100.1", false],
  [["198.51.100.1", "2001:db8::/32"], "2001:db8::5", true],
  [["198.51.100.1", "2001:db8::/32"], "198.51.100.1", true],
  [["198.51.100.1", "2001:db8::/32"], "198.51.100.2", false],
  // What cannot be read allows nobody, and never everybody.
  [["nonsense"], "198.51.100.2", false],
])("%j allows %s: %s", (allowed, address, expected) => {
  expect(isAllowedAddress(allowed, address)).toBe(expected);
  expect(isAllowedAddress(allowed, address)).toBe(expected);
});
