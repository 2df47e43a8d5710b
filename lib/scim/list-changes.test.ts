import { expect, it } from "vitest";
import { listChanges } from "./list-changes";
import { enterpriseUserSchemaUrn as enterprise } from "./urns";

it("lists attributes, sub-attributes and elements that differ, with what they were and are", () => {
  const home = { type: "home", value: "h" };
  const base = {
    userName: "ada",
    name: { givenName: "Ada" },
    emails: [{ type: "work", value: "a" }, home],
    roles: [{ value: "x" }],
    members: [{ value: "m" }],
  };
  const desired = {
    username: "Ada",
    name: { givenName: "Ada", familyName: "King" },
    emails: [
      { type: "work", value: "b" },
      { type: "other", value: "o" },
    ],
    roles: [{ value: "y" }],
    [enterprise]: { department: "R" },
  };
  expect(listChanges(base, desired)).toEqual([
    { path: "userName", from: "ada", to: "Ada" },
    { path: "name.familyName", to: "King" },
    { path: 'emails[type eq "home"]', from: home },
    { path: 'emails[type eq "work"].value', from: "a", to: "b" },
    { path: 'emails[type eq "other"]', to: { type: "other", value: "o" } },
    { path: "roles", from: [{ value: "x" }], to: [{ value: "y" }] },
    { path: `${enterprise}:department`, to: "R" },
  ]);
  expect(listChanges(base, base)).toEqual([]);
});
