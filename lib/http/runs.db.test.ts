import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FakeTargetOptions } from "./testing/fake-target";
import { createRunFixture, type RunFixture } from "./testing/run-fixture";
import { createSyncFixture, type SyncFixture } from "./testing/sync-fixture";

let fixture: SyncFixture;
let runs: RunFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
  runs = createRunFixture(fixture);
}, 60_000);
afterAll(() => fixture?.close());
/** Every test has an organization full of people of its own, and one target. */
beforeEach(async () => {
  await fixture.endpoint.database.pool.query("DELETE FROM targets; DELETE FROM groups; DELETE FROM users");
});

const startTarget: SyncFixture["startTarget"] = (options, settings) => fixture.startTarget(options, settings);

/** People, and groups of ten of them each, made before there is a target to be told. */
async function populate(people: number, groups: number) {
  const ids: string[] = [];
  for (let number = 1; number <= people; number += 1) {
    ids.push(await fixture.createUser(`person${number}@runs.example`, { title: "Analyst" }));
  }
  const groupIds: string[] = [];
  for (let number = 1; number <= groups; number += 1) {
    const from = ((number - 1) * 10) % Math.max(1, people);
    groupIds.push(await fixture.createGroup(`Group ${number}`, ids.slice(from, from + 10)));
  }
  return { ids, groupIds };
}

function scimError(status: number) {
  return { status, body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status) } };
}

