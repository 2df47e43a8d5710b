import type { ResourceType } from "@/lib/scim/attribute";
import { ScimError } from "@/lib/scim/errors";
import { findTopLevelAttribute } from "@/lib/scim/find-attribute";

/**
 * Refuses a password in words of its own: it is an attribute of RFC 7643, which the interoperability profile leaves out.
 *
 * @throws ScimError invalidSyntax
 */
export function refusePassword(resourceType: ResourceType, name: string): void {
  if (name.toLowerCase() !== "password" || findTopLevelAttribute(resourceType, name) !== undefined) return;
  throw new ScimError(
    "invalidSyntax",
    "A password was sent, and a strict SCIM client may send none: Roster keeps no passwords of provisioned people. Take the password out of the identity provider's mappings.",
  );
}
