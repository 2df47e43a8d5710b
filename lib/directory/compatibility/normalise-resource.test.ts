import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { ScimError } from "@/lib/scim/errors";
import enterpriseUser from "@/lib/scim/fixtures/rfc7643-8.3-enterprise-user.json";
import group from "@/lib/scim/fixtures/rfc7643-8.4-group.json";
import type { JsonObject } from "@/lib/scim/json";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { arbitraryBody } from "@/lib/scim/testing/arbitrary-body";
import { catchScimError } from "@/lib/scim/testing/catch-scim-error";
import { enterpriseUserSchemaUrn as enterprise, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { validateResource } from "@/lib/scim/validate-resource";
import { normaliseResource } from "./normalise-resource";

const types = createResourceTypes({ role: true, keepsUnknown: false });
const openTypes = createResourceTypes({ role: true, keepsUnknown: true });
const core = { schemas: [userSchemaUrn] };
const acme = "urn:ietf:params:scim:schemas:extension:acmehr:2.0:User";

type Policy = "ignore" | "keep" | "reject";

function normalise(body: JsonObject, unknownAttributes: Policy = "ignore", kind: "user" | "group" = "user") {
  const resourceType = (unknownAttributes === "keep" ? openTypes : types)[kind];
  return normaliseResource(resourceType, canonicaliseNames(resourceType, body), { unknownAttributes });
}

describe("normaliseResource, one tolerance each", () => {
  it.each<[string, string, JsonObject, JsonObject, string]>([
    ["C-09, X-16", "booleanText", { active: "False" }, { active: false }, 'read the text "False" as false (active)'],
    [
      "C-09 in elements",
      "booleanText",
      { roles: [{ value: "V1", primary: "True" }] },
      { roles: [{ value: "V1", primary: true }] },
      'read the text "True" as true (roles.primary)',
    ],
    ["C-09 any case", "booleanText", { active: "tRuE" }, { active: true }, 'read the text "tRuE" as true (active)'],
    [
      "C-10",
      "singleValueAsArray",
      { emails: { value: "a@b.example" } },
      { emails: [{ value: "a@b.example" }] },
      "read the single value of emails as an array of one",
    ],
    [
      "roles as texts",
      "textAsElement",
      { roles: ["moderator", { value: "x" }] },
      { roles: [{ value: "moderator" }, { value: "x" }] },
      "read a text in roles as an element with that value",
    ],
    [
      "X-15 manager as text",
      "textAsManager",
      { [enterprise]: { manager: "m" } },
      { [enterprise]: { manager: { value: "m" } } },
      `read the text in ${enterprise}:manager as an object with that value`,
    ],
    [
      "X-15 manager as array",
      "arrayAsManager",
      { [enterprise]: { manager: [{ value: "m", $ref: "/Users/m" }] } },
      { [enterprise]: { manager: { value: "m", $ref: "/Users/m" } } },
      `read the array of one in ${enterprise}:manager as the one value`,
    ],
    [
      "X-15 no manager",
      "emptyElementAsUnassigned",
      { [enterprise]: { manager: { value: "", $ref: null } } },
      { [enterprise]: { manager: null } },
      `read a value of ${enterprise}:manager that holds nothing as unassigned`,
    ],
    [
      "X-15 manager as empty text",
      "emptyElementAsUnassigned",
      { [enterprise]: { manager: "" } },
      { [enterprise]: { manager: null } },
      `read a value of ${enterprise}:manager that holds nothing as unassigned`,
    ],
    ["X-14", "emptyTextAsUnassigned", { title: "" }, { title: null }, "read the empty text as unassigned (title)"],
    [
      "X-14 in a complex value",
      "emptyTextAsUnassigned",
      { name: { givenName: "A", middleName: "" } },
      { name: { givenName: "A", middleName: null } },
      "read the empty text as unassigned (name.middleName)",
    ],
    [
      "X-14 a reference",
      "emptyTextAsUnassigned",
      { profileUrl: "" },
      { profileUrl: null },
      "read the empty text as unassigned (profileUrl)",
    ],
    [
      "C-09 a photo's address that is none",
      "textAsReference",
      { photos: [{ value: "C:\\Ada Lovelace.png" }] },
      { photos: [{ value: "C:\\Ada Lovelace.png" }] },
      "kept the text in photos.value as it is, though it is no URI",
    ],
    [
      "X-14 an empty element",
      "emptyElementAsUnassigned",
      { phoneNumbers: [{ type: "work", value: "" }, { value: "1" }] },
      { phoneNumbers: [null, { value: "1" }] },
      "read a value of phoneNumbers that holds nothing as unassigned",
    ],
    ["P-08", "passwordIgnored", { password: "s3cret" }, {}, "a password was sent; Roster keeps none"],
    [
      "X-15 at the top level",
      "extensionAttributeAtTopLevel",
      { Department: "R&D", [enterprise]: { division: "D" } },
      { [enterprise]: { division: "D", department: "R&D" } },
      `read department as ${enterprise}:department`,
    ],
    [
      "P-03 unknown attribute",
      "unknownAttributes",
      { badge: 7 },
      {},
      'ignored the attribute "badge", which no schema knows',
    ],
    [
      "unknown sub-attribute",
      "unknownAttributes",
      { name: { givenName: "A", nick: "B" } },
      { name: { givenName: "A" } },
      'ignored the attribute "name.nick", which no schema knows',
    ],
    [
      "unknown attribute of an extension",
      "unknownAttributes",
      { [enterprise]: { badge: 7 } },
      { [enterprise]: {} },
      `"${enterprise}:badge"`,
    ],
    ["P-03 unknown extension", "unknownAttributes", { [acme]: { tag: "blue" } }, {}, `"${acme}"`],
  ])("%s: %s", (_, name, sent, expected, detail) => {
    const urns = enterprise in sent ? [userSchemaUrn, enterprise] : [userSchemaUrn];
    const { body, leniencies } = normalise({ schemas: urns, ...sent });
    expect(body).toEqual({ schemas: urns, ...expected });
    expect(leniencies).toContainEqual({ name, detail: expect.stringContaining(detail) });
  });

  it.each<[string, string, JsonObject, string[], "user" | "group"]>([
    ["P-02", "missingSchemas", {}, [userSchemaUrn], "user"],
    ["P-02 null", "missingSchemas", { schemas: null }, [userSchemaUrn], "user"],
    ["P-02 []", "missingSchemas", { schemas: [] }, [groupSchemaUrn], "group"],
    ["P-02 the extension alone", "missingSchemas", { schemas: [enterprise] }, [userSchemaUrn, enterprise], "user"],
    [
      "P-03 Entra's group",
      "foreignSchemaUrn",
      { schemas: [groupSchemaUrn, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"] },
      [groupSchemaUrn],
      "group",
    ],
    [
      "P-03 Entra's misprint",
      "foreignSchemaUrn",
      { schemas: [userSchemaUrn, "urn:ietf:params:scim:schemas:extension:enterprise:2.0User"] },
      [userSchemaUrn],
      "user",
    ],
    [
      "P-03 the extension is not named",
      "extensionUrnMissing",
      { ...core, [enterprise]: { department: "R" } },
      [userSchemaUrn, enterprise],
      "user",
    ],
  ])("%s: %s", (_, name, sent, schemas, kind) => {
    const { body, leniencies } = normalise(sent, "ignore", kind);
    expect(body.schemas).toEqual(schemas);
    expect(leniencies.map((leniency) => leniency.name)).toContain(name);
  });

  it("W-02 an extension that is named without data stays named (JumpCloud, Entra)", () => {
    const { body, leniencies } = normalise({ schemas: [enterprise, userSchemaUrn], userName: "a" });
    expect(body.schemas).toEqual([userSchemaUrn, enterprise]);
    expect(leniencies).toEqual([]);
  });
});

describe("normaliseResource, what it leaves alone", () => {
  it.each<[string, JsonObject]>([
    ["a text that is no boolean", { active: "yes" }],
    ["an empty text for a boolean", { active: "" }],
    ["X-14 an empty userName", { userName: "" }],
    ["two managers", { [enterprise]: { manager: [{ value: "a" }, { value: "b" }] } }],
    ["a text for a complex value without value", { name: "Ada", addresses: ["Bath"] }],
    ["a number for an element", { emails: [1] }],
    ["an element with nothing but a type", { emails: [{ type: "work" }] }],
    ["null in a complex value", { name: { givenName: null } }],
    ["read-only attributes", { id: "1", meta: { zzz: "True" }, groups: [{ value: "", zzz: 1 }] }],
    ["roles as JSON in a text", { roles: [{ value: '{"id":"1","value":"Admin"}' }] }],
  ])("%s", (_, sent) => {
    const schemas = enterprise in sent ? [userSchemaUrn, enterprise] : [userSchemaUrn];
    expect(normalise({ schemas, ...sent })).toEqual({ body: { schemas, ...sent }, leniencies: [] });
  });

  it("the samples of RFC 7643 §8.3 and §8.4 need no tolerance but for the password", () => {
    const { password, ...rest } = enterpriseUser;
    const { body, leniencies } = normalise(enterpriseUser);
    expect(body).toEqual(rest);
    expect(leniencies.map(({ name }) => name)).toEqual(["passwordIgnored"]);
    expect(normalise(group, "reject", "group")).toEqual({ body: group, leniencies: [] });
  });

  it("an attribute of an extension beside the extension's own does not win", () => {
    const { body } = normalise({ department: "top", [enterprise]: { department: "inside" } });
    expect(body[enterprise]).toEqual({ department: "inside" });
  });
});

describe("normaliseResource, unknownAttributes", () => {
  it("keep: everything stays verbatim, and a custom URN is added to schemas (P-03)", () => {
    const sent = { badge: { a: [null, ""] }, name: { nick: "" }, [acme]: { tag: "True" } };
    const { body, leniencies } = normalise({ ...core, ...sent }, "keep");
    expect(body).toEqual({ schemas: [userSchemaUrn, acme], ...sent });
    expect(leniencies.map(({ name }) => name)).toEqual(["extensionUrnMissing"]);
  });

  it("keep: an element without a value that holds something else stays", () => {
    const emails = [{ value: "", nick: "x" }];
    expect(normalise({ ...core, emails }, "keep").body.emails).toEqual([{ value: null, nick: "x" }]);
  });

  it("keep: a custom URN that is named already", () => {
    const sent = { schemas: [userSchemaUrn, acme.toUpperCase()], [acme]: { tag: 1 } };
    expect(normalise(sent, "keep")).toEqual({
      body: { schemas: [userSchemaUrn, acme], [acme]: { tag: 1 } },
      leniencies: [],
    });
  });

  it("reject: all are listed, with what was likely meant", () => {
    const error = catchScimError(() =>
      normalise({ ...core, dispalyName: "x", name: { givenNmae: "y" }, department: "R", [acme]: {} }, "reject"),
    );
    expect(error.kind).toBe("invalidSyntax");
    for (const part of [
      '"dispalyName" (did you mean "displayName"?)',
      '"name.givenNmae" (did you mean "name.givenName"?)',
      `"department" (did you mean "${enterprise}:department"?)`,
      "acmehr",
    ]) {
      expect(error.message).toContain(part);
    }
  });

  it("P-03 reject: a foreign schema URN too", () => {
    expect(catchScimError(() => normalise({ schemas: [userSchemaUrn, "urn:zzz"] }, "reject")).kind).toBe(
      "invalidSyntax",
    );
  });

  it("reject: read-only attributes, null and the password are no offence", () => {
    const sent = {
      ...core,
      id: "1",
      meta: { zzz: 1 },
      groups: [{ zzz: 1 }],
      title: null,
      password: "x",
      userName: "a",
    };
    expect(normalise(sent, "reject").body).not.toHaveProperty("password");
  });

  it("ignore: each is named once, and not without end", () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`zzz${index}`, 1]));
    expect(normalise({ ...core, ...many }).leniencies).toHaveLength(100);
    const twice = {
      emails: [
        { value: "a", zzz: 1 },
        { value: "b", zzz: 2 },
      ],
    };
    expect(normalise({ ...core, ...twice }).leniencies).toHaveLength(1);
  });
});

it.each([
  ["a number", 7],
  ["an object", { a: 1 }],
  ["a number inside", [7]],
])("P-02 schemas that is %s is invalidSyntax", (_, schemas) => {
  expect(catchScimError(() => normalise({ schemas })).kind).toBe("invalidSyntax");
});

it("law: whatever is sent, only a ScimError is thrown, the body given is not touched, and doing it twice changes nothing", () => {
  fc.assert(
    fc.property(arbitraryBody, fc.constantFrom<Policy>("ignore", "keep", "reject"), (body, policy) => {
      const before = structuredClone(body);
      try {
        const once = normalise(body, policy).body;
        expect(normalise(once, policy).body).toEqual(once);
        validateResource((policy === "keep" ? openTypes : types).user, once, "create");
      } catch (error) {
        if (!(error instanceof ScimError)) throw error;
      }
      expect(body).toEqual(before);
    }),
    { numRuns: 1_000 },
  );
});
