import { randomBytes } from "node:crypto";

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { applyMigrations } from "@/lib/db/migrate";
import { createDatabase } from "@/lib/db/pool";
import { findFreePort, type ServerProcess, startServer } from "./server-process";
import { type E2eState, statePathVariable } from "./server-state";

/**
 * Starts what the projects test: our own server with its embedded database, plain `next start` and two more servers of
 * ours with databases of their own (in the same PostgreSQL). Tells the tests where they are by a file.
 */
export default async function startServers(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), "roster-e2e-"));
  const dataDir = path.join(directory, "data");
  const running: ServerProcess[] = [];
  const stopAll = async () => {
    // The one that owns the database goes last.
    for (const server of running.toReversed()) await server.stop();
    await rm(directory, { recursive: true, force: true });
  };

  try {
    // As most run it: the requests of a conversation, and what one process keeps in mind, meet in several.
    const direct = await listenOnFreePort({ ROSTER_DATA_DIR: dataDir, WEB_CONCURRENCY: "2" });
    running.push(await startServer("server", direct));
    const embedded = await startEmbeddedPostgres({ dataDir, purpose: "command" });
    const nextRoute = await listenOnFreePort(await createDatabaseEnvironment(embedded.url, "next_route"));
    const consoleServer = await listenOnFreePort(await createDatabaseEnvironment(embedded.url, "console"));
    const setupServer = await listenOnFreePort(await createDatabaseEnvironment(embedded.url, "setup"));
    await applyMigrations(nextRoute.DATABASE_URL);
    running.push(await startServer("next", nextRoute));
    running.push(await startServer("server", consoleServer));
    running.push(await startServer("server", setupServer));

    const state: E2eState = {
      direct: { url: direct.ROSTER_URL, databaseUrl: embedded.url, environment: direct },
      "next-route": { url: nextRoute.ROSTER_URL, databaseUrl: nextRoute.DATABASE_URL, environment: nextRoute },
      console: { url: consoleServer.ROSTER_URL, databaseUrl: consoleServer.DATABASE_URL, environment: consoleServer },
      setup: { url: setupServer.ROSTER_URL, databaseUrl: setupServer.DATABASE_URL, environment: setupServer },
    };
    const statePath = path.join(directory, "state.json");
    await writeFile(statePath, JSON.stringify(state), { mode: 0o600 });
    process.env[statePathVariable] = statePath;
    await embedded.stop();
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}

async function listenOnFreePort<T extends Record<string, string>>(environment: T) {
  const port = String(await findFreePort());
  // Issuers of assertions that the tests start.
  const targets = { ROSTER_TARGET_ALLOW: "127.0.0.0/8" };
  // Each test may call from an address of its own, named in X-Forwarded-For.
  const proxies = { ROSTER_TRUSTED_PROXY_HOPS: "1" };
  return { ...environment, ...targets, ...proxies, PORT: port, ROSTER_URL: `http://localhost:${port}` };
}

async function createDatabaseEnvironment(embeddedUrl: string, name: string) {
  const database = createDatabase(embeddedUrl);
  await database.pool.query(`CREATE DATABASE ${name}`);
  await database.close();
  const url = new URL(embeddedUrl);
  url.pathname = `/${name}`;
  return { DATABASE_URL: url.href, ROSTER_SECRET: randomBytes(32).toString("base64url") };
}
