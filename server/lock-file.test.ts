import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type LockedPackage = { readonly version?: string; readonly optionalDependencies?: Readonly<Record<string, string>> };

const lockFiles = ["package-lock.json", "bench/package-lock.json"];

/**
 * `npm ci` refuses a lock file in which a package for another platform is missing, and npm leaves those out that it
 * cannot see where the file is written.
 */
test.each(lockFiles)("%s holds the packages of every platform", (file) => {
  const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(readLockFile(file));
  const paths = Object.keys(packages);
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

test.each(lockFiles)("%s names no address of a registry", (file) => {
  expect(readLockFile(file)).not.toMatch(/"resolved": "http/);
});

function readLockFile(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
}
