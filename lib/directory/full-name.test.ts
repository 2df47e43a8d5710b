import { describe, expect, test } from "vitest";
import { createFullName } from "./full-name";

const name = { formatted: "Dr. Ada Lovelace", givenName: "Ada", familyName: "Lovelace" };

describe("the full name", () => {
  test.each([
    { user: { name }, included: true, expected: "Dr. Ada Lovelace" },
    { user: { name }, included: false, expected: "Ada Lovelace" },
    { user: { name: { givenName: "Ada" } }, included: false, expected: "Ada" },
    { user: { name: { givenName: "Ada", familyName: "Lovelace" } }, included: true, expected: "Ada Lovelace" },
    { user: { name: { formatted: "Dr. Ada Lovelace" } }, included: false, expected: "Dr. Ada Lovelace" },
    { user: { displayName: "Ada L." }, included: true, expected: "Ada L." },
    { user: { name: { honorificPrefix: "Dr." }, displayName: "Ada L." }, included: false, expected: "Ada L." },
    { user: {}, included: true, expected: "ada@acme.example" },
    { user: { name: { formatted: "  " }, displayName: " " }, included: true, expected: "ada@acme.example" },
  ])("$user with nameFormattedIncluded $included is $expected", ({ user, included, expected }) => {
    expect(createFullName(user, "ada@acme.example", included)).toBe(expected);
  });
});
