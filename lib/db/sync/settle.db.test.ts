import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LaneLostError } from "@/lib/provisioning/lane-lost-error";
import type { Attempt, BreakerCounts, LinkChange } from "@/lib/provisioning/sync-store";
import { ignoreLink } from "../link-acts";
import { dropJob } from "../target-queue";
import {
  createSyncFixture,
  createSyncTest,
  madeLink,
  remoteIdOf,
  type SyncFixture,
  settlementOf,
} from "../testing/sync-fixture";
import { createRunStore } from "./run-store";

let fixture: SyncFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
}, 60_000);
afterAll(() => fixture?.directory.drop());

const attempt: Attempt = {
  operation: "create",
  outcome: "done",
  label: "Ada",
  detail: "made",
  requests: 2,
  durationMs: 12.5,
  exchange: { method: "POST", path: "/Users", status: 201, durationMs: 12, at: new Date(), responseBody: "\u0000" },
};

/** A target with one person whose job is claimed. */
async function claimOne() {
  const made = await createSyncTest(fixture);
  const person = await made.createUser();
  const lane = await made.claimLane();
  const [job] = await fixture.store.claimJobs(lane, 10);
  if (job === undefined) throw new Error("no job");
  const findJob = () => fixture.prisma.syncJob.findFirst({ where: { targetId: made.targetId, resourceId: person } });
  const loadLink = async () => {
    const [subject] = await fixture.store.loadSubjects(await made.load(), [job]);
    return subject?.link;
  };
  return { ...made, person, lane, job, findJob, loadLink };
}

describe("jobs", () => {
  test("done: gone; asked for again meanwhile: due again", async () => {
    const { lane, job, findJob, patchUser, person } = await claimOne();
    await patchUser(person, { op: "replace", path: "title", value: "Countess" });
    await fixture.store.settle(lane, [settlementOf(job)]);
    expect(await findJob()).toMatchObject({ claim: null, generation: 2n, attempts: 0 });
    const [again] = await fixture.store.claimJobs(lane, 10);
    expect(again).toMatchObject({ generation: 2n });
    await fixture.store.settle(lane, again === undefined ? [] : [settlementOf(again)]);
    expect(await findJob()).toBeNull();
  });

  test("retry counts, wait does not; hold keeps it for a person to decide", async () => {
    const { lane, job, findJob } = await claimOne();
    const at = new Date(Date.now() - 1_000);
    const reclaim = async () => {
      const [again] = await fixture.store.claimJobs(lane, 10);
      if (again === undefined) throw new Error("no job");
      return again;
    };
    await fixture.store.settle(lane, [settlementOf(job, { next: { kind: "retry", at } })]);
    expect(await findJob()).toMatchObject({ attempts: 1, runAt: at, claim: null });
    const second = await reclaim();
    expect(second.attempts).toBe(1);
    await fixture.store.settle(lane, [settlementOf(second, { next: { kind: "wait", at } })]);
    expect(await findJob()).toMatchObject({ attempts: 1, runAt: at });
    await fixture.store.settle(lane, [settlementOf(await reclaim(), { next: { kind: "hold" } })]);
    expect(await findJob()).toMatchObject({ held: true, claim: null });
    expect(await fixture.store.claimJobs(lane, 10)).toEqual([]);
  });

  test("a retry of what changed meanwhile is due at once", async () => {
    const { lane, job, findJob, patchUser, person } = await claimOne();
    await patchUser(person, { op: "replace", path: "title", value: "Countess" });
    const at = new Date(Date.now() + 60_000);
    await fixture.store.settle(lane, [settlementOf(job, { next: { kind: "retry", at } })]);
    const left = await findJob();
    expect(left).toMatchObject({ attempts: 0, claim: null });
    expect(left?.runAt.getTime()).toBeLessThan(Date.now() + 1_000);
  });

  test("a job that a long write is asking for is neither waited for nor lost", async () => {
    const { lane, job, findJob, targetId, findLink, person } = await claimOne();
    const writer = await fixture.directory.database.pool.connect();
    await writer.query("BEGIN");
    await writer.query("UPDATE sync_jobs SET generation = generation + 1 WHERE target_id = $1", [targetId]);
    const settled = fixture.store.settle(lane, [settlementOf(job, { link: madeLink(job) })]);
    await expect.poll(() => findLink(person), { timeout: 5_000 }).toMatchObject({ state: "linked" });
    await writer.query("COMMIT");
    writer.release();
    await settled;
    expect(await findJob()).toMatchObject({ claim: null, generation: 2n });
  });
});

