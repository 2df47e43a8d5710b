import type { Attribute } from "./attribute";

const impliedValues = new WeakMap<Attribute, readonly Attribute[]>();

/**
 * The sub-attributes by which an attribute's values can be told apart and changed. Those of a list of simple values are one,
 * `value`, which each element is: `tags[value eq "a"]` selects among texts as `emails[value eq "a"]` does among objects.
 *
 * @see RFC 7643 §2.4
 */
export function listSubAttributes(attribute: Attribute): readonly Attribute[] {
  if (!isListOfValues(attribute)) return attribute.subAttributes ?? [];
  let implied = impliedValues.get(attribute);
  if (implied === undefined) {
    implied = [{ ...attribute, name: "value", multiValued: false }];
    impliedValues.set(attribute, implied);
  }
  return implied;
}

/** Whether an attribute's elements are simple values and no objects. */
export function isListOfValues({ multiValued, type, undefinedBySchema }: Attribute): boolean {
  return multiValued && type !== "complex" && undefinedBySchema !== true;
}
