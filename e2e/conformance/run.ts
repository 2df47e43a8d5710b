// Holds the conformance of Roster: the behaviour checklist, by the end-to-end suites that have just run, and the suites that
// others wrote, against a fresh server. Started by e2e/run-all.mjs, for `npm test` and for `npm run conformance`:
//   --end-to-end-report FILE   Playwright's JSON report of that run
//   --counts FILE              where to write how many checks passed and failed
//   --write                    write docs/conformance.md; without it the run fails when it would be another
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checklist } from "./checklist";
import { coverChecklist } from "./coverage";
import { deviations } from "./deviations";
import { readEndToEndReport } from "./end-to-end-report";
import { judgeResults } from "./judge-results";
import { preparePythonSuites, readPinnedVersion } from "./python";
import type { Source, SuiteRun } from "./report";
import { formatChecklist, formatReport } from "./report";
import { runScimSanity } from "./scim-sanity";
import { runScim2Tester } from "./scim2-tester";
import { startSubject } from "./subject";
import type { ClientPreset, SuiteName, SuiteResult } from "./suite-result";

const reportPath = "docs/conformance.md";
/** Set where a missing Python is a mistake, as in continuous integration. */
const suitesAreRequired = process.env.CONFORMANCE_SUITES === "required";

const { values: options } = parseArgs({
  options: { "end-to-end-report": { type: "string" }, counts: { type: "string" }, write: { type: "boolean" } },
});

let passed = 0;
const failures: string[] = [];

const held = checkChecklist();
checkReport(await runSuites(), held);

for (const failure of failures) process.stdout.write(`✗ ${failure}\n`);
if (options.counts !== undefined) writeFileSync(options.counts, JSON.stringify({ passed, failed: failures.length }));
process.exitCode = failures.length > 0 ? 1 : 0;

function checkChecklist(): ReadonlySet<string> {
  const file = options["end-to-end-report"];
  if (file === undefined) throw new Error("--end-to-end-report is missing.");
  if (!existsSync(file))
    throw new Error("The end-to-end tests left no report: they did not run. See what they printed.");
  const tests = readEndToEndReport(JSON.parse(readFileSync(file, "utf8")), "direct");
  const coverage = coverChecklist(checklist, tests);
  if (coverage.problems.length === 0) passed += 1;
  failures.push(...coverage.problems);
  process.stdout.write(`The behaviour checklist: ${coverage.held.size} cases hold.\n`);
  return coverage.held;
}

/** The runs of the suites that others wrote; undefined, after saying why, where they cannot run. */
async function runSuites(): Promise<SuiteRun[] | undefined> {
  const suites = await preparePythonSuites();
  if ("missing" in suites) {
    process.stdout.write(`scim2-tester and scim-sanity were left out. ${suites.missing}\n`);
    if (suitesAreRequired) failures.push("scim2-tester and scim-sanity were left out, and here they must run.");
    return undefined;
  }
  const subject = await startSubject();
  try {
    const strict = { baseUrl: subject.baseUrl, token: subject.tokens.strict };
    const generic = { baseUrl: subject.baseUrl, token: subject.tokens.generic };
    return [
      judge("scim2-tester", "strict", await runScim2Tester(suites.programs, strict)),
      judge("scim-sanity", "strict", await runScimSanity(suites.programs, strict)),
      judge("scim2-tester", "generic", await runScim2Tester(suites.programs, generic)),
      judge("scim-sanity", "generic", await runScimSanity(suites.programs, generic)),
    ];
  } finally {
    await subject.stop();
  }
}

function judge(suite: SuiteName, preset: ClientPreset, found: readonly SuiteResult[]): SuiteRun {
  const expected = deviations.filter((one) => one.suite === suite && one.clients.includes(preset));
  const { results, problems } = judgeResults(found, expected);
  const name = `${suite}, client of the preset ${preset}`;
  const passes = results.filter(({ outcome }) => outcome === "passed").length;
  const explained = results.filter((result) => result.expected !== undefined).length;
  process.stdout.write(`${name}: ${passes} passed, ${explained} differ on purpose, ${problems.length} failed\n`);
  // The other preset is tolerant by design: it informs, and what is not explained stands so in the report.
  if (preset === "strict") {
    passed += passes;
    failures.push(...problems.map((problem) => `${name}: ${problem}`));
  }
  return { suite, preset, results };
}

function checkReport(runs: readonly SuiteRun[] | undefined, held: ReadonlySet<string>): void {
  const written = existsSync(reportPath) ? readFileSync(reportPath, "utf8") : "";
  if (runs === undefined) {
    if (written.endsWith(formatChecklist(checklist, held))) return;
    failures.push(`${reportPath} is not what the behaviour checklist shows. Run npm run conformance where Python is.`);
    return;
  }
  const report = formatReport(listSources(), runs, checklist, held);
  if (options.write === true) {
    writeFileSync(reportPath, report);
    process.stdout.write(`Wrote ${reportPath}.\n`);
  } else if (written === report) {
    passed += 1;
  } else {
    failures.push(`${reportPath} is not what this run shows. Run npm run conformance, and read the difference.`);
  }
}

function listSources(): Source[] {
  const tester = readPinnedVersion("scim2-tester");
  const cli = readPinnedVersion("scim2-cli");
  return [
    { name: "behaviour checklist", version: "of this commit", what: "suite of this project, `e2e/scim`" },
    { name: "scim2-tester", version: `${tester}, through scim2-cli ${cli}`, what: "suite, every check" },
    { name: "scim-sanity", version: readPinnedVersion("scim-sanity"), what: "suite, strict mode" },
    {
      name: "SCIM interoperability profile",
      version: "draft-zollner-scim-interop-profile-01",
      what: "what the preset `strict` follows",
    },
  ];
}
