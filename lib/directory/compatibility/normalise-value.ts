import type { Attribute } from "@/lib/scim/attribute";
import { findAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { setMember } from "@/lib/scim/json-object";
import { keepsUnknownAttribute, type Normalisation } from "./normalisation";
import {
  readArrayAsManager,
  readBooleanText,
  readEmptyElement,
  readEmptyText,
  readSingleValueAsArray,
  readTextAsElement,
  readTextAsManager,
  readTextAsReference,
} from "./read-values";

/**
 * The value of an attribute with every tolerance applied, down to its sub-attributes; null when it is read as
 * unassigned. What no tolerance covers is left for validation to refuse. Read-only values are not looked at.
 *
 * @param path the attribute's name as the log shows it
 */
export function normaliseValue(
  normalisation: Normalisation,
  attribute: Attribute,
  path: string,
  value: JsonValue,
): JsonValue {
  if (attribute.mutability === "readOnly" || attribute.undefinedBySchema) {
    return value;
  }
  if (!attribute.multiValued) {
    const single = readArrayAsManager(normalisation, attribute, path, value);
    return normaliseElement(normalisation, attribute, path, readTextAsManager(normalisation, attribute, path, single));
  }
  const elements = readSingleValueAsArray(normalisation, attribute, path, value);
  return Array.isArray(elements)
    ? elements.map((element) => normaliseElement(normalisation, attribute, path, element))
    : elements;
}

/** One element of a multi-valued attribute, or the value of a single-valued one. */
export function normaliseElement(
  normalisation: Normalisation,
  attribute: Attribute,
  path: string,
  value: JsonValue,
): JsonValue {
  if (attribute.subAttributes === undefined) {
    const single = readEmptyText(
      normalisation,
      attribute,
      path,
      readBooleanText(normalisation, attribute, path, value),
    );
    return readTextAsReference(normalisation, attribute, path, single);
  }
  const element = readTextAsElement(normalisation, attribute, path, value);
  if (!isJsonObject(element)) {
    return element;
  }
  const members = normaliseMembers(normalisation, attribute.subAttributes, `${path}.`, element);
  return readEmptyElement(normalisation, attribute, path, members);
}

/** The members of a complex value, or of an extension's object. */
export function normaliseMembers(
  normalisation: Normalisation,
  attributes: readonly Attribute[],
  prefix: string,
  object: JsonObject,
): JsonObject {
  const members: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    const attribute = findAttribute(attributes, name);
    const path = `${prefix}${name}`;
    if (attribute !== undefined) {
      setMember(members, name, normaliseValue(normalisation, attribute, path, value));
    } else if (keepsUnknownAttribute(normalisation, path, () => attributes.map((known) => `${prefix}${known.name}`))) {
      setMember(members, name, value);
    }
  }
  return members;
}
