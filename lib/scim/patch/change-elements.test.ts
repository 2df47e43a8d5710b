import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../json";
import { createResourceTypes } from "../schema/resource-types";
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

describe("applyPatch, multi-valued attributes", () => {
  it.each<Case>([
    [
      "X-06 add appends an array",
      [{ op: "add", path: "emails", value: [{ value: "n@x.example" }] }],
      { emails: [work, home, { value: "n@x.example" }] },
    ],
    [
      "X-06 add appends one object",
      [{ op: "add", path: "emails", value: { value: "n@x.example" } }],
      { emails: [work, home, { value: "n@x.example" }] },
    ],
    [
      "X-06 add to what is unassigned",
      [{ op: "add", path: "ims", value: [{ value: "i" }] }],
      { ims: [{ value: "i" }] },
    ],
    ["X-06 an equal element is not added again", [{ op: "add", path: "emails", value: [work, home] }], {}],
    [
      "X-06 an element equal but for case is not added again",
      [{ op: "add", path: "emails", value: [{ value: "H@X.example", type: "HOME" }] }],
      { emails: [work, { value: "H@X.example", type: "HOME" }] },
    ],
    [
      "X-06 an element without a type is the one of that value",
      [{ op: "add", path: "emails", value: [{ value: "h@x.example", display: "H" }] }],
      { emails: [work, { ...home, display: "H" }] },
    ],
    [
      "X-06 another type is another element",
      [{ op: "add", path: "emails", value: [{ ...home, type: "other" }] }],
      { emails: [work, home, { ...home, type: "other" }] },
    ],
    [
      "X-06 twice in one value",
      [{ op: "add", path: "ims", value: [{ value: "i" }, { value: "i" }] }],
      { ims: [{ value: "i" }] },
    ],
    [
      "X-06 elements without a value are compared as a whole",
      [
        { op: "add", path: "addresses", value: [{ locality: "Bath", region: "S" }] },
        { op: "add", path: "addresses", value: [{ region: "S", locality: "Bath" }, { locality: "Bath" }] },
      ],
      { addresses: [{ locality: "Bath", region: "S" }, { locality: "Bath" }] },
    ],
    ["X-14 add of null adds nothing", [{ op: "add", path: "emails", value: null }], {}],
    ["P-09 add of nulls adds nothing", [{ op: "add", path: "emails", value: [null, { value: null }] }], {}],
    [
      "X-07 replace replaces all",
      [{ op: "replace", path: "emails", value: [{ value: "n@x.example", $ref: null }] }],
      { emails: [{ value: "n@x.example" }] },
    ],
    [
      "X-07 replace by one object",
      [{ op: "replace", path: "emails", value: { value: "n@x.example" } }],
      { emails: [{ value: "n@x.example" }] },
    ],
    ["X-07 replace by [] clears", [{ op: "replace", path: "emails", value: [] }], { emails: undefined }],
    ["X-14 replace by null clears", [{ op: "replace", path: "emails", value: null }], { emails: undefined }],
    ["X-09 remove all", [{ op: "remove", path: "emails" }], { emails: undefined }],
    ["X-10 remove with null removes all", [{ op: "remove", path: "emails", value: null }], { emails: undefined }],
    [
      "X-10 remove with a list removes only these",
      [{ op: "remove", path: "emails", value: [{ value: "h@x.example", $ref: null }] }],
      { emails: [work] },
    ],
    [
      "X-10 remove with an object",
      [{ op: "remove", path: "emails", value: { value: "H@X.EXAMPLE" } }],
      { emails: [work] },
    ],
    ["X-10 remove with a text", [{ op: "remove", path: "emails", value: "h@x.example" }], { emails: [work] }],
    [
      "X-10 remove with texts",
      [{ op: "remove", path: "emails", value: ["h@x.example", "w@x.example"] }],
      { emails: undefined },
    ],
    [
      "X-10 remove with another type removes nothing",
      [{ op: "remove", path: "emails", value: [{ ...home, type: "work" }] }],
      {},
    ],
    ["X-10 remove with [] removes nothing", [{ op: "remove", path: "emails", value: [] }], {}],
    ["X-10 remove of what is not there", [{ op: "remove", path: "emails", value: [{ value: "x" }] }], {}],
    [
      "a sub-attribute of all elements",
      [{ op: "replace", path: "emails.display", value: "D" }],
      {
        emails: [
          { ...work, display: "D" },
          { ...home, display: "D" },
        ],
      },
    ],
    [
      "a sub-attribute of no element makes one",
      [{ op: "add", path: "ims.value", value: "i" }],
      { ims: [{ value: "i" }] },
    ],
    [
      "the removal of a sub-attribute of all elements",
      [{ op: "remove", path: "emails.type" }],
      { emails: [{ value: "w@x.example", primary: true }, { value: "h@x.example" }] },
    ],
  ])("%s", (_, operations, changes) => {
    expectChange(operations, changes);
  });
});