describe("the lane", () => {
  test("lost to somebody else, or ended: nothing of it is written", async () => {
    const { targetId, createUser, findLink } = await createSyncTest(fixture, { options: { concurrency: 1 } });
    const person = await createUser();
    const store = fixture.createStore(200);
    const lane = await store.claimLane(targetId);
    if (lane === undefined) throw new Error("no lane");
    const [job] = await store.claimJobs(lane, 1);
    if (job === undefined) throw new Error("no job");
    await delay(250);
    const settlement = settlementOf(job, { link: madeLink(job), attempt });
    await expect(store.settle(lane, [settlement])).rejects.toThrow(LaneLostError);
    const begin = { resourceType: "User", resourceId: person, label: "Ada", sent: {} } as const;
    await expect(store.beginLinks(lane, [begin])).rejects.toThrow(LaneLostError);
    const heir = await fixture.store.claimLane(targetId);
    expect(heir).toMatchObject({ lane: 0 });
    await expect(store.settle(lane, [settlement])).rejects.toThrow(LaneLostError);
    expect(await findLink(person)).toBeNull();
    expect(await fixture.prisma.syncAttempt.count({ where: { targetId } })).toBe(0);
  });

  test("a job that somebody else has got by now is as good as a lost lane", async () => {
    const { lane, job, targetId, findLink, person } = await claimOne();
    await fixture.prisma.syncJob.updateMany({ where: { targetId }, data: { claim: targetId } });
    await expect(fixture.store.settle(lane, [settlementOf(job, { link: madeLink(job) })])).rejects.toThrow(
      LaneLostError,
    );
    expect(await findLink(person)).toBeNull();
  });
});

