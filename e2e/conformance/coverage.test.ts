import { expect, test } from "vitest";
import { coverChecklist } from "./coverage";
import { readEndToEndReport } from "./end-to-end-report";

const parts = [
  { title: "One", cases: { "A-01": "first", "A-02": "second" } },
  { title: "Two", cases: { "B-01": "third" } },
];
const file = "scim/x.spec.ts";

test("a case holds when a test names it and every test that does has passed", () => {
  const tests = [
    { file, name: "A-01 and A-02", passed: true },
    { file, name: "A-02 again", passed: false },
    { file, name: "B-01", passed: true },
  ];
  expect(coverChecklist(parts, tests)).toEqual({
    held: new Set(["A-01", "B-01"]),
    problems: ["A-02 did not pass: A-02 again (scim/x.spec.ts)"],
  });
});

test("a case that no test names is a problem, and a number that no case has is another", () => {
  const { held, problems } = coverChecklist(parts, [{ file, name: "A-01 to A-03", passed: true }]);
  expect([...held]).toEqual(["A-01", "A-02"]);
  expect(problems).toEqual([
    "B-01 is named by no end-to-end test.",
    "scim/x.spec.ts names A-03, which the checklist does not have: A-01 to A-03",
  ]);
});

function spec(title: string, status: string, expectedStatus = "passed", projectName = "direct") {
  return { title, file, tests: [{ projectName, expectedStatus, status }] };
}

test("Playwright's report: titles of groups count, files and other projects do not", () => {
  const report = {
    suites: [
      {
        title: "scim/A-01.spec.ts",
        specs: [spec("alone", "expected"), spec("elsewhere", "expected", "passed", "next-route")],
        suites: [
          {
            title: "A-02 group",
            specs: [spec("inner", "expected")],
            suites: [{ title: "", specs: [spec("deep", "expected")] }],
          },
        ],
      },
    ],
  };
  expect(readEndToEndReport(report, "direct")).toEqual([
    { file, name: "alone", passed: true },
    { file, name: "A-02 group inner", passed: true },
    { file, name: "A-02 group deep", passed: true },
  ]);
});

test.each([
  ["unexpected", "passed"],
  ["flaky", "passed"],
  ["skipped", "skipped"],
  ["expected", "failed"],
])("a test that came out %s where %s was expected has not passed", (status, expectedStatus) => {
  const report = { suites: [{ title: file, specs: [spec("A-01", status, expectedStatus)] }] };
  expect(readEndToEndReport(report, "direct")).toEqual([{ file, name: "A-01", passed: false }]);
});

test("what is no report of Playwright's is refused", () => {
  expect(() => readEndToEndReport({ suites: [{ title: "x" }] }, "direct")).toThrow();
});
