// The speed comparison: npm run bench -- [--quick] [--only roster,floor] [--phases "get,list page"] [--rounds 3] [--people 5000]
// [--connections 1,16,64]. Every server is started afresh on one PostgreSQL, filled with the same people, and takes turns with
// the others phase by phase; the load generator is a process of its own. All of it is removed afterwards.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import type { Contestant } from "./contestant";
import { vacuum } from "./contestants/databases";
import { startNamed } from "./contestants/start-named";
import { startGenerator } from "./load/generator";
import { measure } from "./measure";
import { type BenchOptions, readOptions } from "./options";
import { formatTable } from "./report/format-table";
import type { Measurement } from "./report/measurement";
import { summarise } from "./report/summarise";

const root = fileURLToPath(new URL("..", import.meta.url));
const options = readOptions(process.argv.slice(2));

if (!existsSync(path.join(root, "dist/server.mjs")) || !existsSync(path.join(root, ".next/BUILD_ID"))) {
  throw new Error("Roster is not built: run `npm run build` and begin again.");
}

// Ctrl-C ends the load generator and the servers too, and what is measured then fails: here it must not end the tidying up.
process.on("SIGINT", () => {});

const dataDir = await mkdtemp(path.join(tmpdir(), "roster-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
try {
  const measurements = await runAll(options);
  process.stdout.write(`\n${formatTable(measurements, options.contestants)}\n\n`);
  await saveResults(measurements);
  const broken = measurements.filter(({ contestant, failure }) => failure !== undefined && isOurs(contestant));
  for (const { contestant, phase, failure } of broken) process.stdout.write(`${contestant}: ${phase}: ${failure}\n`);
  if (broken.length > 0) process.exitCode = 1;
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function runAll(options: BenchOptions): Promise<Measurement[]> {
  const contestants: Contestant[] = [];
  const generator = startGenerator();
  try {
    for (const name of options.contestants) contestants.push(await startNamed(name, postgres.url));
    for (const contestant of contestants) {
      await generator.seed(contestant, options.people);
      if (contestant.databaseUrl !== undefined) await vacuum(contestant.databaseUrl);
    }
    return await measure(options, contestants, generator, printMeasurement);
  } finally {
    generator.stop();
    for (const contestant of contestants) await contestant.stop();
  }
}

function isOurs(contestant: string): boolean {
  return contestant === "floor" || contestant.startsWith("roster");
}

function printMeasurement({ round, connections, phase, contestant, requestsPerSecond, failure }: Measurement): void {
  const what = `round ${round}, ${String(connections).padStart(2)} connections, ${phase.padEnd(26)} ${contestant.padEnd(14)}`;
  process.stdout.write(
    `${what} ${requestsPerSecond.toFixed(1).padStart(8)}/s${failure === undefined ? "" : ` ${failure}`}\n`,
  );
}

async function saveResults(measurements: readonly Measurement[]): Promise<void> {
  const now = new Date();
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), memoryGB: Math.round(totalmem() / 2 ** 30) };
  const setting = { at: now.toISOString(), node: process.version, machine, ...options };
  const file = path.join(root, "bench/results", `${now.toISOString().slice(0, 10)}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    `${JSON.stringify({ setting, summary: summarise(measurements), measurements }, undefined, 2)}\n`,
  );
  process.stdout.write(`Written to ${path.relative(root, file)}\n`);
}
