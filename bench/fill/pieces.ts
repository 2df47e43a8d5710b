/** Statements for the numbers 1 to `rows`, each with so many of them; `text` has `$from` and `$to`. */
export function inPieces(text: string, rows: number, size: number): string[] {
  const pieces: string[] = [];
  for (let from = 1; from <= rows; from += size) {
    pieces.push(text.replaceAll("$from", String(from)).replaceAll("$to", String(Math.min(rows, from + size - 1))));
  }
  return pieces;
}
