import type { Attribute } from "../attribute";
import { ScimError } from "../errors";
import type { CheckedFilter } from "../filter/ast";
import { matchesElement } from "../filter/evaluate";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { isUnassigned } from "../json-object";
import { quoteText } from "../quote-text";
import { isListOfValues } from "../sub-attributes";
import { addElements, removeElements } from "./element-set";
import { isHusk, mergeComplex, setSubAttribute } from "./merge-complex";
import { clearOtherPrimaries, isPrimary } from "./primary";

/** What an operation does to the elements of one multi-valued attribute. */
export type ElementChange = {
  readonly op: "add" | "replace" | "remove";
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
  readonly valueFilter?: CheckedFilter;
  /** null unassigns. */
  readonly value?: JsonValue;
  readonly newElement?: JsonObject;
  readonly pathText: string;
  readonly isStrict: boolean;
  /** Is told of an element that was made because the value filter matched none. */
  readonly noteCreation: (pathText: string) => void;
};

/**
 * The elements that one operation leaves of a multi-valued attribute.
 *
 * @throws ScimError noTarget, invalidFilter, mutability, invalidValue
 * @see RFC 7644 §3.5.2
 */
export function changeElements(elements: readonly JsonValue[], change: ElementChange): readonly JsonValue[] {
  if (!isListOfValues(change.attribute) || change.subAttribute === undefined) {
    return changeElementsOrObjects(elements, change);
  }
  // Simple values that a filter selects are changed as objects are that have a `value` alone.
  const changed = changeElementsOrObjects(
    elements.map((value) => ({ value })),
    change,
  );
  return changed.map((element) => (isJsonObject(element) ? (element.value ?? null) : element));
}

function changeElementsOrObjects(elements: readonly JsonValue[], change: ElementChange): readonly JsonValue[] {
  const value = change.value ?? null;
  if (change.op === "remove") {
    return removeFromElements(elements, change);
  }
  if (change.valueFilter === undefined && change.subAttribute === undefined) {
    const given = Array.isArray(value) ? value : [value];
    const added = given.map((element) => cleanElement(change, element)).filter((element) => !isUnassigned(element));
    return change.op === "add" ? addElements(change.attribute, elements, added) : added;
  }
  if (isUnassigned(value)) {
    return removeFromElements(elements, change);
  }
  return changeSelected(elements, change, value);
}

function removeFromElements(elements: readonly JsonValue[], change: ElementChange): readonly JsonValue[] {
  const { attribute, subAttribute, valueFilter, value } = change;
  if (valueFilter === undefined && subAttribute === undefined) {
    // A list in the value names what is to go; only without one does everything go. (checklist X-10)
    return value === undefined || value === null
      ? []
      : removeElements(attribute, elements, Array.isArray(value) ? value : [value]);
  }
  const isSelected = createSelector(valueFilter);
  if (change.isStrict && valueFilter !== undefined) checkOneMatch(elements, change);
  if (subAttribute === undefined) {
    return elements.filter((element) => !isSelected(element));
  }
  return elements.flatMap((element) => {
    if (!isSelected(element) || !isJsonObject(element) || !Object.hasOwn(element, subAttribute.name)) {
      return [element];
    }
    const rest = setSubAttribute(attribute, element, subAttribute, null);
    return isHusk(attribute, rest) ? [] : [rest];
  });
}

/** Add and replace on the elements that a value filter selects, or on a sub-attribute of all elements. */
function changeSelected(elements: readonly JsonValue[], change: ElementChange, value: JsonValue): readonly JsonValue[] {
  if (change.isStrict) checkOneMatch(elements, change);
  const isSelected = createSelector(change.valueFilter);
  const changed = new Set<number>();
  const next = elements.map((element, index) => {
    if (!isSelected(element)) {
      return element;
    }
    changed.add(index);
    return changeElement(change, isJsonObject(element) ? element : { value: element }, value);
  });
  if (changed.size === 0) {
    next.push(createMissingElement(change, value));
    changed.add(next.length - 1);
  }
  const madePrimary = [...changed].filter((index) => isPrimary(next[index]) && !isPrimary(elements[index]));
  return clearOtherPrimaries(change.attribute, next, new Set(madePrimary));
}

function createMissingElement(change: ElementChange, value: JsonValue): JsonObject {
  const template = change.valueFilter === undefined ? {} : change.newElement;
  if (template === undefined) throw noMatch(change);
  const element = changeElement(change, {}, value);
  // What the filter names holds for the new element, unless the operation itself says otherwise.
  const created = { ...template, ...element };
  if (change.valueFilter !== undefined && !matchesElement(change.valueFilter, { ...created, ...template })) {
    throw noMatch(change);
  }
  if (change.valueFilter !== undefined) change.noteCreation(change.pathText);
  return created;
}

/**
 * The interoperability profile lets a value filter select one element, no more and no less. A sub-attribute without a
 * filter is that of every element, of which there must be one.
 */
function checkOneMatch(elements: readonly JsonValue[], change: ElementChange): void {
  const matches = elements.filter(createSelector(change.valueFilter)).length;
  if (matches === 0) throw noMatch(change);
  if (matches > 1 && change.valueFilter !== undefined) {
    throw new ScimError(
      "invalidFilter",
      `The filter in ${quoteText(change.pathText)} matches ${matches} values of ${change.attribute.name}, and it must match one alone. Use a filter that tells them apart.`,
    );
  }
}

function changeElement(change: ElementChange, element: JsonObject, value: JsonValue): JsonObject {
  const { attribute, subAttribute } = change;
  if (subAttribute !== undefined) {
    return setSubAttribute(attribute, element, subAttribute, value);
  }
  const given = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (!isJsonObject(given)) {
    throw new ScimError(
      "invalidValue",
      `The value for ${quoteText(change.pathText)} must be one object with sub-attributes of ${attribute.name}.`,
    );
  }
  return mergeComplex(attribute, element, given, "refuse");
}

/** An element as it will be stored: without nulls and read-only sub-attributes. */
function cleanElement({ attribute }: ElementChange, element: JsonValue): JsonValue {
  return isJsonObject(element) ? mergeComplex(attribute, {}, element, "refuse") : element;
}

function createSelector(filter: CheckedFilter | undefined): (element: JsonValue) => boolean {
  return (element) => filter === undefined || matchesElement(filter, element);
}

function noMatch(change: ElementChange): ScimError {
  const { name } = change.attribute;
  if (change.valueFilter === undefined) {
    return new ScimError(
      "noTarget",
      `There is no value of ${name} that ${quoteText(change.pathText)} could be a part of.`,
    );
  }
  const advice =
    change.op === "remove"
      ? "There is nothing to remove."
      : change.isStrict
        ? `Add the element to ${name} first.`
        : `Add the element to ${name} first, or use a filter of eq terms that says what it holds.`;
  return new ScimError(
    "noTarget",
    `No value of ${name} matches the filter in ${quoteText(change.pathText)}. ${advice}`,
  );
}
