import type { Measurement } from "./measurement";

/** One line while it runs. */
export function printMeasurement(measurement: Measurement): void {
  const { round, connections, phase, contestant, requestsPerSecond, serverMsPerRequest, failure } = measurement;
  const when = `round ${round}, ${String(connections).padStart(2)} connections`;
  const rate = `${requestsPerSecond.toFixed(1).padStart(8)}/s`;
  const cost =
    serverMsPerRequest === undefined ? "" : ` ${serverMsPerRequest.toFixed(2).padStart(8)} ms processor time`;
  const problem = failure === undefined ? "" : ` ${failure}`;
  process.stdout.write(`${when}, ${phase.padEnd(25)} ${contestant.padEnd(12)} ${rate}${cost}${problem}\n`);
}
