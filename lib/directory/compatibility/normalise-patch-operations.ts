import type { ResolvedPath } from "@/lib/scim/attribute-path";
import type { JsonValue } from "@/lib/scim/json";
import { isUnassigned } from "@/lib/scim/json-object";
import type { PatchOperation } from "@/lib/scim/patch/patch-operation";
import type { Leniency } from "./leniency";
import {
  listLeniencies,
  type Normalisation,
  type NormalisationOptions,
  refuseRejected,
  startNormalisation,
} from "./normalisation";
import { ignorePassword } from "./normalise-password";
import { normaliseElement, normaliseValue } from "./normalise-value";

/**
 * Reads the values of a PATCH with the same tolerances as a body, see `normaliseResource`. Operations on the password
 * are left out. The values of removals stay as sent: they only say which elements are meant.
 *
 * @throws ScimError invalidPath for sub-attributes that no schema knows when the client's option says reject
 */
export function normalisePatchOperations(
  operations: readonly PatchOperation[],
  options: NormalisationOptions,
): { readonly operations: readonly PatchOperation[]; readonly leniencies: readonly Leniency[] } {
  const normalisation = startNormalisation(options);
  const normalised = operations.flatMap((operation) => normaliseOperation(normalisation, operation));
  refuseRejected(normalisation, "invalidPath");
  return { operations: normalised, leniencies: listLeniencies(normalisation) };
}

function normaliseOperation(normalisation: Normalisation, operation: PatchOperation): readonly PatchOperation[] {
  const { op, target, value } = operation;
  if (target.kind === "extension") {
    return [operation];
  }
  if (ignorePassword(normalisation, target.attribute, value)) {
    return [];
  }
  if (op === "remove" || value === undefined) {
    return [operation];
  }
  return [{ ...operation, value: normaliseOperationValue(normalisation, op, target, value) }];
}

function normaliseOperationValue(
  normalisation: Normalisation,
  op: "add" | "replace",
  { attribute, subAttribute, valueFilter }: ResolvedPath & { kind: "attribute" },
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
