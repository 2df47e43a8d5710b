import type { Measurement } from "./measurement";

/** One phase at one number of connections on one contestant: medians over the rounds. */
export type Summary = {
  readonly phase: string;
  readonly connections: number;
  readonly contestant: string;
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly slowest1PercentMs: number;
  readonly serverMsPerRequest?: number;
  /** Of the first round in which it failed. */
  readonly failure?: string;
};

/** Medians over the rounds, in the order of the measurements. */
export function summarise(measurements: readonly Measurement[]): Summary[] {
  const groups = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const { connections, phase, contestant } = measurement;
    const key = JSON.stringify([connections, phase, contestant]);
    groups.set(key, [...(groups.get(key) ?? []), measurement]);
  }
  return [...groups.values()].map((rounds) => {
    const medianOf = (read: (one: Measurement) => number) => findMedian(rounds.map(read));
    const costs = rounds.flatMap(({ serverMsPerRequest: cost }) => (cost === undefined ? [] : [cost]));
    const failure = rounds.find((one) => one.failure !== undefined)?.failure;
    return {
      phase: rounds[0]?.phase ?? "",
      connections: rounds[0]?.connections ?? 0,
      contestant: rounds[0]?.contestant ?? "",
      requestsPerSecond: medianOf((one) => one.requestsPerSecond),
      medianMs: medianOf((one) => one.medianMs),
      slowest1PercentMs: medianOf((one) => one.slowest1PercentMs),
      ...(costs.length === 0 ? {} : { serverMsPerRequest: findMedian(costs) }),
      ...(failure === undefined ? {} : { failure }),
    };
  });
}

/**
 * How many times as many requests a second one contestant answers as another: the median over the rounds of both rates of
 * the same round. Undefined where one of them failed or was not measured.
 */
export function findRatio(
  measurements: readonly Measurement[],
  { phase, connections }: { readonly phase: string; readonly connections: number },
  contestant: string,
  other: string,
): number | undefined {
  const ofPhase = measurements.filter((one) => one.phase === phase && one.connections === connections);
  const mine = ofPhase.filter((one) => one.contestant === contestant);
  const theirs = ofPhase.filter((one) => one.contestant === other);
  if ([...mine, ...theirs].some(({ failure }) => failure !== undefined)) return undefined;
  const ratios = mine.flatMap(({ round, requestsPerSecond }) =>
    theirs.filter((one) => one.round === round).map((one) => requestsPerSecond / one.requestsPerSecond),
  );
  return ratios.length === 0 ? undefined : findMedian(ratios);
}

export function findMedian(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** Undefined of no numbers. */
export function findGeometricMean(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  return Math.exp(numbers.reduce((sum, one) => sum + Math.log(one), 0) / numbers.length);
}
