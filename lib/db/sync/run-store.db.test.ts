import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunKind } from "@/lib/provisioning/runs/run";
import type { TaskStep, UnmanagedResource } from "@/lib/provisioning/runs/run-store";
import type { RunTask } from "@/lib/provisioning/runs/run-task";
import { createSyncFixture, createSyncTest, remoteIdOf, type SyncFixture, settlementOf } from "../testing/sync-fixture";
import { createRunStore } from "./run-store";

let fixture: SyncFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
}, 60_000);
afterAll(() => fixture?.directory.drop());

/** A target with a run, of which the lane has the first task. */
async function begin(kind: RunKind = "reconcile") {
  const made = await createSyncTest(fixture);
  const runs = createRunStore(fixture.directory.database);
  const lane = await made.claimLane();
  const { targetId } = made;
  const claim = async (): Promise<RunTask> => {
    const [task] = await runs.claimTasks(lane, 1);
    if (task === undefined) throw new Error("There is no task.");
    return task;
  };
  return {
    ...made,
    runs,
    lane,
    claim,
    start: async () => {
      const started = await runs.startRun({ targetId, kind, trigger: "hand", actor: { kind: "operator" } });
      if (!started.ok) throw new Error(started.reason);
      return { runId: started.runId, task: await claim() };
    },
  };
}

const stay = (task: RunTask): Pick<TaskStep, "next"> => ({ next: { kind: "continue", position: task.position } });
const stranger = (remoteId: string, more: Partial<UnmanagedResource> = {}): UnmanagedResource => ({
  resourceType: "User",
  remoteId,
  label: remoteId,
  ...more,
});
const seen = (...ids: string[]) => ids.map((remoteId) => ({ resourceType: "User", remoteId }) as const);

describe("whom of ours a resource of the target seems to be", () => {
  async function match(resources: (ada: string, bob: string) => readonly UnmanagedResource[]) {
    const { runs, lane, start, createUser, targetId } = await begin();
    const ada = await createUser({ userName: `ÄDA%_${targetId}`, externalId: `e ${targetId}` });
    const bob = await createUser({ userName: `bob ${targetId}` });
    const { task } = await start();
    const unmanaged = resources(ada, bob).map((resource) => ({
      ...resource,
      ...(resource.foldedName === undefined ? {} : { foldedName: resource.foldedName.replace("#", targetId) }),
      ...(resource.externalId === undefined ? {} : { externalId: resource.externalId.replace("#", targetId) }),
    }));
    const sightings = seen(...unmanaged.map(({ remoteId }) => remoteId));
    await runs.settleTask(lane, task, { sightings, unmanaged, ...stay(task) });
    const known = await runs.loadKnown(task, "User", [{ id: ada }, { id: bob }]);
    const rows = await fixture.prisma.unmanagedResource.findMany({ where: { targetId }, orderBy: { remoteId: "asc" } });
    return {
      ada,
      bob,
      matches: rows.map(({ matchesId }) => matchesId),
      counterparts: [ada, bob].map((id) => known.get(id)?.counterparts ?? []),
    };
  }

  test("the one whose name it has, without regard to case, and no pattern", async () => {
    const { ada, matches, counterparts } = await match(() => [
      stranger("1", { foldedName: "äda%_#" }),
      stranger("2", { foldedName: "äda" }),
      stranger("3", { foldedName: "%" }),
    ]);
    expect(matches).toEqual([ada, null, null]);
    expect(counterparts).toEqual([["1"], []]);
  });

  test("the one whose id is its externalId; one whose externalId it has is told, but not what a job would find", async () => {
    const { ada, bob, matches, counterparts } = await match((_ada, id) => [
      stranger("1", { externalId: id }),
      stranger("2", { externalId: "e #" }),
      stranger("3", { externalId: id.toUpperCase() }),
    ]);
    expect(matches).toEqual([bob, ada, null]);
    expect(counterparts).toEqual([[], ["1"]]);
  });

  test("nobody, where it may be two; two of them for one are both named", async () => {
    const { ada, matches, counterparts } = await match((_ada, id) => [
      stranger("1", { externalId: id, foldedName: "äda%_#" }),
      stranger("2", { foldedName: "äda%_#" }),
      stranger("3", { foldedName: "äda%_#" }),
    ]);
    expect(matches).toEqual([null, ada, ada]);
    expect(counterparts).toEqual([["2", "3"], []]);
  });

  test("nobody of another organization", async () => {
    const other = await createSyncTest(fixture);
    const theirs = await other.createUser({ userName: "theirs" });
    const { matches } = await match(() => [stranger("1", { externalId: theirs, foldedName: "theirs" })]);
    expect(matches).toEqual([null]);
  });
});

