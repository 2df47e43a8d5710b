import pg from "pg";
import { statements } from "./statements";

export type Query = <Row extends pg.QueryResultRow>(
  statement: keyof typeof statements,
  ...values: unknown[]
) => Promise<Row[]>;

/** The floor's database: prepared statements on as many connections as Roster has. */
export function openFloorDatabase(databaseUrl: string, organizationId: string, scimClientId: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  const query: Query = async (name, ...values) => {
    const all = [organizationId, scimClientId, ...values];
    return (await pool.query({ name, text: statements[name], values: all })).rows;
  };
  return { pool, query };
}
