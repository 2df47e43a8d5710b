import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { findFreePort } from "../find-free-port";
import { type ProcessMemory, readMemory } from "./memory";

/** One `npm start`: when it first answered, in milliseconds from the command, and its memory once it has been idle. */
export type Start = {
  /** A SCIM request. */
  readonly scimMs: number;
  /** A page of the console. */
  readonly pageMs: number;
  /** The line that says that everything is ready. */
  readonly readyMs: number;
  readonly memory: readonly ProcessMemory[];
};

const askEveryMs = 10;

/** Runs `npm start` in `root`, until it answers and has been idle for `idleMs`. @throws when it ends before */
export async function startOnce(
  root: string,
  { dataDir, processes, idleMs }: { dataDir: string; processes: number; idleMs: number },
): Promise<Start> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  // What is set to nothing counts as unset: the person's own database is left alone.
  const settings = [
    "NODE_ENV=production",
    `PORT=${port}`,
    `ROSTER_DATA_DIR=${dataDir}`,
    `WEB_CONCURRENCY=${processes}`,
    ...["HOST=", "ROSTER_URL=", "DATABASE_URL="],
  ];
  const begun = performance.now();
  const child = spawn("env", [...settings, "npm", "start"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  const until = async (isDone: () => boolean | Promise<boolean>) => {
    while (!(await isDone())) {
      if (child.exitCode !== null) throw new Error(`The server ended with the status ${child.exitCode}:\n${output}`);
      await wait(askEveryMs);
    }
    return performance.now() - begun;
  };
  try {
    const [scimMs, pageMs, readyMs] = await Promise.all([
      until(() => answers(`${url}/scim/v2/ServiceProviderConfig`)),
      until(() => answers(`${url}/sign-in`)),
      until(() => output.includes("Roster is ready")),
    ]);
    await wait(idleMs);
    return { scimMs, pageMs, readyMs, memory: await readMemory(child.pid ?? 0) };
  } finally {
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  await response?.text();
  return response?.ok === true;
}
