import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { operationsOf } from "@/lib/directory/resources";
import type { JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createTestDirectory, type TestDirectory } from "../testing/test-directory";
import { createTestTarget } from "../testing/test-target";

const users = operationsOf("User");
const groups = operationsOf("Group");
const whole = { kind: "default" } as const;

let directory: TestDirectory;
let request: DirectoryRequest;
let organizationId: string;
let target: string;
let count = 0;

beforeAll(async () => {
  directory = await createTestDirectory();
}, 60_000);
afterAll(() => directory?.drop());
beforeEach(async () => {
  request = directory.createRequest(await directory.createClient(await directory.createOrganization()));
  organizationId = request.client.organization.id;
  target = await createTestTarget(directory.database, organizationId);
});

async function createUser(): Promise<string> {
  count += 1;
  return (await users.create(request, { schemas: [userSchemaUrn], userName: `user ${count}` }, whole)).id;
}

async function createGroup(members: readonly string[] = []): Promise<string> {
  count += 1;
  const body = {
    schemas: [groupSchemaUrn],
    displayName: `group ${count}`,
    members: members.map((value) => ({ value })),
  };
  return (await groups.create(request, body, whole)).id;
}

function patch(...operations: JsonObject[]): JsonObject {
  return { schemas: [patchOpUrn], Operations: operations };
}

/** Asks of a target, as texts, in the order of their resources. */
async function listJobs(targetId = target): Promise<readonly string[]> {
  const jobs = await directory.database.prisma.syncJob.findMany({
    where: { targetId },
    orderBy: [{ resourceType: "asc" }, { resourceId: "asc" }],
  });
  return jobs.map(({ resourceType, resourceId }) => `${resourceType} ${resourceId}`);
}

async function forgetJobs(): Promise<void> {
  await directory.database.prisma.syncJob.deleteMany({ where: { target: { organizationId } } });
}

describe("each write asks every target of the organization", () => {
  test("people: made, changed, removed; paused targets are asked too, and those of others are not", async () => {
    const paused = await createTestTarget(directory.database, organizationId, { state: "paused" });
    const other = await createTestTarget(directory.database, (await directory.createOrganization()).id);
    const id = await createUser();
    expect(await listJobs()).toEqual([`User ${id}`]);
    expect(await listJobs(paused)).toEqual([`User ${id}`]);
    await forgetJobs();
    await users.patch(request, id, patch({ op: "replace", path: "title", value: "Countess" }), whole);
    expect(await listJobs()).toEqual([`User ${id}`]);
    await forgetJobs();
    await users.remove(request, id);
    expect(await listJobs()).toEqual([`User ${id}`]);
    expect(await listJobs(other)).toEqual([]);
  });

  test("a write that changes nothing asks nobody", async () => {
    const id = await createUser();
    await forgetJobs();
    await users.patch(request, id, patch({ op: "replace", path: "active", value: true }), whole);
    expect(await listJobs()).toEqual([]);
  });

  test("groups: made, changed, members alone; who is removed, for the groups they were in", async () => {
    const person = await createUser();
    const inner = await createGroup([person]);
    const outer = await createGroup([inner]);
    expect(await listJobs()).toEqual([`Group ${inner}`, `Group ${outer}`, `User ${person}`]);
    await forgetJobs();
    await groups.patch(request, outer, patch({ op: "add", path: "members", value: [{ value: person }] }), whole);
    expect(await listJobs()).toEqual([`Group ${outer}`]);
    await forgetJobs();
    await groups.patch(request, inner, patch({ op: "replace", path: "displayName", value: `new ${count}` }), whole);
    expect(await listJobs()).toEqual([`Group ${inner}`]);
    await forgetJobs();
    await users.remove(request, person);
    expect(await listJobs()).toEqual([`Group ${inner}`, `Group ${outer}`, `User ${person}`]);
    await forgetJobs();
    await groups.remove(request, inner);
    expect(await listJobs()).toEqual([`Group ${inner}`, `Group ${outer}`]);
  });

  test("what is refused or stale asks nobody", async () => {
    const { userName } = await directory.database.prisma.user.findUniqueOrThrow({ where: { id: await createUser() } });
    await forgetJobs();
    await expect(users.create(request, { schemas: [userSchemaUrn], userName }, whole)).rejects.toThrow();
    expect(await listJobs()).toEqual([]);
  });
});

test("asked again: one job, a later generation, due at once, free of what held it, with its place in the queue", async () => {
  const id = await createUser();
  const queuedAt = new Date("2026-11-28T09:00:00Z");
  const runAt = new Date(Date.now() + 3_600_000);
  const claim = "0198c0de-0000-7000-8000-000000000001";
  await directory.database.prisma.syncJob.updateMany({
    where: { targetId: target },
    data: { queuedAt, runAt, attempts: 5, held: true, claim, reason: "hand" },
  });
  await users.patch(request, id, patch({ op: "replace", path: "title", value: "Countess" }), whole);
  const jobs = await directory.database.prisma.syncJob.findMany({ where: { targetId: target } });
  expect(jobs).toMatchObject([
    { generation: 2n, attempts: 0, held: false, claim, reason: "change", requestId: request.id, queuedAt },
  ]);
  expect(jobs[0]?.runAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
});

test("writers of the same people and groups at once end in no deadlock", { timeout: 60_000 }, async () => {
  await createTestTarget(directory.database, organizationId);
  await createTestTarget(directory.database, organizationId);
  for (let round = 0; round < 6; round += 1) {
    const people = await Promise.all(Array.from({ length: 6 }, createUser));
    const all = await Promise.all(Array.from({ length: 6 }, () => createGroup(people)));
    const inner = await createGroup(all.slice(0, 2));
    await Promise.all([
      ...people.map((id) => users.remove(request, id)),
      ...all.map((id) => groups.patch(request, id, patch({ op: "remove", path: "members" }), whole)),
      ...people.map((id, index) =>
        users
          .patch(request, id, patch({ op: "replace", path: "title", value: `t ${index}` }), whole)
          .catch(() => undefined),
      ),
      groups.remove(request, inner),
    ]);
  }
  const { rows } = await directory.database.pool.query<{ deadlocks: number }>(
    "SELECT deadlocks::int AS deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  expect(rows).toEqual([{ deadlocks: 0 }]);
});
