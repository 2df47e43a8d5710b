import { describe, expect, it } from "vitest";
import { ScimError } from "../errors";
import { createResourceTypes } from "../schema/resource-types";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "../urns";
import type { CheckedFilter } from "./ast";
import { checkFilter } from "./check";
import { parseFilter } from "./parse";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const strict = createResourceTypes({ role: false, keepsUnknown: false, strict: true }).user;

function check(text: string, resourceType = user): CheckedFilter {
  return checkFilter(parseFilter(text, resourceType), resourceType);
}

/** A checked filter in short: targets as dotted names, behind the extension if there is one. */
function shorten(filter: CheckedFilter): unknown {
  switch (filter.kind) {
    case "and":
    case "or":
      return [shorten(filter.left), filter.kind, shorten(filter.right)];
    case "not":
      return ["not", shorten(filter.filter)];
    default: {
      const { extension, attribute, subAttribute } = filter.target;
      const name = [attribute.name, subAttribute?.name].filter((part) => part !== undefined).join(".");
      const path = extension === undefined ? name : `${extension}:${name}`;
      if (filter.kind === "valuePath") {
        return [path, shorten(filter.filter)];
      }
      return filter.kind === "present" ? [path, "pr"] : [path, filter.operator, filter.value];
    }
  }
}

function refusal(text: string, resourceType = user): ScimError {
  try {
    check(text, resourceType);
  } catch (error) {
    if (error instanceof ScimError) {
      return error;
    }
    throw error;
  }
  throw new Error(`the filter was accepted: ${text}`);
}

