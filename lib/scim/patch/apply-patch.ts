import type { Attribute, ResourceType } from "../attribute";
import type { ResolvedPath } from "../attribute-path";
import { ScimError } from "../errors";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { findMemberName, getMember, isUnassigned, jsonEquals, withMember } from "../json-object";
import { quoteText } from "../quote-text";
import { changeElements } from "./change-elements";
import { changeUndefined } from "./change-undefined";
import { isHusk, mergeComplex, setSubAttribute } from "./merge-complex";
import type { PatchOperation } from "./patch-operation";

/** What is told of a tolerance that the stored resource made necessary. */
type NoteCreation = (pathText: string) => void;

type AttributeTarget = ResolvedPath & { kind: "attribute" };

/**
 * The resource that a PATCH leaves: its operations applied in order, each on the outcome of those before it. The given
 * resource is not changed. What comes out is not yet validated.
 *
 * An element, or the manager, that loses its last sub-attribute other than type, primary, display, `$ref` and read-only
 * ones goes as a whole.
 *
 * A value filter that matches nothing makes the element that it describes, and lets a removal pass (what Entra needs). A
 * strict resource type refuses it with noTarget, refuses one that matches several elements with invalidFilter, and
 * replaces a complex value as a whole, where the RFC merges.
 *
 * @param noteCreation is called with the path of each operation that made an element in this way
 * @throws ScimError mutability, noTarget, invalidFilter, invalidValue
 * @see RFC 7644 §3.5.2
 */
export function applyPatch(
  resourceType: ResourceType,
  resource: JsonObject,
  operations: readonly PatchOperation[],
  noteCreation: NoteCreation = () => undefined,
): JsonObject {
  let patched = resource;
  for (const operation of operations) {
    patched =
      operation.target.kind === "extension"
        ? applyToExtension(patched, operation, operation.target.schema.id)
        : applyToAttribute(resourceType, patched, operation, operation.target, noteCreation);
  }
  return patched;
}

/** Setting attributes of an extension is an operation for each of them; on the whole object there is only removal. */
function applyToExtension(resource: JsonObject, operation: PatchOperation, urn: string): JsonObject {
  if (operation.op !== "remove") {
    throw new ScimError(
      "invalidPath",
      `${quoteText(operation.pathText)} is a whole schema extension; name its attributes.`,
    );
  }
  return withMember(resource, findMemberName(resource, urn) ?? urn, undefined);
}

function applyToAttribute(
  resourceType: ResourceType,
  resource: JsonObject,
  operation: PatchOperation,
  target: AttributeTarget,
  noteCreation: NoteCreation,
): JsonObject {
  const { attribute, extension } = target;
  if (attribute.mutability === "readOnly") {
    checkReadOnly(resource, operation, attribute);
    return resource;
  }
  if (extension === undefined) {
    return changeMember(resourceType, resource, operation, target, noteCreation);
  }
  const key = findMemberName(resource, extension) ?? extension;
  const found = getMember(resource, key);
  const holder = changeMember(resourceType, isJsonObject(found) ? found : {}, operation, target, noteCreation);
  return withMember(resource, key, isUnassigned(holder) ? undefined : holder);
}

/**
 * Clients send back what they once read: in a value without a path, `meta` and `groups` are passed over, and so is `id`
 * if it is the resource's own. (checklist X-11)
 */
function checkReadOnly(resource: JsonObject, operation: PatchOperation, attribute: Attribute): void {
  const isOtherId = attribute.name === "id" && !jsonEquals(operation.value ?? null, getMember(resource, "id") ?? null);
  if (!operation.pathless || isOtherId) {
    throw new ScimError(
      "mutability",
      `${attribute.name} is read-only: the service provider sets it. Leave it out of the operation.`,
    );
  }
}

function changeMember(
  resourceType: ResourceType,
  holder: JsonObject,
  operation: PatchOperation,
  target: AttributeTarget,
  noteCreation: NoteCreation,
): JsonObject {
  const { attribute } = target;
  const name = attribute.undefinedBySchema
    ? (findMemberName(holder, attribute.name) ?? attribute.name)
    : attribute.name;
  const current = getMember(holder, name);
  const next = changeValue(resourceType, current, operation, target, noteCreation);
  const unassigns = isUnassigned(next);
  if (unassigns && attribute.required) {
    const kind = operation.op === "remove" ? "mutability" : "invalidValue";
    throw new ScimError(kind, `${attribute.name} is required of every ${resourceType.name} and cannot be unassigned.`);
  }
  if (attribute.mutability === "immutable" && current !== undefined && !jsonEquals(current, next ?? null)) {
    throw new ScimError("mutability", `${attribute.name} is immutable: it cannot change once it is set.`);
  }
  return withMember(holder, name, unassigns ? undefined : next);
}

/** The value that the operation leaves; undefined or an unassigned value when none is left. */
function changeValue(
  resourceType: ResourceType,
  current: JsonValue | undefined,
  operation: PatchOperation,
  target: AttributeTarget,
  noteCreation: NoteCreation,
): JsonValue | undefined {
  const { attribute } = target;
  const isStrict = resourceType.strict === true;
  if (attribute.undefinedBySchema) {
    return changeUndefined(current, operation, target, noteCreation);
  }
  if (attribute.multiValued) {
    const elements = Array.isArray(current) ? current : isUnassigned(current) ? [] : [current ?? null];
    return [...changeElements(elements, { ...operation, ...target, isStrict, noteCreation })];
  }
  if (attribute.subAttributes !== undefined) {
    return changeComplex(isJsonObject(current) ? current : {}, operation, target, isStrict);
  }
  return operation.op === "remove" ? undefined : operation.value;
}

function changeComplex(
  current: JsonObject,
  operation: PatchOperation,
  { attribute, subAttribute }: AttributeTarget,
  isStrict: boolean,
): JsonObject | undefined {
  const value = operation.op === "remove" ? null : (operation.value ?? null);
  if (subAttribute !== undefined) {
    const changed = setSubAttribute(attribute, current, subAttribute, value);
    return isUnassigned(value) && isHusk(attribute, changed) ? undefined : changed;
  }
  if (isUnassigned(value)) {
    return undefined;
  }
  if (!isJsonObject(value)) {
    throw new ScimError(
      "invalidValue",
      `The value for ${quoteText(operation.pathText)} must be an object with sub-attributes of ${attribute.name}.`,
    );
  }
  return mergeComplex(attribute, isStrict && operation.op === "replace" ? {} : current, value, "refuse");
}
