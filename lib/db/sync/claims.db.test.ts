import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SyncJob } from "@/lib/provisioning/sync-store";
import { createSyncFixture, createSyncTest, type SyncFixture, settlementOf } from "../testing/sync-fixture";

let fixture: SyncFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
}, 60_000);
afterAll(() => fixture?.directory.drop());

const idsOf = (jobs: readonly SyncJob[]) => jobs.map(({ resourceId }) => resourceId);

describe("lanes", () => {
  test("as many as the target's concurrency, each with a claim of its own; one that is given back is free", async () => {
    const { targetId } = await createSyncTest(fixture, { options: { concurrency: 3 } });
    const claims = await Promise.all(Array.from({ length: 12 }, () => fixture.store.claimLane(targetId)));
    const lanes = claims.filter((lane) => lane !== undefined);
    // Of those who went for the same one some went away empty-handed, and take what is left in their next round.
    while (lanes.length < 3) {
      const lane = await fixture.store.claimLane(targetId);
      if (lane !== undefined) lanes.push(lane);
    }
    expect(lanes.map(({ lane }) => lane).sort()).toEqual([0, 1, 2]);
    expect(new Set(lanes.map(({ claim }) => claim)).size).toBe(3);
    expect(await fixture.store.claimLane(targetId)).toBeUndefined();
    const [first] = lanes;
    if (first === undefined) throw new Error("unreachable");
    await fixture.store.releaseLane(first);
    expect(await fixture.store.claimLane(targetId)).toMatchObject({ lane: first.lane });
  });

  test("one that is not kept ends by itself; one that is kept stays", async () => {
    const { targetId } = await createSyncTest(fixture, { options: { concurrency: 1 } });
    const store = fixture.createStore(2_000);
    const lane = await store.claimLane(targetId);
    if (lane === undefined) throw new Error("no lane");
    await delay(1_200);
    expect(await store.keepLane(lane)).toBe(true);
    await delay(1_200);
    expect(await store.claimLane(targetId)).toBeUndefined();
    await delay(1_200);
    expect(await store.claimLane(targetId)).toMatchObject({ lane: 0 });
    expect(await store.keepLane(lane)).toBe(false);
  });

  test("a target that is not there has none", async () => {
    expect(await fixture.store.claimLane("0198c0de-0000-7000-8000-000000000009")).toBeUndefined();
  });
});

describe("targets with work", () => {
  test("active, not blocked, with a due job and a free lane; who waits longest first", async () => {
    const made = await createSyncTest(fixture, { options: { concurrency: 1 } });
    const older = await createSyncTest(fixture, { options: { concurrency: 1 } });
    const listOwn = async () =>
      (await fixture.store.listTargetsWithWork()).filter((id) => [made.targetId, older.targetId].includes(id));
    expect(await listOwn()).toEqual([]);
    await older.createUser();
    await made.createUser();
    expect(await listOwn()).toEqual([older.targetId, made.targetId]);

    const lane = await older.claimLane();
    expect(await listOwn()).toEqual([made.targetId]);
    await fixture.store.releaseLane(lane);
    await fixture.store.blockTarget(older.targetId, new Date(Date.now() + 60_000));
    await fixture.store.pauseTarget(made.targetId, { reason: "person", detail: "", at: "2026-11-28T10:00:00Z" });
    expect(await listOwn()).toEqual([]);
    await fixture.prisma.target.update({ where: { id: older.targetId }, data: { blockedUntil: null } });
    await fixture.prisma.syncJob.updateMany({ where: { targetId: older.targetId }, data: { held: true } });
    expect(await listOwn()).toEqual([]);
  });

  test("a task of a run that is under way is work too", async () => {
    const { targetId, request } = await createSyncTest(fixture);
    const runId = "0198c0de-0000-7000-8000-0000000000a1";
    await fixture.prisma.syncRun.create({
      data: {
        id: runId,
        organizationId: request.client.organization.id,
        targetId,
        kind: "plan",
        trigger: "hand",
        actorKind: "system",
        tasks: { create: { id: runId, targetId, kind: "read", position: {} } },
      },
    });
    expect(await fixture.store.listTargetsWithWork()).toContain(targetId);
    await fixture.store.failRuns(targetId, "It could not be reached.");
    expect(await fixture.store.listTargetsWithWork()).not.toContain(targetId);
    expect(await fixture.prisma.syncRun.findUnique({ where: { id: runId } })).toMatchObject({ state: "failed" });
  });
});

