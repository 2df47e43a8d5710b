import { findAccount, insertAccount, insertOwner } from "@/lib/db/accounts";
import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import type { Queries } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { hashPassword, verifyPassword } from "@/lib/secrets";
import { readEmail, readName, readPassword } from "./field-rules";
import { requireOrganization } from "./organizations";
import { accept, actInTransaction, type Result, refuse } from "./result";

export type NewOwnerInput = { readonly email: string; readonly name: string; readonly password: string };

export type Owner = { readonly id: string; readonly userName: string; readonly name: string };

/** A checked new owner, with the password hashed: hashing takes its time and is done before the transaction begins. */
export type CheckedOwner = {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly passwordHash: string;
};

async function checkOwner(input: NewOwnerInput): Promise<Result<CheckedOwner>> {
  const email = readEmail(input.email);
  if (!email.ok) return email;
  const name = readName(input.name, "a person's name");
  if (!name.ok) return name;
  const password = readPassword(input.password);
  if (!password.ok) return password;
  const passwordHash = await hashPassword(password.value);
  return accept({ email: email.value, name: name.value, password: password.value, passwordHash });
}

/**
 * Makes, in the caller's transaction, a person with the role owner and the account to sign in with. An account that
 * exists already, because its holder owns another organization too, is used when the password is its own.
 */
export async function createOwnerIn(
  db: Queries,
  actor: Actor,
  organization: Organization,
  owner: CheckedOwner,
): Promise<Result<Owner>> {
  const { email, name } = owner;
  const account = (await insertAccount(db, owner)) ?? (await findAccount(db, email));
  const isTheirs =
    account?.passwordHash === owner.passwordHash ||
    (typeof account?.passwordHash === "string" && (await verifyPassword(account.passwordHash, owner.password)));
  if (account === undefined || !isTheirs) {
    return refuse(
      `${email} has an account with another password, in another organization. Give that account's password, or use another address.`,
      "password",
    );
  }
  const id = await insertOwner(db, { organizationId: organization.id, accountId: account.id, email, name });
  if (id === undefined) {
    return refuse(
      `Somebody in ${organization.name} has the userName ${email} already. Use another address; or have the identity provider send the role owner for this person.`,
      "email",
    );
  }
  await insertAuditEvent(db, {
    actor,
    organizationId: organization.id,
    action: "owner.created",
    subject: email,
    details: { userId: id, name },
  });
  return accept({ id, userName: email, name });
}

/** Makes an owner of the organization, see `createOwnerIn`. */
export async function createOwner(
  database: Database,
  actor: Actor,
  subdomain: string,
  input: NewOwnerInput,
): Promise<Result<{ readonly owner: Owner; readonly organization: Organization }>> {
  const found = await requireOrganization(database.prisma, subdomain);
  if (!found.ok) return found;
  const checked = await checkOwner(input);
  if (!checked.ok) return checked;
  return await actInTransaction(database, async (db) => {
    const organization = await requireOrganization(db, subdomain);
    if (!organization.ok) return organization;
    const owner = await createOwnerIn(db, actor, organization.value, checked.value);
    return owner.ok ? accept({ owner: owner.value, organization: organization.value }) : owner;
  });
}
