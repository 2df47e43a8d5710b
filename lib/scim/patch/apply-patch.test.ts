import { describe, expect, it } from "vitest";
import { everyTypeSchema } from "../filter/testing/every-type-schema";
import type { JsonObject, JsonValue } from "../json";
import { createResourceTypes } from "../schema/resource-types";
import { catchScimError } from "../testing/catch-scim-error";
import { patchResource } from "../testing/patch-resource";
import { enterpriseUserSchemaUrn as enterprise } from "../urns";
import { applyPatch } from "./apply-patch";
import { resolvePatchOperations } from "./resolve-operations";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const strict = createResourceTypes({ role: true, keepsUnknown: false, strict: true }).user;
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

describe("applyPatch, simple and complex attributes", () => {
  it.each<Case>([
    ["X-06 add sets", [{ op: "add", path: "title", value: "Dr" }], { title: "Dr" }],
    ["X-06 add replaces", [{ op: "add", path: "userName", value: "al" }], { userName: "al" }],
    ["X-06 add of the same value", [{ op: "add", path: "userName", value: "ada" }], {}],
    [
      "X-06 add merges a complex value",
      [{ op: "add", path: "name", value: { familyName: "King" } }],
      { name: { givenName: "Ada", familyName: "King" } },
    ],
    ["X-07 replace sets what is unassigned", [{ op: "replace", path: "title", value: "Dr" }], { title: "Dr" }],
    [
      "X-07 replace merges a complex value",
      [{ op: "replace", path: "name", value: { familyName: "King" } }],
      { name: { givenName: "Ada", familyName: "King" } },
    ],
    ["X-09 remove", [{ op: "remove", path: "name" }], { name: undefined }],
    ["X-09 remove a sub-attribute", [{ op: "remove", path: "name.givenName" }], { name: { familyName: "Lovelace" } }],
    [
      "X-09 remove the last sub-attribute",
      [
        { op: "remove", path: "name.givenName" },
        { op: "remove", path: "name.familyName" },
      ],
      { name: undefined },
    ],
    ["X-09 remove what is not there", [{ op: "remove", path: "title" }], {}],
    ["X-09 remove, value or not", [{ op: "remove", path: "name", value: "x" }], { name: undefined }],
    ["X-14 replace by null", [{ op: "replace", path: "name", value: null }], { name: undefined }],
    ["X-14 add of null", [{ op: "add", path: "active", value: null }], { active: undefined }],
    [
      "X-14 null in a complex value",
      [{ op: "replace", path: "name", value: { givenName: null } }],
      { name: { familyName: "Lovelace" } },
    ],
    [
      "X-14 null for a sub-attribute",
      [{ op: "replace", path: "name.givenName", value: null }],
      { name: { familyName: "Lovelace" } },
    ],
    [
      "X-02 in order, each on the outcome of the last",
      [
        { op: "add", path: "title", value: "a" },
        { op: "remove", path: "title" },
        { op: "add", path: "title", value: "b" },
      ],
      { title: "b" },
    ],
  ])("%s", (_, operations, changes) => {
    expectChange(operations, changes);
  });
});

describe("applyPatch, extensions", () => {
  it.each<Case>([
    [
      "X-04 a whole extension is merged",
      [{ op: "replace", path: enterprise, value: { division: "D" } }],
      {
        [enterprise]: {
          department: "R&D",
          manager: { value: "m", $ref: "/Users/m", displayName: "Boss" },
          division: "D",
        },
      },
    ],
    ["X-04 a whole extension is removed", [{ op: "remove", path: enterprise }], { [enterprise]: undefined }],
    [
      "X-20 the last attribute takes the extension along",
      [
        { op: "remove", path: `${enterprise}:department` },
        { op: "remove", path: "manager" },
      ],
      { [enterprise]: undefined },
    ],
    [
      "X-15 null removes the manager",
      [{ op: "replace", path: `${enterprise}:manager`, value: null }],
      { [enterprise]: { department: "R&D" } },
    ],
    [
      "X-15 so does null for its value",
      [{ op: "replace", path: `${enterprise}:manager.value`, value: null }],
      { [enterprise]: { department: "R&D" } },
    ],
    [
      "X-15 so does the removal of its value",
      [{ op: "remove", path: "manager.value" }],
      { [enterprise]: { department: "R&D" } },
    ],
    [
      "X-15 a new manager",
      [{ op: "replace", path: `${enterprise}:manager.value`, value: "n" }],
      { [enterprise]: { department: "R&D", manager: { value: "n", $ref: "/Users/m", displayName: "Boss" } } },
    ],
    [
      "X-11 the manager's displayName in a value is passed over",
      [{ op: "add", path: "manager", value: { displayName: "King" } }],
      {},
    ],
  ])("%s", (_, operations, changes) => {
    expectChange(operations, changes);
  });
});

