import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { expect, test } from "../fixtures";
import type { ServerProcess } from "../server-process";
import { findFreePort, startServer } from "../server-process";
import type { Connection } from "./exchange";
import { find, get, textAt, unique, userBody } from "./exchange";
import { expectListResponse } from "./expectations";

const connections = 16;
const acknowledgedBeforeTheCrash = 200;

const addedClientSchema = z.object({ baseUrl: z.string(), token: z.string() });

for (const postgresToo of [false, true]) {
  const victim = postgresToo ? "the server and its PostgreSQL are" : "the server is";
  test(`when ${victim} killed amid creates, everyone acknowledged is there after the restart, once`, async () => {
    test.setTimeout(240_000);
    const dataDir = await mkdtemp(path.join(tmpdir(), "roster-crash-"));
    const port = String(await findFreePort());
    const environment = {
      PORT: port,
      ROSTER_URL: `http://localhost:${port}`,
      ROSTER_DATA_DIR: path.join(dataDir, "data"),
    };
    let server = await startServer("server", environment);
    try {
      await runCommand(environment, ["org", "create", "--subdomain", "acme", "--name", "Acme"]);
      const added = await runCommand(environment, ["scim-client", "add", "crash", "-r", "acme"]);
      const scim = connect(addedClientSchema.parse(added));

      const load = createUntilItFails(scim);
      await load.reached;
      await kill(server, postgresToo ? await findPostmaster(dataDir) : undefined);
      const { acknowledged, attempted } = await load.finished;
      expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgedBeforeTheCrash);

      server = await startServer("server", environment);
      const stored = await listUserNames(scim);
      expect(new Set(stored).size, "nobody is there twice").toBe(stored.length);
      expect(stored).toEqual(expect.arrayContaining(acknowledged));
      expect(attempted).toEqual(expect.arrayContaining(stored));
      for (const userName of [acknowledged[0], acknowledged.at(-1)]) {
        expect(await find(scim, "/Users", `userName eq "${userName}"`)).toHaveLength(1);
      }
      expect((await scim.fetch("/Users", { method: "POST", body: JSON.stringify(userBody()) })).status).toBe(201);
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}

function connect({ baseUrl, token }: { baseUrl: string; token: string }): Connection {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
  return { baseUrl, fetch: (at, init = {}) => fetch(`${baseUrl}${at}`, { ...init, headers }) };
}

/** Creates people over 16 connections until the server is gone; `reached` once enough are acknowledged. */
function createUntilItFails(scim: Connection) {
  const acknowledged: string[] = [];
  const attempted: string[] = [];
  let resolve = () => {};
  let reject: (error: Error) => void = () => {};
  const reached = new Promise<void>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  const createInTurn = async () => {
    for (;;) {
      const userName = unique("crash");
      attempted.push(userName);
      try {
        const response = await scim.fetch("/Users", { method: "POST", body: JSON.stringify(userBody({ userName })) });
        const text = await response.text();
        if (response.status !== 201) {
          reject(new Error(`A create before the crash was answered with ${response.status}: ${text}`));
          return;
        }
        acknowledged.push(userName);
      } catch {
        return;
      }
      if (acknowledged.length >= acknowledgedBeforeTheCrash) {
        resolve();
      }
    }
  };
  const finished = Promise.all(Array.from({ length: connections }, createInTurn)).then(() => ({
    acknowledged,
    attempted,
  }));
  return { reached, finished };
}

async function kill(server: ServerProcess, postmaster: number | undefined): Promise<void> {
  if (postmaster !== undefined) {
    process.kill(postmaster, "SIGKILL");
  }
  await server.stop("SIGKILL");
}

/** The process id of the embedded PostgreSQL, which stands in the first line of its postmaster.pid. */
async function findPostmaster(directory: string): Promise<number> {
  const files = await readdir(directory, { recursive: true });
  const pidFile = files.find((file) => path.basename(file) === "postmaster.pid");
  if (pidFile === undefined) {
    throw new Error(`No postmaster.pid below ${directory}.`);
  }
  return Number((await readFile(path.join(directory, pidFile), "utf8")).split("\n")[0]);
}

async function listUserNames(scim: Connection): Promise<string[]> {
  const userNames: string[] = [];
  for (let startIndex = 1; ; startIndex = userNames.length + 1) {
    const page = expectListResponse(await get(scim, `/Users?startIndex=${startIndex}&count=200&attributes=userName`));
    if (page.length === 0) {
      return userNames;
    }
    userNames.push(...page.map((user) => textAt(user, "userName")));
  }
}

async function runCommand(environment: Readonly<Record<string, string>>, args: readonly string[]): Promise<unknown> {
  const running = promisify(execFile)(process.execPath, ["dist/cli.mjs", ...args, "--json"], {
    env: { ...process.env, ...environment },
  });
  running.child.stdin?.end();
  return JSON.parse((await running).stdout);
}
