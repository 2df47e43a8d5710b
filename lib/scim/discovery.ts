import type { Attribute, ResourceType, Schema } from "./attribute";
import type { JsonObject } from "./json";
import { createListResponse } from "./list-response";
import { resourceTypeSchemaUrn, schemaSchemaUrn } from "./urns";

/** The resource types as one SCIM client sees them. */
type ResourceTypes = readonly ResourceType[];

/**
 * The answer to GET /Schemas: every schema that the resource types use, never paged.
 *
 * @param baseUrl absolute, ends in /scim/v2
 * @see RFC 7644 §4, RFC 7643 §7
 */
export function listSchemas(resourceTypes: ResourceTypes, baseUrl: string): JsonObject {
  return createWholeList(collectSchemas(resourceTypes).map((schema) => createSchemaDocument(schema, baseUrl)));
}

/** The answer to GET /Schemas/{urn}; URNs are matched without regard to case. @see RFC 7644 §4 */
export function findSchemaDocument(resourceTypes: ResourceTypes, baseUrl: string, urn: string): JsonObject | undefined {
  const folded = urn.toLowerCase();
  const schema = collectSchemas(resourceTypes).find(({ id }) => id.toLowerCase() === folded);
  return schema === undefined ? undefined : createSchemaDocument(schema, baseUrl);
}

/** The answer to GET /ResourceTypes, never paged. @see RFC 7644 §4, RFC 7643 §6 */
export function listResourceTypes(resourceTypes: ResourceTypes, baseUrl: string): JsonObject {
  return createWholeList(resourceTypes.map((resourceType) => createResourceTypeDocument(resourceType, baseUrl)));
}

/** The answer to GET /ResourceTypes/{name}. @see RFC 7644 §4 */
export function findResourceTypeDocument(
  resourceTypes: ResourceTypes,
  baseUrl: string,
  name: string,
): JsonObject | undefined {
  const resourceType = resourceTypes.find((candidate) => candidate.name === name);
  return resourceType === undefined ? undefined : createResourceTypeDocument(resourceType, baseUrl);
}

function createWholeList(resources: readonly JsonObject[]): JsonObject {
  return createListResponse({ resources, totalResults: resources.length, startIndex: 1 });
}

function collectSchemas(resourceTypes: ResourceTypes): readonly Schema[] {
  const schemas = resourceTypes.flatMap(({ schema, extensions }) => [
    schema,
    ...extensions.map((extension) => extension.schema),
  ]);
  return [...new Map(schemas.map((schema) => [schema.id, schema])).values()];
}

function createSchemaDocument(schema: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [schemaSchemaUrn],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: schema.attributes.map(createAttributeDocument),
    meta: { resourceType: "Schema", location: `${baseUrl}/Schemas/${schema.id}` },
  };
}

/** Characteristics that do not apply are left out rather than null: Entra rejects a schema that holds null. */
function createAttributeDocument(attribute: Attribute): JsonObject {
  const { name, type, multiValued, description, required, mutability, returned, uniqueness } = attribute;
  const hasCase = type === "string" || type === "reference" || type === "binary";
  return {
    name,
    type,
    multiValued,
    description,
    required,
    ...(hasCase ? { caseExact: attribute.caseExact } : {}),
    mutability,
    returned,
    uniqueness,
    ...(attribute.canonicalValues === undefined ? {} : { canonicalValues: [...attribute.canonicalValues] }),
    ...(attribute.referenceTypes === undefined ? {} : { referenceTypes: [...attribute.referenceTypes] }),
    ...(attribute.subAttributes === undefined
      ? {}
      : { subAttributes: attribute.subAttributes.filter(isPublished).map(createAttributeDocument) }),
  };
}

function isPublished({ passedOver }: Attribute): boolean {
  return passedOver !== true;
}

function createResourceTypeDocument(resourceType: ResourceType, baseUrl: string): JsonObject {
  return {
    schemas: [resourceTypeSchemaUrn],
    id: resourceType.name,
    name: resourceType.name,
    endpoint: resourceType.endpoint,
    description: resourceType.description,
    schema: resourceType.schema.id,
    schemaExtensions: resourceType.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
    meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/${resourceType.name}` },
  };
}
