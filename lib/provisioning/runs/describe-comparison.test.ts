import { describe, expect, test } from "vitest";
import type { Operation } from "../decide-operation";
import type { Desired } from "../desired-state";
import type { MemberDifference, ResourceLink, SyncJob } from "../sync-store";
import { type Comparison, describeComparison } from "./describe-comparison";

const job: SyncJob = {
  resourceType: "User",
  resourceId: "u",
  reason: "reconcile",
  attempts: 0,
  generation: 0n,
  queuedAt: new Date(0),
};
const payload = { userName: "ada", title: "Dr" };
const desired: Desired = { kind: "present", label: "Ada", payload };
const link: ResourceLink = {
  id: "l",
  resourceType: "User",
  resourceId: "u",
  label: "Ada",
  state: "linked",
  remoteId: "r",
  sent: { userName: "ada" },
};
const create: Operation = { kind: "create", payload, isUncertain: false };
const update: Operation = { kind: "update", remoteId: "r", payload, readsFirst: false, changesAttributes: true };
const nobody: MemberDifference = { add: [], remove: [], waiting: [] };

function compare(operation: Operation, given: Partial<Comparison> = {}) {
  const subject = { resourceType: "User", job, link, isInScopeGroup: true } as const;
  return describeComparison({ runKind: "reconcile", subject, desired, operation, ...given });
}
/** In short. */
function tell(...given: Parameters<typeof compare>): string {
  const { count, item } = compare(...given);
  return item === undefined
    ? count
    : `${count}: ${item.operation}, ${item.isToBeDone ? "to be done" : "not to be done"}. ${item.reason}`;
}

const known = (...counterparts: string[]) => ({ known: { counterparts } });
const drift = [{ path: "title", expected: "Dr", found: "Meddler" }];
const drifted = { resourceType: "User", job, link: { ...link, drift }, isInScopeGroup: true } as const;

describe("what a run means to do, in words", () => {
  test.each<[string, Operation, Partial<Comparison>, string]>([
    ["nothing", { kind: "none", count: "unchanged", reason: "" }, {}, "unchanged"],
    ["a skip, in a reconcile", { kind: "none", count: "skipped", reason: "Out." }, {}, "skipped"],
    [
      "a skip, in a plan",
      { kind: "none", count: "skipped", reason: "Out." },
      { runKind: "plan" },
      "skipped: skip, not to be done. Out.",
    ],
    ["invalid", { kind: "invalid", detail: "No." }, {}, "failed: skip, to be done. No."],
    [
      "invalid, in a plan",
      { kind: "invalid", detail: "No." },
      { runKind: "plan" },
      "skipped: skip, not to be done. No.",
    ],
    [
      "invalid, as is known",
      { kind: "invalid", detail: "No." },
      { subject: { ...drifted, link: { ...link, problem: { kind: "invalid", detail: "No.", at: "" } } } },
      "failed",
    ],
    ["new", create, {}, "created: create, to be done. It is not at the target yet."],
    [
      "new, perhaps",
      { ...create, isUncertain: true },
      {},
      "created: create, to be done. It is not known to be at the target: an earlier try did not end.",
    ],
    [
      "missing",
      { ...create, isUncertain: true },
      { known: { counterparts: [], finding: { kind: "missing", remoteId: "r" } } },
      "created: create, to be done. It is missing at the target.",
    ],
    [
      "one like it",
      create,
      known("x"),
      "conflicts: conflict, to be done. The target has one like it, x: it will be linked and brought up to date.",
    ],
    [
      "two like it",
      create,
      known("x", "y"),
      "conflicts: conflict, to be done. The target has 2 like it, x and y: somebody has to say which it is.",
    ],
    ["changed here", update, {}, "updated: update, to be done. It was changed in Roster."],
    [
      "changed there",
      { ...update, payload: { userName: "ada" } },
      { subject: drifted },
      "updated: update, to be done. It was changed at the target.",
    ],
    [
      "changed here and there",
      update,
      { subject: drifted },
      "updated: update, to be done. It was changed at the target. It was changed in Roster.",
    ],
    [
      "back",
      { ...update, payload: { userName: "ada" } },
      { subject: { ...drifted, link: { ...link, state: "deactivated" } } },
      "updated: update, to be done. It is in scope again.",
    ],
    [
      "not known for sure",
      { ...update, payload: { userName: "ada" } },
      { subject: { ...drifted, link: { ...link, drift: [] } } },
      "updated: update, to be done. What the target has of it is not known for sure.",
    ],
    ["a group of which nothing differs", { ...update, changesAttributes: false }, { members: nobody }, "unchanged"],
    [
      "a group whose members wait",
      { ...update, changesAttributes: false },
      { members: { ...nobody, waiting: ["1"] } },
      "unchanged",
    ],
    [
      "left",
      { kind: "deactivate", remoteId: "r", reason: "Out.", deletesLater: true },
      {},
      "deprovisioned: deprovision, to be done. Out. It is deactivated at the target, and deleted later.",
    ],
    [
      "gone",
      { kind: "delete", remoteId: "r", reason: "Gone." },
      {},
      "deprovisioned: deprovision, to be done. Gone. It is deleted at the target.",
    ],
    [
      "left as it is",
      { kind: "leave", reason: "Out." },
      {},
      "deprovisioned: deprovision, to be done. Out. It is left at the target as it is.",
    ],
  ])("%s", (_name, operation, given, expected) => {
    expect(tell(operation, given)).toBe(expected);
  });

  test("the changes: what the target was found to have is what is changed from", () => {
    expect(compare(update).item?.changes).toEqual([{ path: "title", to: "Dr" }]);
    expect(compare(update, { subject: drifted }).item?.changes).toEqual([{ path: "title", from: "Meddler", to: "Dr" }]);
    expect(compare(create).item?.changes).toEqual([
      { path: "userName", to: "ada" },
      { path: "title", to: "Dr" },
    ]);
  });

  test("members are told by their numbers", () => {
    const members: MemberDifference = {
      add: [{ remoteId: "1", type: "User", resourceId: "1" }],
      remove: ["2", "3"],
      waiting: [],
    };
    expect(compare({ ...update, changesAttributes: false }, { members }).item).toMatchObject({
      operation: "update",
      reason: "It was changed in Roster.",
      changes: [{ path: "members", from: "2 to be removed", to: "1 to be added" }],
    });
  });
});
