import type { Environment } from "@/lib/env";
import type { DatabasePurpose } from "./embedded-postgres";
import { createDatabase, type Database } from "./pool";
import { startDatabase } from "./start-database";

/** `close` also leaves the embedded PostgreSQL. */
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
  const { url, stop } = await startDatabase(environment, purpose);
  const database = createDatabase(url, options);
  return {
    ...database,
    url,
    close: async () => {
      await database.close();
      await stop();
    },
  };
}
