// The speed comparison: npm run bench -- [--people 3000] [--rounds 5] [--connections 16]
// Roster's direct mount beside a bare server that writes the same rows, on one PostgreSQL, in one run, round by round in
// turn. Everything is started afresh and removed afterwards; the load generator is a process of its own.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { applyMigrations } from "@/lib/db/migrate";
import { type Contestant, type Environment, startContestant } from "./contestant";
import { findFreePort } from "./find-free-port";
import type { LoadOrder, LoadResult } from "./load";
import { countRequests, type Phase, phases } from "./phases";
import { formatResults, type Measurement, summarise } from "./results";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "3000" },
    rounds: { type: "string", default: "5" },
    connections: { type: "string", default: "16" },
  },
});
const people = Number(values.people);
const rounds = Number(values.rounds);
const connections = Number(values.connections);
if (!(people >= 1 && rounds >= 1 && connections >= 1)) {
  throw new Error("--people, --rounds and --connections each need a number from 1 up.");
}

if (!existsSync(path.join(root, "dist/server.mjs")) || !existsSync(path.join(root, ".next/BUILD_ID"))) {
  throw new Error("Roster is not built: run `npm start` once, stop it, and begin again.");
}

// Ctrl-C ends the load generator and the servers too, and what is measured then fails: here it must not end the tidying up.
process.on("SIGINT", () => {});

const dataDir = await mkdtemp(path.join(tmpdir(), "roster-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
try {
  const measurements = await measure();
  const summary = summarise(measurements);
  process.stdout.write(`\n${formatResults(summary)}\n`);
  await saveResults({ summary, measurements });
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** Each round has databases of its own, so that every one begins empty; who goes first changes from round to round. */
async function measure(): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (let round = 1; round <= rounds; round++) {
    const contestants = [await startRoster(`roster_${round}`), await startFloor(`floor_${round}`)];
    const inTurn = round % 2 === 1 ? contestants : contestants.toReversed();
    try {
      const ids = new Map<string, readonly string[]>();
      for (const phase of phases) {
        for (const contestant of inTurn) {
          const result = await runLoad(contestant, phase, ids.get(contestant.name) ?? []);
          if (phase === "create") ids.set(contestant.name, result.ids);
          const { requestsPerSecond, medianMs, slowest1PercentMs } = result;
          measurements.push({
            round,
            phase,
            contestant: contestant.name,
            requestsPerSecond,
            medianMs,
            slowest1PercentMs,
          });
          process.stdout.write(
            `round ${round} ${phase.padEnd(6)} ${contestant.name.padEnd(6)} ${Math.round(requestsPerSecond)}/s\n`,
          );
        }
      }
    } finally {
      for (const contestant of contestants) await contestant.stop();
    }
  }
  return measurements;
}

async function runLoad({ baseUrl, token }: Contestant, phase: Phase, ids: readonly string[]): Promise<LoadResult> {
  const requests = countRequests(phase, people);
  const order: LoadOrder = { baseUrl, token, phase, requests, connections, ids };
  const child = spawn(process.execPath, ["--import", "tsx", "bench/load.ts"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(order));
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (exitCode !== 0) throw new Error(`The ${phase} phase at ${baseUrl} failed.`);
  return JSON.parse(output);
}

async function startRoster(name: string): Promise<Contestant> {
  const databaseUrl = await createDatabase(name);
  const port = await findFreePort();
  const environment = {
    DATABASE_URL: databaseUrl,
    ROSTER_SECRET: "only-for-this-measurement-0123456789abcdef",
    ROSTER_URL: `http://127.0.0.1:${port}`,
    HOST: "127.0.0.1",
    PORT: String(port),
  };
  await runCommand(environment, ["org", "create", "--subdomain", "bench", "--name", "Bench"]);
  const { token } = await runCommand(environment, ["scim-client", "add", "bench", "-r", "bench"]);
  return startContestant({
    name: "Roster",
    baseUrl: `http://127.0.0.1:${port}/scim/v2`,
    token: String(token),
    programArguments: ["dist/server.mjs"],
    environment,
  });
}

async function runCommand(environment: Environment, command: readonly string[]): Promise<Record<string, unknown>> {
  const env = { NODE_ENV: "production", ...environment } as const;
  const { stdout } = await run(process.execPath, ["dist/cli.mjs", ...command, "--json"], { cwd: root, env });
  return JSON.parse(stdout);
}

async function startFloor(name: string): Promise<Contestant> {
  const databaseUrl = await createDatabase(name);
  const [organizationId, scimClientId] = await insertFloorClient(databaseUrl);
  const port = String(await findFreePort());
  const token = "floor";
  const serverArguments = ["--import", "tsx", "bench/floor.ts", databaseUrl, port, token, organizationId, scimClientId];
  return startContestant({
    name: "floor",
    baseUrl: `http://127.0.0.1:${port}/scim/v2`,
    token,
    programArguments: serverArguments,
    environment: {},
  });
}

/** A database with Roster's own tables and indexes. */
async function createDatabase(name: string): Promise<string> {
  await withClient(postgres.url, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  await applyMigrations(url.href);
  return url.href;
}

async function insertFloorClient(databaseUrl: string): Promise<[organizationId: string, scimClientId: string]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ organization_id: string; id: string }>(`
      WITH made AS (
        INSERT INTO organizations (id, subdomain, name) VALUES (gen_random_uuid(), 'bench', 'Bench') RETURNING id
      )
      INSERT INTO scim_clients (id, organization_id, name, name_folded, preset, options)
      SELECT gen_random_uuid(), id, 'bench', 'bench', 'generic', '{}' FROM made RETURNING organization_id, id`);
    const [row] = rows;
    if (row === undefined) throw new Error("The floor's SCIM client could not be made.");
    return [row.organization_id, row.id];
  });
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function saveResults(results: object): Promise<void> {
  const now = new Date();
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), memoryGB: Math.round(totalmem() / 2 ** 30) };
  const setting = { at: now.toISOString(), node: process.version, machine, people, rounds, connections };
  const file = path.join(root, "bench/results", `${now.toISOString().slice(0, 10)}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ setting, ...results }, undefined, 2)}\n`);
  process.stdout.write(`Written to ${path.relative(root, file)}\n`);
}
