import { listIssuers } from "@/lib/db/account-identities";
import { insertAuditEvent } from "@/lib/db/audit-events";
import { findSignedInAccount, raiseSessionVersion, replacePassword } from "@/lib/db/console-accounts";
import type { Role } from "@/lib/directory/role";
import { hashPassword } from "@/lib/secrets";
import type { Access } from "./access";
import { confirmPassword } from "./confirm-password";
import { readPassword } from "./field-rules";
import { accept, actInTransaction, type Result, refuse } from "./result";

/** What the page of one's own account shows. */
export type AccountFacts = {
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
  /** The hosts of the providers at which the person signs in. */
  readonly providers: readonly string[];
  /** Where the person is active, by name. */
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly isOpen: boolean;
  }[];
};

/** Whoever is signed in, about themselves. */
export async function describeAccount({ database, account, person, organization }: Access): Promise<AccountFacts> {
  const [known, issuers] = await Promise.all([
    findSignedInAccount(database.prisma, account.id),
    listIssuers(database.prisma, account.id),
  ]);
  return {
    name: person.name,
    email: account.email,
    hasPassword: account.hasPassword,
    providers: issuers.map((issuer) => (URL.canParse(issuer) ? new URL(issuer).host : issuer)),
    organizations: (known?.people ?? []).map(({ role, organization: { id, name } }) => ({
      id,
      name,
      role,
      isOpen: id === organization.id,
    })),
  };
}

/**
 * Gives the account another password and ends all its sessions; the caller begins a new one for the browser that asked.
 *
 * @returns a refusal on the field `password` (the present one) or `newPassword`
 */
export async function changePassword(
  access: Access,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
): Promise<Result<undefined>> {
  if (!access.account.hasPassword) return refuse("You sign in without a password, so there is none to change.");
  const confirmed = await confirmPassword(access, password);
  if (!confirmed.ok) return confirmed;
  const read = readPassword(newPassword);
  if (!read.ok) return refuse(read.message, "newPassword");
  if (newPassword === password) return refuse("This is your present password. Choose another.", "newPassword");
  const passwordHash = await hashPassword(newPassword);
  return await actInTransaction(access.database, async (db) => {
    await replacePassword(db, access.account.id, passwordHash);
    await insertAuditEvent(db, { ...auditOf(access), action: "account.passwordChanged" });
    return accept(undefined);
  });
}

/** Ends every session of the account, the one that asks too. */
export async function signOutEverywhere(access: Access): Promise<Result<undefined>> {
  return await actInTransaction(access.database, async (db) => {
    await raiseSessionVersion(db, access.account.id);
    await insertAuditEvent(db, { ...auditOf(access), action: "account.signedOutEverywhere" });
    return accept(undefined);
  });
}

function auditOf({ actor, organization, person }: Access) {
  return { actor, organizationId: organization.id, subject: person.name };
}
