import type { CustomAttributeInput } from "../custom-attribute-fields";

/** A definition as the command line gives it when only a few of its options are used. */
export function createAttributeInput(
  schema: string,
  name: string,
  differences: Partial<CustomAttributeInput> = {},
): CustomAttributeInput {
  return {
    resourceType: "User",
    schema,
    name,
    type: "string",
    multiValued: false,
    caseExact: false,
    canonicalValues: [],
    ...differences,
  };
}
