import { expect, test } from "vitest";
import type { Deviation } from "./deviations";
import { judgeResults } from "./judge-results";
import { formatChecklist, formatReport } from "./report";
import type { SuiteResult } from "./suite-result";

const deviation: Deviation = {
  suite: "scim-sanity",
  clients: ["strict"],
  check: "Groups: add",
  outcome: "failed",
  message: "Expected 200, got 400",
  why: "Nobody is there | to be a member.",
  section: "RFC 7643 §4.2",
};
const passed: SuiteResult = { check: "Users: add", outcome: "passed", message: "" };
const expected: SuiteResult = { check: "Groups: add", outcome: "failed", message: "Expected 200, got 400" };

test("an expected deviation is no problem, and is told apart", () => {
  const { results, problems } = judgeResults([passed, expected], [deviation]);
  expect(problems).toEqual([]);
  expect(results.map((result) => result.expected)).toEqual([undefined, deviation]);
});

test.each<[string, Partial<SuiteResult>]>([
  ["another message", { message: "Expected 200, got 500" }],
  ["another outcome", { outcome: "warned" }],
  ["another check", { check: "Groups: remove" }],
])("%s is not covered by a deviation, which is then stale too", (_what, change) => {
  const { problems } = judgeResults([{ ...expected, ...change }], [deviation]);
  expect(problems).toHaveLength(2);
});

test("a deviation that does not occur any more is a problem", () => {
  expect(judgeResults([passed, { ...expected, outcome: "passed" }], [deviation]).problems).toEqual([
    expect.stringContaining("this is not failed any more"),
  ]);
});

test.each(["failed", "warned", "skipped"] as const)("what is %s without a reason is a problem", (outcome) => {
  expect(judgeResults([{ ...passed, outcome, message: "why" }], []).problems).toEqual([`Users: add: ${outcome}: why`]);
});

const parts = [{ title: "Bulk", cases: { "B-01": "results", "B-02": "ids" } }];

test("the report: a line for each check, deviations with their reasons, the checklist at the end", () => {
  const { results } = judgeResults([passed, passed, expected, { ...expected, message: "other" }], [deviation]);
  const sources = [{ name: "scim-sanity", version: "1.2.3", what: "suite" }];
  const runs = [
    { suite: "scim-sanity", preset: "strict", results },
    { suite: "scim-sanity", preset: "generic", results: [{ ...passed, expected: undefined }] },
  ] as const;
  const report = formatReport(sources, runs, parts, new Set(["B-01"]));
  expect(report).toContain("| scim-sanity | 1.2.3 | suite |\n");
  expect(report).toContain("| Users: add | ✓ |\n| Groups: add | on purpose (below), ✗ failed |\n");
  expect(report).toContain(
    "| scim-sanity: Groups: add | failed: Expected 200, got 400 | Nobody is there \\| to be a member. | RFC 7643 §4.2 |\n" +
      "| scim-sanity: Groups: add | failed: other | not explained |  |\n",
  );
  expect(report).toContain("differs from a pass:\n\nNothing.\n");
  expect(report.endsWith(formatChecklist(parts, new Set(["B-01"])))).toBe(true);
  expect(
    report.endsWith(
      "### Bulk\n\n| Case | What holds |  |\n| --- | --- | --- |\n| B-01 | results | ✓ |\n| B-02 | ids | ✗ |\n",
    ),
  ).toBe(true);
});
