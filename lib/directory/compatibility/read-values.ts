import type { Attribute } from "@/lib/scim/attribute";
import { findAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { getMember, isUnassigned } from "@/lib/scim/json-object";
import { isHusk } from "@/lib/scim/patch/merge-complex";
import { isUriReference } from "@/lib/scim/uri";
import { type Normalisation, noteLeniency } from "./normalisation";

/** One tolerance: the value as it is to be read, the very same one when there is nothing to tolerate. */
type ReadValue = (normalisation: Normalisation, attribute: Attribute, path: string, value: JsonValue) => JsonValue;

/**
 * `booleanText`: Entra sends `"False"` for `active`, Microsoft's validator `"True"` for `primary`.
 *
 * Checklist C-09, X-16.
 */
export const readBooleanText: ReadValue = (normalisation, attribute, path, value) => {
  const folded = attribute.type === "boolean" && typeof value === "string" ? value.toLowerCase() : undefined;
  if (folded !== "true" && folded !== "false") {
    return value;
  }
  noteLeniency(normalisation, "booleanText", `read the text "${String(value)}" as ${folded} (${path})`);
  return folded === "true";
};

/**
 * `emptyTextAsUnassigned`: an empty text in an optional attribute clears it, which is how Entra and Okta empty one.
 *
 * Checklist X-14.
 */
export const readEmptyText: ReadValue = (normalisation, attribute, path, value) => {
  if (value !== "" || attribute.required || attribute.type === "boolean" || attribute.multiValued) {
    return value;
  }
  noteLeniency(normalisation, "emptyTextAsUnassigned", `read the empty text as unassigned (${path})`);
  return null;
};

/**
 * `textAsReference`: addresses of photos and profiles are what somebody typed, with blanks and umlauts. One that is no URI
 * is kept as it was sent: refusing it would lose the person for the sake of their photo.
 *
 * Checklist C-09.
 */
export const readTextAsReference: ReadValue = (normalisation, attribute, path, value) => {
  if (attribute.type === "reference" && typeof value === "string" && !isUriReference(value)) {
    noteLeniency(normalisation, "textAsReference", `kept the text in ${path} as it is, though it is no URI`);
  }
  return value;
};

/**
 * `singleValueAsArray`: OneLogin sends `emails` as one object.
 *
 * Checklist C-10.
 */
export const readSingleValueAsArray: ReadValue = (normalisation, attribute, path, value) => {
  if (!attribute.multiValued || Array.isArray(value) || isUnassigned(value)) {
    return value;
  }
  noteLeniency(normalisation, "singleValueAsArray", `read the single value of ${path} as an array of one`);
  return [value];
};

/**
 * `textAsElement`: an element of a multi-valued attribute that is sent as its `value` alone, such as
 * `roles: ["moderator"]`.
 */
export const readTextAsElement: ReadValue = (normalisation, attribute, path, value) => {
  if (!attribute.multiValued || !isValueOf(attribute, value)) {
    return value;
  }
  noteLeniency(normalisation, "textAsElement", `read a text in ${path} as an element with that value`);
  return { value };
};

/**
 * `textAsManager`: Entra sends the id of the manager alone.
 *
 * Checklist X-15.
 */
export const readTextAsManager: ReadValue = (normalisation, attribute, path, value) => {
  if (attribute.multiValued || !isValueOf(attribute, value)) {
    return value;
  }
  noteLeniency(normalisation, "textAsManager", `read the text in ${path} as an object with that value`);
  return { value };
};

/**
 * `arrayAsManager`: older versions of Entra send the manager as an array of one.
 *
 * Checklist X-15.
 */
export const readArrayAsManager: ReadValue = (normalisation, attribute, path, value) => {
  const isSingleComplex = !attribute.multiValued && findAttribute(attribute.subAttributes, "value") !== undefined;
  const [element, another] = Array.isArray(value) ? value : [];
  if (!isSingleComplex || element === undefined || another !== undefined) {
    return value;
  }
  noteLeniency(normalisation, "arrayAsManager", `read the array of one in ${path} as the one value`);
  return element;
};

/**
 * `emptyElementAsUnassigned`: an element, or the manager, whose `value` is null or empty and that otherwise says only
 * what kind of value it would be, is no value. JumpCloud and OneLogin send one for each empty field.
 *
 * Checklist.
 */
export const readEmptyElement: ReadValue = (normalisation, attribute, path, value) => {
  if (!isJsonObject(value) || getMember(value, "value") !== null || !isHusk(attribute, listAssigned(value))) {
    return value;
  }
  noteLeniency(normalisation, "emptyElementAsUnassigned", `read a value of ${path} that holds nothing as unassigned`);
  return null;
};

/** Whether the value is what the complex attribute's own `value` would hold. */
function isValueOf(attribute: Attribute, value: JsonValue): value is string {
  return typeof value === "string" && findAttribute(attribute.subAttributes, "value") !== undefined;
}

function listAssigned(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, member]) => !isUnassigned(member)));
}
