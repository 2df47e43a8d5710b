import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "../errors";
import { isJsonObject } from "../json";
import type { BulkOperation, RunnableOperation } from "./bulk-operation";
import { type ListNeeded, planBulk } from "./plan-bulk";
import { listReferences } from "./references";

/** A creation called `name` with these members, and with texts that need what they refer to. */
function group(name: string, members: readonly string[] = [], needed: readonly string[] = []): RunnableOperation {
  const data = {
    members: members.map((member) => ({ value: `bulkId:${member}` })),
    x: needed.map((n) => `bulkId:${n}`),
  };
  return { kind: "runnable", method: "POST", path: "/Groups", bulkId: name, data };
}

function patch(target: string): RunnableOperation {
  return { kind: "runnable", method: "PATCH", path: `/Groups/bulkId:${target}`, data: {} };
}

/** What is no member must be there first. */
const listNeeded: ListNeeded = ({ data = null, path }, circle) => {
  const { members: _later, ...rest } = isJsonObject(data) ? data : {};
  const references = listReferences({ method: "POST", path, data: rest });
  return new Set([...references].filter((bulkId) => circle.has(bulkId)));
};

function describePlan(operations: readonly BulkOperation[]): string {
  return planBulk(operations, listNeeded)
    .map((step) => (step.kind === "single" ? String(step.index) : `${step.kind}(${step.indices.join(" ")})`))
    .join(" ");
}

describe("B-03, B-04 the order of a Bulk request", () => {
  test.each<[string, BulkOperation[], string]>([
    ["without references that of the request", [group("a"), patch("z"), group("b")], "0 1 2"],
    ["backward references change nothing", [group("a"), group("b", ["a"]), patch("b")], "0 1 2"],
    ["what is referred to comes first", [group("a", ["b"]), group("c"), group("b")], "2 0 1"],
    ["and what that refers to before it", [patch("a"), group("a", ["b"]), group("b", ["c"]), group("c")], "3 2 1 0"],
    [
      "several in the order of the request",
      [group("a", ["d", "b", "c"]), group("b"), group("c"), group("d")],
      "1 2 3 0",
    ],
    ["only creations can be referred to", [patch("p"), { ...patch("z"), bulkId: "p" }], "0 1"],
    ["itself", [group("a", ["a"])], "circle(0)"],
    ["two that are each other's members", [group("a", ["b"]), group("x"), group("b", ["a"])], "circle(0 2) 1"],
    ["a longer circle", [group("a", ["b"]), group("b", ["c"]), group("c", ["a"])], "circle(0 1 2)"],
    ["what a circle refers to before it", [group("a", ["b", "x"]), group("b", ["a"]), group("x")], "2 circle(0 1)"],
    ["what refers to it after it", [patch("a"), group("a", ["b"]), group("b", ["a"])], "circle(1 2) 0"],
    ["two circles", [group("a", ["a", "b"]), group("b", ["c"]), group("c", ["b"])], "circle(1 2) circle(0)"],
    ["in a circle, what cannot wait first", [group("a", [], ["b"]), group("b", ["a"])], "circle(1 0)"],
    ["none can be the first", [group("a", [], ["b"]), group("b", [], ["a"])], "knot(0 1)"],
    ["it needs itself", [group("a", [], ["a"])], "knot(0)"],
  ])("%s", (_, operations, expected) => {
    expect(describePlan(operations)).toBe(expected);
  });

  test("a refused operation is a step of its own that nobody can refer to", () => {
    const refused: BulkOperation = { kind: "refused", bulkId: "a", refusal: new ScimError("invalidValue", "x") };
    expect(describePlan([group("b", ["a"]), refused])).toBe("0 1");
  });

  test("1,000 operations in one chain", () => {
    const chain = Array.from({ length: 1_000 }, (_, index) => group(String(index), [String(index + 1)]));
    expect(describePlan(chain).split(" ").map(Number)).toEqual(chain.map((_, index) => 999 - index));
    const circle = chain.map((operation, index) => (index === 999 ? group("999", ["0"]) : operation));
    expect(planBulk(circle, listNeeded)).toHaveLength(1);
  });

  test("law: each operation is in one step, after all that it refers to", () => {
    const names = ["0", "1", "2", "3", "4", "5", "6", "7"];
    const references = fc.array(fc.subarray(names, { maxLength: 3 }), { minLength: 1, maxLength: names.length });
    fc.assert(
      fc.property(references, (members) => {
        const operations = members.map((own, index) => group(String(index), own));
        const steps = planBulk(operations, listNeeded).map((step) =>
          step.kind === "single" ? [step.index] : step.indices,
        );
        const order = steps.flat();
        expect([...order].sort()).toEqual(operations.map((_, index) => index));
        for (const [position, step] of steps.entries()) {
          const done = new Set(steps.slice(0, position + 1).flat());
          for (const index of step) {
            const referred = [...listReferences(group("x", members[index]))].map(Number);
            for (const other of referred) if (other < operations.length) expect(done.has(other)).toBe(true);
          }
        }
      }),
    );
  });
});
