import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import type { PropertyMapping } from "../target";
import type { TargetPreset } from "../target-options";

/** A mapping as a new target gets it. */
export type DefaultMapping = Pick<PropertyMapping, "resourceType" | "name" | "expression">;

const userCore = `{
  "externalId": user.id,
  "userName": user.userName,
  "name": {
    "formatted": firstOf(user.name.formatted, user.fullName),
    "givenName": user.name.givenName,
    "familyName": user.name.familyName
  },
  "displayName": firstOf(user.displayName, user.fullName),
  "active": user.active
}`;

const userContact = `{
  "emails": size(user.emails) > 0
    ? user.emails.map(email, pick(email, ["value", "type", "primary"]))
    : user.userName.contains("@")
      ? [{"value": user.userName, "type": "work", "primary": true}]
      : null,
  "phoneNumbers": user.phoneNumbers.map(phone, pick(phone, ["value", "type", "primary"])),
  "addresses": user.addresses.map(address, pick(address, [
    "formatted", "streetAddress", "locality", "region", "postalCode", "country", "type", "primary"
  ])),
  "title": user.title,
  "nickName": user.nickName,
  "profileUrl": user.profileUrl,
  "userType": user.userType,
  "preferredLanguage": user.preferredLanguage,
  "locale": user.locale,
  "timezone": user.timezone
}`;

/** Without manager, whose value is an id that only Roster knows. */
const userEnterprise = `{
  "${enterpriseUserSchemaUrn}": pick(
    user["${enterpriseUserSchemaUrn}"],
    ["employeeNumber", "costCenter", "organization", "division", "department"]
  )
}`;

const groupCore = `{
  "externalId": group.id,
  "displayName": group.displayName
}`;

/** AWS IAM Identity Center refuses people without these, and needs both names. */
const awsUserCore = `cel.bind(words, user.fullName.split(" "), {
  "externalId": user.id,
  "userName": user.userName,
  "name": {
    "formatted": firstOf(user.name.formatted, user.fullName),
    "givenName": firstOf(user.name.givenName, words[0]),
    "familyName": firstOf(user.name.familyName, words[size(words) - 1])
  },
  "displayName": firstOf(user.displayName, user.fullName),
  "active": user.active
})`;

/**
 * AWS takes one element of each list.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/developerguide/limitations.html
 */
const awsUserContact = `{
  "emails": cel.bind(address, firstOf(primary(user.emails).value, user.userName),
    address.contains("@") ? [{"value": address, "type": "work", "primary": true}] : null),
  "phoneNumbers": [pick(primary(user.phoneNumbers), ["value", "type"])],
  "addresses": [pick(primary(user.addresses), [
    "formatted", "streetAddress", "locality", "region", "postalCode", "country", "type"
  ])],
  "title": user.title,
  "nickName": user.nickName,
  "profileUrl": user.profileUrl,
  "userType": user.userType,
  "preferredLanguage": user.preferredLanguage,
  "locale": user.locale,
  "timezone": user.timezone
}`;

/** Zulip knows people by their address, and reads the full name, the role and whether they are active. */
const zulipUserCore = `{
  "userName": user.userName.contains("@") ? user.userName : firstOf(primary(user.emails).value, user.userName),
  "name": {
    "formatted": user.fullName,
    "givenName": user.name.givenName,
    "familyName": user.name.familyName
  },
  "active": user.active,
  "role": user.role
}`;

const zulipGroupCore = `{
  "displayName": group.displayName
}`;

const enterpriseAndGroup: readonly DefaultMapping[] = [
  { resourceType: "User", name: "30 Enterprise", expression: userEnterprise },
  { resourceType: "Group", name: "10 Core", expression: groupCore },
];

const defaults: readonly DefaultMapping[] = [
  { resourceType: "User", name: "10 Core", expression: userCore },
  { resourceType: "User", name: "20 Contact", expression: userContact },
  ...enterpriseAndGroup,
];

const awsDefaults: readonly DefaultMapping[] = [
  { resourceType: "User", name: "10 Core", expression: awsUserCore },
  { resourceType: "User", name: "20 Contact", expression: awsUserContact },
  ...enterpriseAndGroup,
];

const zulipDefaults: readonly DefaultMapping[] = [
  { resourceType: "User", name: "10 Core", expression: zulipUserCore },
  { resourceType: "Group", name: "10 Core", expression: zulipGroupCore },
];

const defaultsOfPresets: Partial<Record<TargetPreset, readonly DefaultMapping[]>> = {
  aws: awsDefaults,
  zulip: zulipDefaults,
};

/**
 * The mappings that a new target of a preset begins with. They are several so that people see how mappings are merged, and
 * send only what is there.
 */
export function listDefaultMappings(preset: TargetPreset): readonly DefaultMapping[] {
  return defaultsOfPresets[preset] ?? defaults;
}
