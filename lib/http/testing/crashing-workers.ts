import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { z } from "zod";
import type { CrashingWork } from "./crashing-worker";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** How a worker ended for one target: killed at its point, or alive with all its points behind it. */
export type WorkerEnd = { readonly wasKilled: boolean; readonly points: number };

/** A worker that waits to be told what to do; meanwhile it has loaded what it needs. */
export type WaitingWorker = {
  readonly work: (work: CrashingWork) => Promise<readonly WorkerEnd[]>;
  readonly kill: () => void;
};

/** Real processes, of a program that is bundled once. */
export type CrashingWorkers = {
  readonly spawn: () => WaitingWorker;
  /** Works for these targets, each process for some of them, since to start one takes longer than all that it then does. */
  readonly workAll: (work: CrashingWork) => Promise<readonly WorkerEnd[]>;
  readonly close: () => Promise<void>;
};

/** Targets that die with one process. */
const targetsOfProcess = 12;

const pointsSchema = z.array(z.number().nullable());

export async function createCrashingWorkers(): Promise<CrashingWorkers> {
  // Packages are found from where the bundle lies.
  const folder = await mkdtemp(path.join(root, "node_modules", ".crash-"));
  const program = path.join(folder, "worker.mjs");
  await build({
    entryPoints: [path.join(root, "lib/http/testing/crashing-worker.ts")],
    outfile: program,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "warning",
  });
  const children = new Set<ChildProcessWithoutNullStreams>();

  function spawnWorker(): WaitingWorker {
    const child = spawn(process.execPath, ["--conditions=react-server", program], { cwd: root });
    children.add(child);
    let output = "";
    let errors = "";
    child.stdout.on("data", (data) => {
      output += String(data);
    });
    child.stderr.on("data", (data) => {
      errors += String(data);
    });
    // Who was killed before it had read does not read.
    child.stdin.on("error", () => undefined);
    const exited = once(child, "exit").finally(() => children.delete(child));
    return {
      kill: () => child.kill("SIGKILL"),
      work: async (work) => {
        child.stdin.write(JSON.stringify(work));
        const [code, signal] = await exited;
        if (signal === "SIGKILL") return work.targets.map(({ dieAt = 0 }) => ({ wasKilled: true, points: dieAt }));
        const told = output.split("\n").find((line) => line.startsWith("["));
        if (code !== 0 || told === undefined) throw new Error(`The worker ended with ${code}: ${errors}`);
        return pointsSchema.parse(JSON.parse(told)).map((points) => ({ wasKilled: false, points: points ?? 0 }));
      },
    };
  }

  return {
    spawn: spawnWorker,
    workAll: async ({ targets, ...work }) => {
      const ends: WorkerEnd[] = [];
      for (let from = 0; from < targets.length; from += targetsOfProcess) {
        const some = targets.slice(from, from + targetsOfProcess);
        ends.push(...(await spawnWorker().work({ ...work, targets: some })));
      }
      return ends;
    },
    close: async () => {
      for (const child of children) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
