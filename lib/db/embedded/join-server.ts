import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import { disownDeadServer, findPostmaster } from "./postmaster-file";
import type { PostmasterProcess } from "./postmaster-process";
import { connectToServer, joinUsers } from "./server-session";

/** A session that counts among the server's users for as long as it is open. */
export type JoinedServer = { client: pg.Client; socketDirectory: string; started: boolean };

/** Recovery after a crash can take minutes on a slow disk; longer than this means that something is wrong. */
const longestWaitMs = 5 * 60 * 1000;
/** How long a refused start is tried again when another process's start or stop may be the cause. */
const longestContentionMs = 20 * 1000;
const pauseMs = 50;

/**
 * Joins the users of the cluster's server, which is started when none runs: a server left behind by a process that was killed
 * is used as it is. Any number of processes may do this at once; PostgreSQL itself lets only one server start.
 */
export async function joinServer(options: {
  clusterDirectory: string;
  socketDirectory: string;
  applicationName: string;
  logFile: string;
  spawnServer: () => PostmasterProcess;
}): Promise<JoinedServer> {
  const begunAt = Date.now();
  let spawned: PostmasterProcess | undefined;
  while (Date.now() - begunAt < longestWaitMs) {
    // The running server's own word on where its socket is: TMPDIR may differ between the processes that use it.
    const socketDirectory =
      (await findPostmaster(options.clusterDirectory))?.socketDirectory ?? options.socketDirectory;
    const state = await connectToServer(socketDirectory, options.applicationName);
    if (state.kind === "ready") {
      if (await joinsUsers(state.client)) {
        return { client: state.client, socketDirectory, started: spawned?.hasExited() === false };
      }
      await state.client.end().catch(() => {});
    } else if (state.kind === "absent") {
      if (spawned?.hasExited() === true) refuseUnlessContended(spawned, options.logFile, begunAt);
      if (spawned === undefined || spawned.hasExited()) {
        await disownDeadServer(options.clusterDirectory, options.socketDirectory);
        spawned = options.spawnServer();
      }
    }
    await sleep(pauseMs);
  }
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL was not ready after ${longestWaitMs / 60_000} minutes.`,
    `Its log, ${options.logFile}, tells what it is doing; start Roster again once it has finished.`,
  );
}

async function joinsUsers(client: pg.Client): Promise<boolean> {
  try {
    return await joinUsers(client);
  } catch {
    // The server ended between our connecting and our asking.
    return false;
  }
}

/** Two causes pass by themselves: another process is starting the server, or children of a killed server are still ending. */
function refuseUnlessContended(spawned: PostmasterProcess, logFile: string, begunAt: number): void {
  const lines = spawned.readLog().trim();
  const contended =
    lines.includes('"postmaster.pid" already exists') || lines.includes("pre-existing shared memory block");
  if (contended && Date.now() - begunAt < longestContentionMs) return;
  const reason = lines.split("\n").slice(-3).join(" ");
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL did not start: ${reason}`,
    `Put right what it names (its log is ${logFile}) and start Roster again.`,
  );
}
