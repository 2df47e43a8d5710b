import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import {
  findOrganization,
  getOrganizationSettings,
  lockOrganization,
  type OrganizationSettings,
  updateOrganization,
} from "@/lib/db/organizations";
import type { Database } from "@/lib/db/pool";
import { isRedactionLevel, redactionLevels } from "@/lib/directory/redaction-level";
import type { Organization } from "@/lib/directory/scim-client";
import type { JsonObject } from "@/lib/scim/json";
import { describeMissing } from "./describe-missing";
import { readEmailDomains, readName } from "./field-rules";
import { requireOrganization } from "./organizations";
import { accept, actInTransaction, type Result, refuse } from "./result";

type SettingName = keyof OrganizationSettings;

/** The settings of an organization that people may change, and what each takes. */
export const organizationSettingDescriptions: Readonly<Record<SettingName, string>> = {
  name: "What the organization is called.",
  allowedEmailDomains:
    "Domains separated by commas; only people with an address in one are let in. Empty: every domain.",
  allowEmailSubdomains: "true or false: whether subdomains of allowedEmailDomains count too.",
  requestRetentionDays: "How many days the rows of the request log are kept, 1 to 3650.",
  bodyRetentionDays: "How many days the bodies of requests and responses are kept, 1 to 3650.",
  changeRetentionDays: "How many days the changes of people and groups are kept, 1 to 3650.",
  redaction: "How much of people the request log keeps from now on: full, masked or minimal.",
};

const settingNames = Object.keys(organizationSettingDescriptions);
const longestRetentionDays = 3650;

/**
 * Changes settings of an organization.
 *
 * @param settings names and values as text, as the command line and forms give them
 * @returns the organization and its settings afterwards, and the names of what really changed
 */
export async function changeOrganization(
  database: Database,
  actor: Actor,
  subdomain: string,
  settings: ReadonlyMap<string, string>,
): Promise<
  Result<{
    readonly organization: Organization;
    readonly settings: OrganizationSettings;
    readonly changed: readonly string[];
  }>
> {
  return await actInTransaction(database, async (db) => {
    const found = await requireOrganization(db, subdomain);
    if (!found.ok) return found;
    const { id } = found.value;
    await lockOrganization(db, id);
    const before = await getOrganizationSettings(db, id);
    let after = before;
    for (const [name, text] of settings) {
      const setting = readSetting(name, text);
      if (!setting.ok) return setting;
      after = { ...after, ...setting.value };
    }
    const changed = listChangedSettings(before, after);
    if (changed.length > 0) {
      await updateOrganization(db, id, after);
      await insertAuditEvent(db, {
        actor,
        organizationId: id,
        action: "organization.changed",
        subject: after.name,
        details: { before: pickSettings(before, changed), after: pickSettings(after, changed) },
      });
    }
    const organization = (await findOrganization(db, subdomain)) ?? found.value;
    return accept({ organization, settings: after, changed });
  });
}

function readSetting(name: string, text: string): Result<Partial<OrganizationSettings>> {
  switch (name) {
    case "name": {
      const read = readName(text, "an organization's name");
      return read.ok ? accept({ name: read.value }) : read;
    }
    case "allowedEmailDomains": {
      const read = readEmailDomains(text);
      return read.ok ? accept({ allowedEmailDomains: read.value }) : read;
    }
    case "allowEmailSubdomains":
      return text === "true" || text === "false"
        ? accept({ allowEmailSubdomains: text === "true" })
        : refuse(`allowEmailSubdomains cannot be "${text}". Its values are true, false.`, name);
    case "requestRetentionDays":
    case "bodyRetentionDays":
    case "changeRetentionDays":
      return readDays(name, text);
    case "redaction":
      return isRedactionLevel(text)
        ? accept({ redaction: text })
        : refuse(`redaction cannot be "${text}". Its values are ${redactionLevels.join(", ")}.`, name);
    default:
      return refuse(describeMissing(name, ["setting", "settings"], settingNames));
  }
}

function readDays(
  name: "requestRetentionDays" | "bodyRetentionDays" | "changeRetentionDays",
  text: string,
): Result<Partial<OrganizationSettings>> {
  const days = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  if (days >= 1 && days <= longestRetentionDays) return accept({ [name]: days });
  return refuse(`A number of days is a whole number from 1 to ${longestRetentionDays}, such as 90.`, name);
}

function pickSettings(settings: OrganizationSettings, names: readonly string[]): JsonObject {
  const { allowedEmailDomains, ...rest } = settings;
  const all: JsonObject = { ...rest, allowedEmailDomains: [...allowedEmailDomains] };
  return Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
}

function listChangedSettings(before: OrganizationSettings, after: OrganizationSettings): readonly string[] {
  const old: Readonly<Record<string, unknown>> = before;
  return Object.entries(after)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name]))
    .map(([name]) => name);
}
