import type { Environment } from "@/lib/env";
import { type DatabasePurpose, startEmbeddedPostgres } from "./embedded-postgres";
import { applyMigrations } from "./migrate";
import { createDatabase, type Database } from "./pool";

/** `url` is the connection string, for other processes of the same server. `close` also leaves the embedded PostgreSQL. */
export type OpenedDatabase = Database & { url: string };

/**
 * Opens the database that the environment names, with its tables up to date: DATABASE_URL, or the embedded PostgreSQL, which is
 * started unless it runs, and stopped by `close` unless others use it. A "server" has the data directory for itself; commands
 * work beside it or without it.
 *
 * @throws what `describeDatabaseError` explains
 */
export async function openDatabase(
  environment: Pick<Environment, "databaseUrl" | "dataDir">,
  purpose: DatabasePurpose,
  options: { max?: number } = {},
): Promise<OpenedDatabase> {
  if (environment.databaseUrl !== undefined) {
    await applyMigrations(environment.databaseUrl);
    return { ...createDatabase(environment.databaseUrl, options), url: environment.databaseUrl };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: environment.dataDir, purpose });
  try {
    await applyMigrations(embedded.url);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  const database = createDatabase(embedded.url, options);
  return {
    ...database,
    url: embedded.url,
    close: async () => {
      await database.close();
      await embedded.stop();
    },
  };
}
