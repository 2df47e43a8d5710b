import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../json";
import { createResourceTypes } from "../schema/resource-types";
import { catchScimError } from "../testing/catch-scim-error";
import { patchResource } from "../testing/patch-resource";
import { enterpriseUserSchemaUrn as enterprise, userSchemaUrn } from "../urns";
import { resolvePatchOperations } from "./resolve-operations";

const { user } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const ignore = { unknownAttributes: "ignore" } as const;
const work = { type: "work", value: "w@x.example" };
const before: JsonObject = { id: "1", userName: "ada", emails: [work], name: { givenName: "Ada" } };

describe("resolvePatchOperations, operations without a path (X-05)", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["plain keys", { title: "Dr", active: false }, { title: "Dr", active: false }],
    ["keys in any case", { TITLE: "Dr", Name: { GIVENNAME: "A" } }, { title: "Dr", name: { givenName: "A" } }],
    ["dotted keys", { "name.familyName": "L" }, { name: { givenName: "Ada", familyName: "L" } }],
    [
      "filtered keys",
      { 'emails[type eq "work"].value': "n@x.example" },
      { emails: [{ type: "work", value: "n@x.example" }] },
    ],
    [
      "keys behind an extension's URN",
      { [`${enterprise}:department`]: "R&D" },
      { [enterprise]: { department: "R&D" } },
    ],
    [
      "dotted keys behind an extension's URN",
      { [`${enterprise}:manager.value`]: "m" },
      { [enterprise]: { manager: { value: "m" } } },
    ],
    ["keys behind the core URN", { [`${userSchemaUrn}:role`]: "guest" }, { role: "guest" }],
    [
      "an extension's object",
      { [enterprise]: { Department: "R&D", "manager.value": "m" } },
      { [enterprise]: { department: "R&D", manager: { value: "m" } } },
    ],
    [
      "the core schema's object",
      { [userSchemaUrn]: { role: "guest", "name.familyName": "L" } },
      { role: "guest", name: { givenName: "Ada", familyName: "L" } },
    ],
    [
      "an attribute of an extension without its URN",
      { manager: { value: "m" } },
      { [enterprise]: { manager: { value: "m" } } },
    ],
    ["externalId (X-20)", { externalId: "x" }, { externalId: "x" }],
    [
      "schemas, meta, groups and the resource's own id are passed over (X-11)",
      { id: "1", schemas: ["x"], meta: { version: 1 }, groups: [] },
      {},
    ],
    [
      "unknown keys are passed over",
      { badge: 7, "name.nick": "x", "not a name": 1, "urn:acme:2.0:User": { tag: 1 } },
      {},
    ],
    ["null and {} under the core URN", { [userSchemaUrn]: null }, {}],
    ["{} under an extension's URN", { [enterprise]: {} }, {}],
  ])("%s", (_, value, changes) => {
    expect(patchResource(user, before, [{ op: "replace", value }])).toEqual({ ...before, ...changes });
    expect(patchResource(user, before, [{ op: "add", value }])).toEqual({ ...before, ...changes });
  });

  it("names each unknown key once", () => {
    const raw = { op: "replace", value: { badge: 7, "name.nick": "x", title: "Dr" } } as const;
    const { operations, leniencies } = resolvePatchOperations(user, [raw, raw], ignore);
    expect(operations.map(({ pathText, pathless }) => [pathText, pathless])).toEqual([
      ["title", true],
      ["title", true],
    ]);
    expect(leniencies.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('"badge"'),
      expect.stringContaining('"name.nick"'),
    ]);
  });

  it("null for an extension unassigns it when it replaces", () => {
    const resource = { ...before, [enterprise]: { department: "R&D" } };
    expect(patchResource(user, resource, [{ op: "replace", value: { [enterprise]: null } }])).toEqual(before);
    expect(patchResource(user, resource, [{ op: "add", value: { [enterprise]: null } }])).toEqual(resource);
  });

  it.each<[string, JsonValue, string]>([
    ["X-05 remove without path", { op: "remove" }, "noTarget"],
    ["X-05 remove without path, with a value", { op: "remove", value: { title: "x" } }, "noTarget"],
    ["X-05 a value that is no object", { op: "add", value: "x" }, "invalidValue"],
    ["X-05 a value that is an array", { op: "replace", value: [{ title: "x" }] }, "invalidValue"],
    ["X-05 a value that is null", { op: "replace", value: null }, "invalidValue"],
    ["T-08 a key twice", { op: "add", value: { title: "x", Title: "y" } }, "invalidSyntax"],
    ["T-08 a sub-attribute twice", { op: "add", value: { name: { givenName: "x", GivenName: "y" } } }, "invalidSyntax"],
    ["X-18 a key with a broken filter", { op: "add", value: { "emails[type eq].value": "x" } }, "invalidFilter"],
    ["an extension that is a text", { op: "add", value: { [enterprise]: "x" } }, "invalidValue"],
    ["a core schema object that is a text", { op: "add", value: { [userSchemaUrn]: "x" } }, "invalidValue"],
    ["X-11 another id", { op: "replace", value: { id: "2" } }, "mutability"],
  ])("%s is refused", (_, operation, kind) => {
    expect(catchScimError(() => patchResource(user, before, [operation])).kind).toBe(kind);
  });

  it("unknown keys are refused when the client's option says reject", () => {
    const patch = () =>
      patchResource(user, before, [{ op: "add", value: { dispalyName: "x" } }], { unknownAttributes: "reject" });
    expect(catchScimError(patch)).toMatchObject({
      kind: "invalidPath",
      message: expect.stringContaining("displayName"),
    });
  });
});

