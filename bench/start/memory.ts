import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** What one process of a server is, and the memory that is its own, in MiB. */
export type ProcessMemory = { readonly role: "first" | "serving" | "PostgreSQL"; readonly mib: number };

type Row = { readonly pid: number; readonly parent: number; readonly rssKib: number; readonly command: string };

/** The memory of the processes below `npmId`, npm itself aside. PostgreSQL's are one: they share most of what they have. */
export async function readMemory(npmId: number): Promise<readonly ProcessMemory[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,rss=,args="]);
  const rows = stdout.trim().split("\n").map(readRow);
  const first = listBelow(rows, npmId).find(({ command }) => command.includes("launch.mjs start"));
  if (first === undefined) throw new Error("The server's process was not found.");
  const below = listBelow(rows, first.pid);
  const serving = below.filter(({ command }) => command.includes("dist/server.mjs"));
  const postgres = below.filter(({ command }) => command.includes("postgres"));
  const shared = await Promise.all(postgres.map((row) => readOwn(row)));
  return [
    { role: "first", mib: first.rssKib / 1024 },
    ...serving.map(({ rssKib }) => ({ role: "serving" as const, mib: rssKib / 1024 })),
    { role: "PostgreSQL", mib: shared.reduce((sum, kib) => sum + kib, 0) / 1024 },
  ];
}

function readRow(line: string): Row {
  const [pid, parent, rss, ...command] = line.trim().split(/\s+/);
  return { pid: Number(pid), parent: Number(parent), rssKib: Number(rss), command: command.join(" ") };
}

function listBelow(rows: readonly Row[], id: number): readonly Row[] {
  const children = rows.filter(({ parent }) => parent === id);
  return children.flatMap((child) => [child, ...listBelow(rows, child.pid)]);
}

/** Linux tells each process's share of what several have; elsewhere what is shared is counted for each. */
async function readOwn({ pid, rssKib }: Row): Promise<number> {
  const summary = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const share = /^Pss:\s+(\d+) kB$/m.exec(summary)?.[1];
  return share === undefined ? rssKib : Number(share);
}
