import { log } from "@/lib/log";
import type { Database } from "./pool";

/** From so many people on, an index leads to parts of names; fewer are gone through in some 30 ms. */
const manyPeople = 50_000;
/** Our advisory lock for making it: of many processes one does. */
const nameIndexLockKey = 0x526f7376;

export const nameIndex = "users_find_key_trigram_idx";

/**
 * Makes the index of trigrams by which parts of names are found among many people, once there are many: whoever has few people would
 * pay for it with every write and win nothing. Writes go on meanwhile. Without it the names are gone through, which gives the same.
 *
 * @param many from how many people on
 * @returns whether it was made
 */
export async function ensureNameIndex({ pool }: Pick<Database, "pool">, many = manyPeople): Promise<boolean> {
  const { rows } = await pool.query<{ wanted: boolean }>(
    `SELECT coalesce(sum(count), 0) >= $1 AND NOT EXISTS (
       SELECT FROM pg_index WHERE indexrelid = to_regclass('${nameIndex}') AND indisvalid) AS wanted
     FROM resource_counts WHERE resource_type = 'User'`,
    [many],
  );
  if (rows[0]?.wanted !== true) return false;
  const connection = await pool.connect();
  try {
    const lock = await connection.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      nameIndexLockKey,
    ]);
    if (lock.rows[0]?.locked !== true) return false;
    await connection.query("SET statement_timeout = 0");
    // pg_trgm is trusted: the owner of a database may create it. It may be there already, in a schema of its own.
    await connection.query("CREATE EXTENSION IF NOT EXISTS pg_trgm");
    const found = await connection.query<{ schema: string }>(
      "SELECT quote_ident(nspname) AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'",
    );
    // What is left of one that was not finished.
    await connection.query(`DROP INDEX CONCURRENTLY IF EXISTS ${nameIndex}`);
    await connection.query(
      `CREATE INDEX CONCURRENTLY ${nameIndex} ON users USING gin (find_key ${found.rows[0]?.schema}.gin_trgm_ops)`,
    );
    return true;
  } catch (error) {
    log.warn("Names are searched without an index, which takes a second among a million people.", {
      reason: String(error),
      fix: "Have whoever may run CREATE EXTENSION pg_trgm in Roster's database.",
    });
    return false;
  } finally {
    // With its settings and its lock.
    connection.release(true);
  }
}
