import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type CrashingWorkers, createCrashingWorkers } from "./testing/crashing-workers";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { createRunFixture, type RunFixture } from "./testing/run-fixture";
import { createSyncFixture, type SyncFixture, type TargetSettings } from "./testing/sync-fixture";
import { findDifferences, type Policy } from "./testing/sync-law/find-differences";
import { patchOf, type World } from "./testing/sync-law/world";

/** Of those who are killed. Long, so that nobody loses a lane on a busy machine; the test ends it when they are dead. */
const leaseMs = 20_000;

let fixture: SyncFixture;
let runs: RunFixture;
let workers: CrashingWorkers;
let databaseUrl: string;

beforeAll(async () => {
  fixture = await createSyncFixture();
  runs = createRunFixture(fixture);
  workers = await createCrashingWorkers();
  const { rows } = await fixture.endpoint.database.pool.query<{ name: string }>("SELECT current_database() AS name");
  databaseUrl = Object.assign(new URL(inject("templateDatabaseUrl")), { pathname: `/${rows[0]?.name}` }).href;
});
afterAll(async () => {
  await workers.close();
  await fixture.close();
});

/** What there is before the worker comes, and what it has to do. */
type Scenario = {
  readonly fake?: FakeTargetOptions;
  readonly settings?: TargetSettings;
  readonly policy?: Partial<Policy>;
  /** Is brought to the targets before. */
  readonly before?: () => Promise<void>;
  /** Happens in Roster while nobody works. */
  readonly change?: () => Promise<void>;
  /** Only every so many of its points, where they are many: all of them were tried, and take minutes. */
  readonly step?: number;
  /** Happens to each target while nobody works. */
  readonly changeThere?: (world: World) => Promise<void> | void;
};

/** As many targets of one organization, each with everything still to be done. */
async function prepare(scenario: Scenario, count: number, policy: Policy): Promise<readonly World[]> {
  await fixture.endpoint.database.pool.query("DELETE FROM targets; DELETE FROM groups; DELETE FROM users");
  const options = { concurrency: 1, breakerMinimum: 10_000, ...scenario.settings?.options, ...policy };
  const worlds: World[] = [];
  for (let number = 0; number < count; number += 1) {
    const fake = await startFakeTarget(scenario.fake);
    const targetId = await fixture.addTarget(fake, { ...scenario.settings, options });
    const drain = async () => await fixture.drain(targetId, fixture.createEngine());
    worlds.push({ fixture, fake, targetId, people: [], groups: [], drain });
  }
  await scenario.before?.();
  for (const { drain } of worlds) await drain();
  await scenario.change?.();
  for (const world of worlds) {
    await scenario.changeThere?.(world);
    world.fake.clearRequests();
  }
  return worlds;
}

/** Kills a worker at each of its points, and has another one finish; everything must be as if nothing had happened. */
async function killEverywhere(scenario: Scenario): Promise<number> {
  const policy: Policy = { deprovision: "deactivate", nestedGroups: "flatten", ...scenario.policy };
  const [probe] = await prepare(scenario, 1, policy);
  if (probe === undefined) throw new Error("There is no target.");
  const [lived] = await workers.workAll({ databaseUrl, leaseMs, targets: [{ targetId: probe.targetId }] });
  const points = lived?.points ?? 0;
  await probe.fake.close();
  expect(points).toBeGreaterThan(0);

  const { step = 1 } = scenario;
  const worlds = await prepare(scenario, Math.floor(points / step), policy);
  const targets = worlds.map(({ targetId }, index) => ({ targetId, dieAt: (index + 1) * step }));
  const ends = await workers.workAll({ databaseUrl, leaseMs, targets });
  expect(ends.filter(({ wasKilled }) => !wasKilled)).toEqual([]);
  await fixture.endpoint.database.pool.query("UPDATE sync_lanes SET claimed_until = now()");
  for (const [index, world] of worlds.entries()) {
    await expectNothingHappened(world, policy, `killed at point ${(index + 1) * step}`, index % 3 === 0);
    await world.fake.close();
  }
  return points;
}

