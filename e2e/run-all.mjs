// `npm test`, `npm run check` and `npm run conformance`: suites, one after the other, with the tools' own output while they run
// and the sum of all of them as the last line. A suite that cannot run counts as failed; none is left out, but for those that
// need Python where there is none (e2e/conformance says so). What has to be fetched first is fetched while others run.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { findOrInstallChromium } from "./chromium.mjs";

const onlyChecks = process.argv.includes("--only-checks");
const onlyConformance = process.argv.includes("--only-conformance");
const reports = mkdtempSync(path.join(tmpdir(), "roster-test-reports-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

/** Settings of the person's own Roster must not reach the tests, least of all its database. */
const ownSettings = /^(ROSTER_.*|DATABASE_URL|PORT|HOST|WEB_CONCURRENCY|CRON_SECRET|NODE_ENV)$/;
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownSettings.test(name)));

const results = [];

const fetching = onlyChecks || onlyConformance ? undefined : runAside("--import", ["tsx", "e2e/fetch-ahead.ts"]);
if (!onlyConformance) {
  await runChecks({
    "Format and lint (Biome)": ["node_modules/@biomejs/biome/bin/biome", ["ci", "."]],
    "Types (TypeScript)": ["node_modules/typescript/bin/tsc", ["--noEmit", "-p", "."]],
    "Unused code (knip)": ["node_modules/knip/bin/knip.js", []],
  });
  await runVitest(onlyChecks ? ["--project", "unit"] : []);
}
if (!onlyChecks) {
  await fetching;
  const endToEndReport = path.join(reports, "playwright.json");
  await runPlaywright(endToEndReport);
  await runConformance(endToEndReport);
  if (!onlyConformance) await runSmallBench();
}
printSummary();

/** Tools that only say yes or no, at once, each with its output in one piece; each counts as one. */
async function runChecks(checks) {
  const running = Object.entries(checks).map(([name, [program, programArguments]]) => ({
    name,
    ending: runAside(program, programArguments),
  }));
  for (const { name, ending } of running) {
    const { status, output } = await ending;
    process.stdout.write(`\n── ${name}\n${output}`);
    results.push({ name, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 });
  }
}

async function runVitest(selection) {
  const report = path.join(reports, "vitest.json");
  const name = onlyChecks ? "Unit tests (vitest)" : "Unit and database tests (vitest)";
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const status = await run(name, "node_modules/vitest/vitest.mjs", ["run", ...selection, ...reporters]);
  addReport(name, status, report, (json) => ({
    passed: json.numPassedTests,
    // A file that cannot be loaded has no tests to count; it fails as one.
    failed:
      json.numFailedTests + json.testResults.filter((file) => file.status === "failed" && !hasFailedTest(file)).length,
    skipped: json.numPendingTests + json.numTodoTests,
  }));
}

function hasFailedTest(file) {
  return file.assertionResults.some((result) => result.status === "failed");
}

async function runPlaywright(report) {
  // The checklist is held on the self-hosted server; the other projects have tests of their own.
  const name = onlyConformance
    ? "Protocol tests on the self-hosted server (Playwright)"
    : "End-to-end tests (Playwright)";
  const selection = onlyConformance ? ["--project=direct"] : [];
  const chromium = onlyConformance ? undefined : await findOrInstallChromium();
  const status = await run(
    name,
    "node_modules/@playwright/test/cli.js",
    ["test", "--reporter=list,json", ...selection],
    {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(chromium === undefined ? {} : { ROSTER_TEST_CHROMIUM: chromium }),
    },
  );
  addReport(name, status, report, (json) => ({
    passed: json.stats.expected,
    failed: json.stats.unexpected + json.stats.flaky,
    skipped: json.stats.skipped,
  }));
}

/** The behaviour checklist by the tests that have just run, and the suites that others wrote. */
async function runConformance(endToEndReport) {
  const counts = path.join(reports, "conformance.json");
  const name = "Conformance";
  const files = ["--end-to-end-report", endToEndReport, "--counts", counts, ...(onlyConformance ? ["--write"] : [])];
  const program = ["--import", "tsx", "e2e/conformance/run.ts", ...files];
  const status = await run(name, "--conditions=react-server", program);
  addReport(name, status, counts, ({ passed, failed }) => ({ passed, failed, skipped: 0 }));
}

/** Every kind of request beside a bare server: none may be broken or far slower. It takes about a minute. */
async function runSmallBench() {
  const counts = path.join(reports, "bench.json");
  const name = "Speed, a small measurement";
  const program = ["--import", "tsx", "bench/small.ts", "--counts", counts];
  const status = await run(name, "--conditions=react-server", program);
  addReport(name, status, counts, ({ passed, failed }) => ({ passed, failed, skipped: 0 }));
}

function addReport(name, status, report, count) {
  let counts;
  try {
    counts = count(JSON.parse(readFileSync(report, "utf8")));
  } catch {
    counts = { passed: 0, failed: 0, skipped: 0 };
  }
  const failedOtherwise = status !== 0 && counts.failed === 0;
  const ranNothing = counts.passed + counts.failed === 0;
  results.push({ name, ...counts, failed: counts.failed + (failedOtherwise || ranNothing ? 1 : 0) });
}

/** Runs a tool of ours while others run, and returns its exit status and what it printed. */
function runAside(program, programArguments) {
  const child = spawn(process.execPath, [program, ...programArguments], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ status: 1, output: `${error.message}\n` }));
    child.on("close", (code) => resolve({ status: code ?? 1, output }));
  });
}

/** Runs a tool of ours in view, and returns its exit status. */
function run(name, program, programArguments, extraEnvironment = {}) {
  process.stdout.write(`\n── ${name}\n`);
  const child = spawn(process.execPath, [program, ...programArguments], {
    env: { ...environment, ...extraEnvironment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

function printSummary() {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.stdout.write("\n");
  for (const { name, passed, failed, skipped } of results) {
    const skippedNote = skipped > 0 ? `, ${skipped} skipped` : "";
    process.stdout.write(`${failed > 0 ? "✗" : "✓"} ${name}: ${passed} passed, ${failed} failed${skippedNote}\n`);
  }
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed\n`);
  process.exitCode = sum("failed") > 0 || sum("passed") === 0 ? 1 : 0;
}
