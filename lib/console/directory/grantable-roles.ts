import { type Role, roles } from "@/lib/directory/role";
import type { Access } from "../access";
import { isPermitted } from "../permissions";

/** The roles that a person may give: owner only by owners. */
export function listGrantableRoles({ person }: Access): readonly Role[] {
  return isPermitted(person.role, "directory.grantOwner") ? roles : roles.filter((role) => role !== "owner");
}
