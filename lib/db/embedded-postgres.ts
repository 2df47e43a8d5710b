import { access, constants, mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { findPostgresBinaries } from "./embedded/binaries";
import { ensureCluster } from "./embedded/cluster";
import { EmbeddedPostgresError } from "./embedded/embedded-postgres-error";
import { type JoinedServer, joinServer } from "./embedded/join-server";
import { keepJoined } from "./embedded/keep-joined";
import { type ServerSettings, spawnPostmaster } from "./embedded/postmaster-process";
import { chooseServerAccount } from "./embedded/server-account";
import { claimServer, findServerHolder } from "./embedded/server-session";
import { ensureSocketDirectory } from "./embedded/socket-directory";
import { stopServer } from "./embedded/stop-server";

/** `url` is a connection string of the database `roster`; `adopted` tells that the server ran already. */
export type EmbeddedPostgres = { url: string; adopted: boolean; stop: () => Promise<void> };

/** A Roster server has the data directory for itself; any number of commands may use it beside one. */
export type DatabasePurpose = "server" | "command";

/**
 * Gives the PostgreSQL whose data are in `dataDir`: makes it, starts it, or joins the one that runs. `stop` leaves it, and
 * ends it when nobody else uses it. A server that was killed, or left running by a killed process, is recovered.
 *
 * @throws EmbeddedPostgresError with what to do, also when `purpose` is "server" and another Roster server has the directory
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  purpose: DatabasePurpose;
  /** For tests: settings that give up durability for speed. */
  settings?: ServerSettings;
}): Promise<EmbeddedPostgres> {
  const dataDirectory = await ensureDataDirectory(options.dataDir);
  const clusterDirectory = path.join(dataDirectory, "postgres");
  const logFile = path.join(dataDirectory, "postgres.log");
  const settings = options.settings ?? {};
  const applicationName = `roster ${options.purpose} ${process.pid}`;

  const binaries = findPostgresBinaries(path.join(dataDirectory, "postgres-libraries"));
  const account = chooseServerAccount(binaries, dataDirectory);
  await ensureCluster(clusterDirectory, binaries, account, { sync: settings.fsync !== "off" });
  const socketDirectory = await ensureSocketDirectory(dataDirectory, account);
  const spawnServer = () =>
    spawnPostmaster({ binaries, account, clusterDirectory, socketDirectory, logFile, settings });

  const join = async (): Promise<JoinedServer> => {
    const joined = await joinServer({ clusterDirectory, socketDirectory, applicationName, logFile, spawnServer });
    try {
      if (options.purpose === "server") await claimDataDirectory(joined.client, dataDirectory);
      await ensureDatabase(joined.client);
      return joined;
    } catch (error) {
      await stopServer(joined.client, clusterDirectory).catch(() => {});
      throw error;
    }
  };
  const membership = await keepJoined(join);
  return {
    url: `postgresql://roster@localhost:5432/roster?host=${encodeURIComponent(membership.socketDirectory)}&sslmode=disable`,
    adopted: !membership.started,
    stop: async () => {
      const client = await membership.release();
      if (client !== undefined) await stopServer(client, clusterDirectory);
    },
  };
}

async function ensureDataDirectory(dataDir: string): Promise<string> {
  const directory = path.resolve(dataDir);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    return await realpath(directory);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data directory ${directory} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      "Set ROSTER_DATA_DIR to a directory that you may write to.",
    );
  }
}

async function claimDataDirectory(client: pg.Client, dataDirectory: string): Promise<void> {
  // A server that was just killed may hold its claim for a moment, until PostgreSQL has noticed.
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await claimServer(client)) return;
    await sleep(100);
  }
  const holder = (await findServerHolder(client))?.match(/\d+$/)?.[0] ?? "unknown";
  throw new EmbeddedPostgresError(
    `Another Roster server (process ${holder}) already uses the data directory ${dataDirectory}.`,
    "Stop it first, or set ROSTER_DATA_DIR to another directory.",
  );
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'roster'");
  if (rowCount !== 0) return;
  try {
    await client.query("CREATE DATABASE roster");
  } catch (error) {
    // 42P04 duplicate_database, 23505 unique_violation: another process made it at the same moment.
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "42P04" && code !== "23505") throw error;
  }
}