describe("targets and values", () => {
  const manager = `${enterpriseUserSchemaUrn}:manager`;

  it.each<[string, string, unknown]>([
    ["F-00 names in any case", 'USERNAME eq "X"', ["userName", "eq", "x"]],
    ["F-03 strings are folded", 'displayName sw "RENÉ"', ["displayName", "sw", "rené"]],
    ["F-03 id is exact", 'id eq "AbC"', ["id", "eq", "AbC"]],
    ["F-03 externalId is exact", 'externalId eq "AbC"', ["externalId", "eq", "AbC"]],
    ["F-03 groups.value is exact", 'groups.value eq "AbC"', ["groups.value", "eq", "AbC"]],
    ["F-17 groups.display is not", 'groups.display eq "AbC"', ["groups.display", "eq", "abc"]],
    ["F-17 schemas, not exact (T-07)", `schemas eq "${userSchemaUrn}"`, ["schemas", "eq", userSchemaUrn.toLowerCase()]],
    ["F-17 meta.resourceType", 'meta.resourceType eq "User"', ["meta.resourceType", "eq", "User"]],
    ["role is exact", 'role eq "owner"', ["role", "eq", "owner"]],
    ["F-05 eq null", "title eq null", ["not", ["title", "pr"]]],
    ["F-05 ne null", "title NE null", ["title", "pr"]],
    ["F-05 eq null on a complex attribute", "emails eq null", ["not", ["emails", "pr"]]],
    ["F-06 true", "active eq true", ["active", "eq", true]],
    ["F-06 the text True", 'active eq "True"', ["active", "eq", true]],
    ["F-06 the text false", 'active ne "false"', ["active", "ne", false]],
    ["F-06 in a value path", 'emails[primary eq "True"]', ["emails", ["primary", "eq", true]]],
    ["F-08 dateTime", 'meta.created gt "2026-01-01T00:00:00Z"', ["meta.created", "gt", Date.UTC(2026, 0, 1)]],
    [
      "F-08 offset",
      'meta.created gt "2026-01-01T02:00:00.5+02:00"',
      ["meta.created", "gt", Date.UTC(2026, 0, 1) + 500],
    ],
    ["F-10 value is implied", 'emails co "Example.com"', ["emails.value", "co", "example.com"]],
    ["F-10 pr is about the whole", "emails pr", ["emails", "pr"]],
    ["F-10 pr on addresses", "addresses pr", ["addresses", "pr"]],
    ["F-10 pr on name", "name pr", ["name", "pr"]],
    [
      "F-11 value path",
      'emails[TYPE eq "Work"].Value eq "X"',
      ["emails", [["type", "eq", "work"], "and", ["value", "eq", "x"]]],
    ],
    ["F-11 a single-valued complex attribute", 'name[familyName eq "X"]', ["name", ["familyName", "eq", "x"]]],
    ["F-11 value path on a list of texts", 'schemas[Value eq "X"]', ["schemas", ["value", "eq", "x"]]],
    ["F-10 value of a list of texts", 'schemas.VALUE eq "X"', ["schemas", "eq", "x"]],
    ["F-12 core URN", `${userSchemaUrn}:name.familyName pr`, ["name.familyName", "pr"]],
    ["F-12 common attribute behind the core URN", `${userSchemaUrn}:meta.version pr`, ["meta.version", "pr"]],
    [
      "F-12 extension URN",
      `${enterpriseUserSchemaUrn}:employeeNumber sw "7"`,
      [`${enterpriseUserSchemaUrn}:employeeNumber`, "sw", "7"],
    ],
    ["F-13 manager alone", 'id eq "g" and manager eq "M"', [["id", "eq", "g"], "and", [`${manager}.value`, "eq", "m"]]],
    ["F-13 manager.value behind its URN", `${manager}.value eq "m"`, [`${manager}.value`, "eq", "m"]],
    ["F-13 department without its URN", "department pr", [`${enterpriseUserSchemaUrn}:department`, "pr"]],
    ["F-20 empty string", 'title co ""', ["title", "co", ""]],
    ["binary equality", 'x509Certificates eq "TUlJ"', ["x509Certificates.value", "eq", "tulj"]],
  ])("%s", (_name, text, expected) => {
    expect(shorten(check(text))).toEqual(expected);
  });

  it.each<[string, string, unknown]>([
    ["F-13 members[value]", 'members[value eq "U"]', ["members", ["value", "eq", "U"]]],
    ["F-13 members.value", 'members.value eq "U"', ["members.value", "eq", "U"]],
    ["F-13 members", 'id eq "g" and members eq "U"', [["id", "eq", "g"], "and", ["members.value", "eq", "U"]]],
    ["F-12 core URN of the group", `${groupSchemaUrn}:displayName eq "A"`, ["displayName", "eq", "a"]],
  ])("%s", (_name, text, expected) => {
    expect(shorten(check(text, group))).toEqual(expected);
  });

  it.each<[string, string, unknown]>([
    ["text", 'shoeSize eq "XL"', ["shoeSize", "eq", "xl"]],
    ["number", "shoeSize gt 9", ["shoeSize", "gt", 9]],
    ["boolean", "shoeSize eq true", ["shoeSize", "eq", true]],
    ["null", "shoeSize eq null", ["not", ["shoeSize", "pr"]]],
    ["sub-attribute", "shoe.size eq 9", ["shoe.size", "eq", 9]],
    ["sub-attribute of a known complex attribute", "name.alias pr", ["name.alias", "pr"]],
    ["value path", "shoes[size eq 9]", ["shoes", ["size", "eq", 9]]],
    ["core URN", `${userSchemaUrn}:shoeSize pr`, ["shoeSize", "pr"]],
    ["known extension", `${enterpriseUserSchemaUrn}:badge pr`, [`${enterpriseUserSchemaUrn}:badge`, "pr"]],
    ["unknown extension", "urn:example:2.0:User:badge pr", ["urn:example:2.0:User:badge", "pr"]],
  ])("an open resource type takes what no schema knows: %s", (_name, text, expected) => {
    expect(shorten(check(text, open))).toEqual(expected);
  });
});