describe("what a page meets", () => {
  test("links, whether somebody is at them, what was seen before", async () => {
    const { runs, lane, start, createUser, link, targetId, claimLane } = await begin();
    const [still, busy, fresh] = [await createUser(), await createUser(), await createUser()];
    await link([still, busy, fresh]);
    const { task } = await start();
    await fixture.prisma.syncJob.deleteMany({ where: { targetId, resourceId: { not: busy } } });
    expect(await fixture.store.claimJobs(await claimLane(), 10)).toHaveLength(1);
    await fixture.prisma.resourceLink.updateMany({
      where: { targetId, resourceId: fresh },
      data: { syncedAt: new Date(task.claimedAt.getTime() + 1) },
    });
    await runs.settleTask(lane, task, { sightings: seen(remoteIdOf(still)), ...stay(task) });
    const facts = await runs.loadPageFacts(task, "User", [still, busy, fresh].map(remoteIdOf).concat("unknown"));
    expect(await runs.countLinked(task, "User")).toBe(3);
    expect([...facts.seen]).toEqual([remoteIdOf(still)]);
    const inFlux = [still, busy, fresh].map((id) => facts.links.get(remoteIdOf(id))?.isInFlux);
    expect(inFlux).toEqual([false, true, true]);
    expect(facts.links.has("unknown")).toBe(false);
  });

  test.each<[RunKind, boolean]>([
    ["reconcile", true],
    ["plan", false],
  ])("a %s keeps what the target shows, and what is not linked: %s", async (kind, keeps) => {
    const { runs, lane, start, createUser, link, targetId, findLink } = await begin(kind);
    const person = await createUser();
    await link([person]);
    const { task } = await start();
    const { links } = await runs.loadPageFacts(task, "User", [remoteIdOf(person)]);
    const met = links.get(remoteIdOf(person));
    if (met === undefined) throw new Error("It is not linked.");
    const received = [{ link: met.link, received: { userName: "x" }, etag: "W/2" }];
    await runs.settleTask(lane, task, { received, unmanaged: [stranger("s")], sightings: seen("s"), ...stay(task) });
    expect(await findLink(person)).toMatchObject(
      keeps ? { received: { userName: "x" }, etag: "W/2" } : { received: null, etag: null },
    );
    expect(await fixture.prisma.unmanagedResource.count({ where: { targetId } })).toBe(keeps ? 1 : 0);
  });

  test("what a job has written meanwhile stays", async () => {
    const { runs, lane, start, createUser, link, targetId, findLink } = await begin();
    const person = await createUser();
    await link([person]);
    const { task } = await start();
    const { links } = await runs.loadPageFacts(task, "User", [remoteIdOf(person)]);
    const met = links.get(remoteIdOf(person));
    if (met === undefined) throw new Error("It is not linked.");
    await fixture.prisma.resourceLink.updateMany({ where: { targetId }, data: { syncedAt: new Date() } });
    await runs.settleTask(lane, task, { received: [{ link: met.link, received: { userName: "x" } }], ...stay(task) });
    expect(await findLink(person)).toMatchObject({ received: null });
  });

  test("texts that PostgreSQL cannot keep are kept as they can be", async () => {
    const { runs, lane, start, targetId } = await begin();
    const { task } = await start();
    const odd = stranger("odd", { label: "a\u0000b", externalId: "\u0000", foldedName: "a\u0000b" });
    await runs.settleTask(lane, task, { sightings: seen("odd"), unmanaged: [odd], detail: "x\u0000", ...stay(task) });
    expect(await fixture.prisma.unmanagedResource.findMany({ where: { targetId } })).toMatchObject([
      { label: "a\uFFFDb", externalId: "\uFFFD" },
    ]);
  });
});

