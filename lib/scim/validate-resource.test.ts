import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ResourceType } from "./attribute";
import { ScimError } from "./errors";
import fullUser from "./fixtures/rfc7643-8.2-user-full.json";
import enterpriseUser from "./fixtures/rfc7643-8.3-enterprise-user.json";
import rfcGroup from "./fixtures/rfc7643-8.4-group.json";
import type { JsonObject } from "./json";
import { createResourceTypes } from "./schema/resource-types";
import { arbitraryBody } from "./testing/arbitrary-body";
import { catchScimError } from "./testing/catch-scim-error";
import { enterpriseUserSchemaUrn as enterprise, groupSchemaUrn, userSchemaUrn } from "./urns";
import { type ValidationContext, validateResource } from "./validate-resource";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const named = { userName: "ada" };
const bare = { schemas: [userSchemaUrn], ...named };

describe("validateResource, what it accepts", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["P-01 the least", named, bare],
    ["C-01 id and meta of the client are dropped", { ...named, id: "x", meta: { version: "1" } }, bare],
    ["C-08, N-04 groups are dropped", { ...named, groups: [{ value: "g" }] }, bare],
    ["C-06, P-09 null", { ...named, title: null, addresses: null, name: { middleName: null } }, bare],
    ["C-06, P-09 []", { ...named, roles: [], emails: [null, {}] }, bare],
    ["C-06 {}", { ...named, name: {} }, bare],
    [
      "C-05 an empty extension is no extension",
      { ...named, schemas: [userSchemaUrn, enterprise], [enterprise]: {} },
      bare,
    ],
    ["C-05, P-09 an extension that holds null only", { ...named, [enterprise]: { manager: null } }, bare],
    [
      "C-05, P-03 the URN of an extension with data is added",
      { ...named, [enterprise]: { department: "R&D" } },
      { schemas: [userSchemaUrn, enterprise], ...named, [enterprise]: { department: "R&D" } },
    ],
    [
      "U-05 the manager's displayName is the service provider's",
      { ...named, [enterprise]: { manager: { value: "m", displayName: "Boss", $ref: null } } },
      { schemas: [userSchemaUrn, enterprise], ...named, [enterprise]: { manager: { value: "m" } } },
    ],
    [
      "U-03 types outside the canonical values",
      { ...named, emails: [{ value: "a@b.example", type: "Private" }] },
      { ...bare, emails: [{ value: "a@b.example", type: "Private" }] },
    ],
    [
      "C-12 the second of two elements with one value and type",
      {
        ...named,
        phoneNumbers: [
          { value: "1", type: "work", display: "a" },
          { value: "1", type: "WORK" },
          { value: "1", type: "home" },
        ],
      },
      {
        ...bare,
        phoneNumbers: [
          { value: "1", type: "work", display: "a" },
          { value: "1", type: "home" },
        ],
      },
    ],
    [
      "C-12 equal addresses",
      { ...named, addresses: [{ locality: "Bristol" }, { locality: "Bristol" }, { locality: "Bath" }] },
      { ...bare, addresses: [{ locality: "Bristol" }, { locality: "Bath" }] },
    ],
    [
      "T-06 texts verbatim: spaces, case, emoji, decomposed letters",
      { userName: " Ada ", title: "e\u0301 👩‍🚀", phoneNumbers: [{ value: "5555550101" }] },
      { ...bare, userName: " Ada ", title: "e\u0301 👩‍🚀", phoneNumbers: [{ value: "5555550101" }] },
    ],
    [
      "C-09 base64 of one certificate",
      { ...named, x509Certificates: [{ value: "MIID" }] },
      { ...bare, x509Certificates: [{ value: "MIID" }] },
    ],
    ["C-09 a relative reference", { ...named, profileUrl: "../me" }, { ...bare, profileUrl: "../me" }],
    ["C-02 externalId", { ...named, externalId: "X" }, { ...bare, externalId: "X" }],
    [
      "C-11 one primary",
      {
        ...named,
        emails: [
          { value: "a", primary: true },
          { value: "b", primary: false },
        ],
      },
      {
        ...bare,
        emails: [
          { value: "a", primary: true },
          { value: "b", primary: false },
        ],
      },
    ],
    ["a role that does not exist is looked at elsewhere", { ...named, role: "king" }, { ...bare, role: "king" }],
  ])("%s", (_, body, expected) => {
    expect(validateResource(user, body, "create")).toEqual(expected);
    expect(validateResource(user, body, "replace")).toEqual(expected);
  });

  it("N-03, C-08 a member's display is the service provider's", () => {
    const body = { displayName: "G", members: [{ value: "u", display: "Ada", type: "User" }] };
    expect(validateResource(group, body, "create")).toEqual({
      schemas: [groupSchemaUrn],
      displayName: "G",
      members: [{ value: "u", type: "User" }],
    });
  });

  it("what a PATCH left keeps read-only attributes, and what another client was allowed to keep", () => {
    const stored = {
      ...bare,
      id: "1",
      meta: { version: "1" },
      groups: [{ value: "g" }],
      badge: 7,
      emails: [{ value: "a", note: 1 }],
    };
    expect(validateResource(user, stored, "patched")).toEqual(stored);
    const { id, meta, groups, ...written } = stored;
    expect(validateResource(user, stored, "replace")).toEqual(written);
  });

  it("an open resource type keeps what no schema knows, verbatim", () => {
    const body = {
      ...named,
      badge: { n: [null] },
      nothing: null,
      name: { nick: 1 },
      "urn:acme:2.0:User": { tag: "blue" },
    };
    expect(validateResource(open, body, "create")).toEqual({
      schemas: [userSchemaUrn, "urn:acme:2.0:User"],
      ...named,
      badge: { n: [null] },
      name: { nick: 1 },
      "urn:acme:2.0:User": { tag: "blue" },
    });
  });

  it("RFC 7643 §8.2, §8.3 and §8.4 come back as they are, read-only attributes aside", () => {
    const { id, meta, groups, ...written } = fullUser;
    expect(validateResource(user, fullUser, "create")).toEqual(written);
    const { id: _id, meta: _meta, groups: _groups, ...enterpriseWritten } = enterpriseUser;
    const { displayName, ...manager } = enterpriseUser[enterprise].manager;
    expect(validateResource(user, enterpriseUser, "create")).toEqual({
      ...enterpriseWritten,
      [enterprise]: { ...enterpriseUser[enterprise], manager },
    });
    expect(validateResource(group, rfcGroup, "create").members).toEqual(
      rfcGroup.members.map(({ display, ...member }) => member),
    );
    expect(validateResource(user, enterpriseUser, "patched")).toEqual(enterpriseUser);
  });
});

