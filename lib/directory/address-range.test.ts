import { describe, expect, test } from "vitest";
import { containsAddress, findSubscriberNetwork, isPrivateAddress, parseAddressRange } from "./address-range";

describe("an address or a network is read", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["203.0.113.7/32", "203.0.113.7"],
    ["203.0.113.7/24", "203.0.113.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["2001:db8::1/128", "2001:db8::1"],
    ["2001:db8:1:2:3::/64", "2001:db8:1:2::/64"],
    ["::/0", "::/0"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7/120", "203.0.113.0/24"],
  ])("%s as %s", (text, expected) => {
    expect(parseAddressRange(text)?.text).toBe(expected);
  });

  test.each([
    "",
    "everybody",
    "203.0.113",
    "203.0.113.256",
    "010.0.0.1",
    "0x7f000001",
    "2130706433",
    "203.0.113.0/33",
    "203.0.113.0/",
    "203.0.113.0/-1",
    "203.0.113.0/24/24",
    "203.0.113.0/255.255.255.0",
    "203.0.113.1-203.0.113.9",
    "2001:db8::/129",
    "fe80::1%eth0",
    "::ffff:203.0.113.7/64",
    "[2001:db8::1]",
  ])("and %o is refused", (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  });
});

test.each([
  ["203.0.113.0/24", "203.0.113.255", true],
  ["203.0.113.0/24", "203.0.114.0", false],
  ["203.0.113.7", "203.0.113.7", true],
  ["203.0.113.7", "203.0.113.8", false],
  ["203.0.113.0/24", "::ffff:203.0.113.9", true],
  ["::ffff:203.0.113.0/120", "203.0.113.9", true],
  ["2001:db8::/32", "2001:db8:ffff::1", true],
  ["2001:db8::/32", "2001:db9::1", false],
  ["fe80::/10", "fe80::1%eth0", true],
  ["0.0.0.0/0", "2001:db8::1", false],
  ["::/0", "203.0.113.7", false],
  ["0.0.0.0/0", "no address", false],
])("%s contains %s: %s", (rangeText, address, expected) => {
  const range = parseAddressRange(rangeText);
  expect(range !== undefined && containsAddress(range, address)).toBe(expected);
});

test.each([
  ["127.0.0.1", true],
  ["10.1.2.3", true],
  ["100.64.0.1", true],
  ["::1", true],
  ["fd00::1", true],
  ["::ffff:192.168.0.1", true],
  ["203.0.113.7", false],
  ["20.1.2.3", false],
  ["2600::1", false],
])("%s is private: %s", (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
  ["no address", undefined],
])("the network of %s is %s", (address, expected) => {
  expect(findSubscriberNetwork(address)).toBe(expected);
});