describe("who is compared", () => {
  const everybody = { from: "00000000-0000-0000-0000-000000000000", to: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

  test("nobody whose link says that what was sent was made of this basis and their version", async () => {
    const { runs, lane, start, createUser, patchUser, link, targetId } = await begin();
    const people = await Promise.all(Array.from({ length: 8 }, () => createUser()));
    const [same = "", found = "", changed = "", older = "", drifted = "", failing = "", left = "", fresh = ""] = people;
    await link(people.filter((id) => id !== fresh));
    const mark = async (ids: readonly string[], data: object) =>
      await fixture.prisma.resourceLink.updateMany({ where: { targetId, resourceId: { in: [...ids] } }, data });
    await mark(people, { sent: { userName: "x" } });
    const { task } = await start();
    const position = { kind: "compare", resourceType: "User", ...everybody } as const;
    const list = (basis: string | undefined) => runs.listTaskResources({ ...task, position }, basis);
    expect(await list("now")).toEqual({ ids: people.toSorted(), unchanged: 0 });

    const links = await fixture.prisma.resourceLink.findMany({ where: { targetId } });
    const confirmed = links.map(({ id, resourceId, syncedAt }) => ({
      link: { id, syncedAt: syncedAt ?? undefined } as never,
      sentFor: `${resourceId === older ? "then" : "now"}:1`,
    }));
    await runs.settleTask(lane, task, {
      confirmed,
      sightings: [
        { resourceType: "User", remoteId: remoteIdOf(same) },
        { ...seen(remoteIdOf(found))[0], finding: { kind: "missing", remoteId: remoteIdOf(found) } } as never,
      ],
      ...stay(task),
    });
    await patchUser(changed, { op: "replace", path: "title", value: "Countess" });
    await mark([drifted], { drift: [] });
    await mark([failing], { problem: { kind: "failing", detail: "", at: "" } });
    await mark([left], { state: "left" });
    expect(await list("now")).toEqual({ ids: people.filter((id) => id !== same).toSorted(), unchanged: 1 });
    expect(await list(undefined)).toEqual({ ids: people.toSorted(), unchanged: 0 });
  });
});

describe("what a run has found is applied", () => {
  const item = (resourceId: string, more: object = {}) =>
    ({
      resourceType: "User",
      resourceId,
      label: "",
      operation: "update",
      changes: [],
      reason: "",
      fingerprint: "",
      isToBeDone: true,
      ...more,
    }) as const;

  /** A run that means to do this, with its jobs made. */
  async function apply(items: (ids: readonly string[]) => readonly ReturnType<typeof item>[]) {
    const made = await begin();
    const { runs, lane, start, createUser, link, claim, forgetJobs } = made;
    const ids = [await createUser(), await createUser(), await createUser()];
    await link(ids);
    await forgetJobs();
    const { runId, task } = await start();
    await runs.settleTask(lane, task, { next: { kind: "done" } });
    await runs.settleTask(lane, await claim(), { items: items(ids), next: { kind: "done" } });
    return {
      ...made,
      ids,
      runId,
      applyAll: async () => {
        for (let next = await claim(); next.position.kind === "apply"; next = await claim())
          await runs.applyItems(lane, next);
      },
    };
  }

  test("links are told, but those that are something else by now", async () => {
    const drift = [{ path: "title", found: "x" }];
    const { ids, applyAll, findLink, targetId } = await apply(([drifted, missing, moved]) => [
      item(drifted ?? "", { finding: { kind: "drift", remoteId: remoteIdOf(drifted ?? ""), drift } }),
      item(missing ?? "", { finding: { kind: "missing", remoteId: remoteIdOf(missing ?? "") } }),
      item(moved ?? "", { finding: { kind: "missing", remoteId: remoteIdOf(moved ?? "") } }),
    ]);
    const [drifted = "", missing = "", moved = ""] = ids;
    await fixture.prisma.resourceLink.updateMany({ where: { targetId, resourceId: moved }, data: { remoteId: "new" } });
    await applyAll();
    expect(await findLink(drifted)).toMatchObject({ state: "linked", drift, remoteId: remoteIdOf(drifted) });
    expect(await findLink(missing)).toMatchObject({ state: "creating", remoteId: null });
    expect(await findLink(moved)).toMatchObject({ state: "linked", remoteId: "new" });
    expect(await fixture.prisma.syncJob.count({ where: { targetId } })).toBe(3);
  });

  test("each item is counted once, though its job is asked for again or tried again", async () => {
    const { runs, ids, runId, applyAll, lane, targetId } = await apply((all) => all.map((id) => item(id)));
    await applyAll();
    const jobs = await fixture.store.claimJobs(lane, 10);
    const [first, second, third] = ids.map((id) => jobs.find((job) => job.resourceId === id));
    if (first === undefined || second === undefined || third === undefined) throw new Error("Jobs are missing.");
    await fixture.prisma.syncJob.updateMany({
      where: { targetId, resourceId: first.resourceId },
      data: { generation: 9 },
    });
    const later = { kind: "retry", at: new Date() } as const;
    await fixture.store.settle(lane, [
      settlementOf(first, { count: "updated" }),
      settlementOf(second, { next: later, count: "failed" }),
      settlementOf(third, { isStale: true, count: "skipped" }),
    ]);
    const again = await fixture.store.claimJobs(lane, 10);
    expect(again).toHaveLength(2);
    await fixture.store.settle(
      lane,
      again.map((job) => settlementOf(job, { count: "updated" })),
    );
    const run = await fixture.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ updated: 1, failed: 1, stale: 1, skipped: 0 });
    const [task] = await runs.claimTasks(lane, 1);
    expect(task).toBeUndefined();
    const states = await fixture.prisma.planItem.findMany({ where: { runId }, orderBy: { resourceId: "asc" } });
    expect(Object.fromEntries(states.map(({ resourceId, state }) => [resourceId, state]))).toEqual({
      [first.resourceId]: "done",
      [second.resourceId]: "failed",
      [third.resourceId]: "stale",
    });
  });
});

test("those that end the last tasks of a phase at once begin the next one once", { timeout: 60_000 }, async () => {
  for (let round = 0; round < 12; round += 1) {
    const { runs, lane, start, createUser, claimLane } = await begin();
    await createUser();
    const { runId, task } = await start();
    const { targetId } = task.run;
    const position = { kind: "verify", resourceType: "User", remoteIds: [] };
    await fixture.prisma.syncTask.createMany({
      data: Array.from({ length: 3 }, () => ({ id: crypto.randomUUID(), runId, targetId, kind: "verify", position })),
    });
    const claims = [{ lane, task }];
    for (let count = 0; count < 3; count += 1) {
      const other = await claimLane();
      const [theirs] = await runs.claimTasks(other, 1);
      if (theirs === undefined) throw new Error("There is no task.");
      claims.push({ lane: other, task: theirs });
    }
    await Promise.all(claims.map((one) => runs.settleTask(one.lane, one.task, { next: { kind: "done" } })));
    expect(await fixture.prisma.syncTask.findMany({ where: { runId } })).toMatchObject([{ kind: "compare" }]);
  }
});