describe("links", () => {
  test("what was sent is kept with what it was made of, or without, if that is not told", async () => {
    const { lane, job, targetId, person, patchUser } = await claimOne();
    const readSentFor = async () =>
      (await fixture.prisma.resourceLink.findFirst({ where: { targetId, resourceId: person } }))?.sentFor;
    const settleWith = async (link: LinkChange) => {
      await patchUser(person, { op: "replace", path: "title", value: String(Math.random()) });
      const [next = job] = await fixture.store.claimJobs(lane, 10);
      await fixture.store.settle(lane, [settlementOf(next, { link })]);
    };
    await fixture.store.settle(lane, [settlementOf(job, { link: madeLink(job, { sentFor: "basis:1" }) })]);
    expect(await readSentFor()).toBe("basis:1");
    await settleWith({ label: "Ada Lovelace" });
    expect(await readSentFor()).toBe("basis:1");
    await settleWith({ sent: { userName: "other" } });
    expect(await readSentFor()).toBeNull();
  });

  test("begun, made, changed in part, removed", async () => {
    const { lane, job, loadLink, findLink, person } = await claimOne();
    const begin = { resourceType: "User", resourceId: person, label: "Ada", sent: { userName: "a" } } as const;
    await fixture.store.beginLinks(lane, [begin]);
    await fixture.store.beginLinks(lane, [{ ...begin, sent: { userName: "b" } }]);
    expect(await loadLink()).toMatchObject({ state: "creating", sent: { userName: "b" } });
    const problem = { kind: "failing", detail: "it is away", at: "2026-11-28T10:00:00Z" } as const;
    await fixture.store.settle(lane, [
      settlementOf(job, { link: madeLink(job, { problem, etag: 'W/"1"', received: { a: 1 }, drift: [] }), attempt }),
    ]);
    const link = await loadLink();
    expect(link).toMatchObject({
      state: "linked",
      remoteId: remoteIdOf(person),
      problem,
      etag: 'W/"1"',
      drift: [],
      sent: { userName: "ada" },
      received: { a: 1 },
    });
    await fixture.store.beginLinks(lane, [begin]);
    expect(await loadLink()).toEqual(link);
    const change = { problem: null, etag: null, received: null, drift: null, label: "Ada King" };
    await fixture.store.settle(lane, [settlementOf(job, { link: change })]);
    const { id, resourceType, resourceId, state, remoteId, sent, syncedAt } = link ?? {};
    expect(await loadLink()).toEqual({
      id,
      resourceType,
      resourceId,
      state,
      remoteId,
      sent,
      syncedAt,
      label: "Ada King",
    });
    await fixture.store.settle(lane, [settlementOf(job, { link: "remove" })]);
    expect(await findLink(person)).toBeNull();
  });

  test("a problem of what never was linked is kept too", async () => {
    const { lane, job, loadLink } = await claimOne();
    const problem = { kind: "invalid", detail: "no userName", at: "2026-11-28T10:00:00Z" } as const;
    await fixture.store.settle(lane, [settlementOf(job, { link: { problem, label: "Ada" } })]);
    expect(await loadLink()).toMatchObject({ state: "creating", problem, label: "Ada" });
  });

  test("an id that another link has makes a conflict, in the table and within a batch", async () => {
    const { targetId, createUser, claimLane, link, findLink } = await createSyncTest(fixture);
    const owner = await createUser();
    const people = [await createUser(), await createUser(), await createUser()];
    await link([owner]);
    const lane = await claimLane();
    const jobs = await fixture.store.claimJobs(lane, 10);
    const [first, second, third] = people.map((id) => {
      const job = jobs.find(({ resourceId }) => resourceId === id);
      if (job === undefined) throw new Error("no job");
      return job;
    });
    if (first === undefined || second === undefined || third === undefined) throw new Error("unreachable");
    await fixture.store.settle(lane, [
      settlementOf(first, { link: madeLink(first, { remoteId: remoteIdOf(owner) }), attempt }),
      settlementOf(second, { link: madeLink(second, { remoteId: "same" }) }),
      settlementOf(third, { link: madeLink(third, { remoteId: "same" }) }),
    ]);
    expect(await findLink(first.resourceId)).toMatchObject({
      state: "creating",
      remoteId: null,
      problem: { kind: "conflict", candidates: [remoteIdOf(owner)] },
    });
    expect(await findLink(second.resourceId)).toMatchObject({ state: "linked", remoteId: "same" });
    expect(await findLink(third.resourceId)).toMatchObject({ remoteId: null, problem: { kind: "conflict" } });
    expect(await findLink(owner)).toMatchObject({ remoteId: remoteIdOf(owner) });
    const attempts = await fixture.prisma.syncAttempt.findMany({ where: { targetId } });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["conflict"]);
  });

  test("who takes over what another was releases it", async () => {
    const { lane, job, findLink, link, createUser, person } = await claimOne();
    const before = await createUser();
    await link([before], "left");
    const change = madeLink(job, { remoteId: remoteIdOf(before), releases: before });
    await fixture.store.settle(lane, [settlementOf(job, { link: change })]);
    expect(await findLink(before)).toBeNull();
    expect(await findLink(person)).toMatchObject({ remoteId: remoteIdOf(before) });
  });

  test("of two lanes that go for the same id at once one gets it", async () => {
    const { createUser, claimLane, targetId, findLink } = await createSyncTest(fixture);
    const people = [await createUser(), await createUser()];
    const lanes = [await claimLane(), await claimLane()];
    await Promise.all(
      lanes.map(async (lane) => {
        const [job] = await fixture.store.claimJobs(lane, 1);
        if (job === undefined) throw new Error("no job");
        await fixture.store.settle(lane, [settlementOf(job, { link: madeLink(job, { remoteId: "same" }) })]);
      }),
    );
    const links = await Promise.all(people.map((id) => findLink(id)));
    expect(links.filter((link) => link?.remoteId === "same")).toHaveLength(1);
    expect(links.filter((link) => link?.problem !== null)).toHaveLength(1);
    expect(await fixture.prisma.syncJob.count({ where: { targetId } })).toBe(0);
  });

  test("with a link its memberships go, from every group of the target", async () => {
    const { targetId, createUser, createGroup, link, claimLane, forgetJobs, removeUser, load } =
      await createSyncTest(fixture);
    const [gone, stays] = [await createUser(), await createUser()];
    const group = await createGroup([gone, stays]);
    await link([gone, stays]);
    await link([group], "linked", "Group");
    const lane = await claimLane();
    await fixture.store.replaceRecordedMembers(lane, group, [remoteIdOf(gone), remoteIdOf(stays)]);
    await forgetJobs();
    await removeUser(gone);
    const jobs = await fixture.store.claimJobs(lane, 1);
    await fixture.store.settle(
      lane,
      jobs.map((job) => settlementOf(job, { link: "remove" })),
    );
    const members = await fixture.prisma.linkMember.findMany({ where: { link: { targetId } } });
    expect(members.map(({ remoteValue }) => remoteValue)).toEqual([remoteIdOf(stays)]);
    expect(await fixture.store.compareMembers(await load(), group)).toEqual({ add: [], remove: [], waiting: [] });
  });
});

