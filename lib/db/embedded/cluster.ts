import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, lchown, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { PostgresBinaries } from "./binaries";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import { createServerEnvironment, type ServerAccount } from "./server-account";

/** An unfinished cluster older than this was left by a crash. */
const abandonedAfterMs = 10 * 60 * 1000;

/**
 * Makes the database files in `clusterDirectory` if they are not there. They are made beside it and moved in one step, so a
 * crash half-way leaves nothing that looks finished, and of two processes at once one wins and the other uses its files.
 */
export async function ensureCluster(
  clusterDirectory: string,
  binaries: PostgresBinaries,
  account: ServerAccount,
  options: { sync: boolean },
): Promise<void> {
  if (await hasCluster(clusterDirectory)) {
    await ensureOwner(clusterDirectory, account);
    return;
  }
  await removeAbandoned(clusterDirectory);
  const unfinished = `${clusterDirectory}.new-${randomBytes(6).toString("hex")}`;
  await mkdir(unfinished, { mode: 0o700 });
  try {
    if (account.owner !== undefined) await chown(unfinished, account.owner.uid, account.owner.gid);
    await runInitdb(unfinished, binaries, account, options);
    await rename(unfinished, clusterDirectory);
    if (options.sync) await syncDirectory(path.dirname(clusterDirectory));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (await hasCluster(clusterDirectory)) return;
    throw error;
  }
}

async function hasCluster(directory: string): Promise<boolean> {
  return (await stat(path.join(directory, "PG_VERSION")).catch(() => undefined)) !== undefined;
}

/** Files made under one account are given to the other when root's way of running the server has changed. */
async function ensureOwner(clusterDirectory: string, { owner }: ServerAccount): Promise<void> {
  if (owner === undefined || (await stat(clusterDirectory)).uid === owner.uid) return;
  for (const entry of await readdir(clusterDirectory, { recursive: true })) {
    await lchown(path.join(clusterDirectory, entry), owner.uid, owner.gid);
  }
  // Last, so that an interrupted change is seen and finished at the next start.
  await chown(clusterDirectory, owner.uid, owner.gid);
}

async function runInitdb(
  directory: string,
  binaries: PostgresBinaries,
  account: ServerAccount,
  options: { sync: boolean },
): Promise<void> {
  const command = [...account.commandPrefix, binaries.initdb, "--pgdata", directory, "--username", "roster"];
  // Only this process's user may enter the socket's directory, so the server itself need not ask for a password.
  command.push("--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-instructions");
  if (!options.sync) command.push("--no-sync");
  const { status, output } = await runToEnd(command, createServerEnvironment(binaries));
  if (status === 0) return;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL could not make its files in ${path.dirname(directory)}: ${output.trim()}`,
    "Check that this directory can be written to and that the disk has room.",
  );
}

function runToEnd(
  [program = "", ...programArguments]: string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { env: environment, stdio: ["ignore", "ignore", "pipe"] });
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeAbandoned(clusterDirectory: string): Promise<void> {
  const parent = path.dirname(clusterDirectory);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${path.basename(clusterDirectory)}.new-`)) continue;
    const abandoned = path.join(parent, name);
    const madeAt = (await stat(abandoned).catch(() => undefined))?.mtimeMs;
    if (madeAt !== undefined && madeAt < Date.now() - abandonedAfterMs)
      await rm(abandoned, { recursive: true, force: true });
  }
}
