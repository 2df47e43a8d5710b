import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { findProjectRoot } from "./project-root";

/** One step of the database's history: its directory's name, its SQL and the SHA-256 by which Prisma knows it again. */
export type Migration = { name: string; sql: string; checksum: string };

/** The directory of the migrations, `prisma/migrations`. */
export function findMigrationsDirectory(): string {
  return path.join(findProjectRoot(), "prisma", "migrations");
}

/** Reads the migrations in the order in which they are applied, that of their names. */
export async function readMigrations(directory = findMigrationsDirectory()): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}
