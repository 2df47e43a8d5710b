import pg from "pg";
import { applyMigrations } from "@/lib/db/migrate";

/** Makes an empty database beside that of `serverUrl` and returns its URL. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE bench_${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/bench_${name}`;
  return url.href;
}

/** Makes a database with Roster's own tables and indexes. */
export async function createRosterDatabase(serverUrl: string, name: string): Promise<string> {
  const url = await createDatabase(serverUrl, name);
  await applyMigrations(url);
  return url;
}

/** After many writes, so that the planner knows what there is, and no vacuum of its own accord comes in between. */
export async function vacuum(url: string): Promise<void> {
  await withClient(url, (client) => client.query("VACUUM ANALYZE"));
}

export async function readPostgresVersion(url: string): Promise<string> {
  const { rows } = await withClient(url, (client) => client.query<{ server_version: string }>("SHOW server_version"));
  return rows[0]?.server_version ?? "unknown";
}

export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
