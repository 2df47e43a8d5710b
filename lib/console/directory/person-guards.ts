import type { StoredUser } from "@/lib/directory/directory-store";
import type { Role } from "@/lib/directory/role";
import type { Access } from "../access";
import { confirmPassword } from "../confirm-password";
import { isPermitted } from "../permissions";
import { accept, type Refusal, type Result, refuse } from "../result";
import type { HandEdit } from "./hand-edit";

/** The answer to an act on a person who is not there any more. */
export function refuseGone(): Refusal {
  return refuse("This person is not here any more: somebody has deleted them. Reload the page.");
}

/** Only owners change an owner: an administrator could else take away those who gave them their role. */
export function checkMayChange(
  access: Access,
  person: { readonly role: Role; readonly fullName: string },
): Result<null> {
  if (person.role !== "owner" || isPermitted(access.person.role, "directory.grantOwner")) return accept(null);
  return refuse(`${person.fullName} is an owner, whom only owners change. Ask one of them.`);
}

/** To make somebody an owner takes an owner, who confirms with their password. */
export async function confirmGrant(
  access: Access,
  role: Role,
  current: Role | undefined,
  password: string,
): Promise<Result<unknown>> {
  if (role !== "owner" || current === "owner") return accept(null);
  if (!isPermitted(access.person.role, "directory.grantOwner")) {
    return refuse("Only an owner can make somebody an owner. Ask one of them, or choose another role.", "role");
  }
  return await confirmPassword(access, password);
}

/** The person as the transaction finds them, if who asks may change them. */
export async function loadForChange(edit: HandEdit, access: Access, id: string): Promise<Result<StoredUser>> {
  const { request, store } = edit;
  const scope = { organizationId: access.organization.id, scimClientId: request.client.id, customAttributes: [] };
  const user = await store.findUser(scope, id, { groups: false });
  if (user === undefined) return refuseGone();
  const allowed = checkMayChange(access, user);
  return allowed.ok ? accept(user) : allowed;
}
