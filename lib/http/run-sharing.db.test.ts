import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSyncStore } from "@/lib/db/sync-store";
import { testKeys } from "@/lib/db/testing/test-target";
import { scimError, tryLater } from "./testing/fake-target/answer";
import { createRunFixture, type RunFixture } from "./testing/run-fixture";
import { createSyncFixture, type SyncFixture } from "./testing/sync-fixture";

let fixture: SyncFixture;
let runs: RunFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
  runs = createRunFixture(fixture);
}, 60_000);
afterAll(() => fixture?.close());
beforeEach(async () => {
  await fixture.endpoint.database.pool.query("DELETE FROM targets; DELETE FROM groups; DELETE FROM users");
});

const startTarget: SyncFixture["startTarget"] = (options, settings) => fixture.startTarget(options, settings);

async function createPeople(count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await fixture.createUser(`person${number}@sharing.example`);
}

describe("workers share a run", () => {
  test("several engines carry it out together, and nothing is done twice", { timeout: 120_000 }, async () => {
    await createPeople(230);
    const { fake, targetId } = await startTarget({ bulk: false, maxPageSize: 10 });
    fake.script({ delayMs: 3 });
    const runId = await runs.start(targetId);
    const engines = [fixture.createEngine(), fixture.createEngine(), fixture.createEngine()];
    await Promise.all(engines.map((engine) => runs.carryOut(targetId, runId, engine)));
    expect(await runs.getRun(runId)).toMatchObject({ state: "done", created: 230, looked: 230, failed: 0 });
    expect(fake.requestsOf("POST")).toHaveLength(230);
    expect(fake.findDuplicates()).toEqual([]);
    expect(fake.countAtOnce()).toBeGreaterThan(1);
    expect(fake.countAtOnce()).toBeLessThanOrEqual(4);

    fake.clearRequests();
    const again = await runs.start(targetId);
    await Promise.all(engines.map((engine) => runs.carryOut(targetId, again, engine)));
    expect(await runs.getRun(again)).toMatchObject({ state: "done", unchanged: 230 });
    expect(fake.writes()).toEqual([]);
    // Each page was read once: 23, and one more that is empty, since the last one was full; then the groups.
    expect(fake.requestsOf("GET", "/Users")).toHaveLength(24);
    expect(fake.requestsOf("GET", "/Groups")).toHaveLength(1);
  });

  test("what a worker that died was at is taken up by another, from the page where it was", {
    timeout: 60_000,
  }, async () => {
    await createPeople(30);
    const { fake, targetId } = await startTarget({ maxPageSize: 10 });
    await runs.run(targetId);
    fake.clearRequests();
    const runId = await runs.start(targetId);
    // It claims a task and is never heard of again.
    const store = createSyncStore(fixture.endpoint.database, testKeys, { leaseMs: 500 });
    const lane = await store.claimLane(targetId);
    if (lane === undefined) throw new Error("There is no lane.");
    expect(await runs.runs.claimTasks(lane, 10)).toHaveLength(1);
    expect(await runs.runs.claimTasks(lane, 10)).toHaveLength(0);
    await delay(600);
    expect(await runs.carryOut(targetId, runId)).toMatchObject({ state: "done", unchanged: 30, looked: 30 });
    expect(fake.requestsOf("GET", "/Users")).toHaveLength(4);
  });

  test("a worker that comes back too late writes nothing", { timeout: 60_000 }, async () => {
    await createPeople(3);
    const { targetId } = await startTarget();
    const runId = await runs.start(targetId);
    const store = createSyncStore(fixture.endpoint.database, testKeys, { leaseMs: 300 });
    const lane = await store.claimLane(targetId);
    if (lane === undefined) throw new Error("There is no lane.");
    const [task] = await runs.runs.claimTasks(lane, 1);
    if (task === undefined) throw new Error("There is no task.");
    await delay(400);
    await runs.carryOut(targetId, runId);
    const before = await runs.getRun(runId);
    await expect(runs.runs.settleTask(lane, task, { looked: 100, next: { kind: "done" } })).rejects.toThrow("lane");
    expect(await runs.getRun(runId)).toEqual(before);
  });
});

