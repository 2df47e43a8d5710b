import type { Attribute } from "../attribute";
import { isJsonObject, type JsonValue } from "../json";
import { mergeComplex } from "./merge-complex";
import { clearOtherPrimaries, isPrimary } from "./primary";
import { elementKey, typesAgree } from "./same-element";

/**
 * Appends elements. One that is there already is not added again; the sub-attributes given with it are merged into it.
 *
 * @throws ScimError invalidValue when several of the added are primary
 * @see RFC 7644 §3.5.2.1
 */
export function addElements(
  attribute: Attribute,
  elements: readonly JsonValue[],
  added: readonly JsonValue[],
): readonly JsonValue[] {
  const next = [...elements];
  const positions = indexElements(attribute, next);
  const madePrimary = new Set<number>();
  for (const element of added) {
    const key = elementKey(attribute, element);
    let position = positions.get(key)?.find((candidate) => typesAgree(next[candidate] ?? null, element));
    if (position === undefined) {
      position = next.push(element) - 1;
      addPosition(positions, key, position);
    } else {
      const existing = next[position];
      if (isJsonObject(existing) && isJsonObject(element)) {
        next[position] = mergeComplex(attribute, existing, element, "keep");
      }
    }
    if (isPrimary(element)) {
      madePrimary.add(position);
    }
  }
  return clearOtherPrimaries(attribute, next, madePrimary);
}

/** Leaves out the elements that are the same as one of `removed`; ids alone will do. */
export function removeElements(
  attribute: Attribute,
  elements: readonly JsonValue[],
  removed: readonly JsonValue[],
): readonly JsonValue[] {
  const positions = indexElements(attribute, removed);
  return elements.filter((element) => {
    const candidates = positions.get(elementKey(attribute, element)) ?? [];
    return !candidates.some((candidate) => typesAgree(removed[candidate] ?? null, element));
  });
}

function indexElements(attribute: Attribute, elements: readonly JsonValue[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  elements.forEach((element, position) => {
    addPosition(positions, elementKey(attribute, element), position);
  });
  return positions;
}

function addPosition(positions: Map<string, number[]>, key: string, position: number): void {
  const found = positions.get(key);
  if (found === undefined) {
    positions.set(key, [position]);
  } else {
    found.push(position);
  }
}