describe("what follows", () => {
  test("attempts, with their request and run; the counters of the run; its items", async () => {
    const { targetId, request, createUser, claimLane } = await createSyncTest(fixture);
    const people = [await createUser(), await createUser(), await createUser()];
    const runId = "0198c0de-0000-7000-8000-0000000000b2";
    const run = { organizationId: request.client.organization.id, targetId, trigger: "hand", actorKind: "system" };
    await fixture.prisma.syncRun.create({ data: { ...run, id: runId, kind: "reconcile" } });
    await fixture.prisma.planItem.createMany({
      data: people.map((resourceId, index) => ({
        runId,
        resourceType: "User",
        resourceId,
        label: "Ada",
        operation: "create",
        reason: "",
        fingerprint: `print ${index}`,
        state: "queued",
      })),
    });
    await fixture.prisma.syncJob.updateMany({ where: { targetId }, data: { runId, reason: "plan" } });
    const lane = await claimLane();
    const jobs = await fixture.store.claimJobs(lane, 10);
    expect(jobs.map(({ fingerprint }) => fingerprint).sort()).toEqual(["print 0", "print 1", "print 2"]);
    const [made, stale, refused] = jobs;
    if (made === undefined || stale === undefined || refused === undefined) throw new Error("no jobs");
    await fixture.store.settle(lane, [
      settlementOf(made, { link: madeLink(made), attempt, count: "created" }),
      settlementOf(stale, { isStale: true }),
      settlementOf(refused, { attempt: { ...attempt, outcome: "refused", detail: "no" }, count: "failed" }),
    ]);
    expect(await fixture.prisma.syncRun.findUnique({ where: { id: runId } })).toMatchObject({
      created: 1,
      stale: 1,
      failed: 1,
      updated: 0,
      requests: 4,
    });
    const items = await fixture.prisma.planItem.findMany({ where: { runId } });
    expect(Object.fromEntries(items.map(({ resourceId, state }) => [resourceId, state]))).toEqual({
      [made.resourceId]: "done",
      [stale.resourceId]: "stale",
      [refused.resourceId]: "failed",
    });
    const attempts = await fixture.prisma.syncAttempt.findMany({ where: { targetId }, orderBy: { id: "asc" } });
    expect(attempts).toMatchObject([
      { requestId: request.id, runId, outcome: "done", requests: 2, durationMs: 12.5, exchange: { status: 201 } },
      { outcome: "refused" },
    ]);
  });

  test.each([
    ["flatten", true],
    ["keep", false],
  ] as const)("groups wake when a member has come to be there (%s)", async (nestedGroups, flattened) => {
    const { createUser, createGroup, forgetJobs, claimLane, patchUser, listJobs } = await createSyncTest(fixture, {
      options: { nestedGroups },
    });
    const person = await createUser();
    const inner = await createGroup([person]);
    const outer = await createGroup([inner]);
    await createGroup();
    await forgetJobs();
    await patchUser(person, { op: "replace", path: "title", value: "Countess" });
    const lane = await claimLane();
    const [job] = await fixture.store.claimJobs(lane, 10);
    if (job === undefined) throw new Error("no job");
    await fixture.store.settle(lane, [settlementOf(job, { link: madeLink(job), wakesGroups: true })]);
    expect(await listJobs()).toEqual(flattened ? [`Group ${inner}`, `Group ${outer}`] : [`Group ${inner}`]);
  });

  test("a group that is being looked at, or waits, when it is woken is looked at again", async () => {
    const { createUser, createGroup, claimLane, targetId } = await createSyncTest(fixture);
    const person = await createUser();
    const group = await createGroup([person]);
    const lane = await claimLane();
    const jobs = await fixture.store.claimJobs(lane, 10);
    const [ofPerson, ofGroup] = jobs;
    if (ofPerson === undefined || ofGroup === undefined) throw new Error("no jobs");
    await fixture.store.settle(lane, [settlementOf(ofPerson, { link: madeLink(ofPerson), wakesGroups: true })]);
    const at = new Date(Date.now() + 60_000);
    await fixture.store.settle(lane, [settlementOf(ofGroup, { next: { kind: "wait", at } })]);
    expect(await fixture.store.claimJobs(lane, 10)).toMatchObject([{ resourceId: group, reason: "change" }]);
    const job = await fixture.prisma.syncJob.findFirst({ where: { targetId } });
    expect(job).toMatchObject({ generation: 2n });
  });
});

