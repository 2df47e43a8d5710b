import type { JsonValue } from "@/lib/scim/json";
import { writeCanonically } from "@/lib/scim/same-value";

/**
 * Whether each element of one list can be given one of the other that it matches, so that none is left over on either
 * side. An element may match several, so that a choice may have to be taken back: this is a search for augmenting paths.
 */
export function pairElements(
  elements: readonly JsonValue[],
  others: readonly JsonValue[],
  matches: (element: JsonValue, other: JsonValue) => boolean,
): boolean {
  if (elements.length !== others.length) return false;
  // Equal ones belong together: whatever else matched one of them would match what is left for it too.
  const [wanted, found] = leaveOutEqual(elements, others);
  const takenBy = new Map<number, number>();
  const assign = (position: number, tried: Set<number>): boolean =>
    found.some((other, index) => {
      if (tried.has(index) || !matches(wanted[position] ?? null, other)) return false;
      tried.add(index);
      const holder = takenBy.get(index);
      if (holder !== undefined && !assign(holder, tried)) return false;
      takenBy.set(index, position);
      return true;
    });
  return wanted.every((_, position) => assign(position, new Set()));
}

function leaveOutEqual(
  elements: readonly JsonValue[],
  others: readonly JsonValue[],
): [readonly JsonValue[], readonly JsonValue[]] {
  const byText = new Map<string, JsonValue[]>();
  for (const other of others) {
    const text = writeCanonically(other);
    byText.set(text, [...(byText.get(text) ?? []), other]);
  }
  const rest = elements.filter((element) => byText.get(writeCanonically(element))?.pop() === undefined);
  return [rest, [...byText.values()].flat()];
}
