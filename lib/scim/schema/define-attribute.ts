import type { Attribute } from "../attribute";

/**
 * An attribute with the characteristics that RFC 7643 gives when nothing else is said: an optional, single-valued,
 * readWrite string, returned by default, not unique, compared without regard to case.
 *
 * @see RFC 7643 §2.2
 */
export function defineAttribute(
  name: string,
  description: string,
  characteristics: Partial<Omit<Attribute, "name" | "description">> = {},
): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...characteristics,
  };
}
