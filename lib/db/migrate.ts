import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { findMigrationsDirectory, type Migration, readMigrations } from "./migrations";

/** Our advisory lock for migrating, so that of several processes that start at once one migrates and the others wait. */
const migrationLockKey = 0x526f7374;

/** The database's tables and this version of Roster do not go together: `message` says why and what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

type AppliedMigration = { migration_name: string; checksum: string; finished: boolean };

/**
 * Brings the database's tables up to date and returns the names of the migrations that were applied, none as a rule: that
 * costs one query. The history is kept in `_prisma_migrations` as the Prisma command line keeps it.
 *
 * @throws MigrationError when the history in the database is not this version's
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const migrations = await readMigrations();
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    if (isUpToDate(migrations, await readAppliedMigrations(client))) return [];
    await client.query("SELECT pg_advisory_lock($1)", [migrationLockKey]);
    // Another process may have migrated while this one waited for the lock.
    if (isUpToDate(migrations, await readAppliedMigrations(client))) return [];
    return await runEngine(url, migrations);
  } finally {
    await client.end();
  }
}

async function runEngine(url: string, migrations: readonly Migration[]): Promise<string[]> {
  // Loaded where it is needed: as a rule nothing is to be migrated, and the engine is big.
  const { createMigrationList, noFilter, openSchemaEngine } = await import("./schema-engine");
  const { engine, close } = await openSchemaEngine(url);
  try {
    const migrationsList = createMigrationList(findMigrationsDirectory(), migrations);
    return (await engine.applyMigrations({ migrationsList, filters: noFilter })).appliedMigrationNames;
  } catch (error) {
    throw await describeFailure(engine, migrations, error);
  } finally {
    await close();
  }
}

/**
 * A migration runs as one transaction, so one that failed has changed nothing; it is marked so, and the next start tries it
 * again. Only a crash in the middle leaves it marked as begun.
 */
async function describeFailure(
  engine: SchemaEngine,
  migrations: readonly Migration[],
  error: unknown,
): Promise<MigrationError> {
  // @see https://www.prisma.io/docs/orm/reference/error-reference#p3005
  if (error instanceof Error && "code" in error && error.code === "P3005") {
    return new MigrationError(
      "The database already holds tables that are not Roster's. Give Roster a database of its own (CREATE DATABASE roster) and name it in DATABASE_URL.",
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  const failed = migrations.find(({ name }) => reason.includes(name));
  if (failed !== undefined) await engine.markMigrationRolledBack({ migrationName: failed.name }).catch(() => {});
  return new MigrationError(
    `The database's tables could not be brought up to date; nothing was changed by the step that failed. Put right what the reason names and start Roster again. The reason: ${reason}`,
  );
}

async function readAppliedMigrations(client: pg.Client): Promise<AppliedMigration[]> {
  try {
    const { rows } = await client.query<AppliedMigration>(
      `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
    );
    return rows;
  } catch (error) {
    // 42P01 undefined_table: nothing has been applied yet.
    if (error instanceof pg.DatabaseError && error.code === "42P01") return [];
    throw error;
  }
}

/** Tells whether nothing is pending. */
function isUpToDate(migrations: readonly Migration[], applied: readonly AppliedMigration[]): boolean {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new MigrationError(
        `The database has been used by a newer version of Roster (its migration ${name} is unknown to this one). Install that version or a later one.`,
      );
    }
    if (!finished) {
      throw new MigrationError(
        `The database's migration ${name} was begun and did not finish. Its table _prisma_migrations holds the reason; restore a backup, or put it right and mark it with \`npx prisma migrate resolve\`.`,
      );
    }
    if (checksum !== migration.checksum) {
      throw new MigrationError(
        `The database was made with another text of the migration ${name} than this version of Roster has. Restore the file, or start with an empty database.`,
      );
    }
  }
  return applied.length === migrations.length;
}
