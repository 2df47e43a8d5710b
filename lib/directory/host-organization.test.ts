import { expect, test } from "vitest";
import { readHostSubdomain } from "./host-organization";

test.each<[string | null, string, string | undefined]>([
  ["acme.roster.example", "roster.example", "acme"],
  ["ACME.Roster.Example:8443", "roster.example", "acme"],
  ["acme.roster.example.", "roster.example", "acme"],
  ["roster.example", "roster.example", undefined],
  ["roster.example:443", "roster.example", undefined],
  ["other.example", "roster.example", undefined],
  ["notroster.example", "roster.example", undefined],
  ["acme.localhost:3000", "localhost", "acme"],
  ["localhost:3000", "localhost", undefined],
  ["a.b.localhost", "localhost", "a.b"],
  ["127.0.0.1:3000", "localhost", undefined],
  ["", "localhost", undefined],
  [null, "localhost", undefined],
])("A-05 Host %s below %s names %s", (host, hostname, expected) => {
  expect(readHostSubdomain(host, hostname)).toBe(expected);
});