test("whom a person chose to ignore while a worker was at them stays ignored", async () => {
  const { lane, job, targetId, person, findLink } = await claimOne();
  await fixture.prisma.$transaction(async (db) => {
    await ignoreLink(db, targetId, { resourceType: "User", resourceId: person }, "Ada");
    await dropJob(db, targetId, "User", person);
  });
  await fixture.store.settle(lane, [settlementOf(job, { link: madeLink(job), attempt })]);
  expect(await findLink(person)).toMatchObject({ state: "ignored", remoteId: remoteIdOf(person) });
});

test("counts for the breaker: who is linked, and who was taken away by single changes in the last hour", async () => {
  const { lane, job, targetId, link, createUser } = await claimOne();
  await link([await createUser(), await createUser()]);
  await link([await createUser()], "left");
  const taken: Attempt = { ...attempt, operation: "deactivate" };
  const runs = createRunStore(fixture.directory.database);
  const run = await runs.startRun({ targetId, kind: "reconcile", trigger: "hand", actor: { kind: "operator" } });
  if (!run.ok) throw new Error("no run");
  const { runId } = run;
  const [meant, changed] = [await createUser(), await createUser()];
  for (const [resourceId, operation] of [
    [meant, "deprovision"],
    [changed, "update"],
  ] as const) {
    await fixture.directory.database.pool.query(
      `INSERT INTO sync_plan_items (run_id, resource_type, resource_id, label, operation, changes, reason, fingerprint, state)
       VALUES ($1, 'User', $2, '', $3, '[]', '', '', 'queued')`,
      [runId, resourceId, operation],
    );
  }
  await fixture.prisma.syncJob.deleteMany({ where: { targetId, resourceId: { in: [meant, changed] } } });
  await fixture.store.settle(lane, [
    settlementOf(job, { attempt: taken, next: { kind: "retry", at: new Date() } }),
    settlementOf({ ...job, resourceId: meant, runId }, { attempt: taken, next: { kind: "wait", at: new Date() } }),
    settlementOf({ ...job, resourceId: changed, runId }, { attempt: taken, next: { kind: "wait", at: new Date() } }),
  ]);
  const counted: BreakerCounts[] = [];
  const count = (counts: BreakerCounts) => counted.push(counts) === 0;
  expect(await fixture.store.admitDeprovisions(lane, [job], count)).toBe(false);
  expect(counted).toEqual([{ linked: 2, deprovisionedLastHour: 2 }]);
});

