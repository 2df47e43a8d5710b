import type { Database } from "./pool";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** What is kept of an access token, without its hash: enough to know it by, not enough to use it. */
export type AccessToken = {
  readonly id: string;
  readonly prefix: string;
  readonly lastFour: string;
  readonly created: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  readonly lastUsedAgent: string | null;
  /** What it may do of what its client may; "scim" stands for all of that. */
  readonly scopes: readonly string[];
  /** The client secret for which the token endpoint gave it; null for a token that a person issued. */
  readonly clientSecretId: string | null;
  /** The trust for whose assertion the token endpoint gave it; null for a token that a person issued. */
  readonly workloadTrustId: string | null;
  /** The person who issued it in the console; null for one from the command line, an import or the token endpoint. */
  readonly createdById: string | null;
};

/** A token and, where the token endpoint gave it, what for. */
export type ListedAccessToken = AccessToken & {
  readonly clientSecret: { readonly id: string; readonly lastFour: string } | null;
  readonly workloadTrust: { readonly id: string; readonly issuer: string; readonly subject: string } | null;
};

const columns = {
  id: true,
  prefix: true,
  lastFour: true,
  created: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  lastUsedIp: true,
  lastUsedAgent: true,
  scopes: true,
  clientSecretId: true,
  workloadTrustId: true,
  createdById: true,
} as const;

const origin = {
  clientSecret: { select: { id: true, lastFour: true } },
  workloadTrust: { select: { id: true, issuer: true, subject: true } },
} as const;

export type NewAccessToken = {
  readonly scimClientId: string;
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly prefix: string;
  readonly lastFour: string;
  /** Absent: it never expires. */
  readonly expiresAt?: Date;
  /** Absent: all that its client has. */
  readonly scopes?: readonly string[];
  /** For one run of the simulator: it is none of the client's two, and no list shows it. */
  readonly forSimulator?: true;
  /** The person who issues it. */
  readonly createdById?: string;
};

/** Adds a token to its SCIM client. */
export async function insertAccessToken(db: Queries, { scopes, ...token }: NewAccessToken): Promise<AccessToken> {
  const data = { id: createId(), ...token, ...(scopes === undefined ? {} : { scopes: [...scopes] }) };
  return await db.accessToken.create({ data, select: columns });
}

/** The tokens of the client that people issued for its identity provider, oldest first, also those that have ended. */
export async function listIssuedByPeople(db: Queries, scimClientId: string): Promise<readonly AccessToken[]> {
  return await db.accessToken.findMany({
    where: { scimClientId, clientSecretId: null, workloadTrustId: null, forSimulator: false },
    select: columns,
    orderBy: { id: "asc" },
  });
}

/** Every token the client ever had, oldest first, those of the simulator aside. */
export async function listAccessTokens(db: Queries, scimClientId: string): Promise<readonly AccessToken[]> {
  return await db.accessToken.findMany({
    where: { scimClientId, forSimulator: false },
    select: columns,
    orderBy: { id: "asc" },
  });
}

/** As `listAccessTokens`, with what each was given for. Not in a transaction: the two origins are read side by side. */
export async function listAccessTokensWithOrigin(
  db: Database["prisma"],
  scimClientId: string,
): Promise<readonly ListedAccessToken[]> {
  return await db.accessToken.findMany({
    where: { scimClientId, forSimulator: false },
    select: { ...columns, ...origin },
    orderBy: { id: "asc" },
  });
}

/** The token with this hash, and whose it is. */
export async function findAccessTokenByHash(db: Queries, hash: Uint8Array<ArrayBuffer>) {
  const token = await db.accessToken.findUnique({
    where: { hash },
    select: {
      ...columns,
      scimClient: { select: { id: true, name: true, organization: { select: { subdomain: true } } } },
    },
  });
  return token ?? undefined;
}

/** Ends the token now, if it is still there; the row stays, so that the log and the list can still name it. */
export async function revokeAccessToken(db: Queries, id: string, revokedAt: Date): Promise<void> {
  await db.accessToken.updateMany({ where: { id }, data: { revokedAt } });
}

/** Lets the token end by itself at `expiresAt`. */
export async function setAccessTokenExpiry(db: Queries, id: string, expiresAt: Date): Promise<void> {
  await db.accessToken.update({ where: { id }, data: { expiresAt } });
}
