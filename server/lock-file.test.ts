import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type LockedPackage = { readonly version?: string; readonly optionalDependencies?: Readonly<Record<string, string>> };

/**
 * `npm ci` refuses a lock file in which a package for another platform is missing, and npm leaves those out that it
 * cannot see where the file is written.
 */
test("the lock file holds the packages of every platform", () => {
  const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
    readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
  );
  const paths = Object.keys(packages);
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

test("the lock file names no address of a registry", () => {
  expect(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")).not.toMatch(/"resolved": "http/);
});
