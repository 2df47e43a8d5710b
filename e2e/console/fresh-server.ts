import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findFreePort } from "../server-process";

const startedWithinMs = 90_000;

/** A Roster that was started with `npm start` on an empty database, as somebody does who has never heard of it. */
export type FreshServer = {
  readonly url: string;
  /** The one-time link that it printed. */
  readonly setupLink: string;
  /** On the clock of performance.now(): when `npm start` was typed. */
  readonly startedAtMs: number;
  readonly stop: () => Promise<void>;
};

/** Starts it and waits for the setup link. What is needed is built already. */
export async function startFreshServer(): Promise<FreshServer> {
  const directory = await mkdtemp(path.join(tmpdir(), "roster-fresh-"));
  const port = String(await findFreePort());
  const startedAtMs = performance.now();
  const child = spawn("npm", ["start"], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      PORT: port,
      ROSTER_DATA_DIR: path.join(directory, "data"),
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that whatever npm starts is stopped with it.
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const stop = async () => {
    await stopGroup(child);
    await rm(directory, { recursive: true, force: true });
  };
  const link = () => /http:\/\/\S+\/setup\/\w+/.exec(output)?.[0];
  while (link() === undefined) {
    if (child.exitCode !== null || performance.now() - startedAtMs > startedWithinMs) {
      await stop();
      throw new Error(`npm start did not get as far as its setup link:\n${output}`);
    }
    await wait(50);
  }
  return { url: `http://localhost:${port}`, setupLink: link() ?? "", startedAtMs, stop };
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "close");
  process.kill(-child.pid, "SIGTERM");
  await ended;
}
