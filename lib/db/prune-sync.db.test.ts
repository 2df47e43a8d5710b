import { v7 as createUuid } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pruneLog } from "./prune-log";
import { createTestDirectory, type TestDirectory } from "./testing/test-directory";
import { createTestTarget } from "./testing/test-target";

let directory: TestDirectory;

beforeAll(async () => {
  directory = await createTestDirectory();
}, 60_000);
afterAll(() => directory?.drop());

const dayMs = 24 * 60 * 60 * 1000;

async function createTarget() {
  const { prisma } = directory.database;
  const { id: organizationId } = await directory.createOrganization();
  await prisma.organization.update({
    where: { id: organizationId },
    data: { requestRetentionDays: 30, bodyRetentionDays: 7 },
  });
  return { organizationId, targetId: await createTestTarget(directory.database, organizationId) };
}

test("attempts go with the requests, and what went over the wire with their bodies", async () => {
  const { prisma } = directory.database;
  const { organizationId, targetId } = await createTarget();
  const now = Date.now();
  const ages = [1, 6, 8, 29, 31, 400];
  await prisma.syncAttempt.createMany({
    data: ages.map((days) => ({
      id: createUuid({ msecs: now - days * dayMs }),
      organizationId,
      targetId,
      resourceType: "User",
      resourceId: targetId,
      label: String(days),
      operation: "create",
      outcome: "done",
      detail: "",
      requests: 1,
      exchange: { method: "POST" },
      durationMs: 1,
    })),
  });
  expect(await pruneLog(directory.database, new Date(now), organizationId)).toMatchObject({ attempts: 2 });
  const kept = await prisma.syncAttempt.findMany({ where: { targetId }, orderBy: { id: "desc" } });
  expect(kept.map(({ label, exchange }) => [label, exchange !== null])).toEqual([
    ["1", true],
    ["6", true],
    ["8", false],
    ["29", false],
  ]);
});

test("of each target the latest 50 runs stay, and those that go on or are held", async () => {
  const { prisma } = directory.database;
  const { organizationId, targetId } = await createTarget();
  const other = await createTestTarget(directory.database, organizationId);
  const createRuns = async (target: string, states: readonly string[]) => {
    const ids = states.map((_, index) => createUuid({ msecs: Date.now() - (states.length - index) * 1_000 }));
    await prisma.syncRun.createMany({
      data: states.map((state, index) => ({
        id: ids[index] ?? "",
        organizationId,
        targetId: target,
        kind: "reconcile",
        trigger: "hand",
        state,
        actorKind: "system",
      })),
    });
    return ids;
  };
  const ids = await createRuns(targetId, ["held", "failed", "done", "running", ...Array<string>(50).fill("done")]);
  await createRuns(other, ["done"]);
  const oldest = {
    resourceType: "User",
    resourceId: targetId,
    label: "",
    operation: "create",
    reason: "",
    fingerprint: "",
  };
  await prisma.planItem.createMany({ data: [ids[1], ids[53]].map((runId) => ({ ...oldest, runId: runId ?? "" })) });
  expect(await pruneLog(directory.database, new Date(), organizationId)).toMatchObject({ runs: 2 });
  const kept = await prisma.syncRun.findMany({ where: { targetId }, orderBy: { id: "asc" } });
  expect(kept.map(({ id }) => id)).toEqual(ids.filter((_, index) => index !== 1 && index !== 2));
  expect(await prisma.syncRun.count({ where: { targetId: other } })).toBe(1);
  expect(await prisma.planItem.findMany()).toMatchObject([{ runId: ids[53] }]);
});
