import type { ResolvedPath } from "../attribute-path";
import { isJsonObject, type JsonValue } from "../json";
import { changeElements } from "./change-elements";
import { mergeComplex, setSubAttribute } from "./merge-complex";
import type { PatchOperation } from "./patch-operation";

/**
 * The value that an operation leaves of an attribute that no schema defines: it is treated as what the stored value
 * looks like, an array as multi-valued, an object as complex, anything else as simple.
 */
export function changeUndefined(
  current: JsonValue | undefined,
  operation: PatchOperation,
  target: ResolvedPath & { kind: "attribute" },
  noteCreation: (pathText: string) => void,
): JsonValue | undefined {
  const { attribute, subAttribute, valueFilter } = target;
  const { op } = operation;
  const value = op === "remove" ? undefined : operation.value;
  if (Array.isArray(current) || valueFilter !== undefined) {
    const elements = Array.isArray(current) ? current : current === undefined || current === null ? [] : [current];
    return [...changeElements(elements, { ...operation, ...target, isStrict: false, noteCreation })];
  }
  if (subAttribute !== undefined) {
    return setSubAttribute(attribute, isJsonObject(current) ? current : {}, subAttribute, value ?? null);
  }
  if (op === "add" && isJsonObject(current) && isJsonObject(value)) {
    return mergeComplex(attribute, current, value, "refuse");
  }
  return value;
}
