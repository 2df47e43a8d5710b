import type { Measurement } from "./measurement";
import { findGeometricMean, findRatio, type Summary, summarise } from "./summarise";

export type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const titles: Readonly<Record<string, string>> = {
  floor: "floor",
  roster: "Roster",
  "roster-2": "two processes",
  "roster-next": "under Next.js",
  "saml-jackson": "saml-jackson",
  scimmy: "SCIMMY",
};

/** Whom Roster is compared with. */
const comparedWith: readonly string[] = ["floor", "saml-jackson", "scimmy", "roster-2", "roster-next"];

/** For each number of connections a table of the phases, and one of the geometric means. */
export function createTables(measurements: readonly Measurement[], contestants: readonly string[]): Table[] {
  const summaries = summarise(measurements);
  const levels = [...new Set(summaries.map(({ connections }) => connections))];
  const others = contestants.includes("roster") ? comparedWith.filter((name) => contestants.includes(name)) : [];
  const tables = levels.map((connections) => {
    const ofLevel = summaries.filter((one) => one.connections === connections);
    const phases = [...new Set(ofLevel.map(({ phase }) => phase))];
    return {
      head: [
        connections === 1 ? "1 connection" : `${connections} connections`,
        ...contestants.map(getTitle),
        ...others.map((name) => `Roster / ${getTitle(name)}`),
        "p50, p99",
        "processor: Roster, floor",
      ],
      rows: phases.map((phase) => {
        const find = (name: string) => ofLevel.find((one) => one.phase === phase && one.contestant === name);
        return [
          phase,
          ...contestants.map((name) => formatRate(find(name))),
          ...others.map((other) => formatRatio(findRatio(measurements, { phase, connections }, "roster", other))),
          formatLatency(find("roster")),
          `${formatCost(find("roster"))}, ${formatCost(find("floor"))}`,
        ];
      }),
    };
  });
  const means = {
    head: ["geometric means", ...others.map((name) => `Roster / ${getTitle(name)}`)],
    rows: levels.map((connections) => {
      const phases = [...new Set(summaries.map(({ phase }) => phase))];
      return [
        connections === 1 ? "1 connection" : `${connections} connections`,
        ...others.map((other) => {
          const ratios = phases.map((phase) => findRatio(measurements, { phase, connections }, "roster", other));
          return formatRatio(findGeometricMean(ratios.filter((ratio) => ratio !== undefined)));
        }),
      ];
    }),
  };
  return others.length === 0 ? tables : [...tables, means];
}

/** What did not count, and why: once for each contestant and phase. */
export function listFailures(measurements: readonly Measurement[]): string[] {
  const failures = new Map<string, string>();
  for (const { contestant, phase, connections, failure } of measurements) {
    const what = `${getTitle(contestant)}, ${phase}`;
    if (failure !== undefined && !failures.has(what)) {
      failures.set(what, `${what} (${connections === 1 ? "1 connection" : `${connections} connections`}): ${failure}`);
    }
  }
  return [...failures.values()];
}

export function formatAsText({ head, rows }: Table): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return all.map(format).join("\n");
}

export function formatAsMarkdown({ head, rows }: Table): string {
  const format = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map(format).join("\n");
}

function getTitle(contestant: string): string {
  return titles[contestant] ?? contestant;
}

function formatRate(summary: Summary | undefined): string {
  if (summary === undefined) return "";
  const { requestsPerSecond: rate, failure } = summary;
  if (failure !== undefined) return /^lost \d+ of \d+$/.test(failure) ? failure : "failed";
  return rate < 20 ? rate.toFixed(1) : String(Math.round(rate));
}

function formatRatio(ratio: number | undefined): string {
  return ratio === undefined ? "–" : ratio.toFixed(2);
}

function formatLatency(summary: Summary | undefined): string {
  if (summary === undefined || summary.failure !== undefined) return "";
  return `${summary.medianMs.toFixed(1)}, ${summary.slowest1PercentMs.toFixed(1)} ms`;
}

function formatCost(summary: Summary | undefined): string {
  const cost = summary?.failure === undefined ? summary?.serverMsPerRequest : undefined;
  return cost === undefined ? "–" : `${cost.toFixed(2)} ms`;
}
