import type { Schema } from "../attribute";
import { groupSchemaUrn } from "../urns";
import { defineAttribute } from "./define-attribute";

const immutable = { mutability: "immutable" } as const;

/**
 * `displayName` is required by the prose of §4.2, though §8.7.1 prints false, and unique within an organization, which
 * matching by name needs. `members.value` is compared exactly, since
 * it holds an `id`.
 *
 * @see RFC 7643 §4.2, §8.7.1
 */
export const groupSchema: Schema = {
  id: groupSchemaUrn,
  name: "Group",
  description: "Group",
  attributes: [
    defineAttribute("displayName", "The name by which the group is shown.", {
      required: true,
      uniqueness: "server",
    }),
    defineAttribute("members", "The users and groups that belong to the group.", {
      type: "complex",
      multiValued: true,
      subAttributes: [
        defineAttribute("value", "The id of the member.", { ...immutable, caseExact: true }),
        defineAttribute("$ref", "The address of the member.", {
          ...immutable,
          type: "reference",
          referenceTypes: ["User", "Group"],
        }),
        defineAttribute("type", "The resource type of the member.", {
          ...immutable,
          canonicalValues: ["User", "Group"],
        }),
        defineAttribute("display", "The name of the member, as it is shown.", { mutability: "readOnly" }),
      ],
    }),
  ],
};
