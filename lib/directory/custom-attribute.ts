import type { Attribute } from "@/lib/scim/attribute";
import type { ResourceTypeName } from "./resource-meta";

/** The types that a custom attribute may have: every simple one. */
export const customAttributeTypes = [
  "string",
  "boolean",
  "decimal",
  "integer",
  "dateTime",
  "binary",
  "reference",
] as const satisfies readonly Attribute["type"][];

/** An attribute that an organization defined, in a schema extension of its own. @see RFC 7643 §3.3 */
export type CustomAttribute = {
  readonly resourceType: ResourceTypeName;
  /** URN of the schema extension that holds it. */
  readonly schema: string;
  readonly name: string;
  readonly type: (typeof customAttributeTypes)[number];
  readonly multiValued: boolean;
  readonly caseExact: boolean;
  /** Empty: any value may be sent. */
  readonly canonicalValues: readonly string[];
  readonly description: string;
};
