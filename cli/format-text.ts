/**
 * Text for a terminal: what a remote client sent must not move the cursor or change colours, so control characters are
 * written as escapes.
 */
export function formatCell(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** A table with a heading row, its columns aligned. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map(formatCell));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => measureWidth(row[column] ?? ""))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => padEnd(cell, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Names and values under each other, the values aligned. */
export function formatFields(fields: readonly (readonly [string, string])[]): string {
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields.map(([name, value]) => `  ${name.padEnd(width)}  ${formatCell(value)}`.trimEnd()).join("\n");
}

/** A time as people read it, in UTC, to the second; "never" when there is none. */
export function formatTime(time: Date | null): string {
  return time === null ? "never" : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A subdomain as people are shown it; the root domain has an empty one. */
export function formatSubdomain(subdomain: string): string {
  return subdomain === "" ? '"" (root domain)' : subdomain;
}

/** "1 person", "2 people". */
export function formatCount(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Letters without their combining marks: what a terminal gives a column each. */
function measureWidth(text: string): number {
  return [...text.replaceAll(/\p{M}/gu, "")].length;
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - measureWidth(text)));
}
