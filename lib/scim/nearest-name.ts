/**
 * The known name that `name` is most likely a misspelling of, whatever its case: at most two letters added, left out or
 * changed (one in short names). Undefined when none is that near.
 */
export function findNearestName(name: string, knownNames: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let nearestDistance = (name.length < 5 ? 1 : 2) + 1;
  for (const knownName of knownNames) {
    // Longer differences cannot be near; this also keeps a long name from being compared letter by letter.
    if (Math.abs(knownName.length - name.length) < nearestDistance) {
      const distance = countEdits(name.toLowerCase(), knownName.toLowerCase());
      if (distance < nearestDistance) {
        nearest = knownName;
        nearestDistance = distance;
      }
    }
  }
  return nearest;
}

/** The Levenshtein distance. */
function countEdits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a.charAt(row - 1) === b.charAt(column - 1) ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
