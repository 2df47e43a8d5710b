import type { Attribute } from "@/lib/scim/attribute";
import { checkCanonicalValue } from "@/lib/scim/canonical-values";
import { checkSimpleValue, describeValue } from "@/lib/scim/check-simple-value";
import { ScimError } from "@/lib/scim/errors";
import { findAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { isUriReference } from "@/lib/scim/uri";
import { keepsUnknownAttribute, type Normalisation } from "../compatibility/normalisation";

/**
 * Refuses a value that a strict SCIM client may not send: of another shape or type than its attribute's, an empty text,
 * a reference that is no URI, or a `type` that `/Schemas` does not list. Names that no schema knows are gathered, to be refused together. Read-only
 * values are not looked at.
 *
 * @param path the attribute's name as the error message shows it
 * @throws ScimError invalidValue
 * @see the interoperability profile, §5.3, §5.4
 */
export function checkStrictValue(
  normalisation: Normalisation,
  attribute: Attribute,
  path: string,
  value: JsonValue,
): void {
  if (attribute.mutability === "readOnly" || value === null) return;
  if (!attribute.multiValued) {
    checkStrictElement(normalisation, attribute, path, value);
    return;
  }
  if (!Array.isArray(value)) {
    throw new ScimError("invalidValue", `${path} must be an array, but it is ${describeValue(value)}.`);
  }
  value.forEach((element, index) => {
    checkStrictElement(normalisation, attribute, `${path}[${index}]`, element);
  });
}

/** Refuses members that a strict client may not send in an object with these attributes. @throws ScimError invalidValue */
export function checkStrictMembers(
  normalisation: Normalisation,
  attributes: readonly Attribute[],
  prefix: string,
  object: JsonObject,
): void {
  for (const [name, value] of Object.entries(object)) {
    const attribute = findAttribute(attributes, name);
    const path = `${prefix}${name}`;
    if (attribute !== undefined) {
      checkStrictValue(normalisation, attribute, path, value);
    } else {
      keepsUnknownAttribute(normalisation, path, () => attributes.map((known) => `${prefix}${known.name}`));
    }
  }
}

/** One element of a multi-valued attribute, or the value of a single-valued one. */
function checkStrictElement(normalisation: Normalisation, attribute: Attribute, path: string, value: JsonValue): void {
  if (attribute.subAttributes === undefined) {
    checkStrictText(attribute, path, value);
    return;
  }
  if (!isJsonObject(value)) {
    throw new ScimError("invalidValue", `${path} must be an object, but it is ${describeValue(value)}.`);
  }
  checkStrictMembers(normalisation, attribute.subAttributes, `${path}.`, value);
}

function checkStrictText(attribute: Attribute, path: string, value: JsonValue): void {
  checkSimpleValue(attribute, path, value);
  if (value === "" && !attribute.required) {
    throw new ScimError(
      "invalidValue",
      `${path} is the empty text. To unassign it send null, or remove it with a PATCH; otherwise send a value.`,
    );
  }
  if (attribute.type === "reference" && typeof value === "string" && !isUriReference(value)) {
    throw new ScimError(
      "invalidValue",
      `${path} is ${describeValue(value)}, but it must be a URI, absolute or relative. Percent-encode what a URI cannot hold.`,
    );
  }
  if (attribute.name === "type" && attribute.canonicalValues !== undefined) {
    checkCanonicalValue({ ...attribute, restrictsValues: true }, path, value);
  }
}
