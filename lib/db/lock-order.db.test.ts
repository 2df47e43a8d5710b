import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DirectoryRequest, scopeOf } from "@/lib/directory/directory-request";
import type { WriteOutcome } from "@/lib/directory/directory-store";
import { recordChange } from "@/lib/directory/record-change";
import { operationsOf } from "@/lib/directory/resources";
import type { JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createTestDirectory, type TestDirectory } from "./testing/test-directory";

const users = operationsOf("User");
const groups = operationsOf("Group");
const whole = { kind: "default" } as const;

let directory: TestDirectory;
let request: DirectoryRequest;
let count = 0;

beforeAll(async () => {
  directory = await createTestDirectory();
}, 60_000);
afterAll(() => directory?.drop());
beforeEach(async () => {
  request = directory.createRequest(await directory.createClient(await directory.createOrganization()));
});

async function createGroup(members: readonly string[] = []): Promise<string> {
  count += 1;
  const body = {
    schemas: [groupSchemaUrn],
    displayName: `group ${count}`,
    members: members.map((value) => ({ value })),
  };
  return (await groups.create(request, body, whole)).id;
}

async function createUser(): Promise<string> {
  count += 1;
  return (await users.create(request, { schemas: [userSchemaUrn], userName: `user ${count}` }, whole)).id;
}

async function addMember(group: string, value: string): Promise<void> {
  const operation: JsonObject = { op: "add", path: "members", value: [{ value }] };
  await groups.patch(request, group, { schemas: [patchOpUrn], Operations: [operation] }, whole);
}

/** One attempt, which a deadlock ends as stale. */
async function deleteGroup(id: string): Promise<WriteOutcome<undefined>> {
  const scope = scopeOf(request);
  const current = await request.store.findGroup(scope, id, { members: false });
  if (current === undefined) throw new Error("The group is gone.");
  return request.store.deleteGroup(scope, current, recordChange(request, {}, {}), { onlyIfCurrent: false });
}

async function deleteUser(id: string): Promise<WriteOutcome<undefined>> {
  const scope = scopeOf(request);
  const current = await request.store.findUser(scope, id, { groups: false });
  if (current === undefined) throw new Error("The person is gone.");
  return request.store.deleteUser(scope, current, recordChange(request, {}, {}));
}

/**
 * Holds a group's lock while the writes begin, each when the one before it waits, and lets go of it then: what PostgreSQL
 * would do once in a while it does every time.
 */
async function runBehindLock<Result>(group: string, writes: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  const holder = await directory.database.pool.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT 1 FROM groups WHERE id = $1 FOR UPDATE", [group]);
    const running: Promise<Result>[] = [];
    for (const write of writes) {
      running.push(write());
      await expect.poll(countWaiting, { timeout: 5_000 }).toBe(running.length);
    }
    await holder.query("COMMIT");
    return await Promise.all(running);
  } finally {
    holder.release();
  }
}

async function countWaiting(): Promise<number> {
  const { rows } = await directory.database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

describe("groups are locked in the order of their ids, whoever locks them", () => {
  test("a group and one that it is in are deleted at once, and both hold the same third one", async () => {
    const inner = await createGroup();
    const middle = await createGroup([inner]);
    await createGroup([inner, middle]);
    const outcomes = await runBehindLock(middle, [() => deleteGroup(inner), () => deleteGroup(middle)]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["written", "written"]);
  });

  test("two groups that are in one another are deleted at once", async () => {
    const one = await createGroup();
    const other = await createGroup([one]);
    await addMember(one, other);
    const outcomes = await runBehindLock(one, [() => deleteGroup(other), () => deleteGroup(one)]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["written", "written"]);
  });

  test("a person and a group of theirs are deleted at once", async () => {
    const person = await createUser();
    const inner = await createGroup([person]);
    await createGroup([person, inner]);
    const outcomes = await runBehindLock(inner, [() => deleteUser(person), () => deleteGroup(inner)]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["written", "written"]);
  });
});

test("edits and deletions of nested groups at once end in no deadlock", { timeout: 60_000 }, async () => {
  const people = await Promise.all(Array.from({ length: 4 }, createUser));
  for (let round = 0; round < 12; round += 1) {
    const inner = await Promise.all(Array.from({ length: 4 }, () => createGroup(people.slice(0, 2))));
    const middle = await Promise.all(Array.from({ length: 3 }, () => createGroup(inner)));
    const outer = await Promise.all(Array.from({ length: 3 }, () => createGroup([...middle, ...inner])));
    await Promise.all([
      ...[...inner, ...middle].map((id) => groups.remove(request, id)),
      ...outer.flatMap((id) => people.map((person) => addMember(id, person))),
      ...outer.map((id, index) => addMember(id, outer[(index + 1) % outer.length] ?? id)),
    ]);
  }
  await expect.poll(countDeadlocks, { timeout: 5_000, interval: 1_000 }).toBe(0);
});

async function countDeadlocks(): Promise<number> {
  const { rows } = await directory.database.pool.query<{ deadlocks: number }>(
    "SELECT deadlocks::int AS deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  return rows[0]?.deadlocks ?? -1;
}
