import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import {
  findOrganization,
  insertOrganization,
  lockOrganization,
  type OrganizationSettings,
  listOrganizations as queryOrganizations,
  updateOrganization,
} from "@/lib/db/organizations";
import type { Database } from "@/lib/db/pool";
import type { Queries } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { describeMissing } from "./describe-missing";
import { readEmailDomains, readName, readSubdomain } from "./field-rules";
import { accept, actInTransaction, type Result, refuse } from "./result";

/** The settings of an organization that people may change, and what each takes. */
export const organizationSettingDescriptions: Readonly<Record<keyof OrganizationSettings, string>> = {
  name: "What the organization is called.",
  allowedEmailDomains:
    "Domains separated by commas; only people with an address in one are let in. Empty: every domain.",
  allowEmailSubdomains: "true or false: whether subdomains of allowedEmailDomains count too.",
};

const settingNames = Object.keys(organizationSettingDescriptions);

/** The organization with this subdomain ("" is the root domain), or a sentence that says which there are. */
export async function requireOrganization(db: Queries, subdomain: string): Promise<Result<Organization>> {
  const organization = await findOrganization(db, subdomain);
  if (organization !== undefined) {
    return accept(organization);
  }
  const subdomains = (await queryOrganizations(db)).map((known) => known.subdomain);
  return refuse(describeMissing(subdomain, ["organization", "organizations"], subdomains), "organization");
}

/** All organizations, by subdomain; the root domain's first. */
export async function listOrganizations(database: Database): Promise<readonly Organization[]> {
  return await queryOrganizations(database.prisma);
}

/** Makes an organization in the caller's transaction. */
export async function createOrganizationIn(
  db: Queries,
  actor: Actor,
  input: { readonly subdomain: string; readonly name: string },
): Promise<Result<Organization>> {
  const subdomain = readSubdomain(input.subdomain);
  if (!subdomain.ok) return subdomain;
  const name = readName(input.name, "an organization's name");
  if (!name.ok) return name;
  const organization = await insertOrganization(db, { subdomain: subdomain.value, name: name.value });
  if (organization === undefined) {
    const taken = await findOrganization(db, subdomain.value);
    const place = subdomain.value === "" ? "The root domain" : `The subdomain ${subdomain.value}`;
    return refuse(`${place} belongs to the organization "${taken?.name ?? ""}" already. Choose another.`, "subdomain");
  }
  await insertAuditEvent(db, {
    actor,
    organizationId: organization.id,
    action: "organization.created",
    subject: organization.name,
    details: { subdomain: organization.subdomain },
  });
  return accept(organization);
}

/** Makes an organization. */
export async function createOrganization(
  database: Database,
  actor: Actor,
  input: { readonly subdomain: string; readonly name: string },
): Promise<Result<Organization>> {
  return await actInTransaction(database, (db) => createOrganizationIn(db, actor, input));
}

/**
 * Changes settings of an organization.
 *
 * @param settings names and values as text, as the command line gives them
 * @returns the organization afterwards and the names of what really changed
 */
export async function changeOrganization(
  database: Database,
  actor: Actor,
  subdomain: string,
  settings: ReadonlyMap<string, string>,
): Promise<Result<{ readonly organization: Organization; readonly changed: readonly string[] }>> {
  return await actInTransaction(database, async (db) => {
    const found = await requireOrganization(db, subdomain);
    if (!found.ok) return found;
    await lockOrganization(db, found.value.id);
    const before = (await findOrganization(db, subdomain)) ?? found.value;
    let after = before;
    for (const [name, text] of settings) {
      const setting = readSetting(name, text);
      if (!setting.ok) return setting;
      after = { ...after, ...setting.value };
    }
    const changed = listChangedSettings(before, after);
    if (changed.length > 0) {
      await updateOrganization(db, after.id, after);
      await insertAuditEvent(db, {
        actor,
        organizationId: after.id,
        action: "organization.changed",
        subject: after.name,
        details: { before: describeSettings(before), after: describeSettings(after) },
      });
    }
    return accept({ organization: after, changed });
  });
}

function readSetting(name: string, text: string): Result<Partial<OrganizationSettings>> {
  if (name === "name") {
    const read = readName(text, "an organization's name");
    return read.ok ? accept({ name: read.value }) : read;
  }
  if (name === "allowedEmailDomains") {
    const read = readEmailDomains(text);
    return read.ok ? accept({ allowedEmailDomains: read.value }) : read;
  }
  if (name === "allowEmailSubdomains") {
    return text === "true" || text === "false"
      ? accept({ allowEmailSubdomains: text === "true" })
      : refuse(`allowEmailSubdomains cannot be "${text}". Its values are true, false.`, name);
  }
  return refuse(describeMissing(name, ["setting", "settings"], settingNames));
}

function describeSettings({ name, allowedEmailDomains, allowEmailSubdomains }: OrganizationSettings) {
  return { name, allowedEmailDomains: [...allowedEmailDomains], allowEmailSubdomains };
}

function listChangedSettings(before: OrganizationSettings, after: OrganizationSettings): readonly string[] {
  const old: Readonly<Record<string, unknown>> = describeSettings(before);
  return Object.entries(describeSettings(after))
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name]))
    .map(([name]) => name);
}
