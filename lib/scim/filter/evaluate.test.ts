import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../json";
import { createResourceTypes } from "../schema/resource-types";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "../urns";
import { checkFilter, checkValueFilter } from "./check";
import { matchesElement, matchesFilter } from "./evaluate";
import { parseFilter, parseValueFilter } from "./parse";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;

function matches(text: string, resource: JsonObject, resourceType = user): boolean {
  return matchesFilter(checkFilter(parseFilter(text, resourceType), resourceType), resource);
}

const person: JsonObject = {
  schemas: [userSchemaUrn, enterpriseUserSchemaUrn],
  id: "AbC",
  externalId: "Ext1",
  userName: "JSmith@example.com",
  name: { familyName: "O'Malley", givenName: "Rene\u0301" },
  title: "100%_\\done",
  nickName: "\u{1f600}",
  active: true,
  emails: [
    { value: "work@example.com", type: "work", primary: true },
    { value: "home@example.org", type: "home" },
    { type: "other" },
  ],
  addresses: [{ postalCode: "1234" }],
  groups: [{ value: "g1", display: "Staff" }],
  [enterpriseUserSchemaUrn]: { department: "Sales", employeeNumber: "701984", manager: { value: "M1" } },
  meta: {
    resourceType: "User",
    created: "2026-03-01T10:00:00.123Z",
    lastModified: "2026-03-01T12:00:00+02:00",
    version: 'W/"1"',
  },
};

