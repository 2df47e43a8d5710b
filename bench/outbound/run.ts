// Roster to Roster: npm run bench:outbound -- [--people 10000] [--groups 200]
// One organization is provisioned into another of a Roster server beside it, with and without Bulk, by one worker process and
// by two. Everything is started afresh in a temporary directory and removed afterwards. Prints seconds and requests of the
// first run, and of a second one, which has nothing to do.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { type Contestant, type Environment, startContestant } from "../contestant";
import { findFreePort } from "../find-free-port";
import { fillDirectory } from "./fill-directory";
import { startWorkers } from "./workers";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "10000" },
    groups: { type: "string", default: "200" },
    /** Members of each group. */
    members: { type: "string", default: "100" },
    /** Only the case with this number. */
    only: { type: "string" },
  },
});

type Case = { readonly name: string; readonly workers: number; readonly options: readonly string[] };

const cases: readonly Case[] = [
  { name: "one worker, Bulk", workers: 1, options: ["bulk=yes"] },
  { name: "two workers, Bulk", workers: 2, options: ["bulk=yes"] },
  { name: "one worker, single requests", workers: 1, options: ["bulk=no"] },
  { name: "two workers, single requests", workers: 2, options: ["bulk=no"] },
];

type Measured = {
  readonly seconds: number;
  readonly requests: number;
  readonly created: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly writes: number;
};

const secret = "only-for-this-measurement-0123456789abcdef";
const dataDir = await mkdtemp(path.join(tmpdir(), "roster-bench-outbound-"));
const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
const source = new pg.Client({ connectionString: postgres.url });
try {
  await source.connect();
  await measureAll();
} finally {
  await source.end();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measureAll(): Promise<void> {
  await source.query("CREATE DATABASE remote");
  const remoteUrl = new URL(postgres.url);
  remoteUrl.pathname = "/remote";
  const sourceEnvironment = {
    DATABASE_URL: postgres.url,
    ROSTER_SECRET: secret,
    ROSTER_TARGET_ALLOW: "127.0.0.1/32,::1/128",
  };
  const port = String(await findFreePort());
  const rosterUrl = `http://localhost:${port}`;
  const remoteEnvironment = { DATABASE_URL: remoteUrl.href, ROSTER_SECRET: secret, PORT: port, ROSTER_URL: rosterUrl };

  const { id: organizationId } = await roster(sourceEnvironment, [
    "org",
    "create",
    "--subdomain",
    "source",
    "--name",
    "Source",
  ]);
  await fillDirectory(source, String(organizationId), {
    people: Number(values.people),
    groups: Number(values.groups),
    membersPerGroup: Number(values.members),
  });
  await roster(remoteEnvironment, ["org", "list"]);
  const server = await startContestant({
    name: "The remote Roster",
    baseUrl: `${rosterUrl}/scim/v2`,
    token: "",
    programArguments: ["dist/server.mjs"],
    environment: remoteEnvironment,
  });
  try {
    for (const [index, one] of cases.entries()) {
      if (values.only !== undefined && Number(values.only) !== index + 1) continue;
      await measureCase(one, `remote${index}`, { server, sourceEnvironment, remoteEnvironment });
    }
  } finally {
    await server.stop();
  }
}

async function measureCase(
  { name, workers, options }: Case,
  subdomain: string,
  place: { server: Contestant; sourceEnvironment: Environment; remoteEnvironment: Environment },
): Promise<void> {
  const { server, sourceEnvironment, remoteEnvironment } = place;
  await roster(remoteEnvironment, ["org", "create", "--subdomain", subdomain, "--name", subdomain]);
  const client = await roster(remoteEnvironment, ["scim-client", "add", "roster", "-r", subdomain]);
  const setting = options.flatMap((option) => ["--option", option]);
  const where = ["-r", "source", "--url", server.baseUrl, "--token-stdin", "--paused", ...setting];
  const target = await roster(sourceEnvironment, ["target", "add", subdomain, ...where], String(client.token));
  const crew = await startWorkers(workers, sourceEnvironment);
  try {
    for (const round of ["first run", "second run"]) {
      const measured = await measureRun(String(target.id), sourceEnvironment, subdomain);
      const { seconds, requests, writes, created, unchanged, failed } = measured;
      process.stdout.write(
        `${name}, ${round}: ${seconds.toFixed(1)} s, ${requests} requests, ${writes} of them writes, ` +
          `${created} created, ${unchanged} unchanged, ${failed} failed\n`,
      );
    }
  } finally {
    await crew.stop();
    await roster(sourceEnvironment, ["target", "pause", subdomain, "-r", "source"]);
  }
}

/** Has everything looked at once, and waits until it is over. */
async function measureRun(targetId: string, environment: Environment, name: string): Promise<Measured> {
  const startedAt = new Date();
  const before = performance.now();
  await roster(environment, ["target", "resume", name, "-r", "source"]);
  await roster(environment, ["target", "sync", name, "-r", "source"]);
  for (;;) {
    const { rows } = await source.query<Measured & { state: string }>(
      `SELECT state, created, unchanged, failed, requests FROM sync_runs WHERE target_id = $1 ORDER BY id DESC LIMIT 1`,
      [targetId],
    );
    const [last] = rows;
    if (last !== undefined && last.state !== "running") {
      const seconds = (performance.now() - before) / 1_000;
      if (last.state !== "done") process.stdout.write(`The run ended as ${last.state}.\n`);
      const { rows: attempts } = await source.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM sync_attempts WHERE target_id = $1 AND at >= $2 AND operation <> 'none'`,
        [targetId, startedAt],
      );
      return { ...last, seconds, writes: attempts[0]?.count ?? 0 };
    }
    await wait(200);
  }
}

async function roster(
  environment: Environment,
  command: readonly string[],
  input?: string,
): Promise<Record<string, unknown>> {
  const running = run(process.execPath, ["dist/cli.mjs", ...command, "--json"], {
    cwd: root,
    env: { NODE_ENV: "production", ...environment },
  });
  running.child.stdin?.end(input === undefined ? undefined : `${input}\n`);
  return JSON.parse((await running).stdout);
}
