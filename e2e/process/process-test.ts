import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { createDatabase, type Database } from "@/lib/db/pool";
import { test as base, expect } from "../fixtures";
import { createFreshOrganization, type ScimClientAccess } from "../fresh-organization";
import { findFreePort, type ServerProcess, startServer } from "../server-process";
import { runToEnd } from "./run-to-end";

export { expect };

type Settings = Readonly<Record<string, string>>;

type Fixtures = {
  dataDir: string;
  /** Starts a server with a data directory of its own, in one process unless WEB_CONCURRENCY says otherwise. */
  start: (environment?: Settings) => Promise<ServerProcess>;
  /** Runs a server that is expected not to start. */
  fail: (environment: Settings) => Promise<{ status: number | null; stderr: string }>;
  /** The database of the servers in `dataDir`, whether one runs or not. */
  openData: () => Promise<Database>;
};

type Pair = ServerProcess & {
  readonly dataDir: string;
  readonly database: Database;
  readonly createClient: () => Promise<ScimClientAccess>;
};

/** `pair`: a server of two processes, for tests that leave it as they found it. */
type WorkerFixtures = { pair: Pair; rosterOfPair: (command: readonly string[]) => Promise<unknown> };

export const test = base.extend<Fixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces.
  dataDir: async ({}, use) => {
    const directory = await mkdtemp(path.join(tmpdir(), "roster-process-"));
    await use(path.join(directory, "data"));
    await rm(directory, { recursive: true, force: true });
  },
  start: async ({ dataDir }, use) => {
    const running: ServerProcess[] = [];
    await use(async (environment = {}) => {
      const server = await startServer("server", {
        ...(await findAddress()),
        ROSTER_DATA_DIR: dataDir,
        ...environment,
      });
      running.push(server);
      return server;
    });
    for (const server of running) await server.stop();
  },
  fail: async ({ dataDir }, use) => {
    await use(async (environment) => {
      const port = String(await findFreePort());
      return await runToEnd([process.execPath, "dist/server.mjs"], {
        PORT: port,
        ROSTER_DATA_DIR: dataDir,
        WEB_CONCURRENCY: "1",
        ...environment,
      });
    });
  },
  openData: async ({ dataDir }, use) => {
    const opened: (() => Promise<void>)[] = [];
    await use(async () => {
      const { database, close } = await openData(dataDir);
      opened.push(close);
      return database;
    });
    for (const close of opened) await close();
  },

  pair: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces.
    async ({}, use) => {
      const dataDir = path.join(await mkdtemp(path.join(tmpdir(), "roster-pair-")), "data");
      const environment = { ...(await findAddress()), ROSTER_DATA_DIR: dataDir };
      const server = await startServer("server", {
        ...environment,
        WEB_CONCURRENCY: "2",
        ROSTER_TRUSTED_PROXY_HOPS: "1",
      });
      const { database, close } = await openData(dataDir);
      const state = { url: server.url, databaseUrl: "", environment };
      await use({ ...server, dataDir, database, createClient: () => createFreshOrganization(database, state, {}) });
      await close();
      await server.stop();
      await rm(path.dirname(dataDir), { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  rosterOfPair: [
    async ({ pair }, use) => {
      const dataDir = pair.dataDir;
      await use(async (command) => {
        const environment = { PATH: process.env.PATH, NODE_ENV: "production", ROSTER_DATA_DIR: dataDir } as const;
        const run = promisify(execFile);
        const { stdout } = await run(process.execPath, ["dist/cli.mjs", ...command, "--json"], { env: environment });
        return JSON.parse(stdout);
      });
    },
    { scope: "worker" },
  ],
});

async function findAddress() {
  const port = String(await findFreePort());
  return { PORT: port, ROSTER_URL: `http://localhost:${port}` };
}

async function openData(dataDir: string): Promise<{ database: Database; close: () => Promise<void> }> {
  const embedded = await startEmbeddedPostgres({ dataDir, purpose: "command" });
  const database = createDatabase(embedded.url, { max: 4 });
  return {
    database,
    close: async () => {
      await database.close();
      await embedded.stop();
    },
  };
}

/** The processes that serve, by their ids. */
export async function listServing(server: ServerProcess): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="]);
  return stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, ...command]) => Number(parent) === server.process.pid && command.join(" ").includes("server.mjs"),
    )
    .map(([pid]) => Number(pid));
}
