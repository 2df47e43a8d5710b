import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import { findOrganization, insertOrganization, listOrganizations as queryOrganizations } from "@/lib/db/organizations";
import type { Database } from "@/lib/db/pool";
import type { Queries } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { describeMissing } from "./describe-missing";
import { readName, readSubdomain } from "./field-rules";
import { accept, actInTransaction, type Result, refuse } from "./result";

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
