/**
 * The condition that a row, which is found by its id, belongs to the organization `$1`. IS TRUE keeps PostgreSQL from finding it
 * by the organization instead: of one that its statistics do not know yet it expects a single row, and reads thousands.
 *
 * @param alias of the table, where it has one
 */
export function isOwnRow(alias?: string): string {
  return `(${alias === undefined ? "" : `${alias}.`}organization_id = $1) IS TRUE`;
}

/**
 * The same of a row that is found by the organization and a name, which share an index. An array is taken for ten values of which
 * nothing is known: PostgreSQL then expects ten organizations of average size, and not a single row of one that its statistics
 * do not know, for which an index on the organization alone would seem as good.
 *
 * @param organizationId an SQL expression for a uuid
 */
export const isOfOrganization = (organizationId: string): string => `= ANY(ARRAY(SELECT ${organizationId}::uuid))`;
