import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
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

/**
 * A killed server leaves its lock files behind, which name its process. When that process id has since gone to another
 * program (likely in a container, where ids are small), or nobody has collected the dead process, PostgreSQL takes it for a
 * running server and refuses to start. It knows one exception, its own parent, which it holds for a leftover; so the files are
 * made to name us. They are not removed: by the other lines the server makes sure that no child of the killed one still writes.
 */
export async function disownDeadServer(clusterDirectory: string, socketDirectory: string): Promise<void> {
  await disownLockFile(path.join(clusterDirectory, "postmaster.pid"));
  await disownLockFile(path.join(socketDirectory, ".s.PGSQL.5432.lock"));
}

async function disownLockFile(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => "");
  const pid = Number(text.split("\n", 1)[0]);
  if (pid <= 0 || pid === process.pid || !isOtherProgram(pid)) return;
  if ((await readFile(file, "utf8").catch(() => "")) !== text) return;
  await writeFile(file, text.replace(/^\d+/, String(process.pid)));
}

/** False for no process at all, too: then PostgreSQL sees by itself that the file is a leftover. */
function isOtherProgram(pid: number): boolean {
  const { state, command } = process.platform === "linux" ? readLinuxProcess(pid) : readProcess(pid);
  return state !== "" && (state.startsWith("Z") || !command.includes("postgres"));
}

/** Small container images have no `ps`. */
function readLinuxProcess(pid: number): { state: string; command: string } {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    const state = status.slice(status.lastIndexOf(")") + 2, status.lastIndexOf(")") + 3);
    return { state, command: readFileSync(`/proc/${pid}/cmdline`, "utf8") };
  } catch {
    return { state: "", command: "" };
  }
}

function readProcess(pid: number): { state: string; command: string } {
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "stat=,args="], { encoding: "utf8" });
  const [state = "", ...command] = (stdout ?? "").trim().split(" ");
  return { state, command: command.join(" ") };
}

async function readPostmasterFile(clusterDirectory: string): Promise<string | undefined> {
  return readFile(path.join(clusterDirectory, "postmaster.pid"), "utf8").catch(() => undefined);
}
