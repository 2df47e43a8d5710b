import { setTimeout as wait } from "node:timers/promises";
import type { Contestant } from "./contestant";
import type { Generator } from "./load/generator";
import type { BenchOptions } from "./options";
import type { Measurement } from "./report/measurement";

/** Long enough for a server to write the request rows of one phase before another server's begins. */
const restMs = 250;

/** Counts what was measured, so that nothing is written twice in the same words: that would change nothing. */
let pass = 0;

/**
 * Runs every phase on every contestant, round by round. They take turns phase by phase, and who goes first changes with the
 * phase and with the round, so that what else happens on the machine meets all alike.
 *
 * @param report is told of each measurement
 */
export async function measure(
  options: Pick<BenchOptions, "rounds" | "connections" | "phases" | "scale">,
  contestants: readonly Contestant[],
  generator: Generator,
  report: (measurement: Measurement) => void,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const connections of options.connections) {
      for (const phase of options.phases) {
        pass += 1;
        for (const contestant of takeTurns(contestants, pass + round)) {
          if (hasFailed(measurements, phase, connections, contestant.name)) continue;
          const { scale } = options;
          const { result, failure } = await generator.runPhase({ server: contestant, phase, pass, connections, scale });
          const measurement = createMeasurement(
            { round, phase, connections, contestant: contestant.name },
            result,
            failure,
          );
          measurements.push(measurement);
          report(measurement);
          await wait(restMs);
        }
      }
    }
  }
  return measurements;
}

/** The contestants, beginning with another one each time, forwards and backwards in turn. */
export function takeTurns<Item>(items: readonly Item[], turn: number): Item[] {
  const first = items.length === 0 ? 0 : Math.floor(turn / 2) % items.length;
  const inOrder = [...items.slice(first), ...items.slice(0, first)];
  return turn % 2 === 0 ? inOrder : inOrder.reverse();
}

/** What cannot be measured once is not tried again; a write that was lost may be found the next time. */
function hasFailed(
  measurements: readonly Measurement[],
  phase: string,
  connections: number,
  contestant: string,
): boolean {
  return measurements.some(
    (one) =>
      one.phase === phase &&
      one.connections === connections &&
      one.contestant === contestant &&
      one.failure !== undefined &&
      one.requests === 0,
  );
}

function createMeasurement(
  what: Pick<Measurement, "round" | "phase" | "connections" | "contestant">,
  result: Awaited<ReturnType<Generator["runPhase"]>>["result"],
  failure: string | undefined,
): Measurement {
  if (result === undefined) {
    const none = { requests: 0, requestsPerSecond: 0, medianMs: 0, slowest1PercentMs: 0, generatorLoad: 0 };
    return { ...what, ...none, failure: failure ?? "no result" };
  }
  const { problem, ...figures } = result;
  return { ...what, ...figures, ...(problem === undefined ? {} : { failure: problem }) };
}
