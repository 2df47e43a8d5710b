import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** A database of a test's own. `drop` closes whatever is still connected to it. */
export type TestDatabase = { url: string; drop: () => Promise<void> };

/** Makes a migrated, empty database for one test file, as a copy of the template (some 20 ms). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject("templateDatabaseUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runOnServer(template, `CREATE DATABASE ${name} TEMPLATE roster STRATEGY file_copy`);
  return {
    url: replaceDatabase(template, name),
    drop: () => runOnServer(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Makes a database without any table, for tests of the migrations themselves. */
export async function createEmptyTestDatabase(): Promise<TestDatabase> {
  const template = inject("templateDatabaseUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runOnServer(template, `CREATE DATABASE ${name} TEMPLATE template0`);
  return {
    url: replaceDatabase(template, name),
    drop: () => runOnServer(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

function replaceDatabase(url: string, name: string): string {
  const replaced = new URL(url);
  replaced.pathname = `/${name}`;
  return replaced.href;
}

async function runOnServer(templateUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: replaceDatabase(templateUrl, "postgres") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
