import { expect, test } from "vitest";
import { splitAddresses, testAddress } from "./test-address";

test.each([
  ["20.1.2.3", [], true, "The list is empty: every address passes."],
  ["20.1.2.3", ["20.0.0.0/8"], true, "20.1.2.3 passes, because of 20.0.0.0/8."],
  ["::ffff:20.1.2.3", ["20.1.2.3"], true, "20.1.2.3 passes, because of 20.1.2.3."],
  ["21.1.2.3", ["20.0.0.0/8", "2001:db8::/32"], false, "21.1.2.3 is in none of the 2 entries: it gets a 403."],
])("%s on %j", (address, allowed, isAllowed, reason) => {
  expect(testAddress(address, allowed)).toEqual({ ok: true, value: { isAllowed, reason } });
});

test.each([
  ["okta.com", [], "address"],
  ["20.0.0.0/8", [], "address"],
  ["20.1.2.3", ["20.1.2"], "allowedAddresses"],
])("%s on %j is refused", (address, allowed, field) => {
  expect(testAddress(address, allowed)).toMatchObject({ ok: false, field });
});

test("a text area may separate addresses in any way", () => {
  expect(splitAddresses(" 20.1.2.3,\n2001:db8::/32; 10.0.0.0/8 \n")).toEqual([
    "20.1.2.3",
    "2001:db8::/32",
    "10.0.0.0/8",
  ]);
});
