import { v7 as createUuid } from "uuid";
import type { Queries } from "./transaction";

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
} as const;

export type NewAccessToken = {
  readonly scimClientId: string;
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly prefix: string;
  readonly lastFour: string;
  /** Absent: it never expires. */
  readonly expiresAt?: Date;
};

/** Adds a token to its SCIM client. */
export async function insertAccessToken(db: Queries, token: NewAccessToken): Promise<AccessToken> {
  return await db.accessToken.create({ data: { id: createUuid(), ...token }, select: columns });
}

/** Every token the client ever had, oldest first. */
export async function listAccessTokens(db: Queries, scimClientId: string): Promise<readonly AccessToken[]> {
  return await db.accessToken.findMany({ where: { scimClientId }, select: columns, orderBy: { id: "asc" } });
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

/** Ends the token now; the row stays, so that the log and the list can still name it. */
export async function revokeAccessToken(db: Queries, id: string, revokedAt: Date): Promise<void> {
  await db.accessToken.update({ where: { id }, data: { revokedAt } });
}

/** Lets the token end by itself at `expiresAt`. */
export async function setAccessTokenExpiry(db: Queries, id: string, expiresAt: Date): Promise<void> {
  await db.accessToken.update({ where: { id }, data: { expiresAt } });
}
