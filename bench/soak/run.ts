// Whether the server's memory stays flat: npm run bench:soak -- [--minutes 10] [--connections 16] [--node-flag=--trace-gc]...
// Starts Roster afresh in a temporary directory, sends everything that identity providers and owners send, and draws what is
// in use over time. Removes everything afterwards but bench/results/. Exits with 1 when memory grows or an answer was a 5xx.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { readBackendMemory } from "./backend-memory";
import { browseConsole } from "./browse-console";
import type { Counts } from "./counts";
import type { Sample } from "./curve";
import { sendMixedLoad } from "./mixed-load";
import { preparePlace } from "./prepare-place";
import { formatReport, judge } from "./report";
import { startMeasuredServer } from "./start-server";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    connections: { type: "string", default: "16" },
    "node-flag": { type: "string", multiple: true, default: [] },
  },
});
const minutes = Number(values.minutes);
const connections = Number(values.connections);
if (!(minutes > 0 && connections >= 1)) throw new Error("--minutes and --connections each need a number.");

// Ctrl-C ends the server too, and the load then fails: here it must not end the tidying up.
process.on("SIGINT", () => {});

const dataDir = await mkdtemp(path.join(tmpdir(), "roster-soak-"));
const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
try {
  await measure(postgres.url);
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(databaseUrl: string): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const samples: Sample[] = [];
  const counts = { requests: 0, pages: 0, statuses: new Map<number, number>() };
  try {
    await run(database, databaseUrl, samples, counts);
  } finally {
    await database.end();
  }
  const judgement = judge(samples, counts.statuses);
  process.stdout.write(`\n${formatReport(samples, counts, judgement)}\n`);
  await save({ judgement, requests: counts.requests, pages: counts.pages, samples });
  if (!judgement.isFlat) process.exitCode = 1;
}

/** Starts the server, sends the load for so many minutes, and fills in what is seen meanwhile. */
async function run(database: pg.Client, databaseUrl: string, samples: Sample[], counts: Counts): Promise<void> {
  const { environment, url, token, owner } = await preparePlace(databaseUrl);
  const server = await startMeasuredServer(environment, values["node-flag"]);
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const isOver = () => server.hasEnded() || seconds() > minutes * 60;
  let sampling = Promise.resolve();
  server.onReport((report) => {
    if (isOver()) return;
    sampling = sampling.then(async () => {
      const backends = await readBackendMemory(database);
      samples.push({ seconds: seconds(), ...report, ...(backends === undefined ? {} : { backends }) });
    });
  });
  try {
    await Promise.all([
      sendMixedLoad({ baseUrl: `${url}/scim/v2`, token }, connections, isOver, counts),
      browseConsole(url, owner, isOver, counts),
      printProgress(samples, counts, isOver),
    ]);
    if (server.hasEnded()) throw new Error("The server ended by itself.");
  } finally {
    await server.stop();
    await sampling;
  }
}

async function printProgress(samples: readonly Sample[], counts: Counts, isOver: () => boolean) {
  let printed = 0;
  while (!isOver()) {
    await wait(1000);
    const last = samples.at(-1);
    if (last === undefined || last.seconds < printed + 15) continue;
    printed = last.seconds;
    const inMB = (bytes = 0) => `${Math.round(bytes / 2 ** 20)} MB`;
    process.stdout.write(
      `${Math.round(last.seconds)} s  process ${inMB(last.rss)}, heap ${inMB(last.heapUsed)}, ` +
        `external ${inMB(last.external)}, PostgreSQL ${inMB(last.backends)}, ${counts.requests} requests\n`,
    );
  }
}

async function save(results: object): Promise<void> {
  const now = new Date();
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), memoryGB: Math.round(totalmem() / 2 ** 30) };
  const setting = { at: now.toISOString(), node: process.version, machine, minutes, connections };
  const file = path.join(root, "bench/results", `soak-${now.toISOString().slice(0, 10)}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ setting, ...results }, undefined, 1)}\n`);
  process.stdout.write(`Written to ${path.relative(root, file)}\n`);
}
