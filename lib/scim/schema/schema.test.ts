import { describe, expect, it } from "vitest";
import type { Attribute } from "../attribute";
import { commonAttributes } from "./common-attributes";
import { groupSchema } from "./core-group";
import { userSchema } from "./core-user";
import { enterpriseUserSchema } from "./enterprise-user";
import { createResourceTypes } from "./resource-types";

/**
 * An attribute in one line, naming only what differs from an optional, single-valued, readWrite string that is not
 * caseExact; its sub-attributes follow in brackets.
 */
function summarise(attribute: Attribute): string {
  const { name, type, multiValued, required, caseExact, mutability, returned, uniqueness } = attribute;
  const words = [
    ...(type === "string" ? [] : [type]),
    ...(multiValued ? ["multiValued"] : []),
    ...(required ? ["required"] : []),
    ...(caseExact ? ["caseExact"] : []),
    ...(mutability === "readWrite" ? [] : [mutability]),
    ...(returned === "default" ? [] : [`returned:${returned}`]),
    ...(uniqueness === "none" ? [] : [`uniqueness:${uniqueness}`]),
    ...(attribute.canonicalValues === undefined ? [] : [attribute.canonicalValues.join("|")]),
    ...(attribute.referenceTypes === undefined ? [] : [`-> ${attribute.referenceTypes.join("|")}`]),
  ];
  const subAttributes = attribute.subAttributes?.map(summarise).join(", ");
  return [name, ...words, ...(subAttributes === undefined ? [] : [`{${subAttributes}}`])].join(" ");
}

const plural = "value, display, type, primary boolean";

describe("schema tables (RFC 7643 §8.7.1, checklist 1.5)", () => {
  it("User", () => {
    expect(userSchema.attributes.map(summarise)).toEqual([
      "userName required uniqueness:server",
      "name complex {formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix}",
      "displayName",
      "nickName",
      "profileUrl reference -> external",
      "title",
      "userType",
      "preferredLanguage",
      "locale",
      "timezone",
      "active boolean",
      "password writeOnly returned:never",
      "emails complex multiValued {value, display, type work|home|other, primary boolean}",
      "phoneNumbers complex multiValued {value, display, type work|home|mobile|fax|pager|other, primary boolean}",
      "ims complex multiValued {value, display, type aim|gtalk|icq|xmpp|msn|skype|qq|yahoo, primary boolean}",
      "photos complex multiValued {value reference -> external, display, type photo|thumbnail, primary boolean}",
      "addresses complex multiValued {formatted, streetAddress, locality, region, postalCode, country, type work|home|other, primary boolean}",
      "groups complex multiValued readOnly {value caseExact readOnly, $ref reference readOnly -> User|Group, display readOnly, type readOnly direct|indirect}",
      `entitlements complex multiValued {${plural}}`,
      `roles complex multiValued {${plural}}`,
      "x509Certificates complex multiValued {value binary, display, type, primary boolean}",
    ]);
  });

  it("Group", () => {
    expect(groupSchema.attributes.map(summarise)).toEqual([
      "displayName required uniqueness:server",
      "members complex multiValued {value caseExact immutable, $ref reference immutable -> User|Group, type immutable User|Group, display readOnly}",
    ]);
  });

  it("EnterpriseUser", () => {
    expect(enterpriseUserSchema.attributes.map(summarise)).toEqual([
      "employeeNumber",
      "costCenter",
      "organization",
      "division",
      "department",
      "manager complex {value, $ref reference -> User, displayName readOnly}",
    ]);
  });

  it("common attributes (RFC 7643 §3.1, D-12)", () => {
    expect(commonAttributes.map(summarise)).toEqual([
      "schemas reference multiValued required returned:always -> uri",
      "id caseExact readOnly returned:always uniqueness:server",
      "externalId caseExact",
      "meta complex readOnly {resourceType caseExact readOnly, created dateTime readOnly, lastModified dateTime readOnly, location reference caseExact readOnly -> uri, version caseExact readOnly}",
    ]);
  });

  it("every attribute is described and no name is there twice (D-09)", () => {
    const check = (attributes: readonly Attribute[]): void => {
      const names = attributes.map(({ name }) => name.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
      for (const attribute of attributes) {
        expect(attribute.description).toMatch(/^[A-Z].*\.$/);
        expect(attribute.subAttributes !== undefined).toBe(attribute.type === "complex");
        check(attribute.subAttributes ?? []);
      }
    };
    for (const schema of [userSchema, groupSchema, enterpriseUserSchema]) {
      check([...schema.attributes, ...commonAttributes]);
    }
  });
});

describe("createResourceTypes", () => {
  it("adds role to the User schema, and only then", () => {
    const withRole = createResourceTypes({ role: true, keepsUnknown: false }).user.schema.attributes.map(summarise);
    expect(withRole).toEqual([
      ...userSchema.attributes.map(summarise),
      "role caseExact owner|administrator|moderator|member|guest",
    ]);
    expect(createResourceTypes({ role: false, keepsUnknown: false }).user.schema).toBe(userSchema);
  });

  it.each([true, false])("opens both types or none (keepsUnknown %s)", (keepsUnknown) => {
    const { user, group } = createResourceTypes({ role: true, keepsUnknown });
    expect([user.keepsUnknown, group.keepsUnknown]).toEqual([keepsUnknown, keepsUnknown]);
    expect(user.extensions.map(({ schema, required }) => [schema.id, required])).toEqual([
      [enterpriseUserSchema.id, false],
    ]);
    expect(group.extensions).toEqual([]);
  });
});
