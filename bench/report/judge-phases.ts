import type { Measurement } from "./measurement";
import { findRatio } from "./summarise";

/** Far below what Roster is to reach (0.7 of the floor): neither a busy machine nor a cold start is to look like a defect. */
const farBelow = 0.3;

/** The phases in which Roster answers far fewer requests than the floor. */
export function listFarBelow(measurements: readonly Measurement[]): string[] {
  return listPhases(measurements).filter((phase) => findShare(measurements, phase) < farBelow);
}

/**
 * What is wrong, one sentence for each phase: it is broken, or Roster was far below the floor in both measurements.
 *
 * @param again of the phases that were far below in the first one
 */
export function judgePhases(first: readonly Measurement[], again: readonly Measurement[]): string[] {
  const slowAgain = new Set(listFarBelow(again));
  const slow = listFarBelow(first).filter((phase) => slowAgain.has(phase));
  return listPhases(first).flatMap((phase) => {
    const broken = [...first, ...again].find((one) => one.phase === phase && one.failure !== undefined);
    if (broken !== undefined) return [`${phase} is broken: ${broken.contestant}: ${broken.failure}`];
    if (!slow.includes(phase)) return [];
    const shares = [first, again].map((measurements) => findShare(measurements, phase).toFixed(2));
    return [`${phase} is slow: Roster answers ${shares.join(" and then ")} of the floor's requests.`];
  });
}

function listPhases(measurements: readonly Measurement[]): string[] {
  return [...new Set(measurements.map(({ phase }) => phase))];
}

/** Infinite where it cannot be told. */
function findShare(measurements: readonly Measurement[], phase: string): number {
  const connections = measurements.find((one) => one.phase === phase)?.connections ?? 0;
  return findRatio(measurements, { phase, connections }, "roster", "floor") ?? Number.POSITIVE_INFINITY;
}
