/**
 * The condition that a row, which is found by its id, belongs to the organization `$1`. IS TRUE keeps PostgreSQL from finding it
 * by the organization instead: of one that its statistics do not know yet it expects a single row, and reads thousands.
 *
 * @param alias of the table, where it has one
 */
export function isOwnRow(alias?: string): string {
  return `(${alias === undefined ? "" : `${alias}.`}organization_id = $1) IS TRUE`;
}