/** @param reconciles whether it is also held against a reconcile, which must find nothing to write */
async function expectNothingHappened(world: World, policy: Policy, label: string, reconciles = true): Promise<void> {
  const { fake, targetId } = world;
  await finish(world);
  expect(await findDifferences(world, policy), label).toEqual([]);
  expect(findRepeatedCreates(fake), label).toEqual([]);
  if (!reconciles) return;
  fake.clearRequests();
  const run = await runs.start(targetId);
  await finish(world);
  expect((await runs.getRun(run)).state, label).toBe("done");
  expect(await findDifferences(world, policy), label).toEqual([]);
  expect(describeWrites(fake), label).toEqual([]);
}

/** A new worker, until nothing is left to do: neither jobs nor tasks. */
async function finish({ targetId, drain }: World): Promise<void> {
  const { prisma } = fixture.endpoint.database;
  for (let round = 0; round < 40; round += 1) {
    await fixture.hurry(targetId);
    await drain();
    const left =
      (await prisma.syncJob.count({ where: { targetId } })) + (await prisma.syncTask.count({ where: { targetId } }));
    if (left === 0) return;
  }
  throw new Error("There is something that is never done.");
}

/** External ids of which more than one resource was made. */
function findRepeatedCreates(fake: FakeTarget): readonly string[] {
  const made = new Map<string, number>();
  const add = (body: unknown) => {
    const id = String(Object(body).externalId);
    made.set(id, (made.get(id) ?? 0) + 1);
  };
  for (const request of fake.requestsOf("POST")) {
    if (request.operations === undefined && request.status === 201) add(request.body);
    for (const { method, status, body } of request.operations ?? []) {
      if (method === "POST" && status === 201) add(body);
    }
  }
  return [...made].filter(([, count]) => count > 1).map(([id]) => id);
}

function describeWrites(fake: FakeTarget): readonly string[] {
  return fake.writes().map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
}

const person = (givenName: string) => ({ title: "Analyst", name: { givenName, familyName: "Family" } });

/** Three people, two of them in a group. */
async function populate() {
  const [ada, bob, cy] = [
    await fixture.createUser("ada@crash.example", person("Ada")),
    await fixture.createUser("bob@crash.example", person("Bob")),
    await fixture.createUser("cy@crash.example", person("Cy")),
  ];
  return { ada, bob, cy, group: await fixture.createGroup("Alpha", [ada, bob]) };
}

let there: Awaited<ReturnType<typeof populate>>;
const before = async () => {
  there = await populate();
};
const single = { bulk: false } as const;

describe("a worker is killed after each of its calls", { timeout: 900_000 }, () => {
  test.each<[string, Scenario]>([
    [
      "while it makes a person and a group",
      {
        fake: single,
        change: async () => {
          await fixture.createGroup("Alpha", [await fixture.createUser("ada@crash.example", person("Ada"))]);
        },
      },
    ],
    [
      "while it makes a person where nothing can be looked up, and answers do not say what was made",
      {
        fake: { bulk: false, filter: "refused", answers: { POST: "withoutId" }, locations: "none" },
        change: async () => {
          await fixture.createUser("ada@crash.example", person("Ada"));
        },
      },
    ],
    [
      "while it changes a person",
      {
        fake: single,
        before,
        change: async () => {
          await fixture.send(
            "PATCH",
            `/Users/${there.ada}`,
            patchOf({ op: "replace", path: "title", value: "Countess" }),
          );
        },
      },
    ],
    [
      "while it deactivates somebody who was deleted, and changes members",
      {
        fake: single,
        before,
        change: async () => {
          await fixture.send("DELETE", `/Users/${there.ada}`);
          const member = { op: "add", path: "members", value: [{ value: there.cy }] };
          await fixture.send("PATCH", `/Groups/${there.group}`, patchOf(member));
        },
      },
    ],
    [
      "while it deletes somebody who comes back as somebody else, and a group",
      {
        fake: single,
        policy: { deprovision: "delete" },
        before,
        change: async () => {
          await fixture.send("DELETE", `/Users/${there.ada}`);
          await fixture.send("DELETE", `/Groups/${there.group}`);
          await fixture.createUser("ada@crash.example", person("Augusta"));
        },
      },
    ],
    [
      "while it sends a bulk request",
      {
        before,
        change: async () => {
          const dee = await fixture.createUser("dee@crash.example", person("Dee"));
          await fixture.createGroup("Beta", [dee, there.cy]);
          await fixture.send("PATCH", `/Users/${there.bob}`, patchOf({ op: "replace", path: "title", value: "Baron" }));
          await fixture.send("DELETE", `/Users/${there.ada}`);
        },
      },
    ],
    [
      "while it reconciles",
      {
        step: 3,
        fake: single,
        before,
        changeThere: async ({ fake, targetId }) => {
          const find = (name: string) => String(fake.find("User", name)?.id);
          fake.byHand.edit("User", find("ada@crash.example"), { title: "Meddler" });
          fake.byHand.remove("User", find("bob@crash.example"));
          await runs.start(targetId);
        },
      },
    ],
  ])("%s", async (_name, scenario) => {
    const points = await killEverywhere(scenario);
    expect(points).toBeGreaterThan(10);
  });
});

