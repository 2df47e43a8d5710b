import type { Attribute } from "@/lib/scim/attribute";
import { parseDateTime } from "@/lib/scim/date-time";
import { findAttribute, findExtension, findTopLevelAttribute } from "@/lib/scim/find-attribute";
import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { findMemberName, getMember } from "@/lib/scim/json-object";
import { knownSchemas } from "@/lib/scim/schema/known-schemas";
import { pairElements } from "./pair-elements";

/** An attribute that the target shows otherwise than it was sent. */
export type Mismatch = { readonly path: string; readonly sent?: JsonValue; readonly received?: JsonValue };

/** In lower case; `groups` and `members` are compared elsewhere. */
const neverCompared: ReadonlySet<string> = new Set(["schemas", "id", "meta", "groups", "members"]);

/**
 * Where a target does not show what was sent. Let pass are: another case of what is not caseExact, another order of
 * elements, sub-attributes that the target added, an empty value for none, another way to write the same instant, and
 * numbers and booleans as text. Elements too few or too many, and other values, are not. Attributes that no target returns, and
 * those that only a target may set, are passed over.
 *
 * @param schemas the target's own, as far as they are known
 * @returns attributes in the order in which they were sent; complex ones sub-attribute by sub-attribute
 */
export function findMismatches(sent: JsonObject, remote: JsonObject, schemas = knownSchemas): Mismatch[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    if (neverCompared.has(name.toLowerCase())) return [];
    const received = findValue(remote, name);
    if (!/^urn:/i.test(name) || !isJsonObject(value)) {
      return compareAttribute(findTopLevelAttribute(schemas, name), name, value, received);
    }
    const attributes = findExtension(schemas, name)?.attributes;
    const holder = isJsonObject(received) ? received : {};
    return Object.entries(value).flatMap(([inner, innerValue]) =>
      compareAttribute(findAttribute(attributes, inner), `${name}:${inner}`, innerValue, findValue(holder, inner)),
    );
  });
}

function compareAttribute(
  definition: Attribute | undefined,
  path: string,
  sent: JsonValue,
  received: JsonValue | undefined,
): Mismatch[] {
  if (!isShown(definition)) return [];
  if (isJsonObject(sent) && (isJsonObject(received) || isEmpty(received))) {
    const holder = isJsonObject(received) ? received : {};
    return Object.entries(sent).flatMap(([name, value]) =>
      compareAttribute(
        findAttribute(definition?.subAttributes, name),
        `${path}.${name}`,
        value,
        findValue(holder, name),
      ),
    );
  }
  if (matches(definition, sent, received)) return [];
  return [{ path, sent, ...(received === undefined ? {} : { received }) }];
}

/** Whether a target returns what it was sent for the attribute. @see RFC 7643 §7 */
function isShown(definition: Attribute | undefined): boolean {
  if (definition === undefined) return true;
  const { mutability, returned, name } = definition;
  const isReturned = returned !== "never" && returned !== "request" && mutability !== "writeOnly";
  return isReturned && mutability !== "readOnly" && name !== "$ref";
}

function matches(definition: Attribute | undefined, sent: JsonValue, received: JsonValue | undefined): boolean {
  if (Array.isArray(sent) && Array.isArray(received)) return matchesList(definition, sent, received);
  if (isJsonObject(sent) && isJsonObject(received)) return matchesObject(definition, sent, received);
  if (received === undefined || isEmpty(sent) || isEmpty(received)) return isEmpty(sent) && isEmpty(received);
  if (Array.isArray(sent) || Array.isArray(received)) return false;
  if (isJsonObject(sent)) return matchesObject(definition, sent, { value: received });
  if (isJsonObject(received)) return matches(definition, sent, getMember(received, "value"));
  return matchesSimple(definition, sent, received);
}

/** Targets drop an element of empty values alone, or keep it and add to it. */
function matchesList(definition: Attribute | undefined, sent: JsonValue[], received: JsonValue[]): boolean {
  const matchesElement = (element: JsonValue, other: JsonValue) => matches(definition, element, other);
  const isFilled = (element: JsonValue) => !isEmpty(element);
  return (
    pairElements(sent.filter(isFilled), received.filter(isFilled), matchesElement) ||
    pairElements(sent, received, matchesElement)
  );
}

function matchesObject(definition: Attribute | undefined, sent: JsonObject, received: JsonObject): boolean {
  return Object.entries(sent).every(([name, value]) => {
    const subAttribute = findAttribute(definition?.subAttributes, name);
    if (!isShown(subAttribute)) return true;
    const found = findValue(received, name);
    // Which is not said to be primary is not. @see RFC 7643 §2.4
    if (name.toLowerCase() === "primary" && value === false && found === undefined) return true;
    return matches(subAttribute, value, found);
  });
}

type Simple = string | number | boolean | null;

function matchesSimple(definition: Attribute | undefined, sent: Simple, received: Simple): boolean {
  if (typeof sent === "string" && typeof received === "string") return matchesText(definition, sent, received);
  if (typeof sent === "string" || typeof received === "string") {
    const [text, other] = typeof sent === "string" ? [sent, received] : [String(received), sent];
    if (typeof other === "boolean") return text.trim().toLowerCase() === String(other);
    return typeof other === "number" && text.trim() !== "" && Number(text) === other;
  }
  return sent === received;
}

function matchesText(definition: Attribute | undefined, sent: string, received: string): boolean {
  if (sent === received) return true;
  if (definition === undefined || definition.type === "dateTime") {
    const instant = parseDateTime(sent);
    if (instant !== undefined && instant === parseDateTime(received)) return true;
  }
  const isExact = definition?.caseExact === true || definition?.type === "binary";
  return !isExact && foldForComparison(sent) === foldForComparison(received);
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function findValue(object: JsonObject, name: string): JsonValue | undefined {
  const key = findMemberName(object, name);
  return key === undefined ? undefined : getMember(object, key);
}
