import type { Schema } from "../attribute";
import { enterpriseUserSchemaUrn } from "../urns";
import { defineAttribute } from "./define-attribute";

/** @see RFC 7643 §4.3, §8.7.1 */
export const enterpriseUserSchema: Schema = {
  id: enterpriseUserSchemaUrn,
  name: "EnterpriseUser",
  description: "Enterprise User",
  attributes: [
    defineAttribute("employeeNumber", "The number or code that the organization gave the person."),
    defineAttribute("costCenter", "The name of the cost center."),
    defineAttribute("organization", "The name of the organization."),
    defineAttribute("division", "The name of the division."),
    defineAttribute("department", "The name of the department."),
    defineAttribute("manager", "The user's manager.", {
      type: "complex",
      subAttributes: [
        defineAttribute("value", "The id of the manager."),
        defineAttribute("$ref", "The address of the manager.", { type: "reference", referenceTypes: ["User"] }),
        defineAttribute("displayName", "The displayName of the manager.", { mutability: "readOnly" }),
      ],
    }),
  ],
};
