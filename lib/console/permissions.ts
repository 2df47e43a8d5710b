import type { ConsoleRole } from "@/lib/auth/console-role";

/**
 * What each role may do in the console: the one table. What is not named is forbidden, and each use case names what it needs
 * (`requireAccess`).
 */
const permissions = {
  "overview.read": ["owner", "administrator"],
  "scimClients.read": ["owner", "administrator"],
  "scimClients.write": ["owner", "administrator"],
  "scimClients.remove": ["owner"],
  "scimClients.raiseHighestRole": ["owner"],
  "credentials.write": ["owner", "administrator"],
  "requests.read": ["owner", "administrator"],
  "requests.export": ["owner", "administrator"],
  "directory.read": ["owner", "administrator"],
  "directory.write": ["owner", "administrator"],
  "directory.grantOwner": ["owner"],
  "streams.write": ["owner", "administrator"],
  "audit.read": ["owner", "administrator"],
  "organization.read": ["owner", "administrator"],
  "organization.write": ["owner"],
  "targets.read": ["owner", "administrator"],
  "targets.write": ["owner", "administrator"],
  "targets.remove": ["owner", "administrator"],
  "simulator.run": ["owner", "administrator"],
} as const satisfies Record<string, readonly ConsoleRole[]>;

export type Permission = keyof typeof permissions;

/** Whether this role may do it. */
export function isPermitted(role: ConsoleRole, permission: Permission): boolean {
  const roles: readonly ConsoleRole[] = permissions[permission];
  return roles.includes(role);
}
