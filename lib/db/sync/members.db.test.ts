import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LinkProblem } from "@/lib/provisioning/sync-store";
import { createSyncFixture, createSyncTest, remoteIdOf, type SyncFixture } from "../testing/sync-fixture";
import { createTestTarget } from "../testing/test-target";

let fixture: SyncFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
}, 60_000);
afterAll(() => fixture?.directory.drop());

describe("the members of a group", () => {
  test("come, go and stay as the target knows them; recording them twice is as good as once", async () => {
    const { createUser, createGroup, link, claimLane, load, patchGroup } = await createSyncTest(fixture);
    const people = [await createUser(), await createUser(), await createUser()];
    const [first, second, third] = people;
    const group = await createGroup(people);
    await link(people);
    await link([group], "linked", "Group");
    const lane = await claimLane();
    const target = await load();
    const compare = () => fixture.store.compareMembers(target, group);
    expect((await compare()).add.map(({ remoteId }) => remoteId).sort()).toEqual(people.map(remoteIdOf).sort());
    const added = people.map(remoteIdOf);
    await fixture.store.recordMembers(lane, group, { added, removed: [] });
    await fixture.store.recordMembers(lane, group, { added, removed: ["unknown"] });
    expect(await compare()).toEqual({ add: [], remove: [], waiting: [] });

    await patchGroup(group, { op: "remove", path: `members[value eq "${first}"]` });
    expect(await compare()).toMatchObject({ add: [], remove: [remoteIdOf(String(first))] });
    await fixture.store.replaceRecordedMembers(lane, group, [remoteIdOf(String(second)), "stranger"]);
    const difference = await compare();
    expect(difference.add).toEqual([{ remoteId: remoteIdOf(String(third)), type: "User", resourceId: third }]);
    expect(difference.remove).toEqual(["stranger"]);
    const desired = await fixture.store.listDesiredMembers(target, group);
    expect(desired).toEqual([second, third].map((id) => ({ remoteId: remoteIdOf(String(id)), type: "User" })));
  });

  test("who was left or is ignored stays one; who was deactivated does not", async () => {
    const { createUser, createGroup, link, claimLane, load, targetId } = await createSyncTest(fixture);
    const people = [await createUser(), await createUser(), await createUser()];
    const [left, ignored, deactivated] = people;
    const group = await createGroup(people);
    await link(people, "left");
    await link([group], "linked", "Group");
    const setState = (resourceId: string | undefined, state: "ignored" | "deactivated") =>
      fixture.prisma.resourceLink.updateMany({ where: { targetId, resourceId: String(resourceId) }, data: { state } });
    await setState(ignored, "ignored");
    await setState(deactivated, "deactivated");
    await fixture.store.recordMembers(await claimLane(), group, { added: people.map(remoteIdOf), removed: [] });
    const target = await load();
    expect(await fixture.store.compareMembers(target, group)).toMatchObject({
      add: [],
      remove: [remoteIdOf(String(deactivated))],
    });
    const kept = [left, ignored].map((id) => ({ remoteId: remoteIdOf(String(id)), type: "User" }));
    expect(await fixture.store.listDesiredMembers(target, group)).toEqual(kept);
  });

  test.each(["flatten", "keep"] as const)("of groups within it, also in a circle (%s)", async (nestedGroups) => {
    const { createUser, createGroup, link, load, patchGroup } = await createSyncTest(fixture, {
      options: { nestedGroups },
    });
    const [near, far, both] = [await createUser(), await createUser(), await createUser()];
    const inner = await createGroup([far, both]);
    const outer = await createGroup([near, both, inner]);
    await patchGroup(inner, { op: "add", path: "members", value: [{ value: outer }] });
    await link([near, far, both]);
    await link([inner, outer], "linked", "Group");
    const { add } = await fixture.store.compareMembers(await load(), outer);
    const expected = nestedGroups === "flatten" ? [near, far, both] : [near, both, inner];
    expect(add.map(({ resourceId }) => resourceId).sort()).toEqual(expected.sort());
  });

  test("waits for those who have a job and are not there yet, and for nobody who cannot come", async () => {
    const { createUser, createGroup, load, targetId } = await createSyncTest(fixture);
    const [fresh, failing, refused, idle] = [
      await createUser(),
      await createUser(),
      await createUser(),
      await createUser(),
    ];
    const group = await createGroup([fresh, failing, refused, idle]);
    const problem = (kind: LinkProblem["kind"]) => ({ kind, detail: "", at: "2026-11-28T10:00:00Z" });
    const base = { targetId, resourceType: "User", label: "" };
    await fixture.prisma.resourceLink.createMany({
      data: [
        { ...base, id: failing, resourceId: failing, problem: problem("failing") },
        { ...base, id: refused, resourceId: refused, problem: problem("refused") },
      ],
    });
    await fixture.prisma.syncJob.deleteMany({ where: { targetId, resourceId: idle } });
    const { add, waiting } = await fixture.store.compareMembers(await load(), group);
    expect(add).toEqual([]);
    expect([...waiting].sort()).toEqual([fresh, failing].sort());
  });
});

