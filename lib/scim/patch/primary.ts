import type { Attribute } from "../attribute";
import { ScimError } from "../errors";
import { isJsonObject, type JsonValue } from "../json";
import { getMember } from "../json-object";

/** Whether an element is marked as the primary one. */
export function isPrimary(element: JsonValue | undefined): boolean {
  return isJsonObject(element) && getMember(element, "primary") === true;
}

/**
 * Leaves one primary element: the one that the operation made primary. The others that were are set to false.
 *
 * @param madePrimary positions of the elements that the operation made primary
 * @throws ScimError invalidValue when it made several
 * @see RFC 7644 §3.5.2
 */
export function clearOtherPrimaries(
  attribute: Attribute,
  elements: readonly JsonValue[],
  madePrimary: ReadonlySet<number>,
): readonly JsonValue[] {
  if (madePrimary.size === 0) {
    return elements;
  }
  if (madePrimary.size > 1) {
    throw new ScimError(
      "invalidValue",
      `The operation makes ${madePrimary.size} values of ${attribute.name} primary; at most one may be. Name the one.`,
    );
  }
  return elements.map((element, index) =>
    isJsonObject(element) && isPrimary(element) && !madePrimary.has(index) ? { ...element, primary: false } : element,
  );
}
