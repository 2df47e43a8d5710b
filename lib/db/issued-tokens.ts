import type { Database } from "./pool";
import { createId } from "./uuid";

/** How a SCIM client has shown at the token endpoint that it is the one. */
export type ClientProof = { readonly kind: "clientSecret" | "workloadTrust"; readonly id: string };

export type NewIssuedToken = {
  readonly proof: ClientProof;
  readonly hash: Uint8Array;
  readonly prefix: string;
  readonly lastFour: string;
  readonly scopes: readonly string[];
  readonly now: Date;
  readonly expiresAt: Date;
  readonly remoteAddress: string | undefined;
  readonly userAgent: string | undefined;
};

/** How long an expired token of the endpoint stays listed. */
const keptAfterExpiryMs = 24 * 60 * 60 * 1000;
/** More expire in no hour: the rest is removed the next time. */
const removedAtOnce = 200;

// The update holds the proof's row: a revocation or removal either is seen here or sees the token.
const statements = {
  clientSecret: createStatement(
    `UPDATE client_secrets SET last_used_at = $6, last_used_ip = $8, last_used_agent = $9
     WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $6)`,
    "client_secret_id",
  ),
  workloadTrust: createStatement(
    "UPDATE workload_trusts SET last_used_at = $6, last_used_ip = $8, last_used_agent = $9 WHERE id = $1",
    "workload_trust_id",
  ),
};

function createStatement(useProof: string, proofColumn: string): string {
  return `
    WITH proof AS (${useProof} RETURNING scim_client_id)
    INSERT INTO access_tokens (id, scim_client_id, hash, prefix, last_four, created, expires_at, scopes, ${proofColumn})
    SELECT $2, scim_client_id, $3, $4, $5, $6, $7, $10, $1 FROM proof
    RETURNING scim_client_id`;
}

/**
 * Stores an access token that the token endpoint gives, notes the use of what it is given for, and removes the client's
 * tokens of this kind that have long expired.
 *
 * @returns false when the secret was revoked or the trust removed meanwhile: then the token does not exist
 */
export async function insertIssuedToken(database: Pick<Database, "pool">, token: NewIssuedToken): Promise<boolean> {
  const { rows } = await database.pool.query<{ scim_client_id: string }>(statements[token.proof.kind], [
    token.proof.id,
    createId(),
    token.hash,
    token.prefix,
    token.lastFour,
    token.now,
    token.expiresAt,
    token.remoteAddress ?? null,
    token.userAgent ?? null,
    token.scopes,
  ]);
  const scimClientId = rows[0]?.scim_client_id;
  if (scimClientId === undefined) return false;
  // Two that remove at the same time leave each other's rows alone.
  await database.pool.query(
    `DELETE FROM access_tokens WHERE id IN (
       SELECT id FROM access_tokens
       WHERE scim_client_id = $1 AND expires_at < $2 AND (client_secret_id IS NOT NULL OR workload_trust_id IS NOT NULL)
       LIMIT ${removedAtOnce} FOR UPDATE SKIP LOCKED)`,
    [scimClientId, new Date(token.now.getTime() - keptAfterExpiryMs)],
  );
  return true;
}
