import { type Amounts, fillDirectory } from "./fill-directory";
import { fillTarget } from "./fill-target";
import { listStatements } from "./list-statements";
import { addTarget, openPlace, type Place, startFastTarget } from "./place";
import { findPostmaster, readCpuSeconds, readTreeCpuSeconds, sampleMemory } from "./processes";
import { type RunResult, reconcile } from "./run-result";
import { saveResult } from "./save-result";
import { startWorkers } from "./workers";

/** How often memory is looked at. */
const sampleEveryMs = 250;
/** A curve is kept by so many of its points. */
const keptPoints = 40;

/** What a run cost, where it ran on Linux: CPU seconds of each of the three, and the worker's resident memory in megabytes. */
type Cost = RunResult & {
  readonly round: string;
  readonly cpu: { readonly worker: number; readonly postgres: number; readonly target: number };
  /** People and groups that Roster's own side looks at in a second of CPU, worker and PostgreSQL together. */
  readonly perCpuSecond: number;
  readonly memory: { readonly most: number; readonly curve: readonly number[] };
};

/**
 * A target that has everybody already, and answers at once: what a reconcile costs Roster itself when nothing has changed, and
 * whether its memory stays as it is. The first run fills the target, unless it is filled beforehand: then with people alone, of whom
 * the first run computes everybody.
 */
export async function measureUnchanged(
  amounts: Amounts,
  {
    rounds,
    isFilled,
    countsStatements,
  }: { readonly rounds: number; readonly isFilled: boolean; readonly countsStatements: boolean },
): Promise<void> {
  const place = await openPlace({ countsStatements });
  const target = await startFastTarget();
  try {
    await fillDirectory(place.database, place.organizationId, isFilled ? { ...amounts, groups: 0 } : amounts);
    const settings = { baseUrl: target.baseUrl, token: "none", options: ["bulk=yes", "pageSize=1000"] };
    const id = await addTarget(place, "fast", settings);
    if (isFilled) await fillTarget(place.database, id, target.baseUrl);
    const costs: Cost[] = [];
    for (const round of ["first run", ...Array.from({ length: rounds }, (_, index) => `unchanged, ${index + 1}`)]) {
      const cost = await measureRun(place, id, target.pid, round);
      const { seconds, requests, writes, created, unchanged, failed, cpu, memory } = cost;
      process.stdout.write(
        `${round}: ${seconds.toFixed(1)} s, ${requests} requests, ${writes} writes, ${created} created, ${unchanged} unchanged, ` +
          `${failed} failed; CPU s: worker ${cpu.worker.toFixed(1)}, PostgreSQL ${cpu.postgres.toFixed(1)}, ` +
          `target ${cpu.target.toFixed(1)}; ${Math.round(cost.perCpuSecond)} a CPU second; ` +
          `memory at most ${memory.most} MB: ${memory.curve.join(" ")}\n`,
      );
      costs.push(cost);
      if (countsStatements) process.stdout.write(await listStatements(place.database));
    }
    await saveResult("outbound-unchanged", { amounts, runs: costs });
  } finally {
    await target.stop();
    await place.close();
  }
}

/** Each run has a worker of its own, so that its memory is that of this run. */
async function measureRun(place: Place, targetId: string, targetPid: number, round: string): Promise<Cost> {
  const postmaster = await findPostmaster(place.database);
  const crew = await startWorkers(1, place.environment);
  const [worker = 0] = crew.pids;
  try {
    const readAll = () => [readCpuSeconds(worker), readTreeCpuSeconds(postmaster), readCpuSeconds(targetPid)] as const;
    const before = readAll();
    const memory = sampleMemory(worker, sampleEveryMs);
    const result = await reconcile(place, targetId, "fast");
    await memory.stop();
    const after = readAll();
    const cpu = { worker: after[0] - before[0], postgres: after[1] - before[1], target: after[2] - before[2] };
    const perCpuSecond = (result.created + result.updated + result.unchanged) / (cpu.worker + cpu.postgres);
    const step = Math.max(1, Math.ceil(memory.samples.length / keptPoints));
    const curve = memory.samples.filter((_, index) => index % step === 0);
    return { round, ...result, cpu, perCpuSecond, memory: { most: Math.max(...memory.samples), curve } };
  } finally {
    await crew.stop();
  }
}