describe("applyPatch, what it refuses", () => {
  it.each<[string, JsonValue, string]>([
    ["X-11 remove userName", { op: "remove", path: "userName" }, "mutability"],
    ["X-14 userName null", { op: "replace", path: "userName", value: null }, "invalidValue"],
    ["X-11 remove id", { op: "remove", path: "id" }, "mutability"],
    ["X-11 replace id, even by itself", { op: "replace", path: "id", value: "1" }, "mutability"],
    ["X-11 add groups", { op: "add", path: "groups", value: [{ value: "g" }] }, "mutability"],
    ["X-11 replace meta", { op: "replace", path: "meta.version", value: "x" }, "mutability"],
    ["X-11 a read-only sub-attribute", { op: "replace", path: "manager.displayName", value: "x" }, "mutability"],
    ["X-06 a text for a complex value", { op: "add", path: "name", value: "Ada" }, "invalidValue"],
    ["X-08 a text for an element", { op: "replace", path: 'emails[type eq "work"]', value: "x" }, "invalidValue"],
    [
      "X-08 several objects for an element",
      { op: "replace", path: 'emails[type eq "work"]', value: [{}, { value: "x" }] },
      "invalidValue",
    ],
    [
      "X-08 or says not what to make",
      { op: "add", path: 'ims[type eq "aim" or type eq "icq"].value', value: "i" },
      "noTarget",
    ],
    ["X-08 nor does co", { op: "add", path: 'ims[type co "aim"].value', value: "i" }, "noTarget"],
    ["X-08 nor does not", { op: "add", path: 'ims[not (type eq "aim")].value', value: "i" }, "noTarget"],
    ["X-08 nor does pr", { op: "add", path: "ims[type pr].value", value: "i" }, "noTarget"],
    [
      "X-08 nor what contradicts itself",
      { op: "add", path: 'ims[type eq "aim" and type eq "icq"].value', value: "i" },
      "noTarget",
    ],
  ])("%s", (_, operation, kind) => {
    expect(catchScimError(() => patchResource(user, ada, [operation])).kind).toBe(kind);
  });

  it("X-08 an element that had to be made is told of, one that is there is not", () => {
    const paths: string[] = [];
    const operations = ['emails[type eq "work"].value', 'ims[type eq "aim"].value'].map(
      (pathText) => ({ op: "replace", path: pathText, value: "x" }) as const,
    );
    const resolved = resolvePatchOperations(user, operations, { unknownAttributes: "ignore" }).operations;
    applyPatch(user, ada, resolved, (pathText) => paths.push(pathText));
    expect(paths).toEqual(['ims[type eq "aim"].value']);
  });
});

describe("applyPatch, a strict resource type", () => {
  it.each<[string, JsonValue, string]>([
    ["X-08 replace without a match", { op: "replace", path: 'ims[type eq "aim"].value', value: "i" }, "noTarget"],
    ["X-08 add without a match", { op: "add", path: 'ims[type eq "aim"].value', value: "i" }, "noTarget"],
    ["X-08 a part of no element", { op: "replace", path: "ims.value", value: "i" }, "noTarget"],
    ["X-09 remove without a match", { op: "remove", path: 'ims[type eq "aim"].value' }, "noTarget"],
    ["§6.5.3 replace of several", { op: "replace", path: "emails[value pr].display", value: "i" }, "invalidFilter"],
    ["§6.5.3 remove of several", { op: "remove", path: "emails[value pr].display" }, "invalidFilter"],
    ["X-11 active is required", { op: "remove", path: "active" }, "mutability"],
    ["X-11 active cannot be null", { op: "replace", path: "active", value: null }, "invalidValue"],
  ])("%s is refused", (_, operation, kind) => {
    expect(catchScimError(() => patchResource(strict, ada, [operation])).kind).toBe(kind);
  });

  it.each<[string, JsonValue, Record<string, JsonValue>]>([
    [
      "X-07 replace of a complex value as a whole",
      { op: "replace", path: "name", value: { familyName: "King" } },
      { name: { familyName: "King" } },
    ],
    [
      "X-06 add merges a complex value",
      { op: "add", path: "name", value: { familyName: "King" } },
      { name: { givenName: "Ada", familyName: "King" } },
    ],
    [
      "X-07 replace of the manager as a whole",
      { op: "replace", path: `${enterprise}:manager`, value: { value: "n" } },
      { [enterprise]: { department: "R&D", manager: { value: "n" } } },
    ],
    [
      "X-08 one match",
      { op: "replace", path: 'emails[type eq "home"].value', value: "n" },
      { emails: [work, { ...home, value: "n" }] },
    ],
    [
      "a part of every element",
      { op: "add", path: "emails.display", value: "E" },
      { emails: [work, home].map((email) => ({ ...email, display: "E" })) },
    ],
  ])("%s", (_, operation, changes) => {
    expect(patchResource(strict, ada, [operation])).toEqual({ ...ada, ...changes });
  });
});

