import type { ChecklistPart } from "./checklist";
import { clientOptions } from "./client-options";
import type { JudgedResult } from "./judge-results";
import type { ClientPreset, SuiteName } from "./suite-result";

/** One suite's run against a client of one preset. */
export type SuiteRun = {
  readonly suite: SuiteName;
  readonly preset: ClientPreset;
  readonly results: readonly JudgedResult[];
};

/** A suite or document at the version that was used. */
export type Source = { readonly name: string; readonly version: string; readonly what: string };

const introduction = `# Conformance

Written by \`npm run conformance\`: change what it reports, not this file. \`npm test\` runs the same, and fails when something
here is no longer so.

The run starts a fresh server on an empty data directory, makes an organization and its SCIM clients on the command
line, and lets three suites speak to it over HTTP: the behaviour checklist of this project, and two suites that others wrote.
The two need Python 3.11 or later with venv; they are installed from PyPI at pinned versions, into a virtual environment below
\`node_modules/.cache\`. They decide with a SCIM client of the preset \`strict\`, which follows the interoperability profile. It has the
option \`${clientOptions.strict.option}\` beside, ${clientOptions.strict.why}.
`;

const purposeIntroduction = `
What the suites expect otherwise, or leave out. Each line is written down in \`e2e/conformance/deviations.ts\` with exactly this
message; when one does not occur any more, the run fails until it is taken out.
`;

const genericIntroduction = `
For information, and deciding nothing: the preset \`generic\`, the default, is tolerant where identity providers need it. Its client
has the option \`${clientOptions.generic.option}\`, ${clientOptions.generic.why}. Where
it differs from a pass:
`;

const checklistIntroduction = `
Every case is named by tests in \`e2e/scim\`, which ran against the self-hosted server; ✓ says that all of them passed. To find them:
\`grep -rn "X-10" e2e/scim\`.
`;

/** The whole report: the same text for the same results, whenever and wherever they were made. */
export function formatReport(
  sources: readonly Source[],
  runs: readonly SuiteRun[],
  parts: readonly ChecklistPart[],
  held: ReadonlySet<string>,
): string {
  const strict = runs.filter(({ preset }) => preset === "strict");
  const generic = runs.filter(({ preset }) => preset === "generic");
  return [
    `${introduction}\n`,
    formatTable(
      ["What", "Version", "Used as"],
      sources.map(({ name, version, what }) => [name, version, what]),
    ),
    ...strict.flatMap(({ suite, results }) => [
      `\n## ${suite}, client of the preset strict\n\n`,
      formatChecks(results),
    ]),
    `\n## Answered differently on purpose\n${purposeIntroduction}\n`,
    formatDifferences(strict),
    `\n## The same suites, client of the preset generic\n${genericIntroduction}\n`,
    formatDifferences(generic),
    formatChecklist(parts, held),
  ].join("");
}

/** The report's last part, which needs no suite but our own. */
export function formatChecklist(parts: readonly ChecklistPart[], held: ReadonlySet<string>): string {
  const tables = parts.map(({ title, cases }) => {
    const rows = Object.entries(cases).map(([number, text]) => [number, text, held.has(number) ? "✓" : "✗"]);
    return `\n### ${title}\n\n${formatTable(["Case", "What holds", ""], rows)}`;
  });
  return `\n## The behaviour checklist\n${checklistIntroduction}${tables.join("")}`;
}

/** A line for each check; a check may have had several results. */
function formatChecks(results: readonly JudgedResult[]): string {
  const outcomes = new Map<string, Set<string>>();
  for (const result of results) {
    const own = outcomes.get(result.check) ?? new Set();
    outcomes.set(result.check, own.add(formatOutcome(result)));
  }
  const rows = Array.from(outcomes, ([check, own]) => [check, [...own].join(", ")]);
  return formatTable(["Check", "Result"], rows);
}

function formatOutcome({ outcome, expected }: JudgedResult): string {
  if (outcome === "passed") return "✓";
  if (expected === undefined) return `✗ ${outcome}`;
  return outcome === "skipped" ? "left out (below)" : "on purpose (below)";
}

/** A line for each thing that is said with one reason; several checks may say it. */
function formatDifferences(runs: readonly SuiteRun[]): string {
  const lines = new Map<string, { checks: string[]; rest: readonly string[] }>();
  for (const { suite, results } of runs) {
    for (const { check, outcome, message, expected } of results) {
      if (outcome === "passed") continue;
      const rest = [`${outcome}: ${message}`, expected?.why ?? "not explained", expected?.section ?? ""];
      const key = JSON.stringify([suite, rest]);
      const line = lines.get(key) ?? { checks: [`${suite}:`], rest };
      lines.set(key, { ...line, checks: [...line.checks, check] });
    }
  }
  if (lines.size === 0) return "Nothing.\n";
  const rows = Array.from(lines.values(), ({ checks: [suite = "", ...checks], rest }) => [
    `${suite} ${checks.join(", ")}`,
    ...rest,
  ]);
  return formatTable(["Check", "What it says", "Why", "Where it is written"], rows);
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const separator = head.map(() => "---");
  return [head, separator, ...rows].map((cells) => `| ${cells.map(escapeCell).join(" | ")} |\n`).join("");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
