import type { Measurement } from "./measurement";
import { findGeometricMean, findRatio, summarise } from "./summarise";

/** The table that is printed: requests a second, medians over the rounds. */
export function formatTable(measurements: readonly Measurement[], contestants: readonly string[]): string {
  const others = contestants.filter((name) => name !== "roster");
  const summaries = summarise(measurements);
  const levels = [...new Set(summaries.map(({ connections }) => connections))];
  return levels
    .map((connections) => {
      const ofLevel = summaries.filter((one) => one.connections === connections);
      const phases = [...new Set(ofLevel.map(({ phase }) => phase))];
      const ratioTo = (other: string) =>
        phases.map((phase) => findRatio(measurements, { phase, connections }, "roster", other));
      const head = [
        `${connections} connection${connections === 1 ? "" : "s"}`,
        ...contestants.map((name) => `${name}/s`),
        ...others.map((name) => `: ${name}`),
        "p50",
        "p99",
      ];
      const rows = phases.map((phase) => {
        const find = (name: string) => ofLevel.find((one) => one.phase === phase && one.contestant === name);
        const roster = find("roster");
        return [
          phase,
          ...contestants.map((name) => formatRate(find(name))),
          ...others.map((other) => formatRatio(findRatio(measurements, { phase, connections }, "roster", other))),
          roster === undefined ? "" : `${roster.medianMs.toFixed(1)} ms`,
          roster === undefined ? "" : `${roster.slowest1PercentMs.toFixed(1)} ms`,
        ];
      });
      const means = others.map((other) =>
        formatRatio(findGeometricMean(ratioTo(other).filter((one) => one !== undefined))),
      );
      const last = ["geometric mean", ...contestants.map(() => ""), ...means];
      return [head, ...rows, last]
        .map(([name = "", ...cells]) => name.padEnd(26) + cells.map((cell) => cell.padStart(14)).join(""))
        .join("\n");
    })
    .join("\n\n");
}

function formatRate(summary: { readonly requestsPerSecond: number; readonly failure?: string } | undefined): string {
  if (summary === undefined) return "";
  if (summary.failure !== undefined) return summary.requestsPerSecond === 0 ? "failed" : "wrong";
  const { requestsPerSecond: rate } = summary;
  return rate < 20 ? rate.toFixed(1) : String(Math.round(rate));
}

function formatRatio(ratio: number | undefined): string {
  return ratio === undefined ? "–" : ratio.toFixed(2);
}
