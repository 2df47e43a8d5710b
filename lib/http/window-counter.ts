import cluster from "node:cluster";
import { RateLimiterCluster, RateLimiterClusterMaster, RateLimiterMemory } from "rate-limiter-flexible";

/** Counts events by key, anew in each window of some seconds; a key's window begins with its first event. */
export type WindowCounter = {
  /** Counts one more. @returns how many there were in this window, and for how long it goes on */
  add(key: string): Promise<{ readonly count: number; readonly msLeft: number }>;
};

/** The first process answers within a millisecond; without its answer a process counts alone. */
const answerWithinMs = 2_000;

/**
 * Makes a counter. All processes of one server count together: the first of them holds the counts (`serveWindowCounts`). Where
 * there is one process it holds its own.
 *
 * @param name tells it from the other counters; one counter of a name in a process
 */
export function createWindowCounter(name: string, seconds: number): WindowCounter {
  // How many are allowed is the caller's affair.
  const options = { keyPrefix: name, points: Number.MAX_SAFE_INTEGER, duration: seconds };
  const alone = new RateLimiterMemory(options);
  const together = cluster.isWorker ? new RateLimiterCluster({ ...options, timeoutMs: answerWithinMs }) : undefined;
  return {
    async add(key) {
      const counted = await together?.penalty(key).catch(() => undefined);
      const { consumedPoints, msBeforeNext } = counted ?? (await alone.penalty(key));
      return { count: consumedPoints, msLeft: msBeforeNext };
    },
  };
}

/** Makes this process, the first of several, hold the counts of them all. */
export function serveWindowCounts(): void {
  new RateLimiterClusterMaster();
}
