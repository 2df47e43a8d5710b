import { describe, expect, test } from "vitest";
import type { Capabilities } from "./capabilities";
import { listDefaultMappings } from "./mapping/default-mappings";
import { createPayloadBasis, createSentFor } from "./payload-basis";
import type { LoadedTarget } from "./sync-store";

const now = new Date("2026-11-28T12:00:00Z");

function createTarget(changes: object = {}): LoadedTarget {
  const target = {
    name: "wiki",
    options: { includeGuests: true },
    scope: { groupIds: [], roles: [] },
    organization: { id: "1", subdomain: "acme", name: "Acme", allowedEmailDomains: [], allowEmailSubdomains: false },
    customAttributes: [],
    mappings: [map(`{"userName": user.userName, "title": user["title"]}`)],
  };
  return { ...target, ...changes } as unknown as LoadedTarget;
}

function map(expression: string, resourceType = "User") {
  return { id: "1", resourceType, name: "10 Core", expression };
}

function createBasis(changes?: object, capabilities: object = { users: { value: true } }, at = now) {
  return createPayloadBasis(createTarget(changes), capabilities as unknown as Capabilities, at);
}

describe("the basis of payloads", () => {
  test("stays as long as nothing changes that decides what a person's payload is", () => {
    expect(createBasis()).toBe(createBasis());
    expect(createBasis({ strain: 3 })).toBe(createBasis());
    expect(createBasis({ mappings: [...createTarget().mappings, map("{}", "Group")] })).toBe(createBasis());
  });

  test.each([
    ["a mapping", { mappings: [map(`{"userName": user.id}`)] }],
    ["an option", { options: { includeGuests: false } }],
    ["the scope", { scope: { groupIds: [], roles: ["member"] } }],
    ["the scoping filter", { scope: { groupIds: [], roles: [], filter: "active eq true" } }],
    ["the organization", { organization: { ...createTarget().organization, name: "Acme Ltd" } }],
    ["a custom attribute", { customAttributes: [{ name: "badge" }] }],
    ["the name of the target", { name: "other" }],
  ])("changes with %s", (_, changes) => {
    expect(createBasis(changes)).not.toBe(createBasis());
  });

  test("changes with what the target can take, and with the day", () => {
    expect(createBasis({}, { users: { value: false } })).not.toBe(createBasis());
    expect(createBasis({}, { users: { value: true }, unsupported: [{ path: "title" }] })).not.toBe(createBasis());
    expect(createBasis({}, { users: { value: true } }, new Date("2026-11-29T00:00:00Z"))).not.toBe(createBasis());
  });

  test("is known with the mappings that a target begins with", () => {
    const mappings = listDefaultMappings("generic").map((mapping, index) => ({ ...mapping, id: String(index) }));
    expect(createBasis({ mappings })).toBeDefined();
  });

  test.each([
    ["a scope of groups", { scope: { groupIds: ["1"], roles: [] } }],
    ["a mapping of groups", { mappings: [map(`{"title": join(user.groups.map(g, g.display), ", ")}`)] }],
    ["groups by their name in brackets", { mappings: [map(`{"title": user["groups"][0].display}`)] }],
    ["an attribute by a computed name", { mappings: [map(`{"title": user["gro" + "ups"][0].display}`)] }],
    ["a person as a whole", { mappings: [map(`{"title": string(size(user))}`)] }],
    ["a person between quotes that are escaped", { mappings: [map(`{"title": "\\"" + string(user) + "\\""}`)] }],
    ["the name of the manager", { mappings: [map(`{"title": user["urn:x:User"].manager.displayName}`)] }],
    ["a scoping filter on groups", { scope: { groupIds: [], roles: [], filter: 'groups.display eq "A"' } }],
  ])("is not known with %s, which changes without the person's version", (_, changes) => {
    expect(createBasis(changes)).toBeUndefined();
  });
});

test("what a link is marked with names the person's version", () => {
  const user = { version: 7 } as never;
  expect(createSentFor("basis", { user })).toBe("basis:7");
  expect(createSentFor(undefined, { user })).toBeUndefined();
  expect(createSentFor("basis", {})).toBeUndefined();
});
