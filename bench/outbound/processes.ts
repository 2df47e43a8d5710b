import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";

/** Of Linux, where it is 100 everywhere. */
const ticksPerSecond = 100;

/** CPU seconds that a process has used so far. Linux alone tells. */
export function readCpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** CPU seconds of a process, those of its children, and of those that have ended. */
export function readTreeCpuSeconds(pid: number): number {
  const own = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const ended = (Number(own[13]) + Number(own[14])) / ticksPerSecond;
  return listChildren(pid).reduce((sum, child) => sum + readCpuSeconds(child), readCpuSeconds(pid) + ended);
}

function listChildren(pid: number): readonly number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ")[1];
      return Number(parent) === pid ? [Number(name)] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

export type MemoryCurve = {
  /** Megabytes, one a step. */
  readonly samples: number[];
  readonly stop: () => Promise<void>;
};

/** Samples the resident memory of a process. */
export function sampleMemory(pid: number, everyMs: number): MemoryCurve {
  const samples: number[] = [];
  let isOver = false;
  const sampling = (async () => {
    while (!isOver) {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      samples.push(Math.round(Number(kilobytes) / 1024));
      await wait(everyMs);
    }
  })();
  return {
    samples,
    stop: async () => {
      isOver = true;
      await sampling;
    },
  };
}

/** The process that all processes of PostgreSQL are children of, where it runs on this machine. */
export async function findPostmaster(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ file: string }>("SELECT pg_read_file('postmaster.pid') AS file");
  return Number(rows[0]?.file.split("\n")[0]);
}
