import { expect, test } from "vitest";
import { explainTargetProblem, type TargetProblem } from "./explain-target-problem";

const problem: TargetProblem = {
  target: { id: "t", name: "Wiki" },
  label: "Ada Lovelace",
  kind: "refused",
  detail: "The target answered 400: no department.",
};

function explain(more: Partial<TargetProblem>) {
  const { title, tone, steps, links } = explainTargetProblem({ ...problem, ...more });
  return { title, tone, steps: steps.length, links: links.map(({ href }) => href) };
}

test("a refusal names its status and leads to the mappings", () => {
  expect(explain({ status: 400, scimType: "invalidValue" })).toEqual({
    title: "Wiki refused Ada Lovelace (400 invalidValue)",
    tone: "warning",
    steps: 2,
    links: ["/targets/t/mappings"],
  });
});

test.each([
  [401, "/targets/t/credential"],
  [403, "/targets/t/credential"],
  [404, "/targets/t/drift?part=missing"],
  [409, "/targets/t/drift?part=unmanaged"],
])("a refusal with %i leads to %s", (status, href) => {
  expect(explain({ status }).links).toEqual([href]);
});

test("a conflict leads to what Roster does not manage, an invalid one to the mappings", () => {
  expect(explain({ kind: "conflict" }).links).toEqual(["/targets/t/drift?part=unmanaged"]);
  expect(explain({ kind: "invalid" }).links).toEqual(["/targets/t/mappings"]);
});

test("what is tried again says when, and alarms nobody", () => {
  const card = explainTargetProblem({ ...problem, kind: "failing", nextTryAt: new Date("2026-11-28T10:30:00Z") });
  expect(card.tone).toBe("info");
  expect(card.meaning).toContain("The next try is at 10:30 UTC.");
});
