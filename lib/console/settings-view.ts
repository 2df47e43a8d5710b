import { listConsolePeople } from "@/lib/db/console-people";
import { getOrganizationSettings } from "@/lib/db/organizations";
import type { Access } from "./access";
import { changeOrganization } from "./organization-settings";
import { isPermitted } from "./permissions";
import { accept, type Result } from "./result";

export type { ConsolePerson } from "@/lib/db/console-people";
export type { OrganizationSettings } from "@/lib/db/organizations";

/** What the settings page shows. */
export async function viewSettings({ database, organization, person }: Access) {
  const [settings, people] = await Promise.all([
    getOrganizationSettings(database.prisma, organization.id),
    listConsolePeople(database.prisma, organization.id),
  ]);
  const { subdomain } = organization;
  return { subdomain, settings, people, mayChange: isPermitted(person.role, "organization.write") };
}

/** Changes settings as the form sent them. @returns the names of what really changed */
export async function changeSettings(
  { database, actor, organization }: Access,
  settings: Readonly<Record<string, string>>,
): Promise<Result<readonly string[]>> {
  const result = await changeOrganization(database, actor, organization.subdomain, new Map(Object.entries(settings)));
  return result.ok ? accept(result.value.changed) : result;
}