describe("applyPatch, a list of simple values (RFC 7643 §2.4)", () => {
  const options = { role: true, keepsUnknown: false, extensions: { user: [everyTypeSchema], group: [] } };
  const types = {
    tolerant: createResourceTypes(options).user,
    strict: createResourceTypes({ ...options, strict: true }).user,
  };
  const urn = everyTypeSchema.id;
  const change = (type: keyof typeof types, before: JsonValue, operation: JsonObject) =>
    patchResource(types[type], { userName: "a", [urn]: { manyString: before } }, [
      { ...operation, path: `${urn}:${String(operation.path)}` },
    ])[urn];

  it.each<[string, JsonObject, JsonValue]>([
    ["X-09 remove one", { op: "remove", path: 'manyString[value eq "B"]' }, ["a", "c"]],
    ["X-09 remove its value", { op: "remove", path: 'manyString[value eq "b"].value' }, ["a", "c"]],
    ["X-09 a null", { op: "replace", path: 'manyString[value eq "b"].value', value: null }, ["a", "c"]],
    ["X-08 replace one", { op: "replace", path: 'manyString[value eq "b"]', value: "B" }, ["a", "B", "c"]],
    ["X-08 replace its value", { op: "replace", path: 'manyString[Value sw "B"].Value', value: "x" }, ["a", "x", "c"]],
  ])("%s", (_, operation, expected) => {
    for (const type of ["tolerant", "strict"] as const) {
      expect(change(type, ["a", "b", "c"], operation), type).toEqual({ manyString: expected });
    }
  });

  it("value without a filter is the list itself", () => {
    expect(change("tolerant", ["a"], { op: "add", path: "manyString.value", value: "b" })).toEqual({
      manyString: ["a", "b"],
    });
    expect(change("tolerant", ["a"], { op: "remove", path: "manyString.value" })).toBeUndefined();
  });

  it("X-08 without a match a strict client is refused, and another one has the value made", () => {
    const operation = { op: "replace", path: 'manyString[value eq "b"].value', value: "c" };
    expect(catchScimError(() => change("strict", ["a"], operation)).kind).toBe("noTarget");
    expect(change("tolerant", ["a"], operation)).toEqual({ manyString: ["a", "c"] });
    const remove = { op: "remove", path: 'manyString[value eq "b"]' };
    expect(catchScimError(() => change("strict", ["a"], remove)).kind).toBe("noTarget");
    expect(change("tolerant", ["a"], remove)).toEqual({ manyString: ["a"] });
  });

  it("a list as one value is refused", () => {
    const operation = { op: "replace", path: 'manyString[value eq "a"]', value: { value: "x" } };
    expect(catchScimError(() => change("tolerant", ["a"], operation)).kind).toBe("invalidValue");
  });

  it("X-04 what has one value only takes no filter", () => {
    const operation = { op: "remove", path: 'aString[value eq "a"]' };
    expect(catchScimError(() => change("tolerant", ["a"], operation)).kind).toBe("invalidPath");
  });
});

describe("applyPatch, members", () => {
  const team: JsonObject = {
    id: "g",
    displayName: "Team",
    members: [{ value: "u1", type: "User", $ref: "/Users/u1", display: "Ada" }, { value: "u2" }],
  };

  it.each<[string, JsonValue, JsonValue | undefined]>([
    [
      "X-06 add what is there",
      [
        {
          op: "add",
          path: "members",
          value: [
            { value: "u1", $ref: null },
            { value: "u2", display: "x" },
          ],
        },
      ],
      team.members,
    ],
    [
      "X-06 add what is there with another $ref",
      [{ op: "add", path: "members", value: [{ value: "u1", $ref: "../u1" }] }],
      team.members,
    ],
    [
      "X-06 add one",
      [{ op: "add", path: "members", value: [{ value: "u3", display: "x" }] }],
      [team.members, { value: "u3" }].flat() as JsonValue,
    ],
    ["F-03 ids are compared exactly", [{ op: "remove", path: "members", value: [{ value: "U1" }] }], team.members],
    [
      "X-10 remove by list",
      [{ op: "remove", path: "members", value: [{ value: "u1", $ref: null }] }],
      [{ value: "u2" }],
    ],
    ["X-10 remove by filter", [{ op: "remove", path: 'members[value eq "u1"]' }], [{ value: "u2" }]],
    ["X-09 remove who is not there", [{ op: "remove", path: 'members[value eq "u9"]' }], team.members],
    ["X-09 remove all", [{ op: "remove", path: "members" }], undefined],
    ["X-07 replace by []", [{ op: "replace", value: { members: [] } }], undefined],
    [
      "X-22 remove several",
      [
        { op: "remove", path: 'members[value eq "u1"]' },
        { op: "remove", path: 'members[value eq "u2"]' },
      ],
      undefined,
    ],
  ])("%s", (_, operations, members) => {
    expect(patchResource(group, team, operations).members).toEqual(members);
  });

  it.each<[string, JsonValue]>([
    ["X-12 another value", { op: "replace", path: 'members[value eq "u1"].value', value: "u3" }],
    ["X-12 another value, as an element", { op: "replace", path: 'members[value eq "u1"]', value: { value: "u3" } }],
    ["X-12 no value", { op: "remove", path: 'members[value eq "u1"].value' }],
    ["X-11 display", { op: "replace", path: 'members[value eq "u1"].display', value: "x" }],
    ["X-11 displayName", { op: "remove", path: "displayName" }],
  ])("%s is mutability", (_, operation) => {
    expect(catchScimError(() => patchResource(group, team, [operation])).kind).toBe("mutability");
  });
});
