import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { createRunFixture, type RunFixture } from "./testing/run-fixture";
import { createSyncFixture, type SyncFixture, type TargetSettings } from "./testing/sync-fixture";

let fixture: SyncFixture;
let runs: RunFixture;
const fakes: FakeTarget[] = [];

beforeAll(async () => {
  fixture = await createSyncFixture();
  runs = createRunFixture(fixture);
}, 60_000);
afterAll(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
  await fixture?.close();
});
/** Every test has an organization full of people of its own, and one target. */
beforeEach(async () => {
  await fixture.endpoint.database.pool.query("DELETE FROM targets; DELETE FROM groups; DELETE FROM users");
});

async function startTarget(options: FakeTargetOptions = {}, settings: TargetSettings = {}) {
  const fake = await startFakeTarget(options);
  fakes.push(fake);
  const targetId = await fixture.addTarget(fake, settings);
  return { fake, targetId };
}

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
});
