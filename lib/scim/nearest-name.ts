/**
 * The known name that `name` is most likely a misspelling of, whatever its case: at most two letters put in, left out,
 * changed or swapped with their neighbour (one in short names). Undefined when none is that near.
 */
export function findNearestName(name: string, knownNames: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let nearest: string | undefined;
  let nearestDistance = (name.length < 5 ? 1 : 2) + 1;
  for (const knownName of knownNames) {
    // Longer differences cannot be near; this also keeps a long name from being compared letter by letter.
    if (Math.abs(knownName.length - name.length) < nearestDistance) {
      const distance = countEdits(wanted, knownName.toLowerCase());
      if (distance < nearestDistance) {
        nearest = knownName;
        nearestDistance = distance;
      }
    }
  }
  return nearest;
}

/**
 * The known path of an attribute that a client most likely means by one that was not found: what stands behind its URN is
 * spelt the same or nearly so, since clients leave out the URN or write another one.
 *
 * @param knownPaths those of attributes, each behind the URN that it needs
 */
export function findMeantPath(path: string, knownPaths: readonly string[]): string | undefined {
  const byName = new Map<string, string>();
  for (const known of knownPaths) {
    const name = leaveOutUrn(known);
    if (!byName.has(name)) byName.set(name, known);
  }
  const nearest = findNearestName(leaveOutUrn(path), [...byName.keys()]);
  return nearest === undefined ? undefined : byName.get(nearest);
}

/** Only a URN holds a colon. */
function leaveOutUrn(path: string): string {
  return path.slice(path.lastIndexOf(":") + 1);
}

/** How many letters must be put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function countEdits(a: string, b: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 0; row < a.length; row += 1) {
    const current = [row + 1];
    for (let column = 0; column < b.length; column += 1) {
      const isSwapped = a[row] === b[column - 1] && a[row - 1] === b[column] && row > 0 && column > 0;
      current.push(
        Math.min(
          (previous[column] ?? 0) + (a[row] === b[column] ? 0 : 1),
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          isSwapped ? (beforePrevious[column - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
