import type { Role } from "@/lib/directory/role";

/** The roles that may enter the console. */
export type ConsoleRole = Extract<Role, "owner" | "administrator">;

/** Whether people of this role may enter the console at all. */
export function isConsoleRole(role: Role): role is ConsoleRole {
  return role === "owner" || role === "administrator";
}
