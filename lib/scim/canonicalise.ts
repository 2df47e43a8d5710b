import type { Attribute, ResourceType, Schema } from "./attribute";
import { checkJson } from "./check-json";
import { checkSimpleValue } from "./check-simple-value";
import { ScimError } from "./errors";
import { findAttribute, findExtension, findTopLevelAttribute, isCoreSchema, splitSchemaPrefix } from "./find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { setMember } from "./json-object";
import { quoteText } from "./quote-text";

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
    throw new ScimError(
      "invalidSyntax",
      `The body must be a JSON object that holds a ${resourceType.name}; it is ${found}.`,
    );
  }
  checkJson(body);
  const resource = createMembers("");
  addTopLevelMembers(resourceType, resource, body);
  return resource.object;
}

/** An object being put together, which knows under which key each of its members was sent. */
type Members = {
  readonly object: JsonObject;
  readonly keys: Map<string, string>;
  readonly nested: Map<string, Members>;
  /** Where the object stands, for error messages; "" for the resource itself. */
  readonly path: string;
};

function createMembers(path: string): Members {
  return { object: {}, keys: new Map(), nested: new Map(), path };
}

function addMember(members: Members, name: string, key: string, value: JsonValue): void {
  claimName(members, name, key);
  setMember(members.object, name, value);
}

function claimName(members: Members, name: string, key: string): void {
  const folded = name.toLowerCase();
  const earlier = members.keys.get(folded);
  if (earlier !== undefined) {
    const path = members.path === "" ? name : `${members.path}.${name}`;
    throw new ScimError(
      "invalidSyntax",
      `The attribute ${path} is in the body twice, as ${quoteText(earlier)} and as ${quoteText(key)}. Attribute names do not depend on case; send it once.`,
    );
  }
  members.keys.set(folded, key);
}

/** The object under a URN; the extension's object and its prefixed keys may both be sent, and add up. */
function nestedMembers(members: Members, urn: string): Members {
  let nested = members.nested.get(urn);
  if (nested === undefined) {
    claimName(members, urn, urn);
    nested = createMembers(urn);
    members.nested.set(urn, nested);
    setMember(members.object, urn, nested.object);
  }
  return nested;
}

function addTopLevelMembers(resourceType: ResourceType, resource: Members, body: JsonObject): void {
  for (const [key, value] of Object.entries(body)) {
    addTopLevelMember(resourceType, resource, key, value);
  }
}

function addTopLevelMember(resourceType: ResourceType, resource: Members, key: string, value: JsonValue): void {
  const attribute = findTopLevelAttribute(resourceType, key);
  if (attribute !== undefined) {
    const canonical =
      attribute.name === "schemas" ? canonicaliseUrns(resourceType, value) : canonicaliseValue(attribute, value);
    addMember(resource, attribute.name, key, canonical);
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
    addMember(resource, key, key, value);
  } else if (prefixed.schema === resourceType.schema) {
    addPrefixedCoreAttribute(resourceType, resource, key, prefixed.rest, value);
  } else {
    addExtensionAttribute(nestedMembers(resource, prefixed.schema.id), prefixed.schema, prefixed.rest, key, value);
  }
}

function addCoreObject(resourceType: ResourceType, resource: Members, key: string, value: JsonValue): void {
  if (value === null) {
    return;
  }
  if (!isJsonObject(value)) {
    throw new ScimError(
      "invalidSyntax",
      `${quoteText(key)} must hold an object with attributes of the ${resourceType.name}.`,
    );
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
    addMember(resource, name, key, value);
  } else {
    addMember(resource, attribute.name, key, canonicaliseValue(attribute, value));
  }
}

function addExtensionObject(resource: Members, extension: Schema, key: string, value: JsonValue): void {
  if (!isJsonObject(value)) {
    addMember(resource, extension.id, key, value);
    return;
  }
  const members = nestedMembers(resource, extension.id);
  for (const [name, member] of Object.entries(value)) {
    addExtensionAttribute(members, extension, name, name, member);
  }
}

function addExtensionAttribute(members: Members, extension: Schema, name: string, key: string, value: JsonValue): void {
  const attribute = findAttribute(extension.attributes, name);
  if (attribute === undefined) {
    addMember(members, name, key, value);
  } else {
    addMember(members, attribute.name, key, canonicaliseValue(attribute, value));
  }
}

/**
 * Canonical casing of the sub-attributes in a complex attribute's value. Anything else is returned as it is.
 *
 * @throws ScimError invalidSyntax when a sub-attribute is named twice; invalidValue for {} where no object can stand,
 *   which must not pass for an unassigned complex attribute
 */
export function canonicaliseValue(attribute: Attribute, value: JsonValue): JsonValue {
  if (attribute.subAttributes === undefined) {
    if (isJsonObject(value) && attribute.undefinedBySchema !== true) checkSimpleValue(attribute, attribute.name, value);
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element) => (isJsonObject(element) ? canonicaliseComplex(attribute, element) : element));
  }
  return isJsonObject(value) ? canonicaliseComplex(attribute, value) : value;
}

function canonicaliseComplex(attribute: Attribute, value: JsonObject): JsonObject {
  const members = createMembers(attribute.name);
  for (const [key, member] of Object.entries(value)) {
    const subAttribute = findAttribute(attribute.subAttributes, key);
    if (subAttribute === undefined) addMember(members, key, key, member);
    else addMember(members, subAttribute.name, key, canonicaliseValue(subAttribute, member));
  }
  return members.object;
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
