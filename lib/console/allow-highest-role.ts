import type { Role } from "@/lib/directory/role";
import type { Access } from "./access";
import { confirmPassword } from "./confirm-password";
import { isPermitted } from "./permissions";
import { accept, type Result, refuse } from "./result";

/**
 * Whether a person may let a SCIM client give this role. Only the last step, to owner, needs an owner and their password: from
 * then on whoever steers the identity provider can make owners.
 *
 * @param before the highest role that the client may give so far; undefined for a new client
 * @param password "" when none was typed
 */
export async function allowHighestRole(
  access: Access,
  before: Role | undefined,
  after: Role | undefined,
  password: string,
): Promise<Result<undefined>> {
  if (after !== "owner" || before === "owner") return accept(undefined);
  if (!isPermitted(access.person.role, "scimClients.raiseHighestRole")) {
    return refuse("Only an owner can let a SCIM client make people owners. Ask one of them.", "highestGrantableRole");
  }
  return await confirmPassword(access, password);
}
