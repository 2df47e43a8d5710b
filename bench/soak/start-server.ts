import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Environment } from "../contestant";

export type MemoryReport = {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly heapAfterCollection?: number;
};

export type MeasuredServer = {
  /** Called with every report from then on. */
  readonly onReport: (listener: (report: MemoryReport) => void) => void;
  readonly hasEnded: () => boolean;
  readonly stop: () => Promise<void>;
};

const startLimitMs = 300_000;

/** Starts the built server as one process that reports its memory, and waits until it serves. */
export async function startMeasuredServer(
  environment: Environment,
  nodeFlags: readonly string[],
): Promise<MeasuredServer> {
  const flags = [...nodeFlags, "--import", "./bench/soak/report-memory.mjs"];
  const child = spawn(process.execPath, [...flags, "dist/server.mjs"], {
    env: { NODE_ENV: "production", WEB_CONCURRENCY: "1", ...environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  try {
    await waitUntilReady(`${environment.ROSTER_URL}/api/ready`, hasEnded);
  } catch (error) {
    await stop(child, hasEnded);
    throw error;
  }
  return {
    onReport: (listener) => child.on("message", listener),
    hasEnded,
    stop: () => stop(child, hasEnded),
  };
}

async function waitUntilReady(url: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (!(await isReady(url))) {
    if (hasEnded()) throw new Error("The server ended before it served.");
    if (Date.now() > deadline) throw new Error(`The server did not serve within ${startLimitMs / 1000} s.`);
    await wait(200);
  }
}

async function isReady(url: string): Promise<boolean> {
  return await fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stop(child: ChildProcess, hasEnded: () => boolean): Promise<void> {
  if (hasEnded()) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
