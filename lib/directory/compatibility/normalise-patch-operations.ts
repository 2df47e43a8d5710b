import type { ResolvedPath } from "@/lib/scim/attribute-path";
import type { JsonValue } from "@/lib/scim/json";
import { isUnassigned } from "@/lib/scim/json-object";
import type { PatchOperation } from "@/lib/scim/patch/patch-operation";
import { quoteText } from "@/lib/scim/quote-text";
import type { Leniency } from "./leniency";
import {
  listLeniencies,
  type Normalisation,
  type NormalisationOptions,
  noteLeniency,
  refuseRejected,
  startNormalisation,
} from "./normalisation";
import { ignorePassword } from "./normalise-password";
import { normaliseElement, normaliseValue } from "./normalise-value";

type AttributeTarget = ResolvedPath & { kind: "attribute" };

/**
 * Reads the values of a PATCH with the same tolerances as a body, see `normaliseResource`. Operations on the password
 * are left out, and what they leave is returned apart. The values of removals stay as sent: they only say which elements are meant.
 *
 * - `valueOfRemoval`: Entra and JumpCloud remove members by listing them in the value, where the RFC knows none; that
 *   never removes the others (checklist X-10).
 * - `readOnlyPassedOver`: what a client once read and sends back with a path-less operation (checklist X-11).
 * - `extensionAttributeAtTopLevel`: an extension's attribute whose path lacks the URN (checklist X-15).
 *
 * @throws ScimError invalidPath for sub-attributes that no schema knows when the client's option says reject
 */
export function normalisePatchOperations(
  operations: readonly PatchOperation[],
  options: NormalisationOptions,
): {
  readonly operations: readonly PatchOperation[];
  readonly leniencies: readonly Leniency[];
  readonly password: string | undefined;
} {
  const normalisation = startNormalisation(options);
  const normalised = operations.flatMap((operation) => normaliseOperation(normalisation, operation));
  refuseRejected(normalisation, "invalidPath");
  const { password } = normalisation.apart;
  return { operations: normalised, leniencies: listLeniencies(normalisation), password };
}

function normaliseOperation(normalisation: Normalisation, operation: PatchOperation): readonly PatchOperation[] {
  const { op, target, value } = operation;
  if (target.kind === "extension") {
    return [operation];
  }
  if (ignorePassword(normalisation, target.attribute, op === "remove" ? undefined : value)) {
    return [];
  }
  notePathLeniencies(normalisation, operation, target);
  if (op === "remove" || value === undefined) {
    return [operation];
  }
  return [{ ...operation, value: normaliseOperationValue(normalisation, op, target, value) }];
}

function notePathLeniencies(
  normalisation: Normalisation,
  { op, pathText, pathless, value }: PatchOperation,
  target: AttributeTarget,
): void {
  const { attribute, extension, subAttribute, valueFilter } = target;
  if (op === "remove" && value !== undefined && value !== null) {
    const selects = attribute.multiValued && subAttribute === undefined && valueFilter === undefined;
    const detail = selects
      ? `removed from ${attribute.name} only what the value of the removal lists`
      : `passed over the value of the removal of ${quoteText(pathText)}`;
    noteLeniency(normalisation, "valueOfRemoval", detail);
  }
  if (pathless && attribute.mutability === "readOnly") {
    noteLeniency(normalisation, "readOnlyPassedOver", `passed over ${attribute.name}, which is read-only`);
  }
  if (extension !== undefined && !/^urn:/i.test(pathText)) {
    const detail = `read ${quoteText(pathText)} as ${extension}:${attribute.name}`;
    noteLeniency(normalisation, "extensionAttributeAtTopLevel", detail);
  }
}

function normaliseOperationValue(
  normalisation: Normalisation,
  op: "add" | "replace",
  { attribute, subAttribute, valueFilter }: AttributeTarget,
  value: JsonValue,
): JsonValue {
  if (subAttribute !== undefined) {
    return normaliseValue(normalisation, subAttribute, `${attribute.name}.${subAttribute.name}`, value);
  }
  if (valueFilter !== undefined) {
    return normaliseElement(normalisation, attribute, attribute.name, value);
  }
  // One object is as good as an array of one to add. (RFC 7644 §3.5.2.1)
  const isOneToAdd = op === "add" && attribute.multiValued && !Array.isArray(value) && !isUnassigned(value);
  return normaliseValue(normalisation, attribute, attribute.name, isOneToAdd ? [value] : value);
}
