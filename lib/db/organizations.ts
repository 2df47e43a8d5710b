import type { RedactionLevel } from "@/lib/directory/redaction-level";
import type { Organization } from "@/lib/directory/scim-client";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

const columns = {
  id: true,
  subdomain: true,
  name: true,
  allowedEmailDomains: true,
  allowEmailSubdomains: true,
} as const;

/** Makes an organization; undefined when the subdomain belongs to another one. */
export async function insertOrganization(
  db: Queries,
  organization: { readonly subdomain: string; readonly name: string },
): Promise<Organization | undefined> {
  const [inserted] = await db.organization.createManyAndReturn({
    data: [{ id: createId(), ...organization }],
    skipDuplicates: true,
    select: columns,
  });
  return inserted;
}

/** The organization with exactly this subdomain; "" is the root domain. Sandboxes are found by what they belong to alone. */
export async function findOrganization(db: Queries, subdomain: string): Promise<Organization | undefined> {
  return (await db.organization.findFirst({ where: { subdomain, sandboxOfId: null }, select: columns })) ?? undefined;
}

/** All organizations, by subdomain; the root domain's first. Sandboxes are left out. */
export async function listOrganizations(db: Queries): Promise<readonly Organization[]> {
  return await db.organization.findMany({
    where: { sandboxOfId: null },
    select: columns,
    orderBy: { subdomain: "asc" },
  });
}

/** What people may set of an organization. */
export type OrganizationSettings = Pick<Organization, "name" | "allowedEmailDomains" | "allowEmailSubdomains"> & {
  /** How long rows of the request log, their bodies, and the changes of people and groups are kept, in days. */
  readonly requestRetentionDays: number;
  readonly bodyRetentionDays: number;
  readonly changeRetentionDays: number;
  readonly redaction: RedactionLevel;
};

/** The settings of an organization that is there. */
export async function getOrganizationSettings(db: Queries, id: string): Promise<OrganizationSettings> {
  return await db.organization.findUniqueOrThrow({
    where: { id },
    select: {
      name: true,
      allowedEmailDomains: true,
      allowEmailSubdomains: true,
      requestRetentionDays: true,
      bodyRetentionDays: true,
      changeRetentionDays: true,
      redaction: true,
    },
  });
}

/** Writes all settings of the organization. */
export async function updateOrganization(
  db: Queries,
  id: string,
  { allowedEmailDomains, ...settings }: OrganizationSettings,
): Promise<void> {
  await db.organization.update({
    where: { id },
    data: { ...settings, allowedEmailDomains: [...allowedEmailDomains] },
  });
}

/** Holds back other changes of the organization's settings until the transaction ends. */
export async function lockOrganization(db: Queries, id: string): Promise<void> {
  await db.$queryRaw`SELECT id FROM organizations WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}
