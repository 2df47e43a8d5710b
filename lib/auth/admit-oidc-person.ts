import {
  findAccountByIdentity,
  findPeopleWithoutAccount,
  hasActivePeople,
  hasIdentity,
  insertIdentity,
  linkAccount,
} from "@/lib/db/account-identities";
import { findAccount, insertAccount } from "@/lib/db/accounts";
import { insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { lockUntilEnd, type Queries, runInTransaction } from "@/lib/db/transaction";
import type { OidcClaims } from "./oidc-provider";

/** What comes of a sign-in at the provider. */
export type OidcAdmission =
  | { readonly kind: "admitted"; readonly accountId: string }
  /** The provider does not vouch for the address, and knows the person by nothing else that we know. */
  | { readonly kind: "Unverified" }
  /** Nobody who may enter has this address. */
  | { readonly kind: "Nobody" }
  /** The account of this address signs in as somebody else there. */
  | { readonly kind: "OtherIdentity" };

/**
 * Finds whose account somebody who signed in at the provider gets: the one that this identity had before; else the one of
 * the verified address; else a new one for the active owners and administrators who have that address. People with the
 * address who have no account are linked to it. An identity that was seen once is known by its subject alone, so that who is
 * given a used address at the provider does not get the account too.
 */
export async function admitOidcPerson(database: Database, claims: OidcClaims): Promise<OidcAdmission> {
  const { iss: issuer, sub: subject } = claims;
  const email = claims.email_verified === true ? claims.email?.trim() : undefined;
  return await runInTransaction(database, async (db) => {
    const known = await findAccountByIdentity(db, issuer, subject);
    if (known !== undefined) return await enter(db, known, email, issuer);
    if (email === undefined) return { kind: "Unverified" };

    // Of two first sign-ins at once the second sees what the first one made.
    await lockUntilEnd(db, "identities");
    const accountId = await findOrMakeAccount(db, email);
    if (accountId === undefined) return { kind: "Nobody" };
    const theirs = await findAccountByIdentity(db, issuer, subject);
    if (theirs === undefined && (await hasIdentity(db, accountId, issuer))) return { kind: "OtherIdentity" };
    const admission = await enter(db, theirs ?? accountId, email, issuer);
    if (admission.kind === "admitted") await insertIdentity(db, { issuer, subject, accountId });
    return admission;
  });
}

async function enter(
  db: Queries,
  accountId: string,
  email: string | undefined,
  issuer: string,
): Promise<OidcAdmission> {
  if (email !== undefined) await linkPeople(db, accountId, email, issuer);
  return (await hasActivePeople(db, accountId)) ? { kind: "admitted", accountId } : { kind: "Nobody" };
}

async function findOrMakeAccount(db: Queries, email: string): Promise<string | undefined> {
  const existing = await findAccount(db, email);
  if (existing !== undefined) return existing.id;
  if ((await findPeopleWithoutAccount(db, email)).length === 0) return undefined;
  const made = (await insertAccount(db, { email, passwordHash: null })) ?? (await findAccount(db, email));
  return made?.id;
}

async function linkPeople(db: Queries, accountId: string, email: string, issuer: string): Promise<void> {
  for (const { id, name, organizationId } of await findPeopleWithoutAccount(db, email)) {
    if (!(await linkAccount(db, id, accountId))) continue;
    await insertAuditEvent(db, {
      actor: { kind: "person", id },
      organizationId,
      action: "account.linked",
      subject: name,
      details: { issuer },
    });
  }
}
