import type { Attribute } from "@/lib/scim/attribute";
import type { JsonValue } from "@/lib/scim/json";
import { isUnassigned } from "@/lib/scim/json-object";
import { type Normalisation, noteLeniency } from "./normalisation";

/**
 * `passwordIgnored`: Okta sends a random password with every new user. It is accepted, is no part of the person and signs
 * nobody in; targets that take passwords are handed it.
 *
 * Checklist P-08.
 *
 * @returns whether the attribute is a password, to be left out
 */
export function ignorePassword(
  normalisation: Normalisation,
  attribute: Attribute,
  value: JsonValue | undefined,
): boolean {
  const isPassword = attribute.mutability === "writeOnly" && attribute.returned === "never";
  if (isPassword) normalisation.apart.password = typeof value === "string" && value !== "" ? value : undefined;
  if (isPassword && !isUnassigned(value)) {
    noteLeniency(normalisation, "passwordIgnored", `a ${attribute.name} was sent; Roster keeps none`);
  }
  return isPassword;
}
