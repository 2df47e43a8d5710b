// Writes prisma/migrations/<number>_<name>/migration.sql: what must change in the database so that it fits schema.prisma.
// npm run db:migration -- add_something
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { findMigrationsDirectory, readMigrations } from "@/lib/db/migrations";
import { createMigrationList, noFilter, openSchemaEngine } from "@/lib/db/schema-engine";

async function createMigration(name: string): Promise<string> {
  const directory = findMigrationsDirectory();
  const migrations = await readMigrations(directory);
  const dataDir = await mkdtemp(path.join(tmpdir(), "roster-migration-"));
  const database = await startEmbeddedPostgres({ dataDir, purpose: "command", settings: { fsync: "off" } });
  try {
    const { engine, close } = await openSchemaEngine(database.url);
    const content = await readFile(path.join(directory, "..", "schema.prisma"), "utf8");
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...createMigrationList(directory, migrations) },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content }] },
      script: true,
      exitCode: null,
      filters: noFilter,
    });
    await close();
    if (stdout === null || stdout.includes("This is an empty migration")) {
      return "The migrations already fit schema.prisma; nothing was written.";
    }
    const file = path.join(directory, `${String(migrations.length + 1).padStart(4, "0")}_${name}`, "migration.sql");
    await mkdir(path.dirname(file));
    await writeFile(file, stdout);
    return `Wrote ${path.relative(process.cwd(), file)}. Read it, and add what Prisma cannot describe (see 0001_init).`;
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write("Say what the migration does in lower case words: npm run db:migration -- add_something\n");
  process.exitCode = 1;
} else {
  process.stdout.write(`${await createMigration(name)}\n`);
}
