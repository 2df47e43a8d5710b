import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type AttributePath, formatAttributePath, parseAttributePath, resolveAttributePath } from "./attribute-path";
import { ScimError } from "./errors";
import { parseValueFilter } from "./filter/parse";
import { arbitraryFilterText } from "./filter/testing/arbitrary-filter";
import { listReadablePaths } from "./filter/testing/schema-paths";
import { createResourceTypes } from "./schema/resource-types";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "./urns";

// The laws take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const customUrn = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";

function refusal(read: () => unknown): ScimError {
  try {
    read();
  } catch (error) {
    if (error instanceof ScimError) {
      return error;
    }
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("parseAttributePath (RFC 7644 §3.5.2, checklist X-04)", () => {
  it.each<[string, AttributePath]>([
    ["userName", { attribute: "userName" }],
    ["ACTIVE", { attribute: "ACTIVE" }],
    ["name.givenName", { attribute: "name", subAttribute: "givenName" }],
    ["members.$ref", { attribute: "members", subAttribute: "$ref" }],
    ["a-b_1", { attribute: "a-b_1" }],
    [`${userSchemaUrn}:name.familyName`, { schema: userSchemaUrn, attribute: "name", subAttribute: "familyName" }],
    [userSchemaUrn, { schema: userSchemaUrn }],
    [enterpriseUserSchemaUrn, { schema: enterpriseUserSchemaUrn }],
    [`${enterpriseUserSchemaUrn}:department`, { schema: enterpriseUserSchemaUrn, attribute: "department" }],
    [
      `${enterpriseUserSchemaUrn.toUpperCase()}:MANAGER.value`,
      { schema: enterpriseUserSchemaUrn, attribute: "MANAGER", subAttribute: "value" },
    ],
    [customUrn, { schema: customUrn }],
    [`${customUrn}:tag`, { schema: customUrn, attribute: "tag" }],
    ["urn:example:custom:tag", { schema: "urn:example:custom", attribute: "tag" }],
    [`${groupSchemaUrn}:displayName`, { schema: groupSchemaUrn, attribute: "displayName" }],
  ])("%s", (text, expected) => {
    expect(parseAttributePath(text, user)).toEqual(expected);
  });

  it.each<[string, string, AttributePath]>([
    ['emails[type eq "work"]', 'type eq "work"', { attribute: "emails" }],
    ['emails[type eq "work"].value', 'type eq "work"', { attribute: "emails", subAttribute: "value" }],
    ['Addresses[Type Eq "other"].Formatted', 'Type eq "other"', { attribute: "Addresses", subAttribute: "Formatted" }],
    ['members[value eq "a]b"].$ref', 'value eq "a]b"', { attribute: "members", subAttribute: "$ref" }],
    [
      `${userSchemaUrn}:emails[not (a pr)].value`,
      "not (a pr)",
      { schema: userSchemaUrn, attribute: "emails", subAttribute: "value" },
    ],
    ['roles[primary eq "True"].value', 'primary eq "True"', { attribute: "roles", subAttribute: "value" }],
  ])("%s", (text, valueFilter, expected) => {
    expect(parseAttributePath(text, user)).toEqual({ ...expected, valueFilter: parseValueFilter(valueFilter, user) });
  });

  it.each([
    ["", "invalidPath"],
    [" userName", "invalidPath"],
    ["userName ", "invalidPath"],
    ["1a", "invalidPath"],
    ["$ref", "invalidPath"],
    ["a.b.c", "invalidPath"],
    ["a.", "invalidPath"],
    [".a", "invalidPath"],
    ["a:b", "invalidPath"],
    ["é", "invalidPath"],
    ["nope[", "invalidPath"],
    ["emails]", "invalidPath"],
    ['[type eq "x"]', "invalidPath"],
    ['a.b[type eq "x"]', "invalidPath"],
    [`${userSchemaUrn}[a pr]`, "invalidPath"],
    [`${userSchemaUrn}:`, "invalidPath"],
    ["urn:", "invalidPath"],
    ['emails[type eq "x"]value', "invalidPath"],
    ['emails[type eq "x"].', "invalidPath"],
    ['emails[type eq "x"].a.b', "invalidPath"],
    ["emails[0].value", "invalidFilter"],
    ["emails[]", "invalidFilter"],
    ["emails[type eq work]", "invalidFilter"],
    ['emails[type eq "x]', "invalidFilter"],
    ["emails[a[b pr]].value", "invalidFilter"],
    ["x".repeat(10_001), "invalidPath"],
  ])("refuses %j: %s (X-18)", (text, kind) => {
    expect(refusal(() => parseAttributePath(text, user))).toMatchObject({ kind, status: 400 });
  });

  it("throws nothing but invalidPath and invalidFilter, whatever the text", () => {
    const pieces = fc.constantFrom(
      "emails",
      "[",
      "]",
      ".",
      "value",
      ' eq "x"',
      ":",
      userSchemaUrn,
      "urn:a:2.0:B",
      "(",
      "\0",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces, { maxLength: 10 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          resolveAttributePath(parseAttributePath(given, open), open);
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
          expect(["invalidPath", "invalidFilter"]).toContain((error as ScimError).kind);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("formatAttributePath", () => {
  it.each([user, group])("is read back as the same path, for any path over $name", (resourceType) => {
    const vocabulary = { strings: ["work", "a]b", '"\\'], dateTimes: ["2026-01-31T08:00:00Z"] };
    const name = fc.constantFrom(...listReadablePaths(resourceType).flatMap(({ texts }) => texts));
    const valuePath = fc
      .tuple(arbitraryFilterText(resourceType, vocabulary), fc.constantFrom("", ".value", ".$ref"))
      .filter(([filter]) => !filter.includes("["))
      .map(([filter, tail]) => `emails[${filter}]${tail}`);
    fc.assert(
      fc.property(fc.oneof(name, valuePath), (text) => {
        const path = parseAttributePath(text, resourceType);
        expect(parseAttributePath(formatAttributePath(path), resourceType)).toEqual(path);
      }),
      { numRuns: 1_000 },
    );
  });

  it("leaves a path without a filter as it is", () => {
    for (const { texts } of listReadablePaths(user)) {
      for (const text of texts) {
        expect(formatAttributePath(parseAttributePath(text, user))).toBe(text);
      }
    }
  });
});

describe("resolveAttributePath", () => {
  const resolve = (text: string, resourceType = user) =>
    resolveAttributePath(parseAttributePath(text, resourceType), resourceType);

  it.each<[string, string, object]>([
    ["any case", "USERNAME", { attribute: { name: "userName" } }],
    ["sub-attribute", "Name.GivenName", { attribute: { name: "name" }, subAttribute: { name: "givenName" } }],
    ["$ref", "groups.$REF", { attribute: { name: "groups" }, subAttribute: { name: "$ref" } }],
    ["core URN", `${userSchemaUrn}:title`, { attribute: { name: "title" } }],
    ["common attribute (D-12)", "externalId", { attribute: { name: "externalId", caseExact: true } }],
    ["common sub-attribute", "meta.created", { attribute: { name: "meta" }, subAttribute: { type: "dateTime" } }],
    [
      "extension",
      `${enterpriseUserSchemaUrn}:manager.value`,
      { extension: enterpriseUserSchemaUrn, attribute: { name: "manager" }, subAttribute: { name: "value" } },
    ],
    ["manager alone (F-13)", "manager", { extension: enterpriseUserSchemaUrn, attribute: { name: "manager" } }],
    [
      "value filter",
      'emails[TYPE eq "WORK"].value',
      {
        attribute: { name: "emails" },
        valueFilter: { kind: "compare", target: { attribute: { name: "type" } }, operator: "eq", value: "work" },
        subAttribute: { name: "value" },
      },
    ],
  ])("%s", (_name, text, expected) => {
    expect(resolve(text)).toMatchObject({ kind: "attribute", ...expected });
  });

  it("gives core attributes no extension and simple ones no sub-attribute", () => {
    expect(Object.keys(resolve(`${userSchemaUrn}:title`) ?? {})).toEqual(["kind", "attribute"]);
  });

  it("finds a whole extension", () => {
    expect(resolve(enterpriseUserSchemaUrn.toLowerCase())).toMatchObject({
      kind: "extension",
      schema: { id: enterpriseUserSchemaUrn },
    });
  });

  it.each([
    "dispalyName",
    "name.alias",
    "userName.value",
    "emails.value2",
    'emails[type eq "work"].color',
    `${userSchemaUrn}:department`,
    `${enterpriseUserSchemaUrn}:title`,
    `${enterpriseUserSchemaUrn}:id`,
    customUrn,
    `${customUrn}:tag`,
    userSchemaUrn,
  ])("does not know %s", (text) => {
    expect(resolve(text)).toBeUndefined();
  });

  it.each([
    ['userName[value eq "x"]', "invalidPath"],
    ['emails[color eq "x"]', "invalidFilter"],
    ["emails[primary eq 5]", "invalidFilter"],
  ])("refuses %s: %s", (text, kind) => {
    expect(refusal(() => resolve(text))).toMatchObject({ kind });
  });

  it.each<[string, object]>([
    ["shoeSize", { attribute: { name: "shoeSize", undefinedBySchema: true } }],
    ["shoe.size", { attribute: { name: "shoe" }, subAttribute: { name: "size", undefinedBySchema: true } }],
    ["name.alias", { attribute: { name: "name", type: "complex" }, subAttribute: { undefinedBySchema: true } }],
    ["shoes[size eq 9].color", { attribute: { name: "shoes" }, subAttribute: { name: "color" } }],
    [`${enterpriseUserSchemaUrn}:badge`, { extension: enterpriseUserSchemaUrn, attribute: { name: "badge" } }],
    [`${customUrn}:tag`, { extension: customUrn, attribute: { name: "tag", undefinedBySchema: true } }],
  ])("an open resource type takes %s", (text, expected) => {
    expect(resolve(text, open)).toMatchObject({ kind: "attribute", ...expected });
  });

  it("an open resource type takes a whole unknown extension, but no sub-attribute of a simple attribute", () => {
    expect(resolve(customUrn, open)).toMatchObject({ kind: "extension", schema: { id: customUrn, attributes: [] } });
    expect(resolve("userName.value", open)).toBeUndefined();
  });
});
