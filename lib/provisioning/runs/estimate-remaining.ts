import type { RunPhase } from "./run";

/** How far a run has come. */
export type RunProgress = {
  readonly phase: RunPhase;
  /** Resources that the target has, as far as they were read; and how many are linked, of which it should have at least. */
  readonly read: number;
  readonly linked: number;
  readonly looked: number;
  readonly total: number;
  /** What is to be done, and what of it is settled. */
  readonly planned: number;
  readonly settled: number;
};

/** The share of a run's time that its phases take as a rule, where all of them have something to do. */
const shares = { read: 0.3, compare: 0.1, apply: 0.6 } as const;

/** How much of a run is done, from 0 to 1. A run whose end is not known yet is never done altogether. */
export function measureProgress(progress: RunProgress): number {
  const part = (done: number, of: number) => (of <= 0 ? 0 : Math.min(1, done / of));
  switch (progress.phase) {
    case "read":
      return shares.read * Math.min(0.99, part(progress.read, Math.max(progress.linked, progress.read + 1)));
    case "compare":
      return shares.read + shares.compare * part(progress.looked, progress.total);
    case "apply":
      return shares.read + shares.compare + shares.apply * part(progress.settled, progress.planned);
    case "over":
      return 1;
  }
}

/**
 * How long a run will go on, in milliseconds, if it goes on as it did: within its phase, since the phases are not alike.
 * Undefined while nothing can be said.
 *
 * @param elapsedMs since the phase began, or, where that is not known, since the run did
 */
export function estimateRemaining(progress: RunProgress, elapsedMs: number): number | undefined {
  const [done, of] = countPhase(progress);
  if (progress.phase === "over" || of === 0 || done >= of) return 0;
  // The first few tell more of the start than of the way.
  if (done < Math.min(20, of / 10) || elapsedMs <= 0) return undefined;
  return Math.round((elapsedMs / done) * (of - done));
}

function countPhase(progress: RunProgress): readonly [number, number] {
  switch (progress.phase) {
    case "read":
      return [progress.read, Math.max(progress.linked, progress.read + 1)];
    case "compare":
      return [progress.looked, progress.total];
    case "apply":
      return [progress.settled, progress.planned];
    case "over":
      return [0, 0];
  }
}
