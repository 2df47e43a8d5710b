import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * What a running server says about itself in the file postmaster.pid of its cluster.
 *
 * @see https://www.postgresql.org/docs/18/storage-file-layout.html
 */
export type Postmaster = { pid: number; socketDirectory: string };

/** Reads the file of the server that runs, or ran last and was killed; undefined after an orderly stop. */
export async function findPostmaster(clusterDirectory: string): Promise<Postmaster | undefined> {
  const lines = (await readPostmasterFile(clusterDirectory))?.split("\n");
  const pid = Number(lines?.[0]);
  const socketDirectory = lines?.[4];
  return Number.isInteger(pid) && pid > 1 && socketDirectory ? { pid, socketDirectory } : undefined;
}

/** Tells whether the file is there. The server removes it as the last step of its stop. */
export async function hasPostmasterFile(clusterDirectory: string): Promise<boolean> {
  return (await readPostmasterFile(clusterDirectory)) !== undefined;
}

/**
 * A killed server leaves its file behind. When its process id has since gone to another program (likely in a container,
 * where ids are small), PostgreSQL takes that program for a server and refuses to start. It knows one exception, its own
 * parent, which it holds for a leftover; so the file is made to name us. The file is not removed: by its other lines the
 * server makes sure that no child of the killed one is still writing.
 *
 * @returns whether the file was such a leftover
 */
export async function disownReusedPid(clusterDirectory: string): Promise<boolean> {
  const text = await readPostmasterFile(clusterDirectory);
  const pid = Number(text?.split("\n", 1)[0]);
  if (text === undefined || !Number.isInteger(pid) || pid === process.pid || !isAnotherProgram(pid)) return false;
  if ((await readPostmasterFile(clusterDirectory)) !== text) return false;
  await writeFile(path.join(clusterDirectory, "postmaster.pid"), text.replace(/^\d+/, String(process.pid)));
  return true;
}

function isAnotherProgram(pid: number): boolean {
  const { status, stdout } = spawnSync("ps", ["-p", String(pid), "-o", "args="], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" && !stdout.includes("postgres");
}

async function readPostmasterFile(clusterDirectory: string): Promise<string | undefined> {
  return readFile(path.join(clusterDirectory, "postmaster.pid"), "utf8").catch(() => undefined);
}
