/** A line of two texts: in both, only in the earlier, or only in the later one. */
export type TextLine = { readonly kind: "same" | "gone" | "come"; readonly text: string };

/** How a text came to be another one, line by line. */
export function diffLines(before: string, after: string): readonly TextLine[] {
  const old = before.split("\n");
  const next = after.split("\n");
  // How many lines the rests of both have in common, from each pair of lines on.
  const common = Array.from({ length: old.length + 1 }, () => new Array<number>(next.length + 1).fill(0));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = next.length - 1; column >= 0; column -= 1) {
      const counts = common[row];
      if (counts === undefined) continue;
      counts[column] =
        old[row] === next[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: TextLine[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < next.length) {
    const [gone, come] = [old[row], next[column]];
    if (gone !== undefined && gone === come) {
      lines.push({ kind: "same", text: gone });
      row += 1;
      column += 1;
    } else if (come === undefined || (gone !== undefined && at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ kind: "gone", text: gone ?? "" });
      row += 1;
    } else {
      lines.push({ kind: "come", text: come });
      column += 1;
    }
  }
  return lines;
}
