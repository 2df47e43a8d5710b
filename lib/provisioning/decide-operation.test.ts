import { describe, expect, test } from "vitest";
import { decideOperation, isDeprovision } from "./decide-operation";
import type { Desired } from "./desired-state";
import type { ResourceLink } from "./sync-store";

const now = new Date("2026-11-28T12:00:00Z");
const payload = { userName: "ada", active: true };
const present: Desired = { kind: "present", label: "Ada", payload };
const outOfScope: Desired = { kind: "absent", label: "Ada", isGone: false, reason: "Out of scope." };

function link(changes: Partial<ResourceLink> = {}): ResourceLink {
  return {
    id: "1",
    resourceType: "User",
    resourceId: "2",
    label: "Ada",
    remoteId: "r",
    state: "linked",
    sent: { active: true, userName: "ada" },
    ...changes,
  };
}

const { remoteId: _none, ...creating } = link({ state: "creating" });
const group = { resourceType: "Group" } as const;

type Given = Partial<Parameters<typeof decideOperation>[0]>;

describe("decideOperation", () => {
  test.each([
    ["nothing is known of it", { desired: present }, { kind: "create", isUncertain: false }],
    ["an earlier try may have made it", { desired: present, link: creating }, { kind: "create", isUncertain: true }],
    [
      "it is there, whatever the order of names",
      { desired: present, link: link() },
      { kind: "none", count: "unchanged" },
    ],
    [
      "an attribute was removed",
      { desired: present, link: link({ sent: { ...payload, title: "x" } }) },
      { kind: "update", readsFirst: false },
    ],
    ["drift was found", { desired: present, link: link({ drift: [] }) }, { kind: "update", readsFirst: true }],
    [
      "they come back into scope",
      { desired: present, link: link({ state: "deactivated" }) },
      { kind: "update", readsFirst: true },
    ],
    ["what was sent is not known", { desired: present, link: without("sent") }, { kind: "update", readsFirst: true }],
    [
      "a password waits",
      { desired: present, link: link(), hasPassword: true },
      { kind: "update", changesAttributes: true },
    ],
    [
      "a group's members may differ",
      { desired: present, link: link(group), ...group },
      { kind: "update", changesAttributes: false },
    ],
    ["a person said so", { desired: present, link: link({ state: "ignored" }) }, { kind: "none", count: "skipped" }],
    [
      "it is not valid",
      { desired: { kind: "invalid", label: "Ada", detail: "bad" } },
      { kind: "invalid", detail: "bad" },
    ],
    ["it never was there", { desired: outOfScope }, { kind: "none", count: "skipped" }],
    ["it may have been made", { desired: outOfScope, link: creating }, { kind: "findAndDeprovision" }],
    ["the policy is deactivate", { desired: outOfScope, link: link() }, { kind: "deactivate", deletesLater: false }],
    [
      "the policy is delete",
      { desired: outOfScope, link: link(), options: { deprovision: "delete" } },
      { kind: "delete" },
    ],
    [
      "the policy is leave",
      { desired: outOfScope, link: link(), options: { deprovision: "leave" } },
      { kind: "leave" },
    ],
    [
      "it is to be deleted later",
      { desired: outOfScope, link: link(), options: { deprovision: "deactivateThenDelete" } },
      { kind: "deactivate", deletesLater: true },
    ],
    ["it is a group", { desired: outOfScope, link: link(group), ...group }, { kind: "delete" }],
    [
      "it is a group, and left",
      { desired: outOfScope, link: link(group), ...group, options: { deprovision: "leave" } },
      { kind: "leave" },
    ],
    [
      "it was deactivated",
      { desired: outOfScope, link: link({ state: "deactivated" }) },
      { kind: "none", count: "skipped" },
    ],
    [
      "its time is over",
      { desired: outOfScope, link: link({ state: "deactivated", deleteAt: new Date(now.getTime() - 1) }) },
      { kind: "delete" },
    ],
    [
      "its time is not over",
      { desired: outOfScope, link: link({ state: "deactivated", deleteAt: new Date(now.getTime() + 1) }) },
      { kind: "none" },
    ],
    [
      "somebody made them active again",
      { desired: outOfScope, link: link({ state: "deactivated", drift: [] }) },
      { kind: "deactivate" },
    ],
    ["it was left", { desired: outOfScope, link: link({ state: "left" }) }, { kind: "none", count: "skipped" }],
  ] satisfies readonly (readonly [string, Given, object])[])("%s", (_, given, expected) => {
    const options = { deprovision: "deactivate" } as const;
    const operation = decideOperation({ resourceType: "User", desired: present, options, now, ...(given as Given) });
    expect(operation).toMatchObject(expected);
  });

  test("what takes access away counts for the breaker, what lets go of it does not", () => {
    expect(isDeprovision({ kind: "deactivate", remoteId: "r", reason: "", deletesLater: false })).toBe(true);
    expect(isDeprovision({ kind: "delete", remoteId: "r", reason: "" })).toBe(true);
    expect(isDeprovision({ kind: "findAndDeprovision", reason: "" })).toBe(true);
    expect(isDeprovision({ kind: "leave", reason: "" })).toBe(false);
  });
});

function without(name: "sent"): ResourceLink {
  const { [name]: _, ...rest } = link();
  return rest;
}
