import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import type { Environment } from "../contestant";

/** Starts worker processes, and resolves once all of them are at work. */
export async function startWorkers(
  count: number,
  environment: Environment,
): Promise<{ readonly pids: readonly number[]; readonly stop: () => Promise<void> }> {
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker(environment)));
  return {
    pids: workers.map(({ pid }) => pid ?? 0),
    stop: async () => {
      await Promise.all(workers.map(stopWorker));
    },
  };
}

/** Flags for the Node.js of what is measured, such as `--node-flags=--cpu-prof`, to see what it is at. */
export function readFlags(): readonly string[] {
  const { values } = parseArgs({ strict: false, options: { "node-flags": { type: "string", default: "" } } });
  return String(values["node-flags"])
    .split(" ")
    .filter((flag) => flag !== "");
}

async function startWorker(environment: Environment): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [...readFlags(), "dist/worker.mjs"], {
    env: { NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      if (chunk.toString().includes("The worker is ready")) resolve();
    };
    worker.stdout?.on("data", listen);
    worker.stderr?.on("data", (chunk: Buffer) => {
      listen(chunk);
      process.stderr.write(chunk);
    });
    worker.once("exit", (code) => reject(new Error(`A worker ended with ${code}.`)));
  });
  return worker;
}

async function stopWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.kill("SIGTERM");
  await once(worker, "exit");
}
