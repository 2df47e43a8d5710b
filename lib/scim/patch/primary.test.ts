import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../json";
import { createResourceTypes } from "../schema/resource-types";
import { catchScimError } from "../testing/catch-scim-error";
import { patchResource } from "../testing/patch-resource";
import { enterpriseUserSchemaUrn as enterprise } from "../urns";

const { user } = createResourceTypes({ role: true, keepsUnknown: false });
const work = { type: "work", value: "w@x.example", primary: true };
const home = { type: "home", value: "h@x.example" };
const ada: JsonObject = {
  id: "1",
  userName: "ada",
  active: true,
  name: { givenName: "Ada", familyName: "Lovelace" },
  emails: [work, home],
  [enterprise]: { department: "R&D", manager: { value: "m", $ref: "/Users/m", displayName: "Boss" } },
};

/** What becomes of Ada: the attributes named, undefined where they are gone. */
function expectChange(operations: JsonValue, changes: Record<string, JsonValue | undefined>): void {
  const expected = JSON.parse(JSON.stringify({ ...ada, ...changes }));
  expect(patchResource(user, ada, operations)).toEqual(expected);
}

type Case = [string, JsonValue, Record<string, JsonValue | undefined>];

describe("applyPatch, primary (X-13)", () => {
  const newPrimary = { value: "n@x.example", primary: true };
  it.each<Case>([
    [
      "a new one by add",
      [{ op: "add", path: "emails", value: [newPrimary] }],
      { emails: [{ ...work, primary: false }, home, newPrimary] },
    ],
    [
      "an old one by add",
      [{ op: "add", path: "emails", value: [{ ...home, primary: true }] }],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      "by filter",
      [{ op: "replace", path: 'emails[type eq "home"].primary', value: true }],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      "by filter, as an element",
      [{ op: "add", path: 'emails[type eq "home"]', value: { primary: true } }],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    ["the one that is", [{ op: "replace", path: 'emails[type eq "work"].primary', value: true }], {}],
    [
      "an element made by a filter",
      [
        { op: "remove", path: "emails[primary eq true].primary" },
        { op: "add", path: "emails[primary eq true].value", value: "n@x.example" },
      ],
      { emails: [{ type: "work", value: "w@x.example" }, home, newPrimary] },
    ],
    [
      "false changes no other",
      [{ op: "replace", path: 'emails[type eq "home"].primary', value: false }],
      { emails: [work, { ...home, primary: false }] },
    ],
  ])("%s", (_, operations, changes) => {
    expectChange(operations, changes);
  });

  it.each<[string, JsonValue]>([
    ["two in one value", { op: "add", path: "emails", value: [newPrimary, { value: "o", primary: true }] }],
    ["two by filter", { op: "replace", path: "emails[value pr].primary", value: true }],
  ])("%s is invalidValue", (_, operation) => {
    const noneYet = { ...ada, emails: [home, { ...home, value: "2" }] };
    expect(catchScimError(() => patchResource(user, noneYet, [operation])).kind).toBe("invalidValue");
  });
});
