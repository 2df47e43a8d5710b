import type { Attribute, ResourceType } from "./attribute";
import { checkCanonicalValue } from "./canonical-values";
import { checkSimpleValue, describeValue } from "./check-simple-value";
import { collapseDuplicates } from "./collapse-duplicates";
import { ScimError } from "./errors";
import { findAttribute, findExtension, findTopLevelAttribute } from "./find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { getMember, isUnassigned, setMember } from "./json-object";
import { listResourceSchemas } from "./resource-schemas";

/**
 * When a resource is looked at. `create` and `replace` read what a client sent, so that read-only attributes are left
 * out; `patched` reads what a PATCH left of a stored resource, where they stand. `replace` and `patched` meet stored
 * attributes that no schema knows, which another client was allowed to keep; in `create` these are an error.
 */
export type ValidationContext = "create" | "replace" | "patched";

/**
 * The resource in its canonical form: every value of its attribute's type and as it was sent, nothing unassigned,
 * duplicate elements collapsed, `schemas` telling what is there.
 *
 * @param body names in canonical casing
 * @throws ScimError invalidValue naming the attribute and what it holds; invalidSyntax for an attribute no schema knows
 * @see RFC 7643 §2, §3; RFC 7644 §3.3, §3.5.1
 */
export function validateResource(resourceType: ResourceType, body: JsonObject, context: ValidationContext): JsonObject {
  const validation: Validation = { resourceType, context };
  const attributes: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    const validated = name === "schemas" ? undefined : validateTopLevel(validation, name, value);
    if (validated !== undefined) {
      setMember(attributes, name, validated);
    }
  }
  for (const attribute of resourceType.schema.attributes) {
    if (attribute.required) {
      checkRequired(resourceType, attribute, getMember(attributes, attribute.name));
    }
  }
  return { schemas: listResourceSchemas(resourceType, attributes), ...attributes };
}

/**
 * Refuses a value that the attribute cannot be given, for what is written without loading the resource. null and undefined
 * unassign, and pass.
 *
 * @throws ScimError invalidValue naming the attribute and what it holds
 */
export function checkAttributeValue(
  resourceType: ResourceType,
  attribute: Attribute,
  value: JsonValue | undefined,
): void {
  if (value !== undefined) validateValue({ resourceType, context: "replace" }, attribute, attribute.name, value);
}

type Validation = { readonly resourceType: ResourceType; readonly context: ValidationContext };

function validateTopLevel(validation: Validation, name: string, value: JsonValue): JsonValue | undefined {
  const { resourceType } = validation;
  const attribute = findTopLevelAttribute(resourceType, name);
  if (attribute !== undefined) {
    return validateValue(validation, attribute, name, value);
  }
  const extension = findExtension(resourceType, name);
  return extension === undefined
    ? validateUnknown(validation, name, value)
    : validateMembers(validation, extension.attributes, name, ":", value);
}

/** The value in its canonical form, or undefined when it is unassigned or not the client's to say. */
function validateValue(
  validation: Validation,
  attribute: Attribute,
  path: string,
  value: JsonValue,
): JsonValue | undefined {
  if (attribute.mutability === "readOnly") {
    return validation.context === "patched" ? value : undefined;
  }
  if (isUnassigned(value)) {
    return undefined;
  }
  if (!attribute.multiValued) {
    return validateSingle(validation, attribute, path, value);
  }
  if (!Array.isArray(value)) {
    throw new ScimError("invalidValue", `${path} must be an array, but it is ${describeValue(value)}.`);
  }
  const elements: JsonValue[] = [];
  value.forEach((element, index) => {
    const validated = isUnassigned(element)
      ? undefined
      : validateSingle(validation, attribute, `${path}[${index}]`, element);
    if (validated !== undefined) {
      elements.push(validated);
    }
  });
  checkOnePrimary(path, elements);
  return elements.length === 0 ? undefined : collapseDuplicates(elements);
}

function validateSingle(
  validation: Validation,
  attribute: Attribute,
  path: string,
  value: JsonValue,
): JsonValue | undefined {
  if (attribute.subAttributes !== undefined) {
    return validateMembers(validation, attribute.subAttributes, path, ".", value);
  }
  checkSimpleValue(attribute, path, value);
  checkCanonicalValue(attribute, path, value);
  return value;
}

function validateMembers(
  validation: Validation,
  attributes: readonly Attribute[],
  path: string,
  separator: "." | ":",
  value: JsonValue,
): JsonObject | undefined {
  if (isUnassigned(value)) {
    return undefined;
  }
  if (!isJsonObject(value)) {
    throw new ScimError("invalidValue", `${path} must be an object, but it is ${describeValue(value)}.`);
  }
  const members: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const attribute = findAttribute(attributes, name);
    const memberPath = `${path}${separator}${name}`;
    const validated =
      attribute === undefined
        ? validateUnknown(validation, memberPath, member)
        : validateValue(validation, attribute, memberPath, member);
    if (validated !== undefined) {
      setMember(members, name, validated);
    }
  }
  return Object.keys(members).length === 0 ? undefined : members;
}

/** What no schema knows is kept as it is by an open resource type, and where it may have been stored already. */
function validateUnknown({ resourceType, context }: Validation, path: string, value: JsonValue): JsonValue | undefined {
  if (resourceType.keepsUnknown === true || context !== "create") {
    return isUnassigned(value) ? undefined : value;
  }
  throw new ScimError(
    "invalidSyntax",
    `No schema of the ${resourceType.name} has the attribute ${path}. Correct its name or leave it out.`,
  );
}

function checkRequired(resourceType: ResourceType, attribute: Attribute, value: JsonValue | undefined): void {
  if (value === undefined || (typeof value === "string" && value.trim() === "")) {
    const parts = attribute.subAttributes?.filter(({ passedOver }) => passedOver !== true);
    const needed = parts?.map((part) => `${attribute.name}.${part.name}`).join(" or ") ?? "a value for it";
    throw new ScimError(
      "invalidValue",
      `A ${resourceType.name} needs ${attribute.name}, but it is ${value === undefined ? "missing" : "blank"}. Send ${needed}.`,
    );
  }
}

/** @see RFC 7643 §2.4 */
function checkOnePrimary(path: string, elements: readonly JsonValue[]): void {
  const primaries = elements.filter((element) => isJsonObject(element) && element.primary === true);
  if (primaries.length > 1) {
    throw new ScimError(
      "invalidValue",
      `${path} has ${primaries.length} values with primary true; at most one may be the primary one.`,
    );
  }
}
