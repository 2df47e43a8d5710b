import { patchUser, removeUser } from "@/lib/directory/users";
import { patchOpUrn } from "@/lib/scim/urns";
import type { Access } from "../access";
import { confirmPassword } from "../confirm-password";
import { isPermitted } from "../permissions";
import { accept, type Result, refuse } from "../result";
import { editByHand } from "./hand-edit";
import { findPerson } from "./person";
import { loadForChange, refuseGone } from "./person-guards";

/** Deactivates a person, or brings them back. Groups and subscriptions stay with them in either state. */
export async function setPersonActive(access: Access, id: string, active: boolean): Promise<Result<null>> {
  const person = await findPerson(access, id);
  if (person === undefined) return refuseGone();
  if (person.isSelf && !active) return refuse("You cannot deactivate yourself. Ask another owner or administrator.");
  const options = { name: person.name, nameFormattedIncluded: person.managers[0]?.nameFormattedIncluded ?? true };
  return await editByHand(access, options, async (edit) => {
    const current = await loadForChange(edit, access, id);
    if (!current.ok) return current;
    if (current.value.active === active) return accept(null);
    const operation = { op: "replace", path: "active", value: active };
    const body = { schemas: [patchOpUrn], Operations: [operation] };
    await patchUser(edit.request, id, body, { kind: "default" });
    await edit.recordAudit({
      actor: access.actor,
      organizationId: access.organization.id,
      action: active ? "user.reactivated" : "user.deactivated",
      subject: person.name,
      details: { id },
    });
    return accept(null);
  });
}

/**
 * Deletes a person for good, with memberships and subscriptions. Only owners do it.
 *
 * @param typed the person's userName and the password of who deletes them
 */
export async function removePerson(
  access: Access,
  id: string,
  typed: { readonly userName: string; readonly password: string },
): Promise<Result<null>> {
  const person = await findPerson(access, id);
  if (person === undefined) return refuseGone();
  if (!isPermitted(access.person.role, "directory.grantOwner")) return refuse("Only an owner deletes people.");
  if (person.isSelf) return refuse("You cannot delete yourself. Ask another owner.");
  if (typed.userName.trim() !== person.userName) {
    return refuse(`Type ${person.userName}, just so, to delete ${person.name}.`, "userName");
  }
  const confirmed = await confirmPassword(access, typed.password);
  if (!confirmed.ok) return confirmed;
  return await editByHand(access, { name: person.name }, async (edit) => {
    await removeUser(edit.request, id);
    await edit.recordAudit({
      actor: access.actor,
      organizationId: access.organization.id,
      action: "user.removed",
      subject: person.name,
      details: { id, userName: person.userName },
    });
    return accept(null);
  });
}