describe("in the middle of a reconcile of 40 people", { timeout: 300_000 }, () => {
  async function startRun() {
    const policy: Policy = { deprovision: "deactivate", nestedGroups: "flatten" };
    const scenario: Scenario = {
      fake: { bulk: false },
      settings: { options: { concurrency: 2 } },
      before: async () => {
        await fixture.endpoint.database.pool.query("UPDATE targets SET state = 'paused'");
        for (let number = 0; number < 40; number += 1) {
          await fixture.createUser(`person${number}@crash.example`, person(`Given${number}`));
        }
        await fixture.endpoint.database.pool.query("DELETE FROM sync_jobs; UPDATE targets SET state = 'active'");
      },
    };
    const [world] = await prepare(scenario, 1, policy);
    if (world === undefined) throw new Error("There is no target.");
    world.fake.script({ when: { method: "POST" }, delayMs: 20 });
    return { world, policy, runId: await runs.start(world.targetId) };
  }

  async function waitForWrites({ fake }: World, count: number): Promise<void> {
    await expect.poll(() => fake.writes().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  }

  test("one of two workers is killed: the other one finishes, and nothing is made twice", async () => {
    const { world, policy } = await startRun();
    const { fake, targetId } = world;
    const [one, other] = [workers.spawn(), workers.spawn()];
    const work = { databaseUrl, leaseMs: 1_000, targets: [{ targetId }] };
    const ends = [one.work(work), other.work(work).catch(() => undefined)];
    await waitForWrites(world, 10);
    one.kill();
    await Promise.all(ends);
    await expectNothingHappened(world, policy, "killed");
    await fake.close();
  });

  test("the target is paused and resumed: nothing is lost or done again", async () => {
    const { world, policy, runId } = await startRun();
    const { fake, targetId } = world;
    const { pool } = fixture.endpoint.database;
    const setState = (state: string) =>
      pool.query("UPDATE targets SET state = $2::target_state WHERE id = $1", [targetId, state]);
    const engine = fixture.createEngine();
    engine.start();
    await waitForWrites(world, 10);
    await setState("paused");
    await expect
      .poll(async () => (await pool.query("SELECT 1 FROM sync_lanes WHERE target_id = $1", [targetId])).rows.length, {
        timeout: 60_000,
      })
      .toBe(0);
    expect((await runs.getRun(runId)).state).toBe("running");
    await setState("active");
    await expect.poll(async () => (await runs.getRun(runId)).state, { timeout: 60_000 }).toBe("done");
    await engine.stop();
    // Each once.
    expect(fake.writes()).toHaveLength(40);
    expect(await findDifferences(world, policy)).toEqual([]);
    await fake.close();
  });

  test("the worker is stopped, and another one starts: nothing is lost or done again", async () => {
    const { world, policy, runId } = await startRun();
    const first = fixture.createEngine();
    first.start();
    await waitForWrites(world, 10);
    await first.stop();
    expect((await runs.getRun(runId)).state).toBe("running");
    await runs.carryOut(world.targetId, runId);
    expect(world.fake.writes()).toHaveLength(40);
    expect(await findDifferences(world, policy)).toEqual([]);
    await world.fake.close();
  });
});