describe("resolvePatchOperations, paths (X-04, X-21)", () => {
  it.each<[string, string, JsonValue, JsonObject]>([
    ["X-04 attr", "title", "Dr", { title: "Dr" }],
    ["X-21 any case", "TITLE", "Dr", { title: "Dr" }],
    ["X-04 attr.sub", "name.familyName", "L", { name: { givenName: "Ada", familyName: "L" } }],
    ["X-04 attr[filter].sub", 'emails[type eq "work"].display', "W", { emails: [{ ...work, display: "W" }] }],
    ["X-21 a filter in any case", 'Emails[Type Eq "WORK"].Display', "W", { emails: [{ ...work, display: "W" }] }],
    ["X-04 attr[filter]", 'emails[type eq "work"]', { display: "W" }, { emails: [{ ...work, display: "W" }] }],
    ["X-04 the core URN", `${userSchemaUrn}:name.familyName`, "L", { name: { givenName: "Ada", familyName: "L" } }],
    ["X-04 an extension's URN", `${enterprise}:department`, "R&D", { [enterprise]: { department: "R&D" } }],
    [
      "X-04 an extension's URN in any case",
      `${enterprise.toUpperCase()}:DEPARTMENT`,
      "R&D",
      { [enterprise]: { department: "R&D" } },
    ],
    [
      "X-04 a whole extension",
      enterprise,
      { department: "R&D", Division: "D" },
      { [enterprise]: { department: "R&D", division: "D" } },
    ],
    ["X-04 the core schema as a whole", userSchemaUrn, { title: "Dr" }, { title: "Dr" }],
    ["X-15 manager without its URN", "manager", { value: "m" }, { [enterprise]: { manager: { value: "m" } } }],
    ["X-20 schemas are kept by the service provider", "schemas", [enterprise], {}],
  ])("%s", (_, path, value, changes) => {
    expect(patchResource(user, before, [{ op: "replace", path, value }])).toEqual({ ...before, ...changes });
  });

  it.each<[string, string, string]>([
    ["X-04 unknown attribute", "dispalyName", "invalidPath"],
    ["X-04 unknown sub-attribute", "name.nick", "invalidPath"],
    ["X-04 unknown sub-attribute after a filter", 'emails[type eq "work"].nick', "invalidPath"],
    ["X-04 unknown attribute of an extension", `${enterprise}:badge`, "invalidPath"],
    ["X-04 unknown URN", "urn:acme:2.0:User:tag", "invalidPath"],
    ["X-04 empty", "", "invalidPath"],
    ["X-04 malformed", "emails[type eq", "invalidPath"],
    ["X-04 too many dots", "name.givenName.x", "invalidPath"],
    ["X-04 a filter on a complex value that is one", 'name[givenName eq "x"].familyName', "invalidPath"],
    ["X-18 a filter that does not parse", "emails[type].value", "invalidFilter"],
    ["X-18 a filter that ends too soon", "emails[type eq].value", "invalidFilter"],
    ["X-18 a filter with an unknown attribute", 'emails[nick eq "x"].value', "invalidFilter"],
    ["X-18 an empty filter", "emails[].value", "invalidFilter"],
  ])("%s is refused whatever the client's option", (_, path, kind) => {
    for (const unknownAttributes of ["ignore", "reject"] as const) {
      const patch = () => patchResource(user, before, [{ op: "replace", path, value: "x" }], { unknownAttributes });
      expect(catchScimError(patch).kind).toBe(kind);
    }
  });

  it("says what was likely meant", () => {
    const patch = () => patchResource(user, before, [{ op: "replace", path: "dispalyName", value: "x" }]);
    expect(catchScimError(patch).message).toContain('"displayName"');
  });
});

