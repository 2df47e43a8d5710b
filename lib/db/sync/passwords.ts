import { isOwnRow } from "../own-row";
import type { Database } from "../pool";
import type { Connection } from "../pool-transaction";
import { insertSyncJobs, writtenResource } from "./insert-jobs";

/**
 * The part of a writing statement that gives the targets of the organization `$1` that take passwords the one that came with the
 * person of the CTE `written`.
 *
 * @param sealed an SQL expression; null where none came
 */
export function insertPasswords(sealed: string): string {
  return `passwords AS (
      INSERT INTO pending_passwords (target_id, resource_id, sealed, expires_at)
      SELECT t.id, written.id, ${sealed}::bytea, now() + interval '24 hours' FROM targets t, written
      WHERE t.organization_id = $1 AND t.sync_password AND ${sealed}::bytea IS NOT NULL ORDER BY t.id
      ON CONFLICT (target_id, resource_id) DO UPDATE SET sealed = EXCLUDED.sealed, expires_at = EXCLUDED.expires_at
    )`;
}

/** The part of a statement that erases the passwords of the person who is removed by it. */
export const erasePasswords = `erased AS (
      DELETE FROM pending_passwords p USING targets t, written
      WHERE t.organization_id = $1 AND p.target_id = t.id AND p.resource_id = written.id
    )`;

/** Hands over a password that came without a change of the person: their version stays. */
export async function handOverPassword(
  connection: Connection,
  organizationId: string,
  userId: string,
  sealed: Buffer,
  requestId: string | undefined,
): Promise<void> {
  await connection.query({
    name: "hand-over-password",
    text: `
      WITH written AS (SELECT id FROM users WHERE ${isOwnRow()} AND id = $2 FOR NO KEY UPDATE),
      ${insertSyncJobs(writtenResource("User"), "$4::uuid", "t.sync_password")}, ${insertPasswords("$3")}
      SELECT id FROM written`,
    values: [organizationId, userId, sealed, requestId ?? null],
  });
}

/** Erases passwords that nobody could be given in time, or that their target does not take any more. */
export async function eraseExpiredPasswords({ pool }: Pick<Database, "pool">): Promise<void> {
  await pool.query(
    `DELETE FROM pending_passwords p USING targets t
     WHERE t.id = p.target_id AND (p.expires_at <= now() OR NOT t.sync_password)`,
  );
}
