import { describe, expect, test } from "vitest";
import type { Desired } from "./desired-state";
import { createFingerprint } from "./fingerprint";
import type { GroupSubject, ResourceLink, SyncJob, UserSubject } from "./sync-store";

const job: SyncJob = {
  resourceType: "User",
  resourceId: "1",
  reason: "plan",
  attempts: 0,
  generation: 1n,
  queuedAt: new Date(0),
};
const link: ResourceLink = {
  id: "2",
  resourceType: "User",
  resourceId: "1",
  label: "Ada",
  state: "linked",
  remoteId: "r",
  sent: { userName: "ada", name: { givenName: "Ada", familyName: "Lovelace" } },
};
const desired: Desired = { kind: "present", label: "Ada", payload: { userName: "ada", title: "Dr" } };
const of = (changed: Partial<ResourceLink> = {}, wanted: Desired = desired) => {
  const subject: UserSubject = { resourceType: "User", job, link: { ...link, ...changed }, isInScopeGroup: true };
  return createFingerprint(subject, wanted);
};

describe("the fingerprint of a plan's item", () => {
  test.each<[string, string]>([
    [
      "what the target was found to have",
      of({ drift: [{ path: "title", found: "x" }], received: { a: 1 }, etag: "e" }),
    ],
    [
      "a problem, and when it was synced",
      of({ syncedAt: new Date(), problem: { kind: "failing", detail: "", at: "" } }),
    ],
    ["what it is called", of({ label: "Augusta" }, { ...desired, label: "Augusta" })],
    ["the order of names", of({ sent: { name: { familyName: "Lovelace", givenName: "Ada" }, userName: "ada" } })],
  ])("does not change with %s", (_name, fingerprint) => {
    expect(fingerprint).toBe(of());
  });

  const others: [string, string][] = [
    ["the state", of({ state: "deactivated" })],
    ["what it is at the target", of({ remoteId: "other" })],
    ["what was sent", of({ sent: { userName: "Ada" } })],
    ["when it is to be deleted", of({ deleteAt: new Date(0) })],
    ["the payload", of({}, { kind: "present", label: "Ada", payload: { userName: "ada" } })],
    ["the scope", of({}, { kind: "absent", label: "Ada", isGone: false, reason: "" })],
    ["whether it is there", of({}, { kind: "absent", label: "Ada", isGone: true, reason: "" })],
    ["whether it is valid", of({}, { kind: "invalid", label: "Ada", detail: "" })],
    ["the link", createFingerprint({ resourceType: "User", job, isInScopeGroup: true }, desired)],
  ];
  test.each(others)("changes with %s", (_name, fingerprint) => {
    expect(fingerprint).not.toBe(of());
  });

  test("no two of them are the same", () => {
    expect(new Set(others.map(([, fingerprint]) => fingerprint)).size).toBe(others.length);
  });

  test("changes with the version of a group, which stands for its members", () => {
    const createGroup = (version: number): GroupSubject => ({
      resourceType: "Group",
      job,
      isScopeGroup: true,
      group: { id: "1", version, created: new Date(0), lastModified: new Date(0), displayName: "G", attributes: {} },
    });
    expect(createFingerprint(createGroup(1), desired)).not.toBe(createFingerprint(createGroup(2), desired));
  });

  test("differs for texts that differ in one character, wherever it stands", () => {
    const texts = Array.from(
      { length: 2_000 },
      (_, index) => `${"a".repeat(index % 50)}${String.fromCharCode(97 + index)}`,
    );
    const fingerprints = texts.map((title) => of({}, { kind: "present", label: "", payload: { title } }));
    expect(new Set(fingerprints).size).toBe(new Set(texts).size);
    expect(fingerprints.every((fingerprint) => /^[0-9a-f]{28}$/.test(fingerprint))).toBe(true);
  });
});
