import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { applyMigrations, MigrationError } from "./migrate";
import { findMigrationsDirectory, readMigrations } from "./migrations";
import { createMigrationList, noFilter, openSchemaEngine } from "./schema-engine";
import { createEmptyTestDatabase, type TestDatabase } from "./testing/test-database";

let database: TestDatabase | undefined;

afterEach(async () => {
  await database?.drop();
  database = undefined;
});

async function createEmptyDatabase(): Promise<string> {
  database = await createEmptyTestDatabase();
  return database.url;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

describe("applyMigrations", () => {
  it("applies every migration once", async () => {
    const url = await createEmptyDatabase();
    const names = (await readMigrations()).map(({ name }) => name);
    expect(await applyMigrations(url)).toEqual(names);
    expect(await applyMigrations(url)).toEqual([]);
    const rows = await query<{ migration_name: string; finished: boolean }>(
      url,
      "SELECT migration_name, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1",
    );
    expect(rows).toEqual(names.map((name) => ({ migration_name: name, finished: true })));
  });

  it("lets one of several processes that start at once migrate, and the others wait", async () => {
    const url = await createEmptyDatabase();
    const applied = await Promise.all([applyMigrations(url), applyMigrations(url), applyMigrations(url)]);
    expect(applied.flat()).toEqual((await readMigrations()).map(({ name }) => name));
  });

  it("undoes a migration that fails, says why, and tries it again at the next start", async () => {
    const url = await createEmptyDatabase();
    // Takes the name of the first migration's last table: everything before it must be undone.
    await query(url, "CREATE DOMAIN audit_events AS int");
    const failure = await applyMigrations(url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationError);
    expect(String(failure)).toContain('type "audit_events" already exists');
    expect(await query(url, "SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);

    await query(url, "DROP DOMAIN audit_events");
    expect(await applyMigrations(url)).toHaveLength((await readMigrations()).length);
  });

  it("refuses a database that holds somebody else's tables", async () => {
    const url = await createEmptyDatabase();
    await query(url, "CREATE TABLE invoices (id int)");
    await expect(applyMigrations(url)).rejects.toThrow("already holds tables that are not Roster's");
    expect(await query(url, "SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
  });

  it("runs function bodies and comments that hold semicolons (0002)", async () => {
    const url = await createEmptyDatabase();
    await applyMigrations(url);
    const triggers = await query(url, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal");
    expect(triggers.length).toBeGreaterThan(0);
  });

  it("refuses a database of a newer version", async () => {
    const url = await createEmptyDatabase();
    await applyMigrations(url);
    await query(url, "UPDATE _prisma_migrations SET migration_name = '9999_later' WHERE migration_name = '0001_init'");
    await expect(applyMigrations(url)).rejects.toThrow("newer version of Roster");
  });

  it("refuses a database made with another text of a migration", async () => {
    const url = await createEmptyDatabase();
    await applyMigrations(url);
    await query(url, "UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = '0001_init'");
    await expect(applyMigrations(url)).rejects.toThrow("another text of the migration 0001_init");
  });
});

describe("the migrations", () => {
  it("give the tables that schema.prisma describes", async () => {
    const url = await createEmptyDatabase();
    const directory = findMigrationsDirectory();
    const content = await readFile(path.join(directory, "..", "schema.prisma"), "utf8");
    const { engine, close } = await openSchemaEngine(url);
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...createMigrationList(directory, await readMigrations()) },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content }] },
      script: true,
      exitCode: null,
      filters: noFilter,
    });
    await close();
    expect(stdout?.trim()).toBe("-- This is an empty migration.");
  });

  it("compare every folded column by code point, its indexes too", async () => {
    const url = await createEmptyDatabase();
    await applyMigrations(url);
    const columns = await query<{ column: string; collation: string | null }>(
      url,
      `SELECT table_name || '.' || column_name AS column, collation_name AS collation FROM information_schema.columns
       WHERE table_schema = 'public' AND (column_name LIKE '%\\_folded' OR column_name IN ('external_id', 'subdomain'))`,
    );
    expect(columns.length).toBeGreaterThanOrEqual(10);
    expect(columns.filter(({ collation }) => collation !== "C")).toEqual([]);
    const indexes = await query<{ indexdef: string }>(
      url,
      `SELECT indexrelid::regclass::text AS indexdef FROM pg_index JOIN pg_attribute ON attrelid = indexrelid
       JOIN pg_collation ON pg_collation.oid = attcollation
       WHERE collname <> 'C' AND attname LIKE '%\\_folded'`,
    );
    expect(indexes).toEqual([]);
  });
});
