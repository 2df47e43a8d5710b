import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";

/**
 * What the organization calls a person. Identity providers differ in which parts of a name they keep up to date:
 * Entra sends `name.formatted`, Okta the given and the family name. The parts that the SCIM client is said to send win;
 * where they are missing, the other parts, displayName and userName follow in this order.
 *
 * @returns a name that is never empty, since userName never is
 */
export function createFullName(user: JsonObject, userName: string, nameFormattedIncluded: boolean): string {
  const name = isJsonObject(user.name) ? user.name : {};
  const formatted = readNamePart(name.formatted);
  const givenAndFamily = joinGivenAndFamilyName(name);
  const [first, second] = nameFormattedIncluded ? [formatted, givenAndFamily] : [givenAndFamily, formatted];
  return first || second || readNamePart(user.displayName) || userName;
}

/** Given and family name in this order, or the one that is there; "" without either. */
export function joinGivenAndFamilyName(name: JsonObject): string {
  return [readNamePart(name.givenName), readNamePart(name.familyName)].filter((part) => part !== "").join(" ");
}

/** A part of a name without the spaces around it; "" when it is unassigned. */
export function readNamePart(value: JsonValue | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}
