import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { applyPatch } from "@/lib/scim/patch/apply-patch";
import { parsePatchRequest } from "@/lib/scim/patch/parse-patch-request";
import { resolvePatchOperations } from "@/lib/scim/patch/resolve-operations";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { catchScimError } from "@/lib/scim/testing/catch-scim-error";
import { enterpriseUserSchemaUrn as enterprise, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { validateResource } from "@/lib/scim/validate-resource";
import { normalisePatchOperations } from "./normalise-patch-operations";

const closed = createResourceTypes({ role: true, keepsUnknown: false }).user;
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const work = { type: "work", value: "w@x.example" };
const manager = `${enterprise}:manager`;
const ada: JsonObject = { userName: "ada", active: true, title: "Dr", emails: [work] };
const withoutTitle: JsonObject = { userName: "ada", active: true, emails: [work] };
const managed = { ...ada, [enterprise]: { manager: { value: "m" } } };

/** The whole way of a PATCH, with the tolerances. */
function patch(
  resource: JsonObject,
  operations: JsonValue,
  unknownAttributes: "ignore" | "keep" | "reject" = "ignore",
) {
  const resourceType = unknownAttributes === "keep" ? open : closed;
  const options = { unknownAttributes };
  const raw = parsePatchRequest({ schemas: [patchOpUrn], Operations: operations });
  const resolved = resolvePatchOperations(resourceType, raw, options);
  const normalised = normalisePatchOperations(resolved.operations, options);
  const patched = applyPatch(resourceType, resource, normalised.operations);
  const { schemas, ...attributes } = validateResource(resourceType, patched, "patched");
  return {
    attributes,
    schemas,
    leniencies: [...resolved.leniencies, ...normalised.leniencies].map(({ name }) => name),
  };
}

describe("normalisePatchOperations", () => {
  it.each<[string, JsonObject, JsonValue, JsonObject, string[]]>([
    [
      "X-16 Entra deactivates",
      ada,
      { op: "Replace", path: "active", value: "False" },
      { ...ada, active: false },
      ["booleanText"],
    ],
    [
      "X-16 Keycloak deactivates",
      ada,
      { op: "replace", value: { active: "false" } },
      { ...ada, active: false },
      ["booleanText"],
    ],
    ["X-16 a real boolean", ada, { op: "replace", path: "active", value: false }, { ...ada, active: false }, []],
    [
      "X-16 in elements",
      ada,
      { op: "add", path: "roles", value: [{ value: "r", primary: "True" }] },
      { ...ada, roles: [{ value: "r", primary: true }] },
      ["booleanText"],
    ],
    [
      "X-16 of elements",
      ada,
      { op: "add", path: 'emails[type eq "work"].primary', value: "True" },
      { ...ada, emails: [{ ...work, primary: true }] },
      ["booleanText"],
    ],
    ["X-15 manager as text", ada, { op: "Add", path: manager, value: "m" }, managed, ["textAsManager"]],
    [
      "X-15 manager as array, without its URN",
      ada,
      { op: "Replace", path: "manager", value: [{ $ref: null, value: "m" }] },
      managed,
      ["extensionAttributeAtTopLevel", "arrayAsManager"],
    ],
    ["X-15 manager as object", ada, { op: "Add", path: manager, value: { value: "m" } }, managed, []],
    ["X-15 manager.value", ada, { op: "Add", path: `${manager}.value`, value: "m" }, managed, []],
    ["X-15 manager in a value", ada, { op: "add", value: { [manager]: "m" } }, managed, ["textAsManager"]],
    [
      "X-15 no manager, empty text",
      managed,
      { op: "Replace", path: manager, value: "" },
      ada,
      ["textAsManager", "emptyTextAsUnassigned", "emptyElementAsUnassigned"],
    ],
    [
      "X-15 no manager, empty value",
      managed,
      { op: "Replace", path: manager, value: { value: "" } },
      ada,
      ["emptyTextAsUnassigned", "emptyElementAsUnassigned"],
    ],
    [
      "X-15 no manager, empty manager.value",
      managed,
      { op: "Replace", path: `${manager}.value`, value: "" },
      ada,
      ["emptyTextAsUnassigned"],
    ],
    ["X-15 no manager, null", managed, { op: "Replace", path: manager, value: null }, ada, []],
    [
      "X-14 Entra empties",
      ada,
      { op: "Replace", path: "title", value: "" },
      { userName: "ada", active: true, emails: [work] },
      ["emptyTextAsUnassigned"],
    ],
    [
      "X-14 an element's value",
      ada,
      { op: "Replace", path: 'emails[type eq "work"].value', value: "" },
      { userName: "ada", active: true, title: "Dr" },
      ["emptyTextAsUnassigned"],
    ],
    [
      "X-14 part of an element",
      ada,
      { op: "Replace", path: 'emails[type eq "work"]', value: { display: "" } },
      ada,
      ["emptyTextAsUnassigned"],
    ],
    [
      "X-06 one object to add",
      ada,
      { op: "add", path: "ims", value: { value: "i" } },
      { ...ada, ims: [{ value: "i" }] },
      [],
    ],
    [
      "C-10 one object to replace by",
      ada,
      { op: "replace", path: "emails", value: { value: "n" } },
      { ...ada, emails: [{ value: "n" }] },
      ["singleValueAsArray"],
    ],
    [
      "roles as texts",
      ada,
      { op: "add", path: "roles", value: ["moderator"] },
      { ...ada, roles: [{ value: "moderator" }] },
      ["textAsElement"],
    ],
    [
      "roles as JSON in a text",
      ada,
      { op: "Add", path: "roles", value: [{ value: '{"id":"1"}' }] },
      { ...ada, roles: [{ value: '{"id":"1"}' }] },
      [],
    ],
    ["P-08 Okta's password", ada, { op: "replace", value: { password: "x" } }, ada, ["passwordIgnored"]],
    ["P-08 a password removed", ada, { op: "remove", path: "password" }, ada, []],
    [
      "X-10 the value of a removal stays as sent",
      ada,
      { op: "remove", path: "emails", value: ["w@x.example"] },
      { userName: "ada", active: true, title: "Dr" },
      ["valueOfRemoval"],
    ],
    ["X-10 a removal with null", ada, { op: "remove", path: "title", value: null }, withoutTitle, []],
    [
      "X-10 a removal with any value",
      ada,
      { op: "remove", path: "title", value: "x" },
      withoutTitle,
      ["valueOfRemoval"],
    ],
    [
      "X-05 a dotted key",
      ada,
      { op: "add", value: { "name.givenName": "Ada" } },
      { ...ada, name: { givenName: "Ada" } },
      ["pathAsKey"],
    ],
    [
      "X-05 a filtered key",
      ada,
      { op: "replace", value: { 'emails[type eq "work"].value': "n" } },
      { ...ada, emails: [{ type: "work", value: "n" }] },
      ["pathAsKey"],
    ],
    [
      "X-05 a nested extension is no path",
      ada,
      { op: "add", value: { [enterprise]: { manager: { value: "m" } } } },
      managed,
      [],
    ],
    ["X-20 schemas", ada, { op: "add", path: "schemas", value: ["urn:x:2.0:User"] }, ada, ["schemasPassedOver"]],
    [
      "unknown sub-attribute in a value",
      ada,
      { op: "add", path: "name", value: { givenName: "A", nick: "B" } },
      { ...ada, name: { givenName: "A" } },
      ["unknownAttributes"],
    ],
    ["unknown key", ada, { op: "add", value: { title: "Dr", badge: 7 } }, ada, ["unknownAttributes"]],
    [
      "read-only keys are not looked at",
      ada,
      { op: "add", value: { meta: { zzz: "True" }, groups: [{ zzz: 1 }] } },
      ada,
      ["readOnlyPassedOver", "readOnlyPassedOver"],
    ],
  ])("%s", (_, before, operation, expected, leniencies) => {
    const outcome = patch(before, [operation]);
    expect(outcome.attributes).toEqual(expected);
    expect(outcome.leniencies).toEqual(leniencies);
  });

  it("X-20 schemas follow", () => {
    expect(patch(ada, [{ op: "add", path: manager, value: "m" }]).schemas).toEqual([userSchemaUrn, enterprise]);
    expect(patch(managed, [{ op: "remove", path: manager }]).schemas).toEqual([userSchemaUrn]);
  });

  it("keep: unknown sub-attributes and custom URNs stay verbatim", () => {
    const operations = [
      { op: "Add", path: "urn:acme:2.0:User:tag", value: "" },
      { op: "Add", path: "urn:acme:2.0:User:size", value: "True" },
      { op: "Add", path: "name", value: { nick: "" } },
    ];
    expect(patch(ada, operations, "keep")).toEqual({
      attributes: { ...ada, "urn:acme:2.0:User": { tag: "", size: "True" }, name: { nick: "" } },
      schemas: [userSchemaUrn, "urn:acme:2.0:User"],
      leniencies: [],
    });
  });

  it.each<[string, JsonValue, string]>([
    ["X-16 a text that is no boolean", { op: "replace", path: "active", value: "yes" }, "invalidValue"],
    ["X-17 another type", { op: "replace", path: "title", value: 7 }, "invalidValue"],
    ["X-14 an empty userName", { op: "replace", path: "userName", value: "" }, "invalidValue"],
    ["X-14 a userName that is null", { op: "replace", path: "userName", value: null }, "invalidValue"],
    [
      "C-11 two primaries",
      {
        op: "replace",
        path: "emails",
        value: [
          { value: "a", primary: "True" },
          { value: "b", primary: true },
        ],
      },
      "invalidValue",
    ],
  ])("%s is refused", (_, operation, kind) => {
    expect(catchScimError(() => patch(ada, [operation])).kind).toBe(kind);
  });

  it("reject: an unknown sub-attribute is invalidPath, with what was likely meant", () => {
    const error = catchScimError(() => patch(ada, [{ op: "add", path: "name", value: { givenNmae: "A" } }], "reject"));
    expect(error.kind).toBe("invalidPath");
    expect(error.message).toContain('"name.givenName"');
  });
});
