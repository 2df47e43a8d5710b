import type { Role } from "@/lib/directory/role";
import type { Organization } from "@/lib/directory/scim-client";
import type { Queries } from "./transaction";

const shutOutRoles = ["moderator", "member", "guest"] as const satisfies readonly Role[];

/** Somebody who signed in, as the database has them now. */
export type SignedInAccount = {
  readonly id: string;
  readonly email: string;
  /** False for one who signs in at an identity provider only. */
  readonly hasPassword: boolean;
  /** Rises when all sessions are to end. */
  readonly sessionVersion: number;
  /** The active people who are this account, each in another organization, by the organizations' names. */
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly organization: Organization;
  }[];
};

/** The account with the organizations that it reaches. Sandboxes are left out: nobody enters them. */
export async function findSignedInAccount(db: Queries, id: string): Promise<SignedInAccount | undefined> {
  const account = await db.account.findUnique({
    where: { id },
    select: {
      id: true,
      email: true,
      passwordHash: true,
      sessionVersion: true,
      users: {
        where: { active: true, organization: { sandboxOfId: null } },
        select: {
          id: true,
          fullName: true,
          role: true,
          organization: {
            select: {
              id: true,
              subdomain: true,
              name: true,
              allowedEmailDomains: true,
              allowEmailSubdomains: true,
            },
          },
        },
        orderBy: { organization: { name: "asc" } },
      },
    },
  });
  if (account === null) return undefined;
  const { passwordHash, users, ...known } = account;
  const people = users.map(({ fullName, ...user }) => ({ ...user, name: fullName }));
  return { ...known, hasPassword: passwordHash !== null, people };
}

/** The version that the account's sessions must have to hold. */
export async function findSessionVersion(db: Queries, id: string): Promise<number | undefined> {
  return (await db.account.findUnique({ where: { id }, select: { sessionVersion: true } }))?.sessionVersion;
}

/** Ends every session of the account. */
export async function raiseSessionVersion(db: Queries, id: string): Promise<void> {
  await db.account.update({ where: { id }, data: { sessionVersion: { increment: 1 } } });
}

/** Gives the account another password and ends every session of it. */
export async function replacePassword(db: Queries, id: string, passwordHash: string): Promise<void> {
  await db.account.update({ where: { id }, data: { passwordHash, sessionVersion: { increment: 1 } } });
}

/**
 * Of these people the ones who have been deactivated, or lowered to a role that may not enter the console, since `since`,
 * whatever they are now.
 */
export async function findPeopleShutOut(db: Queries, ids: readonly string[], since: Date): Promise<readonly string[]> {
  const rows = await db.resourceChange.findMany({
    where: {
      resourceId: { in: [...ids] },
      resourceType: "User",
      at: { gt: since },
      OR: [
        { after: { path: ["active"], equals: false } },
        ...shutOutRoles.map((role) => ({ after: { path: ["role"], equals: role } })),
      ],
    },
    select: { resourceId: true },
    distinct: ["resourceId"],
  });
  return rows.map(({ resourceId }) => resourceId);
}

/** The argon2id hash of the account's password; undefined when it has none. */
export async function findPasswordHash(db: Queries, id: string): Promise<string | undefined> {
  const account = await db.account.findUnique({ where: { id }, select: { passwordHash: true } });
  return account?.passwordHash ?? undefined;
}
