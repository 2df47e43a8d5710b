import pg from "pg";
import { expect } from "vitest";

/**
 * Rows that were read of some tables, whole and by indexes, by table. What Roster's connections read is counted for certain when
 * they have ended: this ends them.
 */
export async function countRowsRead(
  url: string | undefined,
  tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await expect
      .poll(async () => {
        const { rows } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'roster'`,
        );
        return rows.length;
      })
      .toBe(0);
    const { rows } = await client.query<{ name: string; read: number }>(
      `SELECT t.relname AS name, (t.seq_tup_read + COALESCE(sum(i.idx_tup_read), 0))::int AS read
       FROM pg_stat_user_tables t LEFT JOIN pg_stat_user_indexes i USING (relid)
       WHERE t.relname = ANY($1) GROUP BY t.relname, t.seq_tup_read`,
      [tables],
    );
    return new Map(rows.map(({ name, read }) => [name, read]));
  } finally {
    await client.end();
  }
}
