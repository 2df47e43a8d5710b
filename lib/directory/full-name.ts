import { isJsonObject, type JsonObject } from "@/lib/scim/json";

/**
 * What the organization calls a person. Identity providers differ in which parts of a name they keep up to date:
 * Entra sends `name.formatted`, Okta the given and the family name. The parts that the SCIM client is said to send win;
 * where they are missing, the other parts, displayName and userName follow in this order.
 *
 * @returns a name that is never empty, since userName never is
 */
export function createFullName(user: JsonObject, userName: string, nameFormattedIncluded: boolean): string {
  const name = isJsonObject(user.name) ? user.name : {};
  const formatted = readText(name.formatted);
  const givenAndFamily = [readText(name.givenName), readText(name.familyName)].filter((part) => part !== "").join(" ");
  const [first, second] = nameFormattedIncluded ? [formatted, givenAndFamily] : [givenAndFamily, formatted];
  return first || second || readText(user.displayName) || userName;
}

function readText(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