describe("claiming jobs", () => {
  test("8 workers on 400 people: nobody twice", { timeout: 60_000 }, async () => {
    const { targetId, request } = await createSyncTest(fixture, { options: { concurrency: 8 } });
    await fixture.directory.database.pool.query(
      `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason)
       SELECT $1, 'User', gen_random_uuid(), 'change' FROM generate_series(1, 400)`,
      [targetId],
    );
    expect(request.client.organization.id).toBeDefined();
    const seen: string[] = [];
    const work = async () => {
      let lane = await fixture.store.claimLane(targetId);
      while (lane === undefined) lane = await fixture.store.claimLane(targetId);
      for (;;) {
        const jobs = await fixture.store.claimJobs(lane, 7);
        if (jobs.length === 0) break;
        seen.push(...idsOf(jobs));
        await fixture.store.settle(
          lane,
          jobs.map((job) => settlementOf(job)),
        );
      }
      await fixture.store.releaseLane(lane);
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(seen).toHaveLength(400);
    expect(new Set(seen).size).toBe(400);
  });

  test("nothing while paused, blocked, or without the lane; held jobs and later ones never", async () => {
    const { targetId, createUser, claimLane } = await createSyncTest(fixture);
    const [person, held, later] = [await createUser(), await createUser(), await createUser()];
    const update = (resourceId: string, data: object) =>
      fixture.prisma.syncJob.updateMany({ where: { targetId, resourceId }, data });
    await update(held, { held: true });
    await update(later, { runAt: new Date(Date.now() + 60_000) });
    const lane = await claimLane();
    await fixture.store.blockTarget(targetId, new Date(Date.now() + 60_000));
    expect(await fixture.store.claimJobs(lane, 10)).toEqual([]);
    await fixture.prisma.target.update({ where: { id: targetId }, data: { blockedUntil: null, state: "paused" } });
    expect(await fixture.store.claimJobs(lane, 10)).toEqual([]);
    await fixture.prisma.target.update({ where: { id: targetId }, data: { state: "active" } });
    expect(await fixture.store.claimJobs({ ...lane, claim: targetId }, 10)).toEqual([]);
    expect(idsOf(await fixture.store.claimJobs(lane, 10))).toEqual([person]);
    expect(await fixture.store.claimJobs(lane, 10)).toEqual([]);
  });

  test("what a dead worker held is free when its lane has ended", async () => {
    const { targetId, createUser, claimLane } = await createSyncTest(fixture);
    const person = await createUser();
    const store = fixture.createStore(250);
    const dead = await store.claimLane(targetId);
    if (dead === undefined) throw new Error("no lane");
    expect(idsOf(await store.claimJobs(dead, 10))).toEqual([person]);
    const lane = await claimLane();
    expect(await fixture.store.claimJobs(lane, 10)).toEqual([]);
    await delay(300);
    expect(idsOf(await fixture.store.claimJobs(lane, 10))).toEqual([person]);
    await expect(store.claimJobs(dead, 10)).resolves.toEqual([]);
  });

  test("groups come after the people who are due, and wait for those whom others are at", async () => {
    const { createUser, createGroup, claimLane, targetId } = await createSyncTest(fixture);
    const [first, second] = [await createUser(), await createUser()];
    const group = await createGroup([first, second]);
    const [one, other] = [await claimLane(), await claimLane()];
    expect(idsOf(await fixture.store.claimJobs(one, 1))).toEqual([first]);
    // One is claimed by the first lane and still due; the group waits for it.
    const jobs = await fixture.store.claimJobs(other, 10);
    expect(idsOf(jobs)).toEqual([second]);
    await fixture.store.settle(
      other,
      jobs.map((job) => settlementOf(job)),
    );
    expect(await fixture.store.claimJobs(other, 10)).toEqual([]);
    // But not forever.
    const queuedAt = new Date(Date.now() - 31_000);
    await fixture.prisma.syncJob.updateMany({ where: { targetId, resourceId: group }, data: { queuedAt } });
    expect(idsOf(await fixture.store.claimJobs(other, 10))).toEqual([group]);
  });

  test("a call that takes all the people takes the groups with them", async () => {
    const { createUser, createGroup, claimLane } = await createSyncTest(fixture);
    const person = await createUser();
    const group = await createGroup([person]);
    expect(idsOf(await fixture.store.claimJobs(await claimLane(), 10))).toEqual([person, group]);
  });
});
