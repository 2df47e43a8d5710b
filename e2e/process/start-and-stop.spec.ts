import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findFreePort, type ServerProcess } from "../server-process";
import { expect, test } from "./process-test";
import { runToEnd } from "./run-to-end";

const secret = "a secret of at least 32 characters";

/** PostgreSQL removes this file as the last step of an orderly stop. */
function isPostgresRunning(dataDir: string): boolean {
  return existsSync(path.join(dataDir, "postgres", "postmaster.pid"));
}

/** The token of the setup link, which is printed a moment after the server is ready. */
async function readSetupToken(server: ServerProcess): Promise<string> {
  await expect.poll(server.output).toMatch(/\/setup\/\w+\n/);
  return /\/setup\/(\w+)/.exec(server.output())?.[1] ?? "";
}

const signals = [
  ["SIGINT", "1"],
  ["SIGTERM", "1"],
  ["SIGTERM", "2"],
  ["SIGHUP", "2"],
] as const;
for (const [signal, processes] of signals) {
  test(`${signal}, come twice at once as through npm, stops everything in order (${processes})`, async ({
    start,
    dataDir,
  }) => {
    const server = await start({ WEB_CONCURRENCY: processes });
    expect(isPostgresRunning(dataDir)).toBe(true);
    server.process.kill(signal);
    expect(await server.stop(signal)).toBe(0);
    expect(isPostgresRunning(dataDir)).toBe(false);
    expect(server.output()).not.toContain("did not stop in time");
  });
}

for (const processes of ["1", "2"]) {
  test(`a start that is stopped half-way leaves nothing running (${processes})`, async ({ dataDir }) => {
    const child = spawn(process.execPath, ["dist/server.mjs"], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        PORT: String(await findFreePort()),
        ROSTER_DATA_DIR: dataDir,
        WEB_CONCURRENCY: processes,
      },
      stdio: "ignore",
    });
    const ended = once(child, "close");
    while (!isPostgresRunning(dataDir) && child.exitCode === null) await wait(10);
    child.kill("SIGTERM");
    await ended;
    expect(child.exitCode).toBe(0);
    expect(isPostgresRunning(dataDir)).toBe(false);
  });
}

test("a killed server is recovered by the next start, and only the newest setup link works", async ({ start }) => {
  const killed = await start();
  const old = await readSetupToken(killed);
  await killed.stop("SIGKILL");
  const server = await start();
  const current = await readSetupToken(server);
  expect(await (await fetch(`${server.url}/setup/${current}`)).text()).toContain("Set up Roster");
  expect(await (await fetch(`${server.url}/setup/${old}`)).text()).toContain("does not work any more");
});

test("a second server on one data directory says who has it and ends", async ({ start, fail, dataDir }) => {
  const server = await start();
  const second = await fail({ WEB_CONCURRENCY: "2" });
  expect(second.status).toBe(1);
  expect(second.stderr.trim().split("\n")).toEqual([
    expect.stringMatching(/^Another Roster server \(process \d+\) already uses the data directory .+ROSTER_DATA_DIR/),
  ]);
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(200);
  expect(isPostgresRunning(dataDir)).toBe(true);
});

test("a taken port is told before anything is begun, once", async ({ fail, server, dataDir }) => {
  const { port } = new URL(server.url);
  const { status, stderr } = await fail({ PORT: port, WEB_CONCURRENCY: "2" });
  expect(status).toBe(1);
  expect(stderr).toBe(
    `Port ${port} of 127.0.0.1 is taken by another program. Stop that program, or choose another port: PORT=${Number(port) + 1} npm start\n`,
  );
  expect(existsSync(dataDir)).toBe(false);
});

test("a DATABASE_URL that leads nowhere is one sentence with the fix", async ({ fail, server }) => {
  const unreachable = `postgresql://roster@127.0.0.1:${await findFreePort()}/roster`;
  const missing = new URL(server.databaseUrl);
  missing.pathname = "/no_such_database";
  const cases = [
    [unreachable, /^No PostgreSQL answers at this address\. Start it, or correct the host and port in DATABASE_URL/],
    ["postgresql://roster@nowhere.invalid/roster", /host .+ in DATABASE_URL/],
    [missing.href, /^The database does not exist\. Create it with CREATE DATABASE/],
  ] as const;
  for (const [url, sentence] of cases) {
    const { status, stderr } = await fail({ DATABASE_URL: url, ROSTER_SECRET: secret, WEB_CONCURRENCY: "2" });
    expect(status).toBe(1);
    expect(stderr.trim().split("\n")).toEqual([expect.stringMatching(sentence)]);
  }
});

test("every wrong setting is told at once", async ({ fail }) => {
  const { status, stderr } = await fail({
    PORT: "many",
    ROSTER_URL: "roster.example.com",
    DATABASE_URL: "mysql://x/y",
    WEB_CONCURRENCY: "all",
  });
  expect(status).toBe(1);
  for (const name of ["PORT", "ROSTER_URL", "DATABASE_URL", "ROSTER_SECRET", "WEB_CONCURRENCY"])
    expect(stderr).toContain(`- ${name} `);
  expect(stderr).not.toContain("    at ");
});

test("npm run roster -- --json prints one JSON value and nothing else, also when it fails", async ({ server }) => {
  const npmRunRoster = ["npm", "run", "roster", "--"];
  const listed = await runToEnd([...npmRunRoster, "org", "list", "--json"], server.environment);
  expect(listed.status).toBe(0);
  expect(Array.isArray(JSON.parse(listed.stdout))).toBe(true);
  const refused = await runToEnd(
    [...npmRunRoster, "org", "set", "-r", "no such", "name=x", "--json"],
    server.environment,
  );
  expect(refused.status).toBe(1);
  expect(JSON.parse(refused.stdout)).toHaveProperty("error");
});
