/** The one of `names` that `text` was probably meant to be, if any is near enough. */
export function findClosestName(text: string, names: readonly string[]): string | undefined {
  const wanted = text.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let closest: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = measureEditDistance(wanted, name.toLowerCase());
    if (distance <= limit && (closest === undefined || distance < closest.distance)) {
      closest = { name, distance };
    }
  }
  return closest?.name;
}

/**
 * Says what there is instead of what was asked for: 'There is no organization "acmee". Did you mean "acme"?
 * Organizations: acme, beta.'
 *
 * @param kind singular and plural, such as ["organization", "organizations"]
 */
export function describeMissing(
  text: string,
  kind: readonly [string, string],
  names: readonly string[],
  place = "",
): string {
  const missing = `There is no ${kind[0]} "${text}"${place}`;
  if (names.length === 0) {
    return `${missing}; there are no ${kind[1]} yet.`;
  }
  const closest = findClosestName(text, names);
  const shown = names.slice(0, 20).map((name) => (name === "" ? '"" (the root domain)' : name));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  const label = kind[1].charAt(0).toUpperCase() + kind[1].slice(1);
  return `${missing}.${closest === undefined ? "" : ` Did you mean "${closest}"?`} ${label}: ${shown.join(", ")}${more}.`;
}

/** How many letters must be put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function measureEditDistance(a: string, b: string): number {
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