describe("refusals are invalidFilter", () => {
  it.each([
    ["F-14 unknown attribute", 'shoeSize eq "9"', 'the resource type User has no attribute "shoeSize"'],
    ["F-14 unknown sub-attribute", 'emails.color eq "x"', 'no attribute "emails.color"'],
    ["F-14 unknown in a value path", 'emails[color eq "x"]', 'emails has no attribute "color"'],
    ["F-14 a URN in a value path", `emails[${userSchemaUrn}:type eq "x"]`, "has no attribute"],
    ["F-14 sub-attribute of a simple attribute", 'userName.x eq "x"', 'no attribute "userName.x"'],
    ["F-14 unknown URN", 'urn:example:2.0:User:badge eq "x"', 'no attribute "urn:example:2.0:User:badge"'],
    [
      "F-14 attribute of the core schema behind the extension's URN",
      `${enterpriseUserSchemaUrn}:title pr`,
      "no attribute",
    ],
    ["F-14 attribute of the extension behind the core URN", `${userSchemaUrn}:department pr`, "no attribute"],
    ["F-14 misspelt", 'usernmae eq "x"', "did you mean userName?"],
    ["F-14 misspelt sub-attribute", "name.famliyName pr", "did you mean name.familyName?"],
    [
      "F-14 misspelt behind a URN",
      `${enterpriseUserSchemaUrn}:departmnt pr`,
      `did you mean ${enterpriseUserSchemaUrn}:department?`,
    ],
    ["F-14 misspelt in a value path", 'emails[vaule eq "x"]', "did you mean value?"],
    ["F-06 neither true nor false", 'active eq "yes"', 'active is a boolean and cannot be compared with "yes"'],
    ["F-06 number", "active eq 1", "active is a boolean"],
    ["F-06 gt", "active gt true", 'active is a boolean and cannot be compared by "gt"'],
    ["F-06 co", 'active co "tr"', 'cannot be compared by "co"'],
    ["F-06 gt on binary", 'x509Certificates.value gt "a"', 'is binary and cannot be compared by "gt"'],
    ["F-07 number against text", "userName eq 5", 'put the value in double quotes, as in "5"'],
    ["F-07 boolean against text", "userName eq true", "userName is text"],
    ["F-08 not a date", 'meta.created gt "yesterday"', "meta.created is a dateTime"],
    ["F-08 no such day", 'meta.created gt "2026-02-30T00:00:00Z"', "meta.created is a dateTime"],
    ["F-08 number", "meta.created gt 5", "meta.created is a dateTime"],
    ["F-08 co", 'meta.created co "2026"', 'cannot be compared by "co"'],
    ["F-05 gt null", "title gt null", '"gt" cannot compare with null'],
    ["F-10 complex", 'name eq "x"', "such as name.formatted"],
    ["F-10 complex, multi-valued without value", 'addresses eq "x"', "such as addresses.formatted"],
    ["F-11 value path on a simple attribute", "userName[value pr]", "userName is not a complex attribute"],
    ["F-11 value path on a list of texts, another sub-attribute", "schemas[type pr]", "schemas has no attribute"],
    ["F-16 password", 'password eq "x"', "password is never returned and cannot be filtered by"],
    ["F-16 password pr", "PASSWORD pr", "is never returned"],
    ["F-16 password under not and a URN", `not (${userSchemaUrn}:password sw "a")`, "is never returned"],
    ["F-16 password eq null", "password eq null", "is never returned"],
  ])("%s", (_name, text, message) => {
    const error = refusal(text);
    expect(error.kind).toBe("invalidFilter");
    expect(error.message).toContain(message);
  });

  it.each([
    [
      "role is unknown to RFC 7643's own User",
      'role eq "owner"',
      createResourceTypes({ role: false, keepsUnknown: false }).user,
    ],
    ["a group has no userName", 'userName eq "x"', group],
    ["an open resource type does not open a simple attribute", "userName.x pr", open],
    ["an open resource type keeps the password closed", "password pr", open],
    ["numbers have no substrings", "shoeSize co 9", open],
    ["F-14 an open resource type does not take a typing error for an unknown name", 'dispalyName eq "x"', open],
    ["F-14 nor one in a sub-attribute", 'name.givenNam eq "x"', open],
    ["F-14 nor one in a value path", 'emails[vlaue eq "x"]', open],
  ])("%s", (_name, text, resourceType) => {
    expect(refusal(text, resourceType).kind).toBe("invalidFilter");
  });
});

describe("a strict client, which names extensions by their URN", () => {
  it.each([
    ['department eq "x"', `did you mean ${enterpriseUserSchemaUrn}:department?`],
    ["manager.valeu pr", `did you mean ${enterpriseUserSchemaUrn}:manager.value?`],
    ['urn:example:2.0:User:department eq "x"', `did you mean ${enterpriseUserSchemaUrn}:department?`],
  ])("F-14 %s", (text, advice) => {
    expect(refusal(text, strict).message).toContain(advice);
  });
});