describe("a reconcile", () => {
  test("brings 250 people and 20 groups to a target; the second one sends no write", { timeout: 120_000 }, async () => {
    const { ids, groupIds } = await populate(250, 20);
    const { fake, targetId } = await startTarget();
    const first = await runs.run(targetId);
    expect(first).toMatchObject({
      state: "done",
      phase: "over",
      total: 270,
      looked: 270,
      created: 270,
      updated: 0,
      failed: 0,
      detail: null,
    });
    expect(fake.resources.users.size).toBe(ids.length);
    expect(fake.resources.groups.size).toBe(groupIds.length);
    expect(fake.find("Group", "Group 20")?.members).toHaveLength(10);
    expect(fake.findDuplicates()).toEqual([]);

    fake.clearRequests();
    const second = await runs.run(targetId);
    expect(fake.writes()).toEqual([]);
    expect(second).toMatchObject({ state: "done", created: 0, updated: 0, unchanged: 270, looked: 270 });
    expect(second.requests).toBe(fake.requests.length);
    expect(await fixture.endpoint.database.prisma.syncTask.count()).toBe(0);
  });

  test("puts right once what was changed at the target, and creates again what is missing", {
    timeout: 60_000,
  }, async () => {
    const { ids } = await populate(4, 1);
    const { fake, targetId } = await startTarget();
    await runs.run(targetId);
    const remote = (number: number) => String(fake.find("User", `person${number}@runs.example`)?.id);
    const groupId = String(fake.find("Group", "Group 1")?.id);
    const stranger = fake.byHand.create("User", { userName: "stranger@runs.example", active: true });
    fake.byHand.edit("User", remote(1), { title: "Meddler", nickName: "not ours" });
    fake.byHand.edit("Group", groupId, ({ members, ...before }) => ({
      ...before,
      members: [...(Array.isArray(members) ? members.slice(1) : []), { value: stranger }],
    }));
    const lost = remote(4);
    fake.byHand.remove("User", lost);

    const run = await runs.run(targetId);
    expect(run).toMatchObject({ state: "done", created: 1, updated: 2, unchanged: 2, failed: 0 });
    expect(
      (await runs.listItems(run.id)).map(({ operation, reason, state }) => ({ operation, reason, state })),
    ).toEqual([
      { operation: "create", reason: "It is missing at the target.", state: "done" },
      { operation: "update", reason: "It was changed at the target.", state: "done" },
      { operation: "update", reason: "It was changed at the target.", state: "done" },
    ]);
    expect(fake.find("User", "person1@runs.example")).toMatchObject({ title: "Analyst", nickName: "not ours" });
    expect(remote(4)).not.toBe(lost);
    expect(fake.findDuplicates()).toEqual([]);
    // The one who was missing is a member again; the stranger is none.
    const members = fake.find("Group", "Group 1")?.members;
    expect(new Set(Array.isArray(members) ? members.map((member) => Object(member).value) : [])).toEqual(
      new Set([1, 2, 3, 4].map(remote)),
    );
    expect(ids).toHaveLength(4);
    // What is not ours is told, and left alone.
    const { prisma } = fixture.endpoint.database;
    expect(await prisma.unmanagedResource.findMany({ where: { targetId } })).toMatchObject([
      { remoteId: stranger, label: "stranger@runs.example", active: true, matchesId: null },
    ]);

    fake.clearRequests();
    expect(await runs.run(targetId)).toMatchObject({ state: "done", unchanged: 5 });
    expect(fake.writes()).toEqual([]);
    fake.byHand.remove("User", stranger);
    await runs.run(targetId);
    expect(await prisma.unmanagedResource.count({ where: { targetId } })).toBe(0);
  });

  test("deactivates again who left Roster and was made active again there", { timeout: 60_000 }, async () => {
    const { ids } = await populate(3, 0);
    const { fake, targetId } = await startTarget();
    await runs.run(targetId);
    await fixture.send("DELETE", `/Users/${ids[0]}`);
    await fixture.drain(targetId);
    const remoteId = String(fake.find("User", "person1@runs.example")?.id);
    expect(fake.resources.users.get(remoteId)).toMatchObject({ active: false });
    fake.byHand.edit("User", remoteId, { active: true });
    expect(await runs.run(targetId)).toMatchObject({ state: "done", deprovisioned: 1 });
    expect(fake.resources.users.get(remoteId)).toMatchObject({ active: false });
    fake.clearRequests();
    expect(await runs.run(targetId)).toMatchObject({ state: "done", deprovisioned: 0 });
    expect(fake.writes()).toEqual([]);
  });

  test("corrects a target that insists once, and then lets it be", { timeout: 60_000 }, async () => {
    await populate(2, 0);
    const { fake, targetId } = await startTarget();
    await runs.run(targetId);
    fake.behave({
      normalise: (attributes, type) => (type === "User" ? { ...attributes, title: "INSISTS" } : attributes),
    });
    fake.byHand.edit("User", String(fake.find("User", "person1@runs.example")?.id), { title: "INSISTS" });
    const correcting = await runs.run(targetId);
    expect(correcting).toMatchObject({ state: "done", updated: 1 });
    fake.clearRequests();
    expect(await runs.run(targetId)).toMatchObject({ state: "done", unchanged: 2 });
    expect(fake.writes()).toEqual([]);
  });

  test.each<[string, FakeTargetOptions]>([
    ["whose total is too large", { totalOffset: 1_000 }],
    ["whose total is too small", { totalOffset: -20 }],
    ["that ignores startIndex", { ignoresStartIndex: true, maxPageSize: 10 }],
    ["that caps its pages", { maxPageSize: 7 }],
    ["that lists by cursor", { paging: "cursor", maxPageSize: 7 }],
    ["whose pages are empty after the first", { emptyPages: "afterFirst", maxPageSize: 7 }],
    ["that shows no members in lists", { members: "notInLists" }],
  ])("makes nothing twice and loses nothing at a target %s", { timeout: 60_000 }, async (_name, options) => {
    await populate(23, 2);
    const { fake, targetId } = await startTarget(options);
    expect(await runs.run(targetId)).toMatchObject({ state: "done", created: 25 });
    fake.clearRequests();
    expect(await runs.run(targetId)).toMatchObject({ state: "done", unchanged: 25, created: 0, updated: 0 });
    expect(fake.writes()).toEqual([]);
    expect(fake.findDuplicates()).toEqual([]);
  });

  test("adds members once more to find out that a target never shows any", { timeout: 60_000 }, async () => {
    await populate(23, 2);
    const { fake, targetId } = await startTarget({ members: "hidden" });
    await runs.run(targetId);
    expect(await runs.run(targetId)).toMatchObject({ state: "done", unchanged: 23, updated: 2 });
    fake.clearRequests();
    expect(await runs.run(targetId)).toMatchObject({ state: "done", unchanged: 25 });
    expect(fake.writes()).toEqual([]);
  });

  test.each([403, 501, 405])(
    "goes on without reading where lists are a %d, and tells so",
    { timeout: 60_000 },
    async (status) => {
      await populate(3, 1);
      const { fake, targetId } = await startTarget();
      await runs.run(targetId);
      fake.script({
        when: { method: "GET", path: "/Users", matches: ({ path }) => path.includes("startIndex") },
        instead: scimError(status),
      });
      await fixture.createUser("late@runs.example");
      const run = await runs.run(targetId);
      expect(run).toMatchObject({ state: "done", failed: 0 });
      expect(fake.find("User", "late@runs.example")).toBeDefined();
      expect(run.detail).toContain("The people of the target could not be listed");
    },
  );
});
