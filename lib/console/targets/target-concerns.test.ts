import { expect, test } from "vitest";
import type { TargetFigures } from "@/lib/db/target-figures";
import type { TargetStanding } from "./standing";
import { judgeTargetConcerns } from "./target-concerns";

const links = { creating: 0, linked: 10, deactivated: 0, left: 0, ignored: 0 };
const calm: TargetFigures = {
  people: links,
  groups: links,
  problems: { invalid: 0, conflict: 0, refused: 0, failing: 0 },
  drifted: 0,
  jobs: { total: 0, due: 0, failing: 0, held: 0, oldestQueuedAt: undefined },
  lastReconcile: undefined,
  lastPlan: undefined,
};

function judge(word: TargetStanding["word"], figures: TargetFigures = calm, state: "active" | "paused" = "active") {
  const standing = { tone: "neutral", word, sentence: "So it is." } as const;
  return judgeTargetConcerns({ id: "t", name: "Wiki", state, standing, figures });
}

test("a target that is in sync concerns nobody", () => {
  expect(judge("In sync")).toEqual([]);
});

test("what stops a target comes alone", () => {
  const figures = { ...calm, problems: { ...calm.problems, refused: 3 } };
  expect(judge("Stopped", figures).map(({ tone, sentence }) => [tone, sentence])).toEqual([
    ["danger", "Wiki is sent nothing: So it is."],
  ]);
  expect(judge("Paused", figures, "paused").map(({ tone }) => tone)).toEqual(["warning"]);
  expect(judge("Held", figures).map(({ action }) => action.name)).toEqual(["Decide"]);
});

test("problems are counted, and what is tried again is told apart", () => {
  const figures = { ...calm, problems: { invalid: 1, conflict: 1, refused: 0, failing: 4 } };
  expect(judge("Failing", figures).map(({ sentence, action }) => [sentence, action.href])).toEqual([
    ["2 people and groups are not at Wiki as they should be.", "/targets/t/resources?state=problems"],
    [
      "Wiki was not reached, or failed, for 4 people and groups. It is tried again by itself.",
      "/targets/t/resources?state=failing",
    ],
  ]);
});

test("a target that was not started is told, one that is about to begin is not", () => {
  expect(judge("New", calm, "paused").map(({ tone }) => tone)).toEqual(["info"]);
  expect(judge("New")).toEqual([]);
});
