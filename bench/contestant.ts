import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** All the environment that a server is given, so that the developer's own settings change nothing. */
export type Environment = Readonly<Record<string, string>>;

/** A server that takes part: where its SCIM endpoint is and how it is stopped. */
export type Contestant = {
  readonly name: string;
  readonly baseUrl: string;
  readonly token: string;
  /** Absent when it keeps its people elsewhere. */
  readonly databaseUrl?: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

const startLimitMs = 180_000;
const stopLimitMs = 20_000;

/** Starts a server and waits until it answers at all. */
export async function startContestant(options: {
  readonly name: string;
  readonly baseUrl: string;
  readonly token: string;
  readonly programArguments: readonly string[];
  readonly environment: Environment;
}): Promise<Contestant> {
  const { name, baseUrl, token } = options;
  const child = spawn(process.execPath, options.programArguments, {
    // One process each, unless the measurement is about several.
    env: { NODE_ENV: "production", WEB_CONCURRENCY: "1", ...options.environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const deadline = Date.now() + startLimitMs;
  while (!(await answers(`${baseUrl}/Users?count=1`))) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it served.`);
    if (Date.now() > deadline) throw new Error(`${name} did not serve within ${startLimitMs / 1000} s.`);
    await wait(100);
  }
  return { name, baseUrl, token, pid: child.pid ?? 0, stop: () => stopProcess(child) };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}

/** Asks a server to end, and sees to it that it does. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const killed = setTimeout(() => child.kill("SIGKILL"), stopLimitMs);
  await once(child, "exit");
  clearTimeout(killed);
}