describe("matchesFilter (RFC 7644 §3.4.2.2)", () => {
  it.each<[string, string, boolean]>([
    ["F-01 eq", 'displayName eq "x"', false],
    ["F-01 co", 'userName co "smith@"', true],
    ["F-01 sw", 'userName sw "jsm"', true],
    ["F-01 sw, not at the start", 'userName sw "smith"', false],
    ["F-01 ew", 'userName ew ".COM"', true],
    ["F-01 ew, not at the end", 'userName ew "example"', false],
    ["F-01 gt", 'userName gt "jsmith"', true],
    ["F-01 gt itself", 'userName gt "jsmith@example.com"', false],
    ["F-01 ge itself", 'userName ge "jsmith@example.com"', true],
    ["F-01 lt", 'userName lt "k"', true],
    ["F-01 le itself", 'userName le "jsmith@example.com"', true],
    ["F-01 order is that of code points", 'nickName gt "\ufffd"', true],
    ["F-02 a or b and c", "title pr or title pr and displayName pr", true],
    ["F-02 (a or b) and c", "(title pr or title pr) and displayName pr", false],
    ["F-02 not", "not (title pr)", false],
    ["F-03 not caseExact", 'userName eq "jsmith@EXAMPLE.com"', true],
    ["F-03 NFC and NFD are one", 'name.givenName eq "REN\u00c9"', true],
    ["F-03 id", 'id eq "abc"', false],
    ["F-03 id", 'id eq "AbC"', true],
    ["F-03 externalId", 'externalId eq "ext1"', false],
    ["F-03 meta.resourceType", 'meta.resourceType eq "user"', false],
    ["F-05 eq null, unassigned", "displayName eq null", true],
    ["F-05 eq null, assigned", "title eq null", false],
    ["F-05 ne null", "title ne null", true],
    ["F-05 ne on an unassigned attribute", 'displayName ne "x"', true],
    ["F-05 ne, equal", 'title ne "100%_\\\\DONE"', false],
    ["F-05 ne on a multi-valued attribute: any differs", 'emails.type ne "work"', true],
    ["F-05 ne: an element without the sub-attribute differs", "emails.primary ne true", true],
    ["F-05 ne: none differs", 'groups.display ne "staff"', false],
    ["F-05 ne: no element", 'phoneNumbers.value ne "1"', true],
    ["F-05 not eq says none", 'not (emails.type eq "work")', false],
    ["F-06 boolean", "active eq true", true],
    ["F-06 boolean as text", 'active eq "False"', false],
    ["F-08 same instant, other offset", 'meta.lastModified eq "2026-03-01T10:00:00.000Z"', true],
    ["F-08 later, though smaller as text", 'meta.created gt "2026-03-01T10:30:00+01:00"', true],
    ["F-08 fraction", 'meta.created lt "2026-03-01T10:00:00.1231Z"', true],
    ["F-08 ne", 'meta.created ne "2026-03-01T10:00:00.123Z"', false],
    ["F-09 apostrophe", 'name.familyName co "O\'Mal"', true],
    ["F-09 per cent is a character", 'title sw "100%_"', true],
    ["F-09 per cent is not a wildcard", 'userName co "%"', false],
    ["F-09 underscore is not a wildcard", 'userName co "j_mith"', false],
    ["F-09 backslash", 'title co "\\\\done"', true],
    ["F-10 value is implied", 'emails co "example.org"', true],
    ["F-10 emails eq", 'emails eq "HOME@example.org"', true],
    ["F-10 pr on a complex attribute", "name pr", true],
    ["F-10 pr on a sub-attribute", "name.middleName pr", false],
    ["F-10 pr on a multi-valued attribute", "emails.primary pr", true],
    ["F-10 pr, none", "ims pr", false],
    ["F-11 same element", 'emails[type eq "work" and value co "example.com"]', true],
    ["F-11 not across elements", 'emails[type eq "work" and value co "example.org"]', false],
    ["F-11 across elements without brackets", 'emails.type eq "work" and emails.value co "example.org"', true],
    ["F-11 not inside", "emails[not (value pr)]", true],
    ["F-11 or inside", 'emails[type eq "x" or type eq "HOME"]', true],
    ["F-11 sub-attribute behind", 'emails[type eq "home"].value eq "home@example.org"', true],
    ["F-11 sub-attribute behind, wrong element", 'emails[type eq "work"].value eq "home@example.org"', false],
    ["F-11 sub-attribute behind, unassigned", 'emails[type eq "other"].value pr', false],
    ["F-11 no element", 'phoneNumbers[not (type eq "work")]', false],
    ["F-12 core URN", `${userSchemaUrn}:userName sw "j"`, true],
    ["F-12 extension", `${enterpriseUserSchemaUrn}:employeeNumber sw "7"`, true],
    ["F-13 manager", 'id eq "AbC" and manager eq "M1"', true],
    ["F-13 manager in brackets", `${enterpriseUserSchemaUrn}:manager[value eq "M1"]`, true],
    ["F-17 schemas", `schemas eq "${enterpriseUserSchemaUrn}"`, true],
    ["F-17 groups", 'groups.value eq "g1" and groups.display eq "STAFF"', true],
    ["F-20 co empty, assigned", 'title co ""', true],
    ["F-20 sw empty, unassigned", 'displayName sw ""', false],
  ])("%s: %s is %s", (_name, filter, expected) => {
    expect(matches(filter, person)).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ["eq", 'department eq "sales"', false],
    ["ne", 'department ne "sales"', true],
    ["pr", "manager pr", false],
    ["eq null", "manager eq null", true],
    ["not eq", 'not (department eq "sales")', true],
  ])("an extension without data is unassigned: %s", (_name, filter, expected) => {
    expect(matches(filter, { userName: "x" })).toBe(expected);
  });

  it.each<[string, JsonValue, boolean]>([
    ["null", null, false],
    ["an empty string", "", false],
    ["no elements", [], false],
    ["an empty object", {}, false],
    ["elements that hold nothing", [{ value: null }, {}], false],
    ["false", [{ primary: false }], true],
    ["a value", [{ value: "x" }], true],
  ])("C-06 pr on %s", (_name, emails, expected) => {
    expect(matches("emails pr", { emails })).toBe(expected);
  });

  it("C-10 takes a single object of a multi-valued attribute for one element", () => {
    expect(matches('emails[type eq "work"].value eq "a"', { emails: { type: "work", value: "A" } })).toBe(true);
    expect(matches('emails eq "a"', { emails: { type: "work", value: "A" } })).toBe(true);
  });

  it("matches no comparison but ne with a value of another type", () => {
    const resource: JsonObject = { title: 5, active: "true", meta: { created: "yesterday" } };
    expect(matches('title ge ""', resource)).toBe(false);
    expect(matches('title ne "5"', resource)).toBe(true);
    expect(matches("active eq true", resource)).toBe(false);
    expect(matches("active ne true", resource)).toBe(true);
    expect(matches('meta.created le "2026-01-01T00:00:00Z"', resource)).toBe(false);
  });

  it("F-13 finds a member by id, exactly", () => {
    const resource: JsonObject = { id: "g", members: [{ value: "U1" }, { value: "U2" }] };
    expect(matches('id eq "g" and members eq "U2"', resource, group)).toBe(true);
    expect(matches('members[value eq "U2"]', resource, group)).toBe(true);
    expect(matches('members.value eq "u2"', resource, group)).toBe(false);
  });

  it.each<[string, boolean]>([
    ['shoe eq "xl"', true],
    ["sizes eq 10", true],
    ["sizes gt 9.5", true],
    ["sizes ne 10", true],
    ["sizes eq true", false],
    ['sizes eq "10"', false],
    ["vip eq true", true],
    ["vip ne true", false],
    ["badge.color pr", true],
    ['badges[color eq "RED" and level ge 2]', true],
    ["urn:example:2.0:User:badge eq 7", true],
    ["constructor pr", false],
    ["toString ne 1", true],
  ])("compares by the type of the literal what no schema knows: %s is %s", (filter, expected) => {
    const resource: JsonObject = {
      shoe: "XL",
      sizes: [9, 10],
      vip: true,
      badge: { color: "red" },
      badges: [
        { color: "red", level: 1 },
        { color: "Red", level: 2 },
      ],
      "urn:example:2.0:User": { badge: 7 },
    };
    expect(matches(filter, resource, open)).toBe(expected);
  });
});

describe("matchesElement (RFC 7644 §3.5.2)", () => {
  const roles = user.schema.attributes.find(({ name }) => name === "roles");

  it.each<[string, JsonValue, boolean]>([
    ['primary eq "True"', { value: "x", primary: true }, true],
    ['primary eq "True"', { value: "x" }, false],
    ['value eq "ADMIN"', "admin", true],
    ["value pr", null, false],
  ])("%s on %j is %s", (text, element, expected) => {
    if (roles === undefined) {
      throw new Error("the User schema has roles");
    }
    expect(matchesElement(checkValueFilter(parseValueFilter(text, user), roles, false), element)).toBe(expected);
  });
});