describe("a group that has changed", () => {
  test("has the groups around it looked at where members are flattened, once", async () => {
    const { createUser, createGroup, patchGroup, claimLane, forgetJobs, listJobs, targetId } =
      await createSyncTest(fixture);
    const inner = await createGroup([await createUser()]);
    const middle = await createGroup([inner]);
    const outer = await createGroup([middle]);
    await patchGroup(inner, { op: "add", path: "members", value: [{ value: outer }] });
    await forgetJobs();
    await patchGroup(inner, { op: "replace", path: "members", value: [] });
    const lane = await claimLane();
    const [job] = await fixture.store.claimJobs(lane, 10);
    expect(job?.resourceId).toBe(inner);
    await fixture.store.enqueueAffectedByGroup(lane, inner);
    expect(await listJobs()).toEqual([inner, middle, outer].map((id) => `Group ${id}`));
    // What is looked at for another's sake passes nothing on: otherwise groups in a circle would go on forever.
    await fixture.prisma.syncJob.deleteMany({ where: { targetId, resourceId: { in: [inner, outer] } } });
    await fixture.store.enqueueAffectedByGroup(lane, middle);
    expect(await listJobs()).toEqual([`Group ${middle}`]);
  });

  test("has none looked at where groups are kept", async () => {
    const { createGroup, forgetJobs, claimLane, listJobs } = await createSyncTest(fixture, {
      options: { nestedGroups: "keep" },
    });
    const inner = await createGroup();
    await createGroup([inner]);
    await forgetJobs();
    await fixture.store.enqueueAffectedByGroup(await claimLane(), inner);
    expect(await listJobs()).toEqual([]);
  });

  test("has everybody looked at whom it brings into the scope or out of it", async () => {
    const { createUser, createGroup, request, link, claimLane } = await createSyncTest(fixture);
    const [comes, guest, stays, goes, returns, outside] = await Promise.all([
      createUser(),
      createUser({ role: "guest" }),
      createUser(),
      createUser(),
      createUser(),
      createUser(),
    ]);
    const inner = await createGroup([comes, guest, stays, returns]);
    const scope = await createGroup([inner]);
    const other = await createGroup([outside]);
    const { database } = fixture.directory;
    const targetId = await createTestTarget(database, request.client.organization.id, {
      scope: { groupIds: [scope], roles: ["member"] },
    });
    expect(link).toBeDefined();
    expect(claimLane).toBeDefined();
    const data = [
      { resourceId: stays, state: "linked" },
      { resourceId: goes, state: "linked" },
      { resourceId: returns, state: "deactivated" },
    ] as const;
    await fixture.prisma.resourceLink.createMany({
      data: data.map((row) => ({ ...row, id: row.resourceId, targetId, resourceType: "User", label: "" })),
    });
    const lane = await fixture.store.claimLane(targetId);
    if (lane === undefined) throw new Error("no lane");
    const listPeople = async () => {
      const jobs = await fixture.prisma.syncJob.findMany({ where: { targetId, resourceType: "User" } });
      return jobs.map(({ resourceId }) => resourceId).sort();
    };
    await fixture.store.enqueueAffectedByGroup(lane, other);
    expect(await listPeople()).toEqual([]);
    await fixture.store.enqueueAffectedByGroup(lane, inner);
    expect(await listPeople()).toEqual([comes, goes, returns].sort());

    // Of those whom the breaker holds, those who are back in the scope are held no more.
    const held = { targetId, resourceType: "User", reason: "scope", held: true };
    await fixture.prisma.syncJob.create({ data: { ...held, resourceId: stays } });
    await fixture.prisma.syncJob.updateMany({ where: { targetId, resourceId: goes }, data: { held: true } });
    const listHeld = async () =>
      (await fixture.prisma.syncJob.findMany({ where: { targetId, held: true } })).map(({ resourceId }) => resourceId);
    await fixture.store.enqueueAffectedByGroup(lane, other);
    expect((await listHeld()).sort()).toEqual([stays, goes].sort());
    await fixture.store.enqueueAffectedByGroup(lane, inner);
    expect(await listHeld()).toEqual([goes]);
  });
});

test("what the target did not take as members is doubted and looked at", async () => {
  const { createUser, link, claimLane, forgetJobs, listJobs, findLink } = await createSyncTest(fixture);
  const person = await createUser();
  await link([person]);
  await forgetJobs();
  await fixture.store.verifyRemote(await claimLane(), [person]);
  expect(await listJobs()).toEqual([`User ${person}`]);
  expect(await findLink(person)).toMatchObject({ drift: [] });
});

test("finds our resources by what they are at the target", async () => {
  const { createUser, link, targetId } = await createSyncTest(fixture);
  const person = await createUser();
  await link([person], "left");
  const found = await fixture.store.findLinksByRemoteId(targetId, "User", [remoteIdOf(person), "other", "\u0000"]);
  expect([...found]).toEqual([[remoteIdOf(person), { resourceId: person, state: "left" }]]);
  expect(await fixture.store.findLinksByRemoteId(targetId, "Group", [remoteIdOf(person)])).toEqual(new Map());
});