describe("a run waits, and goes on", () => {
  test("while its target is paused", { timeout: 60_000 }, async () => {
    await createPeople(60);
    const { fake, targetId } = await startTarget({ bulk: false }, { options: { concurrency: 1 } });
    const { prisma } = fixture.endpoint.database;
    fake.script({
      when: { method: "POST" },
      skip: 24,
      times: 1,
      after: () => prisma.target.update({ where: { id: targetId }, data: { state: "paused" } }),
    });
    const runId = await runs.start(targetId);
    await fixture.drain(targetId);
    const paused = await runs.getRun(runId);
    expect(paused).toMatchObject({ state: "running", phase: "apply" });
    const made = fake.resources.users.size;
    expect(made).toBeGreaterThanOrEqual(25);
    expect(made).toBeLessThan(60);
    await fixture.drain(targetId);
    expect(fake.resources.users.size).toBe(made);

    await prisma.target.update({ where: { id: targetId }, data: { state: "active" } });
    expect(await runs.carryOut(targetId, runId)).toMatchObject({ state: "done", created: 60 });
    expect(fake.findDuplicates()).toEqual([]);
  });

  test("when it is told to wait, without an attempt being counted", { timeout: 60_000 }, async () => {
    await createPeople(25);
    const { fake, targetId } = await startTarget({ maxPageSize: 10 });
    await runs.run(targetId);
    fake.script({ when: { method: "GET", path: "/Users" }, skip: 1, times: 3, instead: tryLater(1) });
    fake.clearRequests();
    const runId = await runs.start(targetId);
    const run = await runs.carryOut(targetId, runId);
    expect(run).toMatchObject({ state: "done", unchanged: 25, detail: null });
    expect(fake.requestsOf("GET", "/Users").map(({ status }) => status)).toEqual([200, 429, 429, 429, 200, 200]);
  });

  test("a list that fails for a while is asked for again; one that goes on failing is left out", {
    timeout: 60_000,
  }, async () => {
    await createPeople(5);
    const { fake, targetId } = await startTarget();
    await runs.run(targetId);
    const takeBack = fake.script({ when: { method: "GET", path: "/Users" }, instead: scimError(500) });
    const runId = await runs.start(targetId);
    for (let round = 0; round < 6; round += 1) {
      await fixture.drain(targetId);
      await fixture.hurry(targetId);
    }
    const run = await runs.carryOut(targetId, runId);
    expect(run).toMatchObject({ state: "done", unchanged: 5 });
    expect(run.detail).toContain("The people of the target could not be listed");
    takeBack();
    expect(await runs.run(targetId)).toMatchObject({ state: "done", detail: null });
  });
});

