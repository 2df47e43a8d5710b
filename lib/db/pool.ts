import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { readEnvironment } from "@/lib/env";
import { log } from "@/lib/log";
import { PrismaClient } from "./generated/client";
import { type LookUps, openLookUpLines } from "./look-up-lines";

/**
 * The connections to the database: `pool` for the statements of the hot path, `prisma` for everything else, which uses the same
 * connections, and `lookUps` for statements that read single rows by their keys. `close` ends them once they are idle.
 */
export type Database = { pool: pg.Pool; prisma: PrismaClient; lookUps: LookUps; close: () => Promise<void> };

/** Connections of one process's pool. PostgreSQL allows 100 unless it is told otherwise, shared by all processes. */
const defaultConnections = 10;

const statementTimeoutMs = 15_000;

/** Prepares connections to `url`; the first is made when it is needed. */
export function createDatabase(url: string, { max = defaultConnections }: { max?: number } = {}): Database {
  const settings: pg.PoolConfig = {
    connectionString: url,
    // Longer than any statement of the others takes: who waits behind slow ones is answered all the same.
    connectionTimeoutMillis: 20_000,
    keepAlive: true,
    application_name: "roster",
    // No request may hold a connection for longer: a filter that reads a million people ends as tooMany. Set here and not
    // by an option of the session, since poolers between us and PostgreSQL refuse what they do not know at its start.
    onConnect: async (client) => {
      await client.query(`SET statement_timeout = ${statementTimeoutMs}`);
    },
  };
  const pool = new pg.Pool({ ...settings, max });
  const lookUps = openLookUpLines(settings);
  // An idle connection that the server ends is replaced when the next one is needed; without a listener it would end us.
  pool.on("error", (error) => log.warn("A connection to the database was lost", { reason: error.message }));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    lookUps,
    close: async () => {
      await prisma.$disconnect();
      await Promise.all([pool.end(), lookUps.close()]);
    },
  };
}

declare global {
  // The server's own modules and those that Next.js bundles are loaded apart, in one process: only a global is one for both.
  var rosterDatabase: Database | undefined;
}

/** Makes `database` the one that `getDatabase` gives in this whole process. The process's entry does this at its start. */
export function shareDatabase(database: Database): void {
  globalThis.rosterDatabase = database;
}

/**
 * The process's one set of connections: the shared one, or, where nobody starts the process for us (serverless), one made
 * from DATABASE_URL.
 */
export function getDatabase(): Database {
  if (globalThis.rosterDatabase === undefined) {
    const { databaseUrl } = readEnvironment();
    if (databaseUrl === undefined) {
      throw new Error(
        "No database is open. Start Roster with `npm start`, or set DATABASE_URL to a PostgreSQL database.",
      );
    }
    globalThis.rosterDatabase = createDatabase(databaseUrl);
  }
  return globalThis.rosterDatabase;
}
