import type pg from "pg";

/** The statements that took PostgreSQL the longest since the last call, one a line, and forgets what it has counted. */
export async function listStatements(database: pg.Client, most = 15): Promise<string> {
  const { rows } = await database.query<{ calls: string; total: number; rows: string; query: string }>(
    `SELECT calls, total_exec_time AS total, rows, query FROM pg_stat_statements
     WHERE query !~ 'pg_stat_statements' ORDER BY total_exec_time DESC LIMIT $1`,
    [most],
  );
  const { rows: sums } = await database.query<{ calls: string; total: number }>(
    "SELECT sum(calls) AS calls, sum(total_exec_time) AS total FROM pg_stat_statements",
  );
  await database.query("SELECT pg_stat_statements_reset()");
  const lines = rows.map(({ calls, total, rows: count, query }) => {
    const text = query.replace(/\s+/g, " ").slice(0, 140);
    return `${total.toFixed(0).padStart(8)} ms ${calls.padStart(7)} calls ${count.padStart(8)} rows  ${text}`;
  });
  const [sum] = sums;
  return `${sum?.calls} statements, ${sum?.total.toFixed(0)} ms in all\n${lines.join("\n")}\n`;
}