describe("a run ends", () => {
  test("when it is cancelled, with the jobs that only it has asked for", { timeout: 60_000 }, async () => {
    await createPeople(10);
    const { fake, targetId } = await startTarget({ bulk: false }, { options: { concurrency: 1 } });
    const runId = await runs.start(targetId);
    const { prisma } = fixture.endpoint.database;
    const engine = fixture.createEngine();
    fake.script({
      when: { method: "POST" },
      times: 1,
      after: () => runs.runs.cancelRun(fixture.organizationId, runId),
    });
    const changed = await prisma.user.findFirstOrThrow();
    await runs.carryOut(targetId, runId, engine);
    await fixture.drain(targetId, engine);
    expect(await runs.getRun(runId)).toMatchObject({ state: "cancelled", phase: "over" });
    expect(await prisma.syncTask.count()).toBe(0);
    expect(await prisma.syncJob.count({ where: { targetId } })).toBe(0);
    expect(changed.id).toBeDefined();
    expect(await runs.runs.cancelRun(fixture.organizationId, runId)).toBe(false);
    // Another one brings the rest.
    expect(await runs.run(targetId)).toMatchObject({ state: "done" });
    expect(fake.resources.users.size).toBe(10);
    expect(fake.findDuplicates()).toEqual([]);
  });

  test("as failed when something failed, and the next one tries it again", { timeout: 60_000 }, async () => {
    await createPeople(4);
    const { fake, targetId } = await startTarget({ bulk: false });
    const refused = fake.script({
      when: { method: "POST", matches: ({ body }) => JSON.stringify(body).includes("person2@") },
      instead: scimError(400, "invalidValue"),
    });
    const run = await runs.run(targetId);
    expect(run).toMatchObject({ state: "failed", created: 3, failed: 1 });
    expect((await runs.listItems(run.id)).filter(({ state }) => state === "failed")).toMatchObject([
      { label: "person2@sharing.example", detail: expect.stringContaining("400") },
    ]);
    refused();
    expect(await runs.run(targetId)).toMatchObject({ state: "done", created: 1, unchanged: 3 });
  });

  test("as failed, when a job has failed three times; the job goes on", { timeout: 60_000 }, async () => {
    await createPeople(2);
    const { fake, targetId } = await startTarget({ bulk: false });
    fake.script({
      when: { method: "POST", matches: ({ body }) => JSON.stringify(body).includes("person2@") },
      instead: scimError(500),
    });
    const runId = await runs.start(targetId);
    for (let round = 0; round < 4; round += 1) {
      await fixture.drain(targetId);
      await fixture.hurry(targetId);
    }
    expect(await runs.carryOut(targetId, runId)).toMatchObject({ state: "failed", created: 1, failed: 1 });
    expect(await fixture.endpoint.database.prisma.syncJob.count({ where: { targetId } })).toBe(1);
  });

  test("before anything is applied, where the first invalid resource stops it", { timeout: 60_000 }, async () => {
    await createPeople(3);
    const { fake, targetId } = await startTarget({}, { options: { onInvalid: "stop" } });
    const { prisma } = fixture.endpoint.database;
    const mapping = {
      resourceType: "User",
      name: "zz",
      expression: '{"active": user.userName.startsWith("person2") ? "perhaps" : true}',
    };
    await prisma.propertyMapping.create({ data: { id: targetId, targetId, ...mapping } });
    const run = await runs.run(targetId);
    expect(run).toMatchObject({ state: "failed", phase: "over" });
    expect(run.detail).toContain("person2@sharing.example");
    expect(fake.writes()).toEqual([]);
    await prisma.target.update({ where: { id: targetId }, data: { options: {} } });
    expect(await runs.run(targetId)).toMatchObject({ state: "failed", created: 2, skipped: 0, failed: 1 });
    // It is known by now, and nothing is tried again; that it is not there is told all the same.
    expect(await runs.run(targetId)).toMatchObject({ state: "failed", unchanged: 2, skipped: 0, failed: 1 });
    expect(fake.writes().map(({ path }) => path)).toEqual(["/Bulk"]);
  });
});

describe("runs by the clock", () => {
  test("start once, whoever looks; not for paused targets; the next one is an hour later", {
    timeout: 60_000,
  }, async () => {
    const due = await startTarget();
    const paused = await startTarget();
    const later = await startTarget();
    const { prisma } = fixture.endpoint.database;
    await prisma.target.update({ where: { id: paused.targetId }, data: { state: "paused" } });
    await prisma.target.update({
      where: { id: later.targetId },
      data: { nextReconcileAt: new Date(Date.now() + 60_000) },
    });
    const started = await Promise.all(Array.from({ length: 5 }, () => runs.runs.startDueRuns()));
    expect(started.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await prisma.syncRun.findMany()).toMatchObject([
      { targetId: due.targetId, kind: "reconcile", trigger: "schedule", actorKind: "system" },
    ]);
    const { nextReconcileAt } = await prisma.target.findUniqueOrThrow({ where: { id: due.targetId } });
    const minutes = ((nextReconcileAt?.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(54);
    expect(minutes).toBeLessThan(66);

    // One that is still under way is not begun twice; the next one follows it: settings may have been changed meanwhile.
    await prisma.target.update({ where: { id: due.targetId }, data: { nextReconcileAt: new Date() } });
    expect(await runs.runs.startDueRuns()).toBe(0);
    const waiting = await prisma.target.findUniqueOrThrow({ where: { id: due.targetId } });
    expect((waiting.nextReconcileAt?.getTime() ?? 0) - Date.now()).toBeLessThan(60_000);
    const started2 = await runs.runs.startRun({
      targetId: due.targetId,
      kind: "reconcile",
      trigger: "hand",
      actor: { kind: "operator" },
    });
    expect(started2).toMatchObject({ ok: false, reason: "busy" });
  });
});
