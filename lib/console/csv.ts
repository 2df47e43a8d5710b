import { stringify } from "csv-stringify/sync";

/**
 * Rows as CSV (RFC 4180), safe to be opened in a spreadsheet: a cell that would be taken for a formula begins with an
 * apostrophe.
 */
export function formatCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: "\r\n" },
  );
}
