import { findAddress } from "@/lib/directory/email-policy";
import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject } from "@/lib/scim/json";
import type { Queries } from "./transaction";

/** The account that this identity at an OpenID Connect provider signs in as. */
export async function findAccountByIdentity(db: Queries, issuer: string, subject: string): Promise<string | undefined> {
  const identity = await db.accountIdentity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    select: { accountId: true },
  });
  return identity?.accountId;
}

/** Whether the account signs in with an identity of this provider already. */
export async function hasIdentity(db: Queries, accountId: string, issuer: string): Promise<boolean> {
  return (await db.accountIdentity.count({ where: { accountId, issuer } })) > 0;
}

/** The providers by which the account signs in. */
export async function listIssuers(db: Queries, accountId: string): Promise<readonly string[]> {
  const identities = await db.accountIdentity.findMany({ where: { accountId }, orderBy: { created: "asc" } });
  return identities.map(({ issuer }) => issuer);
}

/** Lets the identity sign in as the account. One that signs in as another stays as it is. */
export async function insertIdentity(
  db: Queries,
  identity: { readonly issuer: string; readonly subject: string; readonly accountId: string },
): Promise<void> {
  await db.accountIdentity.createMany({ data: [identity], skipDuplicates: true });
}

/** Somebody who may get an account. */
export type Candidate = { readonly id: string; readonly name: string; readonly organizationId: string };

/** The active owners and administrators of all organizations who have this address and no account. */
export async function findPeopleWithoutAccount(db: Queries, email: string): Promise<readonly Candidate[]> {
  const folded = foldForComparison(email);
  const people = await db.user.findMany({
    where: {
      active: true,
      accountId: null,
      role: { in: ["owner", "administrator"] },
      organization: { sandboxOfId: null },
      OR: [{ userNameFolded: folded }, { search: { path: ["emails"], array_contains: [{ value: folded }] } }],
    },
    select: { id: true, userName: true, attributes: true, fullName: true, organizationId: true },
  });
  return people
    .filter(({ userName, attributes }) => {
      const address = findAddress({ ...(isJsonObject(attributes) ? attributes : {}), userName });
      return address !== undefined && foldForComparison(address) === folded;
    })
    .map(({ id, fullName, organizationId }) => ({ id, name: fullName, organizationId }));
}

/** Lets the person sign in with the account; false when they have one already. */
export async function linkAccount(db: Queries, userId: string, accountId: string): Promise<boolean> {
  const { count } = await db.user.updateMany({ where: { id: userId, accountId: null }, data: { accountId } });
  return count === 1;
}

/** Whether the account is that of any active person. */
export async function hasActivePeople(db: Queries, accountId: string): Promise<boolean> {
  const where = { accountId, active: true, organization: { sandboxOfId: null } };
  return (await db.user.findFirst({ where, select: { id: true } })) !== null;
}
