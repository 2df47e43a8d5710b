import { afterAll, beforeAll, expect, test } from "vitest";
import { deriveKey, UnsealError } from "@/lib/secrets";
import { createSyncStore } from "../sync-store";
import { createSyncFixture, createSyncTest, type SyncFixture } from "../testing/sync-fixture";

let fixture: SyncFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
}, 60_000);
afterAll(() => fixture?.directory.drop());

test("a target is loaded with its credential, its options, its enabled mappings by name, and its organization", async () => {
  const { targetId, request, load } = await createSyncTest(fixture, {
    options: { concurrency: 7 },
    scope: { roles: ["member"], filter: 'title eq "x"' },
  });
  const mapping = { targetId, resourceType: "User", expression: "{}" };
  const id = (last: string) => `0198c0de-0000-7000-8000-0000000000d${last}`;
  await fixture.prisma.propertyMapping.createMany({
    data: [
      { ...mapping, id: id("1"), name: "b" },
      { ...mapping, id: id("2"), name: "a" },
      { ...mapping, id: id("3"), name: "Z" },
      { ...mapping, id: id("4"), name: "c", enabled: false },
    ],
  });
  await fixture.store.saveQuirks(targetId, { patch: false });
  await fixture.store.saveQuirks(targetId, { bulk: false });
  await fixture.store.blockTarget(targetId, new Date(0));
  const target = await load();
  expect(target).toMatchObject({
    credential: { kind: "bearer", token: "a token of the tests" },
    options: { concurrency: 7, nestedGroups: "flatten" },
    scope: { groupIds: [], roles: ["member"], filter: 'title eq "x"' },
    quirks: { patch: false, bulk: false },
    strain: 1,
    organization: { id: request.client.organization.id },
    state: "active",
  });
  expect(target.mappings.map(({ name }) => name)).toEqual(["Z", "a", "b"]);
  expect(target.mappings[0]).toEqual({ id: id("3"), resourceType: "User", name: "Z", expression: "{}" });
  // Lanes that meet the same trouble are told of one.
  for (let lane = 0; lane < 3; lane += 1) await fixture.store.blockTarget(targetId, new Date(Date.now() + 60_000));
  expect((await load()).strain).toBe(2);
  await fixture.store.relieveTarget(targetId);
  expect((await load()).strain).toBe(0);
});

test("one that was removed is not there; one that was sealed with another secret says so", async () => {
  const { targetId } = await createSyncTest(fixture);
  const other = createSyncStore(fixture.directory.database, { current: deriveKey("another secret", "sealing") });
  await expect(other.loadTarget(targetId)).rejects.toThrow(UnsealError);
  await fixture.prisma.target.delete({ where: { id: targetId } });
  expect(await fixture.store.loadTarget(targetId)).toBeUndefined();
});

test("pausing leaves an audit event and all jobs; what is paused already keeps its reason", async () => {
  const { targetId, request, createUser, listJobs } = await createSyncTest(fixture);
  await createUser();
  const pause = { reason: "credentialRefused", detail: "401", at: "2026-11-28T10:00:00Z" } as const;
  await fixture.store.pauseTarget(targetId, pause);
  await fixture.store.pauseTarget(targetId, { ...pause, reason: "forbidden" });
  expect(await fixture.prisma.target.findUnique({ where: { id: targetId } })).toMatchObject({ state: "paused", pause });
  const organizationId = request.client.organization.id;
  const events = await fixture.prisma.auditEvent.findMany({ where: { organizationId } });
  expect(events).toMatchObject([{ actorKind: "system", action: "target.paused" }]);
  expect(await listJobs()).toHaveLength(1);
});

test("what a person is in Roster: with groups through groups, whether they are in scope, and what is not theirs to send", async () => {
  const { createUser, createGroup, load, claimLane, targetId } = await createSyncTest(fixture);
  const [inside, outside] = [await createUser({ externalId: "not the target's" }), await createUser()];
  const inner = await createGroup([inside]);
  const outer = await createGroup([inner]);
  await fixture.prisma.target.update({ where: { id: targetId }, data: { scopeGroupIds: [outer] } });
  const jobs = await fixture.store.claimJobs(await claimLane(), 10);
  const gone = { ...jobs[0], resourceId: targetId, resourceType: "User" } as (typeof jobs)[number];
  const subjects = await fixture.store.loadSubjects(await load(), [...jobs, gone]);
  const find = (id: string) => subjects.find(({ job }) => job.resourceId === id);
  expect(subjects.map(({ job }) => job.resourceId)).toEqual([...jobs.map(({ resourceId }) => resourceId), targetId]);
  expect(find(inside)).toMatchObject({ isInScopeGroup: true, user: { groups: [{ direct: true }, { direct: false }] } });
  expect(find(inside)).not.toHaveProperty("user.externalId");
  expect(find(outside)).toMatchObject({ isInScopeGroup: false, user: { id: outside, groups: [] } });
  expect(find(outer)).toMatchObject({ isScopeGroup: true, group: { id: outer } });
  expect(find(inner)).toMatchObject({ isScopeGroup: false });
  expect(find(targetId)).not.toHaveProperty("user");
});
