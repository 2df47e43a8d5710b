import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { type Start, startOnce } from "./start-once";

// How long `npm start` takes to its first answers, and how much memory the idle server has, with several numbers of processes.

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    processes: { type: "string", default: "1,2" },
    idle: { type: "string", default: "10" },
    /** Also once in a fresh clone, which installs and builds everything. */
    cold: { type: "boolean", default: false },
  },
});
const directory = await mkdtemp(path.join(tmpdir(), "roster-bench-start-"));
try {
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node.js ${process.versions.node}\n\n`);
  const idleMs = Number(values.idle) * 1000;
  const counts = values.processes.split(",").map(Number);
  const starts = new Map<number, Start[]>(counts.map((count) => [count, []]));
  const dataDir = path.join(directory, "data");
  // The database is made once, and what is read from the disk is read once.
  await startOnce(process.cwd(), { dataDir, processes: 1, idleMs: 0 });
  // They take turns, so that whatever else the machine does meets all of them.
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [processes, made] of starts) made.push(await startOnce(process.cwd(), { dataDir, processes, idleMs }));
  }
  process.stdout.write(`${formatTable(starts)}\n`);
  if (values.cold) await measureCold();
} finally {
  await rm(directory, { recursive: true, force: true });
}

function formatTable(starts: ReadonlyMap<number, readonly Start[]>): string {
  const seconds = (made: readonly Start[], read: (start: Start) => number) =>
    (median(made.map(read)) / 1000).toFixed(2);
  const lines = [...starts].map(([processes, made]) => {
    const times = [
      seconds(made, (it) => it.scimMs),
      seconds(made, (it) => it.pageMs),
      seconds(made, (it) => it.readyMs),
    ];
    return `| ${[processes, ...times, ...formatMemory(made)].join(" | ")} |`;
  });
  return [
    "| processes | first SCIM answer, s | first page, s | all ready, s | Node.js, MiB | PostgreSQL, MiB |",
    "|---:|---:|---:|---:|---:|---:|",
    ...lines,
  ].join("\n");
}

function formatMemory(made: readonly Start[]): readonly string[] {
  const sorted = made.map(({ memory }) => memory.filter(({ role }) => role !== "PostgreSQL").map(({ mib }) => mib));
  const places = sorted[0]?.map((_, place) => median(sorted.map((mib) => mib[place] ?? 0)).toFixed(0)) ?? [];
  const postgres = made.map(({ memory }) => memory.find(({ role }) => role === "PostgreSQL")?.mib ?? 0);
  return [places.join(" + "), median(postgres).toFixed(0)];
}

async function measureCold(): Promise<void> {
  const clone = path.join(directory, "clone");
  await promisify(execFile)("git", ["clone", "--quiet", process.cwd(), clone]);
  const { scimMs, readyMs } = await startOnce(clone, { dataDir: path.join(clone, ".roster"), processes: 1, idleMs: 0 });
  const seconds = [scimMs, readyMs].map((ms) => `${(ms / 1000).toFixed(0)} s`);
  process.stdout.write(`\nIn a fresh clone: first SCIM answer after ${seconds[0]}, all ready after ${seconds[1]}.\n`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
