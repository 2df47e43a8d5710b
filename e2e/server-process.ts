import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const readyWithinMs = 90_000;
const stoppedWithinMs = 30_000;

/** A Roster server that a test started. */
export type ServerProcess = {
  url: string;
  process: ChildProcess;
  /** What it has printed so far, both streams. */
  output: () => string;
  /** Sends the signal and waits for the end; returns the exit code, null when it was killed. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

/** A port that is free now on 127.0.0.1. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return address.port;
}

/**
 * Starts a built program and waits until it answers.
 *
 * @param program "server": our own server from dist/; "next": plain `next start`, as a hosting platform runs the pages
 * @param environment beside PATH and HOME nothing else is handed over
 * @throws Error with what the program printed when it ends or does not answer in time
 */
export async function startServer(
  program: "server" | "next",
  environment: Readonly<Record<string, string>> & { PORT: string; ROSTER_URL: string },
): Promise<ServerProcess> {
  const programArguments =
    program === "server" ? ["dist/server.mjs"] : ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1"];
  const child = spawn(process.execPath, programArguments, {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      WEB_CONCURRENCY: "1",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const ended = once(child, "close");
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const server: ServerProcess = {
    url: environment.ROSTER_URL,
    process: child,
    output: () => output,
    stop: async (signal = "SIGTERM") => {
      if (!hasEnded()) child.kill(signal);
      const tooLong = AbortSignal.timeout(stoppedWithinMs);
      tooLong.addEventListener("abort", () => child.kill("SIGKILL"));
      await ended;
      return child.exitCode;
    },
  };

  const deadline = Date.now() + readyWithinMs;
  while (!(await isReady(environment.ROSTER_URL))) {
    if (hasEnded()) throw new Error(`The server ended before it was ready:\n${output}`);
    if (Date.now() > deadline) {
      await server.stop("SIGKILL");
      throw new Error(`The server was not ready within ${readyWithinMs / 1000} s:\n${output}`);
    }
    await wait(100);
  }
  return server;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/ready`)).ok;
  } catch {
    return false;
  }
}
