import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** What is kept of a client secret, without its hash: enough to know it by, not enough to use it. */
export type ClientSecret = {
  readonly id: string;
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
  lastFour: true,
  created: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  lastUsedIp: true,
  lastUsedAgent: true,
} as const;

export type NewClientSecret = {
  readonly scimClientId: string;
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly lastFour: string;
  readonly expiresAt: Date;
};

/** Adds a secret to its SCIM client. */
export async function insertClientSecret(db: Queries, secret: NewClientSecret): Promise<ClientSecret> {
  return await db.clientSecret.create({ data: { id: createId(), ...secret }, select: columns });
}

/** Every secret the client ever had, oldest first. */
export async function listClientSecrets(db: Queries, scimClientId: string): Promise<readonly ClientSecret[]> {
  return await db.clientSecret.findMany({ where: { scimClientId }, select: columns, orderBy: { id: "asc" } });
}

/** The client's secret with this hash, an ended one too. */
export async function findClientSecret(
  db: Queries,
  scimClientId: string,
  hash: Uint8Array<ArrayBuffer>,
): Promise<ClientSecret | undefined> {
  const secret = await db.clientSecret.findUnique({ where: { hash, scimClientId }, select: columns });
  return secret ?? undefined;
}

/**
 * Ends the secret now, and with it the access tokens that it gave; the rows stay, so that the log and the lists can still
 * name them. Call it in a transaction: a token that is being given meanwhile is either ended too or not given.
 *
 * @returns how many live tokens ended
 */
export async function revokeClientSecret(db: Queries, id: string, revokedAt: Date): Promise<number> {
  await db.clientSecret.update({ where: { id }, data: { revokedAt } });
  const { count } = await db.accessToken.updateMany({
    where: { clientSecretId: id, revokedAt: null, expiresAt: { gt: revokedAt } },
    data: { revokedAt },
  });
  return count;
}
