import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import path from "node:path";
import type { BenchOptions } from "../options";
import type { Measurement } from "./measurement";

/** What is saved of a run: how it was measured, and every measurement. */
export type Results = {
  readonly setting: BenchOptions & {
    readonly at: string;
    readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGB: number };
    readonly versions: Readonly<Record<string, string>>;
  };
  readonly measurements: readonly Measurement[];
};

const packagesOf: Readonly<Record<string, readonly string[]>> = {
  "roster-next": ["next"],
  "saml-jackson": ["@boxyhq/saml-jackson"],
  scimmy: ["scimmy", "scimmy-routers", "express"],
};

/** @param postgres the version of the PostgreSQL server */
export function createResults(
  root: string,
  options: BenchOptions,
  measurements: readonly Measurement[],
  postgres: string,
): Results {
  const packages = options.contestants.flatMap((name) => packagesOf[name] ?? []);
  const versions = packages.flatMap((name) => {
    const version = findVersion(root, name);
    return version === undefined ? [] : [[name, version]];
  });
  const memoryGB = Math.round(totalmem() / 2 ** 30);
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), memoryGB };
  const setting = {
    at: new Date().toISOString(),
    machine,
    versions: { Node: process.versions.node, PostgreSQL: postgres, ...Object.fromEntries(versions) },
    ...options,
  };
  return { setting, measurements };
}

function findVersion(root: string, name: string): string | undefined {
  for (const folder of ["bench/node_modules", "node_modules"]) {
    try {
      return JSON.parse(readFileSync(path.join(root, folder, name, "package.json"), "utf8")).version;
    } catch {
      // It is not installed there.
    }
  }
  return undefined;
}
