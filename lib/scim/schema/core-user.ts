import type { Attribute, Schema } from "../attribute";
import { userSchemaUrn } from "../urns";
import { defineAttribute } from "./define-attribute";

const readOnly = { mutability: "readOnly" } as const;

function defineType(description: string, canonicalValues?: readonly string[]): Attribute {
  return defineAttribute("type", description, canonicalValues === undefined ? {} : { canonicalValues });
}

function definePrimary(noun: string): Attribute {
  return defineAttribute("primary", `Whether this is the preferred ${noun}; true at most once.`, { type: "boolean" });
}

/** A multi-valued complex attribute with the usual sub-attributes value, display, type and primary. */
function definePlural(
  name: string,
  description: string,
  noun: string,
  options: { value?: Parameters<typeof defineAttribute>[2]; canonicalTypes?: readonly string[] } = {},
): Attribute {
  return defineAttribute(name, description, {
    type: "complex",
    multiValued: true,
    subAttributes: [
      defineAttribute("value", `The ${noun} itself.`, options.value),
      defineAttribute("display", `The ${noun} as it is shown to people.`),
      defineType(`What the ${noun} is for.`, options.canonicalTypes),
      definePrimary(noun),
    ],
  });
}

/** @see RFC 7643 §4.1, §8.7.1 */
export const userSchema: Schema = {
  id: userSchemaUrn,
  name: "User",
  description: "User Account",
  attributes: [
    defineAttribute("userName", "The name that identifies the user to the service provider; unique and never empty.", {
      required: true,
      uniqueness: "server",
    }),
    defineAttribute("name", "The parts of the user's name.", {
      type: "complex",
      subAttributes: [
        defineAttribute("formatted", "The full name, as it is shown."),
        defineAttribute("familyName", "The family name, or last name."),
        defineAttribute("givenName", "The given name, or first name."),
        defineAttribute("middleName", "The middle name or names."),
        defineAttribute("honorificPrefix", "What goes before the name, such as Ms. or Dr."),
        defineAttribute("honorificSuffix", "What follows the name, such as III."),
      ],
    }),
    defineAttribute("displayName", "The name by which the user is shown to others."),
    defineAttribute("nickName", "The casual name of the user."),
    defineAttribute("profileUrl", "The address of the user's profile page.", {
      type: "reference",
      referenceTypes: ["external"],
    }),
    defineAttribute("title", "The user's title, such as Vice President."),
    defineAttribute("userType", "How the user relates to the organization, such as Employee or Contractor."),
    defineAttribute("preferredLanguage", "The languages the user prefers, as in an Accept-Language header."),
    defineAttribute("locale", "The user's locale, for dates, numbers and currency."),
    defineAttribute("timezone", "The user's time zone, by its name in the IANA database."),
    defineAttribute("active", "Whether the user may use the service.", { type: "boolean" }),
    defineAttribute("password", "The user's clear-text password; never returned.", {
      mutability: "writeOnly",
      returned: "never",
    }),
    definePlural("emails", "Email addresses of the user.", "email address", {
      canonicalTypes: ["work", "home", "other"],
    }),
    definePlural("phoneNumbers", "Phone numbers of the user.", "phone number", {
      canonicalTypes: ["work", "home", "mobile", "fax", "pager", "other"],
    }),
    definePlural("ims", "Instant messaging addresses of the user.", "instant messaging address", {
      canonicalTypes: ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"],
    }),
    definePlural("photos", "Addresses of photos of the user.", "photo address", {
      value: { type: "reference", referenceTypes: ["external"] },
      canonicalTypes: ["photo", "thumbnail"],
    }),
    defineAttribute("addresses", "Postal addresses of the user.", {
      type: "complex",
      multiValued: true,
      subAttributes: [
        defineAttribute("formatted", "The whole address, as it is shown."),
        defineAttribute("streetAddress", "Street, house number and the like; may have several lines."),
        defineAttribute("locality", "The city."),
        defineAttribute("region", "The state or region."),
        defineAttribute("postalCode", "The postal code."),
        defineAttribute("country", "The country, as an ISO 3166-1 alpha-2 code."),
        defineType("What the address is for.", ["work", "home", "other"]),
        // Missing from §8.7.1, used by the examples of §8.2.
        definePrimary("address"),
      ],
    }),
    defineAttribute("groups", "The groups to which the user belongs, directly or through another group.", {
      ...readOnly,
      type: "complex",
      multiValued: true,
      subAttributes: [
        defineAttribute("value", "The id of the group.", { ...readOnly, caseExact: true }),
        defineAttribute("$ref", "The address of the group.", {
          ...readOnly,
          type: "reference",
          referenceTypes: ["User", "Group"],
        }),
        defineAttribute("display", "The displayName of the group.", readOnly),
        defineAttribute("type", "Whether the membership is direct.", {
          ...readOnly,
          canonicalValues: ["direct", "indirect"],
        }),
      ],
    }),
    definePlural("entitlements", "What the user is entitled to.", "entitlement"),
    definePlural("roles", "The user's roles, as the SCIM client names them.", "role"),
    definePlural("x509Certificates", "Certificates issued to the user.", "certificate (DER, in base64)", {
      value: { type: "binary" },
    }),
  ],
};
