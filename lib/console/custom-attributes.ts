import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import {
  deleteCustomAttribute,
  insertCustomAttribute,
  listCustomAttributes as queryCustomAttributes,
} from "@/lib/db/custom-attributes";
import type { Database } from "@/lib/db/pool";
import { type RefoldOutcome, refoldAttributes } from "@/lib/db/refold-attributes";
import { lockUntilEnd } from "@/lib/db/transaction";
import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import type { Organization } from "@/lib/directory/scim-client";
import type { CustomAttributeInput } from "./custom-attribute-fields";
import { describeMissing } from "./describe-missing";
import { requireOrganization } from "./organizations";
import { findCustomAttribute, readCustomAttribute } from "./read-custom-attribute";
import { accept, actInTransaction, type Result, refuse } from "./result";

/** What is stored may have to be read through, all of it. */
const timeoutMs = 15 * 60_000;

export type CustomAttributeChange = {
  readonly attribute: CustomAttribute;
  readonly organization: Organization;
  /** How many people or groups hold something under the extension's URN. */
  readonly affected: number;
};

/** The attributes that the organization defined, ordered by their schemas and names. */
export async function listCustomAttributes(
  database: Database,
  subdomain: string,
): Promise<Result<readonly CustomAttribute[]>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  return organization.ok ? accept(await queryCustomAttributes(database.prisma, organization.value.id)) : organization;
}

/**
 * Defines an attribute for the organization's people or groups. What SCIM clients were allowed to keep under its name
 * before becomes its value; when some of that does not fit, nothing is defined.
 */
export async function addCustomAttribute(
  database: Database,
  actor: Actor,
  subdomain: string,
  input: CustomAttributeInput,
): Promise<Result<CustomAttributeChange>> {
  return await actInTransaction(
    database,
    async (db) => {
      const organization = await requireOrganization(db, subdomain);
      if (!organization.ok) return organization;
      const { id: organizationId, name: organizationName } = organization.value;
      await lockUntilEnd(db, `custom attributes of ${organizationId}`);
      const existing = await queryCustomAttributes(db, organizationId);
      const read = readCustomAttribute(input, existing, organizationName);
      if (!read.ok) return read;
      const attribute = read.value;
      await insertCustomAttribute(db, organizationId, attribute);
      const outcome = await refoldAttributes(db, organizationId, attribute, [...existing, attribute], attribute.name);
      if (outcome.example !== undefined) return refuse(describeMisfits(attribute, outcome));
      await insertAuditEvent(db, {
        actor,
        organizationId,
        action: "customAttribute.created",
        subject: `${attribute.schema}:${attribute.name}`,
        details: describeDefinition(attribute),
      });
      return accept({ attribute, organization: organization.value, affected: outcome.refolded });
    },
    timeoutMs,
  );
}

/**
 * Takes a definition back. What is stored under it stays, as something that no schema defines: each SCIM client's option
 * unknownAttributes says what may still be written there.
 */
export async function removeCustomAttribute(
  database: Database,
  actor: Actor,
  subdomain: string,
  { schema, name }: { readonly schema: string; readonly name: string },
): Promise<Result<CustomAttributeChange>> {
  return await actInTransaction(
    database,
    async (db) => {
      const organization = await requireOrganization(db, subdomain);
      if (!organization.ok) return organization;
      const organizationId = organization.value.id;
      await lockUntilEnd(db, `custom attributes of ${organizationId}`);
      const existing = await queryCustomAttributes(db, organizationId);
      const attribute = findCustomAttribute(existing, schema.trim(), name.trim());
      if (attribute === undefined) {
        const known = existing.map((defined) => `${defined.schema}:${defined.name}`);
        const kind = ["custom attribute", "custom attributes"] as const;
        return refuse(describeMissing(`${schema.trim()}:${name.trim()}`, kind, known), "name");
      }
      await deleteCustomAttribute(db, organizationId, attribute);
      const remaining = existing.filter((defined) => defined !== attribute);
      const { refolded } = await refoldAttributes(db, organizationId, attribute, remaining);
      await insertAuditEvent(db, {
        actor,
        organizationId,
        action: "customAttribute.removed",
        subject: `${attribute.schema}:${attribute.name}`,
        details: describeDefinition(attribute),
      });
      return accept({ attribute, organization: organization.value, affected: refolded });
    },
    timeoutMs,
  );
}

function describeDefinition({ canonicalValues, ...attribute }: CustomAttribute) {
  return { ...attribute, canonicalValues: [...canonicalValues] };
}

function describeMisfits({ resourceType, schema, name }: CustomAttribute, { misfits, example }: RefoldOutcome): string {
  const [one, many] = resourceType === "User" ? ["person holds", "people hold"] : ["group holds", "groups hold"];
  const found = `${misfits} ${misfits === 1 ? one : many}`;
  return `The attribute ${schema}:${name} cannot be defined so: ${found} a value that does not fit, such as ${example?.name}: ${example?.problem} Nothing was changed. Define it as what is stored, or have the values corrected first.`;
}
