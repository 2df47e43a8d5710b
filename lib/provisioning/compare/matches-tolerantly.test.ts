import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn as enterprise } from "@/lib/scim/urns";
import { findMismatches } from "./matches-tolerantly";

describe("findMismatches lets pass", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["the case of what is not caseExact", { userName: "Ada" }, { username: "ada" }],
    ["the order of elements", { roles: [{ value: "a" }, { value: "b" }] }, { roles: [{ value: "b" }, { value: "a" }] }],
    [
      "attributes and sub-attributes that were added",
      { name: { givenName: "A" } },
      { title: "x", name: { givenName: "A", formatted: "A" } },
    ],
    [
      "sub-attributes added to elements",
      { emails: [{ value: "a" }] },
      { emails: [{ value: "a", type: "work", primary: true }] },
    ],
    [
      "an empty value for none",
      { title: "", roles: [], name: { givenName: "" }, locale: null },
      { locale: "", name: null },
    ],
    ["an element of empty values that was kept", { roles: [{ display: "" }] }, { roles: [{ display: "", since: 1 }] }],
    ["an empty element", { roles: [{ value: "a" }, {}] }, { roles: [{ value: "a" }] }],
    ["the same instant", { hired: "2026-01-01T00:00:00Z" }, { hired: "2026-01-01T01:00:00.000+01:00" }],
    ["numbers and booleans as text", { size: 1, active: true, level: "2" }, { size: "1.0", active: "True", level: 2 }],
    ["primary false for none", { emails: [{ value: "a", primary: false }] }, { emails: [{ value: "a" }] }],
    [
      "a simple value for an element",
      { roles: ["a"], tags: [{ value: "b" }] },
      { roles: [{ value: "A" }], tags: ["b"] },
    ],
    [
      "what is never shown, or only the target's",
      { password: "x", id: "1", meta: {}, [enterprise]: { manager: { displayName: "B" } } },
      {},
    ],
    [
      "names and URNs in another case",
      { [enterprise]: { department: "R" } },
      { [enterprise.toUpperCase()]: { Department: "r" } },
    ],
    [
      "elements of which one matches several",
      { emails: [{ value: "a" }, { value: "a", type: "work" }] },
      {
        emails: [
          { value: "A", type: "WORK" },
          { value: "A", since: 1 },
        ],
      },
    ],
    [
      "elements of which one matches several, the other way round",
      { emails: [{ value: "a" }, { value: "a", type: "work" }] },
      {
        emails: [
          { value: "A", since: 1 },
          { value: "A", type: "WORK" },
        ],
      },
    ],
  ])("%s", (_, sent, remote) => {
    expect(findMismatches(sent, remote)).toEqual([]);
  });
});

describe("findMismatches reports", () => {
  it.each<[string, string, JsonValue, JsonValue | undefined]>([
    ["another value", "title", "Dr", "Prof"],
    ["no value", "title", "Dr", undefined],
    ["a value that was emptied", "title", "", "Prof"],
    ["the case of what is caseExact", "externalId", "A", "a"],
    ["the case of a certificate", "x509Certificates", [{ value: "AAaa" }], [{ value: "aaAA" }]],
    ["another instant", "hired", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"],
    ["another number", "size", 1, "2"],
    ["a text for a number", "size", 0, " "],
    ["another truth", "active", true, "false"],
    ["an element too few", "roles", [{ value: "a" }, { value: "b" }], [{ value: "a" }]],
    ["an element too many", "roles", [{ value: "a" }], [{ value: "a" }, { value: "b" }]],
    ["an element twice", "roles", [{ value: "a" }, { value: "b" }], [{ value: "a" }, { value: "a" }]],
    ["a sub-attribute of an element", "emails", [{ value: "a", type: "work" }], [{ value: "a", type: "home" }]],
    ["primary elsewhere", "emails", [{ value: "a", primary: true }], [{ value: "a" }]],
    ["a list for a value", "title", "Dr", ["Dr"]],
  ])("%s", (_, name, sent, received) => {
    const remote = received === undefined ? {} : { [name]: received };
    expect(findMismatches({ [name]: sent }, remote)).toEqual([
      { path: name, sent, ...(received === undefined ? {} : { received }) },
    ]);
  });

  it("sub-attributes and attributes of extensions by their own paths", () => {
    const sent = {
      name: { givenName: "A", familyName: "B" },
      [enterprise]: { department: "R", manager: { value: "1" } },
    };
    const remote = { name: { givenName: "A", familyName: "C" }, [enterprise]: { manager: { value: "2" } } };
    expect(findMismatches(sent, remote)).toEqual([
      { path: "name.familyName", sent: "B", received: "C" },
      { path: `${enterprise}:department`, sent: "R" },
      { path: `${enterprise}:manager.value`, sent: "1", received: "2" },
    ]);
  });
});