describe("validateResource, what it refuses", () => {
  it.each<[string, ResourceType, JsonObject, string]>([
    ["P-02, W-04 no userName", user, {}, "userName"],
    ["P-02 a blank userName", user, { userName: " \t" }, "userName"],
    ["P-02 a userName that is null", user, { userName: null }, "userName"],
    ["a group without displayName", group, {}, "displayName"],
    ["C-09 a number for a text", user, { ...named, title: 7 }, "title is the number 7"],
    [
      "C-09 a number for a text in an extension",
      user,
      { ...named, [enterprise]: { employeeNumber: 7 } },
      `${enterprise}:employeeNumber`,
    ],
    ["X-16 a text for a boolean", user, { ...named, active: "yes" }, 'active is the text "yes"'],
    ["X-16 False is not read here", user, { ...named, active: "False" }, "active"],
    [
      "C-09 a text for a boolean in an element",
      user,
      { ...named, roles: [{ value: "a", primary: "True" }] },
      "roles[0].primary",
    ],
    ["C-09 no base64", user, { ...named, x509Certificates: [{ value: "a b" }] }, "x509Certificates[0].value"],
    ["C-09 half of base64", user, { ...named, x509Certificates: [{ value: "abc" }] }, "x509Certificates[0].value"],
    ["C-09 a line break in a reference", user, { ...named, profileUrl: "\n" }, "profileUrl"],
    ["C-09 a number for a reference", user, { ...named, profileUrl: 1 }, "profileUrl"],
    [
      "C-10 one object for an array is not read here",
      user,
      { ...named, emails: { value: "a" } },
      "emails must be an array",
    ],
    ["a text for an element", user, { ...named, emails: ["a"] }, "emails[0] must be an object"],
    ["a text for a complex value", user, { ...named, name: "Ada" }, "name must be an object"],
    ["an array for a complex value", user, { ...named, name: [{ givenName: "Ada" }] }, "name must be an object"],
    ["a text for an extension", user, { ...named, [enterprise]: "x" }, enterprise],
    [
      "C-11 two primaries",
      user,
      {
        ...named,
        emails: [
          { value: "a", primary: true },
          { value: "b", primary: true },
        ],
      },
      "primary",
    ],
  ])("%s is invalidValue", (_, resourceType, body, message) => {
    for (const context of ["create", "replace", "patched"] satisfies ValidationContext[]) {
      const error = catchScimError(() => validateResource(resourceType, body, context));
      expect(error.kind).toBe("invalidValue");
      expect(error.message).toContain(message);
    }
  });

  it("shows no more of a value than its beginning", () => {
    const error = catchScimError(() => validateResource(user, { ...named, active: "x".repeat(10_000) }, "create"));
    expect(error.message.length).toBeLessThan(250);
  });

  it.each<[string, JsonObject]>([
    ["at the top", { ...named, badge: 7 }],
    ["inside a complex attribute", { ...named, name: { nick: "a" } }],
    ["inside an extension", { ...named, [enterprise]: { badge: "a" } }],
  ])("an attribute that no schema knows, %s, is invalidSyntax", (_, body) => {
    expect(catchScimError(() => validateResource(user, body, "create")).kind).toBe("invalidSyntax");
  });
});

describe("validateResource, laws", () => {
  it.each<ValidationContext>(["create", "replace", "patched"])("%s: what is valid stays as it is", (context) => {
    let valid = 0;
    fc.assert(
      fc.property(arbitraryBody, fc.boolean(), (body, isOpen) => {
        const resourceType = isOpen ? open : user;
        const before = structuredClone(body);
        try {
          const once = validateResource(resourceType, body, context);
          expect(validateResource(resourceType, once, context)).toEqual(once);
          valid += 1;
        } catch (error) {
          if (!(error instanceof ScimError)) throw error;
        }
        expect(body).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
    expect(valid).toBeGreaterThan(100);
  });
});
