import { expect, it } from "vitest";
import { enterpriseUserSchemaUrn as enterprise } from "@/lib/scim/urns";
import { takeOwned } from "./owned-part";

const remote = {
  id: "1",
  schemas: ["x"],
  meta: { version: "1" },
  groups: [{ value: "g" }],
  members: [{ value: "m" }],
  USERNAME: "ada",
  title: "Dr",
  nickName: "A",
  emails: [{ value: "a", display: "Ada", $ref: "u", since: 1 }],
  roles: [{ value: "r", display: "R" }],
  [enterprise.toUpperCase()]: { Department: "R", costCenter: "1", manager: { value: "m", displayName: "Boss" } },
};

it("takes what any owner has, under the owner's names, without what the target makes or works out", () => {
  const desired = {
    id: "x",
    schemas: [],
    members: [],
    groups: [],
    meta: {},
    userName: "Ada",
    emails: [{ value: "b" }],
    photos: [],
  };
  const sent = {
    userName: "Ada",
    roles: [{ value: "r", Display: "S" }],
    [enterprise]: { department: "S", manager: { value: "n" } },
  };
  expect(takeOwned(remote, [desired, sent])).toEqual({
    userName: "ada",
    emails: [{ value: "a" }],
    roles: [{ value: "r", display: "R" }],
    [enterprise]: { department: "R", manager: { value: "m" } },
  });
});

it("owns nothing without owners, and no password", () => {
  expect(takeOwned(remote, [])).toEqual({});
  expect(takeOwned({ password: "***" }, [{ password: "secret" }])).toEqual({});
});

it("takes the sub-attributes that an owner has in any element, whatever their names' case, and all where it has none", () => {
  const shown = {
    name: { givenName: "Ada", formatted: "Ada King" },
    emails: [
      { Value: "a", type: "work", verified: "now" },
      { value: "b", verified: "then" },
    ],
    roles: [{ value: "r", display: "R", $ref: "u", type: "t" }],
  };
  const owner = { name: { givenName: "A" }, emails: [{ value: "a" }, { value: "b", type: "home" }], roles: ["r"] };
  expect(takeOwned(shown, [owner])).toEqual({
    name: { givenName: "Ada" },
    emails: [{ Value: "a", type: "work" }, { value: "b" }],
    roles: [{ value: "r", type: "t" }],
  });
});
