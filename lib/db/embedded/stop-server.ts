import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { findPostmaster } from "./postmaster-file";
import { leaveUsers } from "./server-session";

/** An orderly stop writes what is in memory to the disk; on a slow one that takes a while. */
const longestStopMs = 60 * 1000;
const pauseMs = 25;

/**
 * Leaves the server, and stops it when nobody else uses it: open transactions are rolled back and the data files are left
 * complete. Resolves once it has ended.
 */
export async function stopServer(client: pg.Client, clusterDirectory: string): Promise<void> {
  const isLast = await leaveUsers(client).catch(() => false);
  const postmaster = isLast ? await findPostmaster(clusterDirectory) : undefined;
  if (postmaster !== undefined) await stopPostmaster(postmaster.pid, clusterDirectory);
  await client.end().catch(() => {});
}

/** @see https://www.postgresql.org/docs/18/server-shutdown.html SIGINT is the fast shutdown, SIGQUIT the immediate one */
async function stopPostmaster(pid: number, clusterDirectory: string): Promise<void> {
  sendSignal(pid, "SIGINT");
  const askedAt = Date.now();
  let insisted = false;
  // Removing its file is the server's last step. The process is not asked: in a container without init nobody collects it
  // when its parent is gone. Another process may start the next server at once, whose file names another id.
  while ((await findPostmaster(clusterDirectory))?.pid === pid) {
    if (!insisted && Date.now() - askedAt > longestStopMs) {
      sendSignal(pid, "SIGQUIT");
      insisted = true;
    }
    if (Date.now() - askedAt > longestStopMs + 10_000) return;
    await sleep(pauseMs);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