describe("resolvePatchOperations, an open resource type", () => {
  const urn = "urn:ietf:params:scim:schemas:extension:acmehr:2.0:User";
  const keep = { unknownAttributes: "keep" } as const;

  it.each<[string, JsonValue, JsonObject]>([
    ["a name", [{ op: "add", path: "badge", value: 7 }], { badge: 7 }],
    ["a name in a value", [{ op: "add", value: { badge: { n: 1 } } }], { badge: { n: 1 } }],
    ["a name behind a URN", [{ op: "add", path: `${urn}:tag`, value: "blue" }], { [urn]: { tag: "blue" } }],
    ["a name behind a URN in a value", [{ op: "add", value: { [`${urn}:tag`]: "blue" } }], { [urn]: { tag: "blue" } }],
    ["an object under a URN", [{ op: "add", value: { [urn]: { tag: "blue" } } }], { [urn]: { tag: "blue" } }],
    ["a URN as path", [{ op: "add", path: urn, value: { tag: "blue" } }], { [urn]: { tag: "blue" } }],
    [
      "an object under a URN of another form",
      [{ op: "add", value: { "urn:acme:hr": { tag: "blue" } } }],
      { "urn:acme:hr": { tag: "blue" } },
    ],
    [
      "an object behind a URN",
      [{ op: "add", value: { [`${urn}:desk`]: { floor: 4 } } }],
      { [urn]: { desk: { floor: 4 } } },
    ],
    ["a sub-attribute", [{ op: "add", path: "badge.n", value: 1 }], { badge: { n: 1 } }],
    [
      "a sub-attribute of a known attribute",
      [{ op: "add", path: "name.nick", value: "A" }],
      { name: { givenName: "Ada", nick: "A" } },
    ],
    [
      "another case is the same attribute",
      [
        { op: "add", path: `${urn}:Tag`, value: "a" },
        { op: "replace", path: `${urn.toUpperCase()}:TAG`, value: "b" },
      ],
      { [urn]: { Tag: "b" } },
    ],
    [
      "arrays are appended to",
      [
        { op: "add", path: "tags", value: ["a"] },
        { op: "add", path: "tags", value: ["a", "b"] },
        { op: "remove", path: "tags", value: ["a"] },
      ],
      { tags: ["b"] },
    ],
    [
      "objects are merged",
      [
        { op: "add", path: "badge", value: { n: 1 } },
        { op: "add", path: "badge", value: { m: 2 } },
      ],
      { badge: { n: 1, m: 2 } },
    ],
    [
      "its removal",
      [
        { op: "add", path: `${urn}:tag`, value: 1 },
        { op: "remove", path: `${urn}:TAG` },
      ],
      {},
    ],
    [
      "the removal of its object",
      [
        { op: "add", path: `${urn}:tag`, value: 1 },
        { op: "remove", path: urn },
      ],
      {},
    ],
    [
      "a filter on its elements",
      [
        { op: "add", path: "tags", value: [{ value: "a" }, { value: "b" }] },
        { op: "remove", path: 'tags[value eq "a"]' },
      ],
      { tags: [{ value: "b" }] },
    ],
  ])("keeps %s", (_, operations, changes) => {
    expect(patchResource(open, before, operations, keep)).toEqual({ ...before, ...changes });
  });
});

it.each([
  ["department", `${enterprise}:department`],
  ['emials[type eq "work"].value', "emails"],
  [`${enterprise.slice(0, -1)}`, enterprise],
])("X-04 a strict client that names %s is told what it may mean", (path, meant) => {
  const strict = createResourceTypes({ role: false, keepsUnknown: false, strict: true }).user;
  const error = catchScimError(() =>
    resolvePatchOperations(strict, [{ op: "replace", path, value: "x" }], { unknownAttributes: "reject" }),
  );
  expect(error.message).toContain(`Did you mean "${meant}"?`);
});
