import { describe, expect, test } from "vitest";
import { everyTypeSchema } from "@/lib/scim/filter/testing/every-type-schema";
import fullUser from "@/lib/scim/fixtures/rfc7643-8.2-user-full.json";
import enterpriseUser from "@/lib/scim/fixtures/rfc7643-8.3-enterprise-user.json";
import group from "@/lib/scim/fixtures/rfc7643-8.4-group.json";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { catchScimError } from "@/lib/scim/testing/catch-scim-error";
import { enterpriseUserSchemaUrn as enterprise, groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { readStrictBody } from "./read-strict-body";
import { readStrictPatch } from "./read-strict-patch";

const types = createResourceTypes({ role: true, keepsUnknown: false, strict: true });
const core = { schemas: [userSchemaUrn], userName: "ada" };

describe("the body of a POST or PUT", () => {
  test.each<[string, JsonObject, string]>([
    ["P-02 no schemas", { userName: "ada" }, "invalidSyntax"],
    ["P-02 schemas null", { ...core, schemas: null }, "invalidSyntax"],
    ["P-02 schemas empty", { ...core, schemas: [] }, "invalidSyntax"],
    ["P-02 schemas as a text", { ...core, schemas: userSchemaUrn }, "invalidSyntax"],
    ["P-02 schemas with a number", { ...core, schemas: [userSchemaUrn, 1] }, "invalidSyntax"],
    ["P-02 schemas without the core schema", { ...core, schemas: [enterprise] }, "invalidSyntax"],
    ["schemas with one twice", { ...core, schemas: [userSchemaUrn, userSchemaUrn.toUpperCase()] }, "invalidSyntax"],
    ["P-03 an unknown schema", { ...core, schemas: [userSchemaUrn, "urn:acme:2.0:User"] }, "invalidSyntax"],
    ["P-03 the Group schema", { ...core, schemas: [userSchemaUrn, groupSchemaUrn] }, "invalidSyntax"],
    ["P-03 an extension that schemas does not name", { ...core, [enterprise]: { department: "x" } }, "invalidSyntax"],
    ["§5.3 an unknown attribute", { ...core, dispalyName: "x" }, "invalidSyntax"],
    ["§5.3 an unknown sub-attribute", { ...core, name: { nick: "x" } }, "invalidSyntax"],
    ["§5.3 an unknown sub-attribute of an element", { ...core, emails: [{ value: "a", x: 1 }] }, "invalidSyntax"],
    ["§5.3 an unknown URN", { ...core, "urn:acme:2.0:User": { tag: "x" } }, "invalidSyntax"],
    ["§5.3 role, which is none of the RFC's", { ...core, role: "member" }, "invalidSyntax"],
    ["§5.3 a key with a URN", { ...core, [`${userSchemaUrn}:title`]: "x" }, "invalidSyntax"],
    ["§5.3 the core schema's object", { ...core, [userSchemaUrn]: { title: "x" } }, "invalidSyntax"],
    ["X-15 an extension's attribute at the top", { ...core, manager: { value: "m" } }, "invalidSyntax"],
    ["password", { ...core, password: "secret" }, "invalidSyntax"],
    ["password null", { ...core, PassWord: null }, "invalidSyntax"],
    ["C-09 a boolean as a text", { ...core, active: "True" }, "invalidValue"],
    ["C-09 in an element", { ...core, emails: [{ value: "a", primary: "True" }] }, "invalidValue"],
    ["C-09 a text as a number", { ...core, title: 7 }, "invalidValue"],
    ["C-09 no URI", { ...core, profileUrl: "not a uri" }, "invalidValue"],
    ["C-09 half a URI in an element", { ...core, photos: [{ value: "http://[" }] }, "invalidValue"],
    ["C-10 one object for an array", { ...core, emails: { value: "a" } }, "invalidValue"],
    ["C-10 {} for an array", { ...core, emails: {} }, "invalidValue"],
    ["a text for an element", { ...core, roles: ["moderator"] }, "invalidValue"],
    ["null for an element", { ...core, emails: [null] }, "invalidValue"],
    ["[] for an object", { ...core, name: [] }, "invalidValue"],
    ["X-14 an empty text", { ...core, title: "" }, "invalidValue"],
    ["X-14 an empty text in an element", { ...core, emails: [{ value: "" }] }, "invalidValue"],
    ["§5.4 another type", { ...core, emails: [{ value: "a", type: "private" }] }, "invalidValue"],
    ["§5.4 another type of photo", { ...core, photos: [{ value: "https://a.example/", type: "big" }] }, "invalidValue"],
    ["§5.4 roles have no type", { ...core, roles: [{ value: "a", type: "x" }] }, "invalidSyntax"],
  ])("%s is refused", (_, body, kind) => {
    expect(catchScimError(() => readStrictBody(types.user, body)).kind).toBe(kind);
  });

  test.each<[string, JsonValue, string]>([
    ["X-15 manager as a text", "m", "invalidValue"],
    ["X-15 manager as an array", [{ value: "m" }], "invalidValue"],
    ["X-15 manager without a value", { value: "" }, "invalidValue"],
    ["§5.3 manager with an unknown part", { value: "m", name: "x" }, "invalidSyntax"],
  ])("%s is refused", (_, manager, kind) => {
    const body = { ...core, schemas: [userSchemaUrn, enterprise], [enterprise]: { manager } };
    expect(catchScimError(() => readStrictBody(types.user, body)).kind).toBe(kind);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["T-07 names in any case", { SCHEMAS: [userSchemaUrn.toLowerCase()], USERNAME: "ada" }, core],
    ["C-06 null and []", { ...core, title: null, emails: [] }, { ...core, title: null, emails: [] }],
    ["C-08 read-only attributes", { ...core, id: 7, groups: "x" }, { ...core, id: 7, groups: "x" }],
    [
      "§5.4 a type in another case",
      { ...core, emails: [{ value: "a", type: "WORK" }] },
      { ...core, emails: [{ value: "a", type: "WORK" }] },
    ],
    [
      "an extension that is named and not sent",
      { ...core, schemas: [userSchemaUrn, enterprise] },
      { ...core, schemas: [userSchemaUrn, enterprise] },
    ],
  ])("%s are taken", (_, body, expected) => {
    expect(readStrictBody(types.user, body)).toEqual(expected);
  });

  test("the resources that the RFC prints are taken, but for their passwords", () => {
    for (const { password, ...user } of [fullUser, enterpriseUser]) {
      expect(readStrictBody(types.user, user)).toEqual(user);
    }
    expect(readStrictBody(types.group, group)).toEqual(group);
  });

  test("a password is refused in words of its own", () => {
    const { message } = catchScimError(() => readStrictBody(types.user, { ...core, password: "hunter2" }));
    expect(message).toContain("may send none");
    expect(message).not.toContain("hunter2");
  });
});

function read(operation: JsonValue, kind: "user" | "group" = "user") {
  return readStrictPatch(types[kind], { schemas: [patchOpUrn], Operations: [operation] });
}

describe("the body of a PATCH", () => {
  test.each<[string, JsonObject, string]>([
    ["§6.5.1.1 no path", { op: "replace", value: { active: false } }, "invalidSyntax"],
    ["§6.5.1.1 remove without a path", { op: "remove" }, "invalidSyntax"],
    ["§6.5.1.2 the core schema as path", { op: "add", path: userSchemaUrn, value: { title: "x" } }, "invalidPath"],
    ["X-04 an extension and no object", { op: "add", path: enterprise, value: "x" }, "invalidValue"],
    ["X-04 an extension and null", { op: "replace", path: enterprise, value: null }, "invalidValue"],
    ["X-04 an extension and no value", { op: "replace", path: enterprise }, "invalidValue"],
    ["X-04 an unknown part of it", { op: "add", path: enterprise, value: { dept: "x" } }, "invalidPath"],
    ["X-04 unknown schemas in it", { op: "add", path: enterprise, value: { schemas: ["urn:x"] } }, "invalidSyntax"],
    ["X-04 an empty text in it", { op: "add", path: enterprise, value: { department: "" } }, "invalidValue"],
    ["X-04 an unknown path", { op: "add", path: "dispalyName", value: "x" }, "invalidPath"],
    ["role", { op: "add", path: "role", value: "member" }, "invalidPath"],
    ["X-15 an extension's attribute without its URN", { op: "add", path: "department", value: "x" }, "invalidPath"],
    ["password", { op: "replace", path: "password", value: "x" }, "invalidSyntax"],
    ["password by its URN", { op: "replace", path: `${userSchemaUrn}:PASSWORD`, value: "x" }, "invalidSyntax"],
    ["§5.3 an unknown sub-attribute", { op: "add", path: "name", value: { nick: "x" } }, "invalidSyntax"],
    ["X-10 a value of a removal", { op: "remove", path: "emails", value: [{ value: "a" }] }, "invalidSyntax"],
    ["§6.5.2.1 a text for a complex value", { op: "replace", path: "name", value: "x" }, "invalidValue"],
    ["§6.5.2.1 null for a complex value", { op: "replace", path: "name", value: null }, "invalidValue"],
    ["§6.5.2.2 one object to add", { op: "add", path: "emails", value: { value: "a" } }, "invalidValue"],
    ["§6.5.2.2 one object to replace by", { op: "replace", path: "emails", value: { value: "a" } }, "invalidValue"],
    ["§6.5.2.2 null to replace by", { op: "replace", path: "emails", value: null }, "invalidValue"],
    [
      "§6.5.2.2 an element to add to",
      { op: "add", path: 'emails[type eq "work"]', value: { value: "a" } },
      "invalidPath",
    ],
    ["§6.5.2.2 an element to replace", { op: "replace", path: 'emails[type eq "work"]', value: {} }, "invalidPath"],
    ["§6.5.2.2 an element to remove", { op: "remove", path: 'emails[type eq "work"]' }, "invalidPath"],
    ["§5.4 another type", { op: "add", path: 'emails[value eq "a"].type', value: "private" }, "invalidValue"],
    ["§5.4 another type in an array", { op: "add", path: "emails", value: [{ type: "x" }] }, "invalidValue"],
    ["X-16 a boolean as a text", { op: "replace", path: "active", value: "False" }, "invalidValue"],
    ["X-14 an empty text", { op: "replace", path: "title", value: "" }, "invalidValue"],
    ["X-15 manager as a text", { op: "add", path: `${enterprise}:manager`, value: "m" }, "invalidValue"],
    ["schemas removed", { op: "remove", path: "schemas" }, "mutability"],
    ["schemas with one unknown", { op: "add", path: "schemas", value: ["urn:acme:2.0:User"] }, "invalidSyntax"],
    ["schemas as a text", { op: "add", path: "SCHEMAS", value: enterprise }, "invalidValue"],
    ["X-18 a filter on what is unknown", { op: "remove", path: 'emails[tpye eq "work"].value' }, "invalidFilter"],
  ])("%s is refused", (_, operation, kind) => {
    expect(catchScimError(() => read(operation)).kind).toBe(kind);
  });

  test.each<[string, JsonObject]>([
    ["X-01 op in any case", { op: "Replace", path: "active", value: false }],
    ["X-21 names in any case", { op: "add", path: 'EMAILS[Type eq "work"].Value', value: "a" }],
    ["X-04 a URN before the path", { op: "add", path: `${enterprise}:department`, value: "x" }],
    ["X-04 an extension", { op: "replace", path: enterprise, value: { department: "x" } }],
    [
      "X-04 an extension with its schemas",
      { op: "add", path: enterprise, value: { schemas: [enterprise], department: "x" } },
    ],
    ["X-04 an extension to remove", { op: "remove", path: enterprise }],
    ["X-14 null", { op: "replace", path: "title", value: null }],
    ["§6.5.2.2 an array", { op: "add", path: "emails", value: [{ value: "a", type: "home" }] }],
    ["§6.5.2.2 [] empties", { op: "replace", path: "emails", value: [] }],
    ["§6.5.2.1 an object", { op: "replace", path: "name", value: { givenName: "Ada" } }],
    ["X-10 a removal with null", { op: "remove", path: "emails", value: null }],
  ])("%s is taken", (_, operation) => {
    expect(read(operation)).toHaveLength(1);
  });

  test("one member is removed by its element, whose parts cannot change", () => {
    expect(read({ op: "remove", path: 'members[value eq "u"]' }, "group")).toHaveLength(1);
    expect(
      catchScimError(() => read({ op: "add", path: 'members[value eq "u"]', value: { value: "v" } }, "group")).kind,
    ).toBe("invalidPath");
    expect(catchScimError(() => read({ op: "add", path: "members", value: ["u"] }, "group")).kind).toBe("invalidValue");
  });

  test("an operation on schemas changes nothing", () => {
    expect(read({ op: "add", path: "schemas", value: [enterprise] })).toEqual([]);
  });
});

test.each([
  [{ op: "remove", path: `${everyTypeSchema.id}:manyString[value eq "b"]` }, undefined],
  [{ op: "replace", path: `${everyTypeSchema.id}:manyString[value eq "b"]`, value: "c" }, undefined],
  [{ op: "replace", path: `${everyTypeSchema.id}:manyInteger[value eq 1].value`, value: 2 }, undefined],
  [{ op: "replace", path: `${everyTypeSchema.id}:manyString[value eq "b"].value`, value: ["c"] }, "invalidValue"],
  [{ op: "replace", path: `${everyTypeSchema.id}:manyInteger[value eq 1]`, value: "2" }, "invalidValue"],
])("RFC 7643 §2.4 one value of a list: %j", (operation, refusal) => {
  const { user } = createResourceTypes({
    role: false,
    keepsUnknown: false,
    strict: true,
    extensions: { user: [everyTypeSchema], group: [] },
  });
  const read = () => readStrictPatch(user, { schemas: [patchOpUrn], Operations: [operation] });
  if (refusal === undefined) expect(read()).toHaveLength(1);
  else expect(catchScimError(read).kind).toBe(refusal);
});
