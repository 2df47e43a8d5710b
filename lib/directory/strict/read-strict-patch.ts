import type { Attribute, ResourceType } from "@/lib/scim/attribute";
import type { ResolvedPath } from "@/lib/scim/attribute-path";
import { describeValue } from "@/lib/scim/check-simple-value";
import { ScimError } from "@/lib/scim/errors";
import { findExtension, isCoreSchema, splitSchemaPrefix } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonValue } from "@/lib/scim/json";
import { parsePatchRequest } from "@/lib/scim/patch/parse-patch-request";
import type { PatchOperation, RawPatchOperation } from "@/lib/scim/patch/patch-operation";
import { resolvePatchOperations } from "@/lib/scim/patch/resolve-operations";
import { quoteText } from "@/lib/scim/quote-text";
import { type Normalisation, refuseRejected, startNormalisation } from "../compatibility/normalisation";
import { checkStrictValue } from "./check-strict-value";
import { refusePassword } from "./refuse-password";

type AttributeTarget = ResolvedPath & { kind: "attribute" };

/**
 * Reads the body of a PATCH of a strict SCIM client into operations: each on one attribute that its path names, with a
 * value of the shape that the profile asks for.
 *
 * @throws ScimError invalidSyntax, invalidPath, invalidFilter, invalidValue, mutability
 * @see the interoperability profile, §6.5
 */
export function readStrictPatch(resourceType: ResourceType, body: JsonValue): readonly PatchOperation[] {
  const raw = parsePatchRequest(body);
  raw.forEach((operation, index) => {
    checkEnvelope(resourceType, operation, `Operations[${index}]`);
  });
  const options = { unknownAttributes: "reject" } as const;
  const known = raw.map((operation) => leaveOutSchemas(resourceType, operation));
  const { operations } = resolvePatchOperations(resourceType, known, options);
  const normalisation = startNormalisation(options);
  for (const operation of operations) {
    if (operation.target.kind === "attribute") checkOperation(normalisation, operation, operation.target);
  }
  refuseRejected(normalisation, "invalidSyntax");
  return operations;
}

function checkEnvelope(resourceType: ResourceType, { op, path, value }: RawPatchOperation, where: string): void {
  if (path === undefined) {
    throw new ScimError(
      "invalidSyntax",
      `${where} has no path, and every operation of a strict SCIM client needs one. Send an operation for each attribute, with its name as the path.`,
    );
  }
  if (isCoreSchema(resourceType, path)) {
    throw new ScimError(
      "invalidPath",
      `The path ${quoteText(path)} is a whole schema. Send an operation for each of its attributes.`,
    );
  }
  // An extension stands in a resource as a complex attribute does, and is given a value of that shape (checklist X-04).
  if (findExtension(resourceType, path) !== undefined && op !== "remove" && !isJsonObject(value)) {
    throw new ScimError(
      "invalidValue",
      `The value for ${quoteText(path)} must be an object with its attributes, but it is ${describeValue(value ?? null)}. To unassign them use the op remove.`,
    );
  }
  if (op === "remove" && value !== undefined && value !== null) {
    throw new ScimError(
      "invalidSyntax",
      `${where} removes ${quoteText(path)} and has a value as well. Say in the path what is to go, such as members[value eq "2819c223-…"].`,
    );
  }
  const name = splitSchemaPrefix(resourceType, path)?.rest ?? path;
  refusePassword(resourceType, name);
  if (isSchemas(name)) checkSchemasOperation(resourceType, op, value);
}

function isSchemas(name: string): boolean {
  return name.toLowerCase() === "schemas";
}

/** Libraries send `schemas` in the value of an extension too, as they keep it there: the same holds of it. */
function leaveOutSchemas(resourceType: ResourceType, operation: RawPatchOperation): RawPatchOperation {
  const { op, path, value } = operation;
  if (path === undefined || !isJsonObject(value) || findExtension(resourceType, path) === undefined) return operation;
  const members = Object.entries(value);
  for (const [name, urns] of members) {
    if (isSchemas(name)) checkSchemasOperation(resourceType, op, urns);
  }
  return { ...operation, value: Object.fromEntries(members.filter(([name]) => !isSchemas(name))) };
}

/** The service provider keeps `schemas` itself; an operation on it changes nothing, but it must make sense. */
function checkSchemasOperation(
  resourceType: ResourceType,
  op: RawPatchOperation["op"],
  value: JsonValue | undefined,
): void {
  if (op === "remove") {
    throw new ScimError("mutability", `schemas is required of every ${resourceType.name} and cannot be unassigned.`);
  }
  if (!Array.isArray(value)) {
    throw new ScimError("invalidValue", `schemas must be an array, but it is ${describeValue(value ?? null)}.`);
  }
  for (const urn of value) {
    const isKnown =
      typeof urn === "string" && (isCoreSchema(resourceType, urn) || findExtension(resourceType, urn) !== undefined);
    if (!isKnown) {
      const shown = quoteText(typeof urn === "string" ? urn : JSON.stringify(urn));
      throw new ScimError("invalidSyntax", `No schema of the ${resourceType.name} is ${shown}. Leave it out.`);
    }
  }
}

function checkOperation(normalisation: Normalisation, operation: PatchOperation, target: AttributeTarget): void {
  const { op, pathText, value } = operation;
  const { attribute, subAttribute, valueFilter } = target;
  if (valueFilter !== undefined && subAttribute === undefined && !(op === "remove" && hasFixedElements(attribute))) {
    const example = attribute.subAttributes?.[0]?.name ?? "value";
    throw new ScimError(
      "invalidPath",
      `The path ${quoteText(pathText)} is a whole value of ${attribute.name}. Name a sub-attribute after the filter, such as ${attribute.name}[…].${example}.`,
    );
  }
  // What is read-only is refused when the operation is applied, whatever its value.
  if (op === "remove" || value === undefined || attribute.mutability === "readOnly") return;
  if (subAttribute !== undefined) {
    checkStrictValue(normalisation, subAttribute, `${attribute.name}.${subAttribute.name}`, value);
    return;
  }
  checkShape(attribute, pathText, value);
  checkStrictValue(normalisation, attribute, attribute.name, value);
}

/**
 * Whether nothing inside the elements can be changed, as in a group's `members`. Their path can name no sub-attribute, so
 * that a removal has to name the element.
 */
function hasFixedElements({ subAttributes = [] }: Attribute): boolean {
  return subAttributes.every(({ mutability }) => mutability === "immutable" || mutability === "readOnly");
}

/** To unassign has an op of its own: an attribute as a whole is given an array, or an object. */
function checkShape(attribute: Attribute, pathText: string, value: JsonValue): void {
  const isRightShape = attribute.multiValued
    ? Array.isArray(value)
    : attribute.subAttributes === undefined || isJsonObject(value);
  if (!isRightShape) {
    const shape = attribute.multiValued ? "an array" : "an object with sub-attributes";
    throw new ScimError(
      "invalidValue",
      `The value for ${quoteText(pathText)} must be ${shape}, but it is ${describeValue(value)}. To unassign ${attribute.name} use the op remove.`,
    );
  }
}
