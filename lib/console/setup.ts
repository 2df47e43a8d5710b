import { hasActiveOwner } from "@/lib/db/accounts";
import { insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { consumeSetupLink, findSetupLink as querySetupLink, replaceSetupLink } from "@/lib/db/setup-links";
import { lockUntilEnd } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { createSetupToken, hashPassword, hashToken } from "@/lib/secrets";
import { readEmail, readName, readPassword, readSubdomain } from "./field-rules";
import { createOrganizationIn } from "./organizations";
import { createOwnerIn, type Owner } from "./owners";
import { accept, actInTransaction, type Result, refuse } from "./result";

const actor = { kind: "setupLink" } as const;
const usedMessage =
  "This setup link has been used. Restart Roster for a new one if no owner exists yet; otherwise an operator makes owners on the command line.";
const unknownMessage = "This setup link is not known. Open the newest one that Roster printed when it started.";

/**
 * Makes the one-time setup link of an instance that has no owner yet. Links made before stop working.
 *
 * @returns the token of the link; undefined when there is an owner
 */
export async function createSetupLink(database: Database): Promise<string | undefined> {
  const token = createSetupToken();
  const result = await actInTransaction(database, async (db) => {
    await lockUntilEnd(db, "setup");
    if (await hasActiveOwner(db)) {
      return refuse("There is an owner.");
    }
    await replaceSetupLink(db, hashSetupToken(token));
    return accept(token);
  });
  return result.ok ? result.value : undefined;
}

/** What a setup link can still do. It is used up, too, once there is an owner who was made in another way. */
export async function findSetupLink(database: Database, token: string): Promise<"usable" | "used" | "unknown"> {
  const link = await querySetupLink(database.prisma, hashSetupToken(token));
  if (link === undefined) {
    return "unknown";
  }
  return link.used || (await hasActiveOwner(database.prisma)) ? "used" : "usable";
}

export type SetupField = "organizationName" | "subdomain" | "ownerName" | "email" | "password" | "link";

export type SetupInput = {
  readonly organizationName: string;
  /** "" is the root domain. */
  readonly subdomain: string;
  readonly ownerName: string;
  readonly email: string;
  readonly password: string;
};

export type SetupResult =
  | { readonly ok: true; readonly organization: Organization; readonly owner: Owner }
  | { readonly ok: false; readonly fieldErrors: Readonly<Partial<Record<SetupField, string>>> };

/**
 * Uses the setup link: makes the first organization and its owner in one transaction. Of two parallel uses exactly one
 * wins. When it is refused nothing is written and the link stays usable.
 *
 * @returns for each wrong field a sentence that says what is right; "link" when the link itself is used up or unknown
 */
export async function completeSetup(database: Database, token: string, input: SetupInput): Promise<SetupResult> {
  const state = await findSetupLink(database, token);
  if (state !== "usable") {
    return { ok: false, fieldErrors: { link: state === "used" ? usedMessage : unknownMessage } };
  }
  const fieldErrors = checkFields(input);
  if (Object.keys(fieldErrors).length > 0) {
    return { ok: false, fieldErrors };
  }
  const checkedOwner = {
    email: input.email.trim(),
    name: input.ownerName.trim(),
    password: input.password,
    passwordHash: await hashPassword(input.password),
  };
  const result = await actInTransaction(database, async (db) => {
    await lockUntilEnd(db, "setup");
    if ((await hasActiveOwner(db)) || !(await consumeSetupLink(db, hashSetupToken(token)))) {
      return refuse(usedMessage, "link");
    }
    const organization = await createOrganizationIn(db, actor, {
      subdomain: input.subdomain,
      name: input.organizationName,
    });
    if (!organization.ok) return organization;
    const owner = await createOwnerIn(db, actor, organization.value, checkedOwner);
    if (!owner.ok) return owner;
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.value.id,
      action: "setup.completed",
      subject: organization.value.name,
    });
    return accept({ organization: organization.value, owner: owner.value });
  });
  return result.ok
    ? { ok: true, ...result.value }
    : { ok: false, fieldErrors: { [readField(result.field)]: result.message } };
}

function checkFields(input: SetupInput): Partial<Record<SetupField, string>> {
  const checks: Readonly<Partial<Record<SetupField, Result<string>>>> = {
    organizationName: readName(input.organizationName, "an organization's name"),
    subdomain: readSubdomain(input.subdomain),
    ownerName: readName(input.ownerName, "a person's name"),
    email: readEmail(input.email),
    password: readPassword(input.password),
  };
  const refusals = Object.entries(checks).flatMap(([field, check]) => (check.ok ? [] : [[field, check.message]]));
  return Object.fromEntries(refusals);
}

/** The fields that can still be refused once each is right in itself. */
function readField(field: string | undefined): SetupField {
  return field === "subdomain" || field === "email" || field === "password" ? field : "link";
}

function hashSetupToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hashToken(token));
}
