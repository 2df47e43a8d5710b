import type { Attribute } from "../attribute";
import { ScimError } from "../errors";
import { findAttribute } from "../find-attribute";
import type { JsonObject, JsonValue } from "../json";
import { getMember, isUnassigned, jsonEquals, setMember, withMember } from "../json-object";

/**
 * Merges sub-attributes into a complex value: those given replace, those not given stay, those given as null go.
 * Read-only ones are left out, since clients send back what they once read.
 *
 * @param immutable what happens to an immutable sub-attribute that has another value already
 * @throws ScimError mutability
 * @see RFC 7644 §3.5.2.3
 */
export function mergeComplex(
  attribute: Attribute,
  existing: JsonObject,
  given: JsonObject,
  immutable: "refuse" | "keep",
): JsonObject {
  // One copy for all of them: an open resource type may be given thousands.
  const merged = { ...existing };
  for (const [key, value] of Object.entries(given)) {
    const subAttribute = findAttribute(attribute.subAttributes, key);
    const mutability = subAttribute?.mutability ?? "readWrite";
    const name = subAttribute?.name ?? key;
    const changesImmutable = mutability === "immutable" && changes(existing, name, value);
    if (mutability === "readOnly" || (changesImmutable && immutable === "keep")) {
      continue;
    }
    if (changesImmutable) {
      throw refuseImmutable(`${attribute.name}.${name}`);
    }
    if (isUnassigned(value)) delete merged[name];
    else setMember(merged, name, value);
  }
  return merged;
}

/**
 * Sets one sub-attribute, or unassigns it when the value is null.
 *
 * @throws ScimError mutability
 */
export function setSubAttribute(
  attribute: Attribute,
  existing: JsonObject,
  subAttribute: Attribute,
  value: JsonValue,
): JsonObject {
  checkSubAttributeMutability(attribute, existing, subAttribute, value);
  return withMember(existing, subAttribute.name, isUnassigned(value) ? undefined : value);
}

function checkSubAttributeMutability(
  attribute: Attribute,
  existing: JsonObject,
  subAttribute: Attribute,
  value: JsonValue,
): void {
  const path = `${attribute.name}.${subAttribute.name}`;
  if (subAttribute.mutability === "readOnly") {
    throw new ScimError("mutability", `${path} is read-only: the service provider sets it. Leave it out.`);
  }
  if (subAttribute.mutability === "immutable" && changes(existing, subAttribute.name, value)) {
    throw refuseImmutable(path);
  }
}

function changes(existing: JsonObject, name: string, value: JsonValue): boolean {
  const current = getMember(existing, name);
  return current !== undefined && !jsonEquals(current, value);
}

function refuseImmutable(path: string): ScimError {
  return new ScimError(
    "mutability",
    `${path} is immutable: it cannot change once it is set. Remove the element and add another one.`,
  );
}

/**
 * Whether what is left of a complex value says nothing any more: only what describes a value that is gone. An element
 * that loses its last other sub-attribute goes with it.
 */
export function isHusk(attribute: Pick<Attribute, "subAttributes">, value: JsonObject): boolean {
  return Object.keys(value).every((name) => {
    const readOnly = findAttribute(attribute.subAttributes, name)?.mutability === "readOnly";
    return readOnly || name === "type" || name === "primary" || name === "display" || name === "$ref";
  });
}
