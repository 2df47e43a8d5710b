import { expect, test } from "vitest";
import { readRemoteAddress } from "./remote-address";

test.each<[string | undefined, string | undefined, number, string | undefined]>([
  [undefined, "10.0.0.1", 0, "10.0.0.1"],
  ["1.1.1.1", "10.0.0.1", 0, "10.0.0.1"],
  ["1.1.1.1", "10.0.0.1", 1, "1.1.1.1"],
  // What the client wrote itself stands left of what our proxy appended.
  ["6.6.6.6, 1.1.1.1", "10.0.0.1", 1, "1.1.1.1"],
  ["6.6.6.6, 1.1.1.1, 10.0.0.2", "10.0.0.1", 2, "1.1.1.1"],
  ["1.1.1.1", "10.0.0.1", 5, "1.1.1.1"],
  [undefined, "10.0.0.1", 2, "10.0.0.1"],
  ["1.1.1.1:4711", undefined, 1, "1.1.1.1"],
  ["[2001:db8::1]:443", undefined, 1, "2001:db8::1"],
  [undefined, "::ffff:127.0.0.1", 0, "127.0.0.1"],
  ["<script>", "10.0.0.1", 1, undefined],
  [undefined, undefined, 0, undefined],
])("X-Forwarded-For %s from %s over %i proxies: %s", (forwarded, connection, hops, expected) => {
  const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  expect(readRemoteAddress(headers, connection, hops)).toBe(expected);
});
