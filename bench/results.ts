import { type Phase, phases } from "./phases";

export type Measurement = {
  readonly round: number;
  readonly phase: Phase;
  readonly contestant: string;
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly slowest1PercentMs: number;
};

export type PhaseSummary = {
  readonly phase: Phase;
  /** Medians over the rounds. */
  readonly roster: number;
  readonly floor: number;
  /** Median over the rounds of Roster's rate divided by the floor's of the same round. */
  readonly share: number;
  readonly rosterMedianMs: number;
  readonly rosterSlowest1PercentMs: number;
};

export function summarise(measurements: readonly Measurement[]): PhaseSummary[] {
  return phases.map((phase) => {
    const ofPhase = measurements.filter((measurement) => measurement.phase === phase);
    const roster = ofPhase.filter(({ contestant }) => contestant === "Roster");
    const floor = ofPhase.filter(({ contestant }) => contestant !== "Roster");
    const shares = roster.flatMap(({ round, requestsPerSecond }) =>
      floor.filter((other) => other.round === round).map((other) => requestsPerSecond / other.requestsPerSecond),
    );
    return {
      phase,
      roster: findMedian(roster.map(({ requestsPerSecond }) => requestsPerSecond)),
      floor: findMedian(floor.map(({ requestsPerSecond }) => requestsPerSecond)),
      share: findMedian(shares),
      rosterMedianMs: findMedian(roster.map(({ medianMs }) => medianMs)),
      rosterSlowest1PercentMs: findMedian(roster.map(({ slowest1PercentMs }) => slowest1PercentMs)),
    };
  });
}

function findMedian(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The table that is printed: requests a second, medians over the rounds. */
export function formatResults(summary: readonly PhaseSummary[]): string {
  const head = ["", "Roster/s", "floor/s", "of floor", "Roster p50", "Roster p99"];
  const rows = summary.map(({ phase, roster, floor, share, rosterMedianMs, rosterSlowest1PercentMs }) => [
    phase,
    String(Math.round(roster)),
    String(Math.round(floor)),
    `${Math.round(share * 100)} %`,
    `${rosterMedianMs.toFixed(1)} ms`,
    `${rosterSlowest1PercentMs.toFixed(1)} ms`,
  ]);
  return [head, ...rows]
    .map(([name = "", ...cells]) => name.padEnd(8) + cells.map((cell) => cell.padStart(12)).join(""))
    .join("\n");
}
