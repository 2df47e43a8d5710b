import type { Attribute } from "../attribute";
import { defineAttribute } from "./define-attribute";

const serverMade = { mutability: "readOnly", caseExact: true } as const;

/**
 * The attributes that every resource has. No schema lists them, yet they are filtered, sorted and projected like others.
 * `schemas` is not caseExact because schema URNs are matched without regard to case.
 *
 * @see RFC 7643 §3, §3.1
 */
export const commonAttributes: readonly Attribute[] = [
  defineAttribute("schemas", "The URNs of the schemas whose attributes the resource holds.", {
    type: "reference",
    referenceTypes: ["uri"],
    multiValued: true,
    required: true,
    returned: "always",
  }),
  defineAttribute("id", "The identifier that the service provider gave the resource.", {
    ...serverMade,
    returned: "always",
    uniqueness: "server",
  }),
  defineAttribute("externalId", "The identifier by which the SCIM client knows the resource.", { caseExact: true }),
  defineAttribute("meta", "What the service provider records about the resource.", {
    type: "complex",
    mutability: "readOnly",
    subAttributes: [
      defineAttribute("resourceType", "The name of the resource type.", serverMade),
      defineAttribute("created", "When the resource was created.", {
        ...serverMade,
        type: "dateTime",
        caseExact: false,
      }),
      defineAttribute("lastModified", "When the resource last changed.", {
        ...serverMade,
        type: "dateTime",
        caseExact: false,
      }),
      defineAttribute("location", "The address of the resource.", {
        ...serverMade,
        type: "reference",
        referenceTypes: ["uri"],
      }),
      defineAttribute("version", "The entity tag of the resource's present state.", serverMade),
    ],
  }),
];
