import type { Attribute, ResourceType, Schema } from "./attribute";
import { checkJson } from "./check-json";
import { ScimError } from "./errors";
import { findAttribute, findExtension, findTopLevelAttribute, isCoreSchema, splitSchemaPrefix } from "./find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { getMember, setMember } from "./json-object";

/**
 * Gives the attributes of a resource the names and places that its schemas give them: canonical casing of names,
 * sub-attributes and URNs; an object under the core schema's URN is lifted to the top level; keys such as
 * `urn:…:User:department` go into their extension's object. Names that no schema knows stay as sent.
 *
 * @throws ScimError invalidSyntax when the body is no object, is nested too deeply, or names an attribute twice;
 *   invalidValue when a text holds U+0000 or a lone surrogate
 * @see RFC 7643 §2.1, §3.3
 */
export function canonicaliseNames(resourceType: ResourceType, body: JsonValue): JsonObject {
  if (!isJsonObject(body)) {
    const found = body === null ? "null" : Array.isArray(body) ? "an array" : `a ${typeof body}`;
    throw new ScimError("invalidSyntax", `The body must be a JSON object that holds a ${resourceType.name}; it is ${found}.`);
  }
  checkJson(body);
  const resource = new Members("");
  addTopLevelMembers(resourceType, resource, body);
  return resource.toObject();
}

function addTopLevelMembers(resourceType: ResourceType, resource: Members, body: JsonObject): void {
  for (const [key, value] of Object.entries(body)) {
    addTopLevelMember(resourceType, resource, key, value);
  }
}

function addTopLevelMember(resourceType: ResourceType, resource: Members, key: string, value: JsonValue): void {
  const attribute = findTopLevelAttribute(resourceType, key);
  if (attribute !== undefined) {
    const canonical = attribute.name === "schemas" ? canonicaliseUrns(resourceType, value) : canonicaliseValue(attribute, value);
    resource.add(attribute.name, key, canonical);
    return;
  }
  if (isCoreSchema(resourceType, key)) {
    addCoreObject(resourceType, resource, key, value);
    return;
  }
  const extension = findExtension(resourceType, key);
  if (extension !== undefined) {
    addExtensionObject(resource, extension, key, value);
    return;
  }
  const prefixed = splitSchemaPrefix(resourceType, key);
  if (prefixed === undefined) {
    resource.add(key, key, value);
  } else if (prefixed.schema === resourceType.schema) {
    addPrefixedCoreAttribute(resourceType, resource, key, prefixed.rest, value);
  } else {
    addExtensionAttribute(resource.nested(prefixed.schema.id), prefixed.schema, prefixed.rest, key, value);
  }
}

function addCoreObject(resourceType: ResourceType, resource: Members, key: string, value: JsonValue): void {
  if (value === null) {
    return;
  }
  if (!isJsonObject(value)) {
    throw new ScimError("invalidSyntax", `"${key}" must hold an object with attributes of the ${resourceType.name}.`);
  }
  addTopLevelMembers(resourceType, resource, value);
}

/** An attribute behind the core URN belongs to the top level, also one that only an open resource type keeps. */
function addPrefixedCoreAttribute(
  resourceType: ResourceType,
  resource: Members,
  key: string,
  name: string,
  value: JsonValue,
): void {
  const attribute = findTopLevelAttribute(resourceType, name);
  if (attribute === undefined) {
    resource.add(name, key, value);
  } else {
    resource.add(attribute.name, key, canonicaliseValue(attribute, value));
  }
}

function addExtensionObject(resource: Members, extension: Schema, key: string, value: JsonValue): void {
  if (!isJsonObject(value)) {
    resource.add(extension.id, key, value);
    return;
  }
  const members = resource.nested(extension.id);
  for (const [name, member] of Object.entries(value)) {
    addExtensionAttribute(members, extension, name, name, member);
  }
}

function addExtensionAttribute(members: Members, extension: Schema, name: string, key: string, value: JsonValue): void {
  const attribute = findAttribute(extension.attributes, name);
  if (attribute === undefined) {
    members.add(name, key, value);
  } else {
    members.add(attribute.name, key, canonicaliseValue(attribute, value));
  }
}

/**
 * Canonical casing of the sub-attributes in a complex attribute's value. Anything else is returned as it is.
 *
 * @throws ScimError invalidSyntax when a sub-attribute is named twice
 */
export function canonicaliseValue(attribute: Attribute, value: JsonValue): JsonValue {
  if (attribute.subAttributes === undefined) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element) => (isJsonObject(element) ? canonicaliseComplex(attribute, element) : element));
  }
  return isJsonObject(value) ? canonicaliseComplex(attribute, value) : value;
}

function canonicaliseComplex(attribute: Attribute, value: JsonObject): JsonObject {
  const members = new Members(attribute.name);
  for (const [key, member] of Object.entries(value)) {
    members.add(findAttribute(attribute.subAttributes, key)?.name ?? key, key, member);
  }
  return members.toObject();
}

function canonicaliseUrns(resourceType: ResourceType, value: JsonValue): JsonValue {
  if (!Array.isArray(value)) {
    return value;
  }
  return value.map((urn) => {
    if (typeof urn !== "string") {
      return urn;
    }
    return isCoreSchema(resourceType, urn) ? resourceType.schema.id : (findExtension(resourceType, urn)?.id ?? urn);
  });
}
