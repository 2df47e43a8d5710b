import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPostmaster } from "./embedded/postmaster-file";
import { startEmbeddedPostgres } from "./embedded-postgres";

let directory: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "roster-embedded-"));
  dataDir = path.join(directory, "data");
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  const postmaster = await findPostmaster(path.join(dataDir, "postgres"));
  if (postmaster !== undefined) killIfAlive(postmaster.pid);
  await rm(directory, { recursive: true, force: true });
});

const start = (purpose: "server" | "command" = "command") => startEmbeddedPostgres({ dataDir, purpose });

type Held = { child: ChildProcess; url: string; adopted: boolean; error: string };

/** Starts another process that uses the same data directory. */
async function startHolder(purpose: "server" | "command"): Promise<Held> {
  const script = fileURLToPath(new URL("testing/hold-embedded-postgres.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir, purpose], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  for await (const chunk of child.stdout)
    return { child, url: "", adopted: false, error: "", ...JSON.parse(String(chunk)) };
  throw new Error("The holding process ended without a word.");
}

async function endHolder({ child }: Held, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}

async function killPostmaster(): Promise<void> {
  const postmaster = await findPostmaster(path.join(dataDir, "postgres"));
  if (postmaster === undefined) throw new Error("PostgreSQL is not running.");
  process.kill(postmaster.pid, "SIGKILL");
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

const isRunning = () => existsSync(path.join(dataDir, "postgres", "postmaster.pid"));

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function queryWhenBack(url: string, text: string): Promise<unknown[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      return await query(url, text);
    } catch {
      await sleep(100);
    }
  }
  throw new Error("PostgreSQL did not come back.");
}

describe("the embedded PostgreSQL", () => {
  it("makes the database at the first start and has it at the next", async () => {
    const first = await start("server");
    expect(first.adopted).toBe(false);
    await query(first.url, "CREATE TABLE kept AS SELECT 7 AS seven");
    await first.stop();
    expect(isRunning()).toBe(false);

    const second = await start("server");
    expect(await query(second.url, "SELECT seven FROM kept")).toEqual([{ seven: 7 }]);
    await second.stop();
  });

  it("answers with what the rest relies on: durable, by code point, reachable by its owner alone", async () => {
    const server = await start();
    const settings = [
      "fsync",
      "synchronous_commit",
      "full_page_writes",
      "listen_addresses",
      "server_encoding",
      "lc_collate",
    ];
    const rows = await query(
      server.url,
      `SELECT name, setting FROM pg_settings WHERE name IN (${settings.map((name) => `'${name}'`).join()})
       UNION SELECT 'lc_collate', datcollate FROM pg_database WHERE datname = 'roster' ORDER BY name`,
    );
    expect(rows).toEqual([
      { name: "fsync", setting: "on" },
      { name: "full_page_writes", setting: "on" },
      { name: "lc_collate", setting: "C" },
      { name: "listen_addresses", setting: "" },
      { name: "server_encoding", setting: "UTF8" },
      { name: "synchronous_commit", setting: "on" },
    ]);
    const socketDirectory = new URL(server.url).searchParams.get("host") ?? "";
    expect((await stat(socketDirectory)).mode & 0o777).toBe(0o700);
    await server.stop();
  });

  it("takes no half-made files for a database", async () => {
    await mkdir(path.join(dataDir, "postgres.new-000000000000", "base"), { recursive: true });
    const server = await start();
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it("works in a directory whose path is too long for a socket", async () => {
    dataDir = path.join(directory, "d".repeat(60), "e".repeat(60));
    const server = await start();
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
    const socketDirectory = new URL(server.url).searchParams.get("host") ?? "";
    expect(socketDirectory.startsWith(dataDir)).toBe(false);
    await rmdir(socketDirectory);
  });

  it("says what is wrong when its files cannot be read", async () => {
    const server = await start();
    await server.stop();
    await writeFile(path.join(dataDir, "postgres", "PG_VERSION"), "9.6\n");
    await expect(start()).rejects.toThrow(/did not start: .*initialized by PostgreSQL version 9\.6/);
  });
});

describe("one data directory, several processes", () => {
  it("refuses a second server, naming the first", async () => {
    const first = await startHolder("server");
    await expect(start("server")).rejects.toThrow(
      `Another Roster server (process ${first.child.pid}) already uses the data directory`,
    );
    expect(await query(first.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("lets commands work beside a server and leave it running", async () => {
    const server = await startHolder("server");
    const command = await start("command");
    expect(command.adopted).toBe(true);
    await command.stop();
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await endHolder(server, "SIGTERM");
    expect(isRunning()).toBe(false);
  });

  it("lets commands that start at once share one server, which the last one stops", async () => {
    const commands = await Promise.all([startHolder("command"), startHolder("command"), start("command")]);
    for (const { url } of commands) expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    const [first, second, own] = commands;
    await endHolder(first, "SIGTERM");
    await own.stop();
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await endHolder(second, "SIGTERM");
    expect(isRunning()).toBe(false);
  });

  it("lets a command in while the last user stops the server", async () => {
    for (let round = 0; round < 5; round++) {
      const leaving = await start("command");
      const [joined] = await Promise.all([start("command"), leaving.stop()]);
      expect(await query(joined.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      await joined.stop();
    }
    expect(isRunning()).toBe(false);
  });
});

describe("after a crash", () => {
  it("takes over the server of a killed process and stops it at the end", async () => {
    const killed = await startHolder("server");
    await query(killed.url, "CREATE TABLE kept AS SELECT 7 AS seven");
    await endHolder(killed, "SIGKILL");
    expect(isRunning()).toBe(true);

    const next = await start("server");
    expect(next.adopted).toBe(true);
    expect(await query(next.url, "SELECT seven FROM kept")).toEqual([{ seven: 7 }]);
    await next.stop();
    expect(isRunning()).toBe(false);
  });

  it("recovers what was committed when process and server were killed", async () => {
    const killed = await startHolder("server");
    await query(killed.url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number");
    await Promise.all([endHolder(killed, "SIGKILL"), killPostmaster()]);

    const next = await start("server");
    expect(next.adopted).toBe(false);
    expect(await query(next.url, "SELECT count(*)::int AS count FROM kept")).toEqual([{ count: 1000 }]);
    await next.stop();
  });

  it("starts although the killed server's process id is now another program's", async () => {
    const killed = await startHolder("server");
    await Promise.all([endHolder(killed, "SIGKILL"), killPostmaster()]);
    const sleeper = spawn("sleep", ["60"]);
    children.push(sleeper);
    const file = path.join(dataDir, "postgres", "postmaster.pid");
    await writeFile(file, (await readFile(file, "utf8")).replace(/^\d+/, String(sleeper.pid)));

    const next = await start("server");
    expect(await query(next.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await next.stop();
    expect(await readdir(path.join(dataDir, "postgres"))).not.toContain("postmaster.pid");
  });

  it("starts the server again when it is killed under a running process", async () => {
    const server = await start("server");
    await query(server.url, "CREATE TABLE kept AS SELECT 7 AS seven");
    await killPostmaster();
    expect(await queryWhenBack(server.url, "SELECT seven FROM kept")).toEqual([{ seven: 7 }]);
    await server.stop();
    expect(isRunning()).toBe(false);
  });
});
