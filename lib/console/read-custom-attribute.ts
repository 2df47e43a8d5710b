import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import {
  type CustomAttributeInput,
  isPartOf,
  readAttributeName,
  readAttributeType,
  readCanonicalValues,
  readCaseExact,
  readDescription,
  readExtensionUrn,
  readResourceType,
} from "./custom-attribute-fields";
import { accept, type Result, refuse } from "./result";

/** Each is in every answer of /Schemas and looked at in every request. */
const maximumAttributes = 100;

/**
 * Reads the definition of a custom attribute and holds it against those that the organization has.
 *
 * @param existing all definitions of the organization
 */
export function readCustomAttribute(
  input: CustomAttributeInput,
  existing: readonly CustomAttribute[],
  organizationName: string,
): Result<CustomAttribute> {
  const resourceType = readResourceType(input.resourceType);
  if (!resourceType.ok) return resourceType;
  const schema = readSchema(input.schema, resourceType.value, existing);
  if (!schema.ok) return schema;
  const name = readAttributeName(input.name);
  if (!name.ok) return name;
  const type = readAttributeType(input.type);
  if (!type.ok) return type;
  const caseExact = readCaseExact(type.value, input.caseExact);
  if (!caseExact.ok) return caseExact;
  const canonicalValues = readCanonicalValues(type.value, caseExact.value, input.canonicalValues);
  if (!canonicalValues.ok) return canonicalValues;
  const description = readDescription(input.description, `The attribute ${name.value} of ${organizationName}.`);
  if (!description.ok) return description;
  const attribute: CustomAttribute = {
    resourceType: resourceType.value,
    schema: schema.value,
    name: name.value,
    type: type.value,
    multiValued: input.multiValued,
    caseExact: caseExact.value,
    canonicalValues: canonicalValues.value,
    description: description.value,
  };
  const defined = findCustomAttribute(existing, attribute.schema, attribute.name);
  if (defined !== undefined) {
    return refuse(
      `${organizationName} has the attribute ${defined.schema}:${defined.name} already. To change it, remove the definition and add it again; what is stored stays.`,
      "name",
    );
  }
  return existing.length >= maximumAttributes
    ? refuse(`${organizationName} has ${existing.length} custom attributes, and ${maximumAttributes} is the most.`)
    : accept(attribute);
}

/** The definition of that schema and name, whatever their case. */
export function findCustomAttribute(
  attributes: readonly CustomAttribute[],
  schema: string,
  name: string,
): CustomAttribute | undefined {
  return attributes.find((attribute) => isSame(attribute.schema, schema) && isSame(attribute.name, name));
}

/** The extension's URN, in the casing that it has already. */
function readSchema(
  text: string,
  resourceType: CustomAttribute["resourceType"],
  existing: readonly CustomAttribute[],
): Result<string> {
  const urn = readExtensionUrn(text);
  if (!urn.ok) return urn;
  const same = existing.find(({ schema }) => isSame(schema, urn.value));
  if (same !== undefined && same.resourceType !== resourceType) {
    return refuse(
      `${same.schema} extends ${same.resourceType} already, and an extension belongs to one resource type. Choose another URN for ${resourceType}.`,
      "schema",
    );
  }
  const part = existing.find(({ schema }) => isPartOf(schema, urn.value));
  return part === undefined
    ? accept(same?.schema ?? urn.value)
    : refuse(
        `${urn.value} cannot stand beside ${part.schema}: one is the beginning of the other, so that what follows would read as an attribute. Choose another URN.`,
        "schema",
      );
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
