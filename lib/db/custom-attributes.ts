import { type CustomAttribute, customAttributeTypes } from "@/lib/directory/custom-attribute";
import { compareCodePoints, foldForComparison } from "@/lib/scim/fold";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** The attributes that the organization defined, ordered by their schemas and names. */
export async function listCustomAttributes(db: Queries, organizationId: string): Promise<readonly CustomAttribute[]> {
  const rows = await db.customAttribute.findMany({ where: { organizationId } });
  return rows
    .map((row): CustomAttribute & { readonly order: string } => ({
      resourceType: row.resourceType === "Group" ? "Group" : "User",
      schema: row.schemaUrn,
      name: row.name,
      type: customAttributeTypes.find((type) => type === row.type) ?? "string",
      multiValued: row.multiValued,
      caseExact: row.caseExact,
      canonicalValues: row.canonicalValues,
      description: row.description,
      // A space sorts before every character of a URN or a name, so that a whole URN comes before a longer one.
      order: `${row.schemaUrnFolded} ${row.nameFolded}`,
    }))
    .sort((left, right) => compareCodePoints(left.order, right.order))
    .map(({ order: _, ...attribute }) => attribute);
}

/** As `listCustomAttributes`, as an SQL expression that is their JSON array, or null. `organizationId` is one too. */
export function selectCustomAttributes(organizationId: string): string {
  return `(SELECT jsonb_agg(jsonb_build_object('resourceType', a.resource_type, 'schema', a.schema_urn, 'name', a.name,
        'type', a.type, 'multiValued', a.multi_valued, 'caseExact', a.case_exact,
        'canonicalValues', a.canonical_values, 'description', a.description)
        ORDER BY a.schema_urn_folded COLLATE "C", a.name_folded COLLATE "C")
      FROM custom_attributes a WHERE a.organization_id = ${organizationId})`;
}

/** Defines an attribute. There must be none of that schema and name yet. */
export async function insertCustomAttribute(
  db: Queries,
  organizationId: string,
  { schema, canonicalValues, ...attribute }: CustomAttribute,
): Promise<void> {
  await db.customAttribute.create({
    data: {
      ...attribute,
      id: createId(),
      organizationId,
      schemaUrn: schema,
      schemaUrnFolded: foldForComparison(schema),
      nameFolded: foldForComparison(attribute.name),
      canonicalValues: [...canonicalValues],
    },
  });
}

/** Takes a definition back. What is stored under it stays. */
export async function deleteCustomAttribute(
  db: Queries,
  organizationId: string,
  { resourceType, schema, name }: CustomAttribute,
): Promise<void> {
  await db.customAttribute.deleteMany({
    where: {
      organizationId,
      resourceType,
      schemaUrnFolded: foldForComparison(schema),
      nameFolded: foldForComparison(name),
    },
  });
}