describe("applyPatch, value filters", () => {
  it.each<Case>([
    [
      "X-08 replace a sub-attribute of the match",
      [{ op: "replace", path: 'emails[type eq "work"].value', value: "n@x.example" }],
      { emails: [{ ...work, value: "n@x.example" }, home] },
    ],
    [
      "X-08 add does the same",
      [{ op: "add", path: 'emails[type eq "work"].value', value: "n@x.example" }],
      { emails: [{ ...work, value: "n@x.example" }, home] },
    ],
    [
      "X-08 of all matches",
      [{ op: "replace", path: 'emails[value co "@x.example"].display', value: "D" }],
      {
        emails: [
          { ...work, display: "D" },
          { ...home, display: "D" },
        ],
      },
    ],
    [
      "X-08 an element is merged",
      [{ op: "replace", path: 'emails[type eq "home"]', value: { value: "n@x.example" } }],
      { emails: [work, { type: "home", value: "n@x.example" }] },
    ],
    [
      "X-08 an element in an array of one",
      [{ op: "add", path: 'emails[type eq "home"]', value: [{ display: "D" }] }],
      { emails: [work, { ...home, display: "D" }] },
    ],
    [
      "X-08 no match makes the element",
      [{ op: "add", path: 'phoneNumbers[type eq "mobile"].value', value: "1" }],
      { phoneNumbers: [{ type: "mobile", value: "1" }] },
    ],
    [
      "X-08 replace makes it too",
      [{ op: "replace", path: 'phoneNumbers[type eq "Mobile"].value', value: "1" }],
      { phoneNumbers: [{ type: "Mobile", value: "1" }] },
    ],
    [
      "X-08 beside the others",
      [{ op: "add", path: 'emails[type eq "other"].value', value: "o@x.example" }],
      { emails: [work, home, { type: "other", value: "o@x.example" }] },
    ],
    [
      "X-08 a whole element",
      [{ op: "add", path: 'emails[type eq "other"]', value: { value: "o@x.example" } }],
      { emails: [work, home, { type: "other", value: "o@x.example" }] },
    ],
    [
      "X-08 from several eq terms",
      [{ op: "add", path: 'emails[type eq "other" and display eq "O"].value', value: "o@x.example" }],
      { emails: [work, home, { type: "other", display: "O", value: "o@x.example" }] },
    ],
    [
      "X-08 a capital sub-attribute",
      [{ op: "add", path: 'addresses[type eq "other"].Formatted', value: "Desk 4F-12" }],
      { addresses: [{ type: "other", formatted: "Desk 4F-12" }] },
    ],
    [
      'X-08 primary eq "True", three operations, one element',
      [
        { op: "add", path: 'roles[primary eq "True"].display', value: "Editor" },
        { op: "add", path: 'roles[primary eq "True"].value', value: "editor" },
        { op: "add", path: 'roles[primary eq "True"].type', value: "T" },
      ],
      { roles: [{ primary: true, display: "Editor", value: "editor", type: "T" }] },
    ],
    ["X-09 remove the match", [{ op: "remove", path: 'emails[type eq "home"]' }], { emails: [work] }],
    ["X-09 remove all matches", [{ op: "remove", path: 'emails[value ew "x.example"]' }], { emails: undefined }],
    ["X-09 no match", [{ op: "remove", path: 'emails[type eq "other"]' }], {}],
    [
      "X-09 remove a sub-attribute of the match",
      [{ op: "remove", path: 'emails[type eq "work"].primary' }],
      { emails: [{ type: "work", value: "w@x.example" }, home] },
    ],
    [
      "X-09 an element that holds nothing more goes",
      [{ op: "remove", path: 'emails[type eq "work"].value' }],
      { emails: [home] },
    ],
    [
      "X-10, bug 35 the value of such a removal is passed over",
      [{ op: "remove", path: 'emails[type eq "home"].value', value: "n@x.example" }],
      { emails: [work] },
    ],
    [
      "X-14 null removes the sub-attribute",
      [{ op: "replace", path: 'emails[type eq "work"].primary', value: null }],
      { emails: [{ type: "work", value: "w@x.example" }, home] },
    ],
    ["X-14 null makes no element", [{ op: "replace", path: 'ims[type eq "aim"].value', value: null }], {}],
    [
      "X-22 several removals",
      [
        { op: "remove", path: 'emails[value eq "w@x.example"]' },
        { op: "remove", path: 'emails[value eq "h@x.example"]' },
      ],
      { emails: undefined },
    ],
  ])("%s", (_, operations, changes) => {
    expectChange(operations, changes);
  });
});
