import type { Environment } from "@/lib/env";
import { type DatabasePurpose, startEmbeddedPostgres } from "./embedded-postgres";
import { applyMigrations } from "./migrate";

/** A database that answers. `stop` leaves the embedded PostgreSQL; of one by DATABASE_URL there is nothing to stop. */
export type StartedDatabase = { url: string; stop: () => Promise<void> };

/**
 * Brings up the database that the environment names, with its tables up to date, and opens no connections that stay but the one
 * by which the embedded PostgreSQL is held.
 *
 * @param options.connections how many connections the embedded PostgreSQL must allow
 * @throws what `describeDatabaseError` explains
 */
export async function startDatabase(
  { databaseUrl, dataDir }: Pick<Environment, "databaseUrl" | "dataDir">,
  purpose: DatabasePurpose,
  options: { connections?: number } = {},
): Promise<StartedDatabase> {
  if (databaseUrl !== undefined) {
    await applyMigrations(databaseUrl);
    return { url: databaseUrl, stop: async () => {} };
  }
  const settings = options.connections === undefined ? {} : { max_connections: String(options.connections) };
  const embedded = await startEmbeddedPostgres({ dataDir, purpose, settings });
  try {
    await applyMigrations(embedded.url);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return embedded;
}
