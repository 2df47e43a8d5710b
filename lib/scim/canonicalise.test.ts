import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicaliseNames } from "./canonicalise";
import { ScimError } from "./errors";
import enterpriseUser from "./fixtures/rfc7643-8.3-enterprise-user.json";
import group from "./fixtures/rfc7643-8.4-group.json";
import type { JsonObject, JsonValue } from "./json";
import { createResourceTypes } from "./schema/resource-types";
import { catchScimError } from "./testing/catch-scim-error";
import { enterpriseUserSchemaUrn as enterprise, userSchemaUrn } from "./urns";

const types = createResourceTypes({ role: true, keepsUnknown: false });

describe("canonicaliseNames", () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      "T-07 top-level names in any case",
      { username: "a", EXTERNALID: "x", Active: true },
      { userName: "a", externalId: "x", active: true },
    ],
    ["T-07 sub-attributes", { NAME: { GivenName: "Ada" } }, { name: { givenName: "Ada" } }],
    [
      "T-07 sub-attributes of elements",
      { Emails: [{ Value: "a@b.example", PRIMARY: true }] },
      { emails: [{ value: "a@b.example", primary: true }] },
    ],
    ["T-07 a single object where an array belongs", { emails: { VALUE: "a" } }, { emails: { value: "a" } }],
    ["T-07 $ref", { members: [{ $REF: "/Users/1" }] }, { members: [{ $REF: "/Users/1" }] }],
    ["T-07 URNs", { schemas: [userSchemaUrn.toUpperCase(), "urn:x:Y"] }, { schemas: [userSchemaUrn, "urn:x:Y"] }],
    [
      "T-07 the URN of an extension and its attributes",
      { [enterprise.toUpperCase()]: { DEPARTMENT: "R&D", Manager: { Value: "1" } } },
      { [enterprise]: { department: "R&D", manager: { value: "1" } } },
    ],
    ["the object under the core URN is lifted", { [userSchemaUrn]: { ROLE: "guest" } }, { role: "guest" }],
    ["null under the core URN", { [userSchemaUrn]: null, userName: "a" }, { userName: "a" }],
    ["a key behind the core URN", { [`${userSchemaUrn}:Role`]: "guest" }, { role: "guest" }],
    ["an unknown key behind the core URN", { [`${userSchemaUrn}:badge`]: 7 }, { badge: 7 }],
    [
      "a key behind an extension's URN joins the extension's object",
      { [`${enterprise}:department`]: "R&D", [enterprise]: { division: "D" }, [`${enterprise}:EmployeeNumber`]: "7" },
      { [enterprise]: { department: "R&D", division: "D", employeeNumber: "7" } },
    ],
    ["an extension that is null stays null", { [enterprise]: null }, { [enterprise]: null }],
    [
      "unknown names stay as sent",
      { "name.givenName": "Ada", FavouriteColour: "red", "urn:acme:2.0:User": { Tag: 1 } },
      { "name.givenName": "Ada", FavouriteColour: "red", "urn:acme:2.0:User": { Tag: 1 } },
    ],
  ])("%s", (_, body, expected) => {
    expect(canonicaliseNames(types.user, body)).toEqual(expected);
  });

  it.each<[string, JsonObject]>([
    ["T-08 top level", { userName: "a", username: "b" }],
    ["T-08 sub-attribute", { name: { givenName: "a", GIVENNAME: "b" } }],
    ["T-08 sub-attribute of an element", { emails: [{ value: "a", Value: "b" }] }],
    ["T-08 by name and by URN", { userName: "a", [`${userSchemaUrn}:userName`]: "b" }],
    ["T-08 at the top and under the core URN", { userName: "a", [userSchemaUrn]: { USERNAME: "b" } }],
    [
      "T-08 in an extension and behind its URN",
      { [enterprise]: { department: "a" }, [`${enterprise}:Department`]: "b" },
    ],
    [
      "T-08 an extension that is null and not null",
      { [enterprise]: null, [enterprise.toUpperCase()]: { department: "a" } },
    ],
    ["T-08 an unknown name", { colour: "a", Colour: "b" }],
  ])("%s: the same attribute twice is invalidSyntax", (_, body) => {
    const error = catchScimError(() => canonicaliseNames(types.user, body));
    expect(error.kind).toBe("invalidSyntax");
    expect(error.message).toMatch(/twice/);
  });

  it.each<[string, JsonValue]>([
    ["T-05 an array", []],
    ["T-05 a text", "x"],
    ["T-05 null", null],
    ["T-05 a number", 1],
    ["a core URN that holds no object", { [userSchemaUrn]: "x" }],
  ])("%s is invalidSyntax", (_, body) => {
    expect(catchScimError(() => canonicaliseNames(types.user, body)).kind).toBe("invalidSyntax");
  });

  it.each<[string, JsonObject, string]>([
    ["U+0000", { userName: "a\u0000b" }, "userName"],
    ["U+0000 in an element", { emails: [{ value: "\u0000" }] }, "emails[0].value"],
    ["half of a surrogate pair, first", { name: { givenName: "\ud800" } }, "name.givenName"],
    ["half of a surrogate pair, second", { title: "x\udc00y" }, "title"],
    ["U+0000 in a name", { "a\u0000": 1 }, "a\\u0000"],
    ["half of a surrogate pair in a name", { "\ud800": 1 }, "\\ud800"],
  ])("%s in a text is invalidValue that names the attribute", (_, body, path) => {
    const error = catchScimError(() => canonicaliseNames(types.user, body));
    expect(error.kind).toBe("invalidValue");
    expect(error.message).toContain(path);
  });

  it("T-06 leaves texts as they are, whole surrogate pairs included", () => {
    const texts = { userName: "é e\u0301 漢字 שלום 👩‍🚀 " };
    expect(canonicaliseNames(types.user, texts)).toEqual(texts);
  });

  it("T-13 nesting is bounded", () => {
    let deep: JsonValue = "x";
    for (let level = 0; level < 40; level += 1) {
      deep = level % 2 === 0 ? [deep] : { a: deep };
    }
    expect(catchScimError(() => canonicaliseNames(types.user, { title: deep })).kind).toBe("invalidSyntax");
  });

  it("takes __proto__ and its like for plain names", () => {
    const body: JsonValue = JSON.parse(
      '{"userName":"a","__proto__":{"polluted":true},"constructor":1,"name":{"__proto__":2}}',
    );
    const canonical = canonicaliseNames(types.user, body);
    expect(Object.getPrototypeOf(canonical)).toBe(Object.prototype);
    expect(JSON.parse(JSON.stringify(canonical))).toEqual(body);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("RFC 7643 §8.3 and §8.4 are canonical already", () => {
    expect(canonicaliseNames(types.user, enterpriseUser)).toEqual(enterpriseUser);
    expect(canonicaliseNames(types.group, group)).toEqual(group);
  });

  it("law: doing it twice changes nothing, and only a ScimError is ever thrown", () => {
    const names = [
      "userName",
      "USERNAME",
      "name",
      "emails",
      "Value",
      enterprise,
      userSchemaUrn,
      `${enterprise}:manager`,
      "__proto__",
      "x",
    ];
    const arbitrary = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: "binary" }),
        fc.constant(null),
        fc.integer(),
        fc.array(tie("value")),
        tie("object"),
      ),
      object: fc.dictionary(fc.constantFrom(...names), tie("value")),
    })).object;
    fc.assert(
      fc.property(arbitrary, (body) => {
        try {
          const canonical = canonicaliseNames(types.user, body);
          expect(canonicaliseNames(types.user, canonical)).toEqual(canonical);
        } catch (error) {
          if (!(error instanceof ScimError)) throw error;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