test("lanes that ask the breaker at once count what the others were allowed", async () => {
  const { targetId, createUser, claimLane } = await createSyncTest(fixture);
  for (let number = 0; number < 12; number += 1) await createUser();
  const lanes = [await claimLane(), await claimLane(), await claimLane()];
  const claimed = await Promise.all(lanes.map((lane) => fixture.store.claimJobs(lane, 4)));
  const answers = await Promise.all(
    lanes.map((lane, index) => {
      const jobs = claimed[index] ?? [];
      return fixture.store.admitDeprovisions(lane, jobs, (counts) => counts.deprovisionedLastHour + jobs.length <= 8);
    }),
  );
  expect(answers.filter((answer) => answer)).toHaveLength(2);
  expect(await fixture.prisma.syncJob.count({ where: { targetId, admitted: true } })).toBe(8);
});

test("settling while the same people and groups are written in long transactions ends in no deadlock", {
  timeout: 60_000,
}, async () => {
  const { targetId, createUser, createGroup, claimLane } = await createSyncTest(fixture);
  const people = await Promise.all(Array.from({ length: 12 }, () => createUser()));
  const groups = await Promise.all(Array.from({ length: 4 }, () => createGroup(people)));
  const resources = [...people.map((id) => ["User", id]), ...groups.map((id) => ["Group", id])];
  const { pool } = fixture.directory.database;
  const lanes = [await claimLane(), await claimLane()];
  let isOver = false;
  // Asks for resources one after another in any order, as an import by hand does.
  const write = async () => {
    for (let round = 0; round < 25; round += 1) {
      const writer = await pool.connect();
      try {
        await writer.query("BEGIN; SELECT pg_advisory_xact_lock(1)");
        for (const [type, id] of [...resources].sort(() => Math.random() - 0.5)) {
          await writer.query(
            `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason) VALUES ($1, $2, $3, 'change')
             ON CONFLICT (target_id, resource_type, resource_id) DO UPDATE SET generation = sync_jobs.generation + 1`,
            [targetId, type, id],
          );
        }
        await writer.query("COMMIT");
      } finally {
        writer.release();
      }
    }
    isOver = true;
  };
  const work = async (lane: (typeof lanes)[number]) => {
    for (;;) {
      const wasOver = isOver;
      const jobs = await fixture.store.claimJobs(lane, 5);
      if (jobs.length === 0 && wasOver) return;
      if (jobs.length === 0) await delay(5);
      await fixture.store.settle(
        lane,
        jobs.map((job) =>
          settlementOf(job, { link: madeLink(job), attempt, wakesGroups: job.resourceType === "User" }),
        ),
      );
    }
  };
  await Promise.all([write(), ...lanes.map(work)]);
  expect(await fixture.prisma.syncJob.count({ where: { targetId } })).toBe(0);
  await delay(1_500);
  const { rows } = await pool.query(
    "SELECT deadlocks::int AS deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  expect(rows).toEqual([{ deadlocks: 0 }]);
});
