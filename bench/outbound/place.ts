import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import type { Environment } from "../contestant";
import { findFreePort } from "../find-free-port";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** Where one measurement takes place: a PostgreSQL of its own, and an organization "source" whose people are provisioned. */
export type Place = {
  readonly database: pg.Client;
  readonly databaseUrl: string;
  readonly environment: Environment;
  readonly organizationId: string;
  readonly close: () => Promise<void>;
};

const secret = "only-for-this-measurement-0123456789abcdef";

/**
 * Starts everything afresh in a temporary directory, which `close` removes.
 *
 * @param options.countsStatements PostgreSQL counts statements, for `listStatements`
 */
export async function openPlace({ countsStatements = false } = {}): Promise<Place> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "roster-bench-outbound-"));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    purpose: "command",
    settings: countsStatements ? { shared_preload_libraries: "pg_stat_statements" } : {},
  });
  const database = new pg.Client({ connectionString: postgres.url });
  await database.connect();
  if (countsStatements) await database.query("CREATE EXTENSION pg_stat_statements");
  const environment = {
    DATABASE_URL: postgres.url,
    ROSTER_SECRET: secret,
    ROSTER_TARGET_ALLOW: "127.0.0.1/32,::1/128",
  };
  const { id } = await roster(environment, ["org", "create", "--subdomain", "source", "--name", "Source"]);
  return {
    database,
    databaseUrl: postgres.url,
    environment,
    organizationId: String(id),
    close: async () => {
      await database.end();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs a command of Roster's. @returns what it prints */
export async function roster(
  environment: Environment,
  command: readonly string[],
  input?: string,
): Promise<Record<string, unknown>> {
  const running = run(process.execPath, ["dist/cli.mjs", ...command, "--json"], {
    cwd: root,
    env: { NODE_ENV: "production", ...environment },
  });
  running.child.stdin?.end(input === undefined ? undefined : `${input}\n`);
  return JSON.parse((await running).stdout);
}

/** Adds a paused target to "source". @returns its id */
export async function addTarget(
  { environment }: Place,
  name: string,
  target: { readonly baseUrl: string; readonly token: string; readonly options: readonly string[] },
): Promise<string> {
  const setting = target.options.flatMap((option) => ["--option", option]);
  const where = ["-r", "source", "--url", target.baseUrl, "--token-stdin", "--paused", ...setting];
  return String((await roster(environment, ["target", "add", name, ...where], target.token)).id);
}

/** The fast target, in a process of its own. */
export async function startFastTarget(): Promise<{
  readonly baseUrl: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}> {
  const port = await findFreePort();
  const child = spawn(process.execPath, ["--import", "tsx", "bench/outbound/fast-target.ts", String(port)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    baseUrl: `http://127.0.0.1:${port}/scim/v2`,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
