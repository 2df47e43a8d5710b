import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationsOf } from "@/lib/directory/resources";
import { userSchemaUrn } from "@/lib/scim/urns";
import { createSyncFixture, createSyncTest, type SyncFixture, settlementOf } from "../testing/sync-fixture";
import { createTestTarget } from "../testing/test-target";
import { eraseExpiredPasswords } from "./passwords";

const users = operationsOf("User");
const whole = { kind: "default" } as const;
const secret = "Tr0ub4dor and 3 staples";

let fixture: SyncFixture;

beforeAll(async () => {
  fixture = await createSyncFixture();
}, 60_000);
afterAll(() => fixture?.directory.drop());

/** A target that takes passwords, and another of the same organization that does not. */
async function createPasswordTest() {
  const made = await createSyncTest(fixture, { options: { syncPassword: true } });
  const other = await createTestTarget(fixture.directory.database, made.request.client.organization.id);
  const listPasswords = async () => {
    const lane = await made.claimLane();
    await fixture.prisma.syncJob.updateMany({ where: { targetId: made.targetId }, data: { claim: null } });
    const jobs = await fixture.store.claimJobs(lane, 100);
    const subjects = await fixture.store.loadSubjects(await made.load(), jobs);
    await fixture.store.releaseLane(lane);
    return subjects.map((subject) => (subject.resourceType === "User" ? subject.password : undefined));
  };
  return { ...made, other, listPasswords };
}

/** Every value of every table of the database as text, in which a password must not be found. */
async function findEverywhere(text: string): Promise<readonly string[]> {
  const { pool } = fixture.directory.database;
  const { rows } = await pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const found = [];
  for (const { name } of rows) {
    const { rows: hits } = await pool.query(`SELECT 1 FROM "${name}" t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [text]);
    if (hits.length > 0) found.push(name);
  }
  return found;
}

describe("a password that a SCIM client sends", () => {
  test("with a new person: to the targets that take it, sealed, and nowhere else", async () => {
    const { createUser, listPasswords, other, targetId } = await createPasswordTest();
    const person = await createUser({ password: secret, title: "findable" });
    expect(await listPasswords()).toEqual([secret]);
    const pending = await fixture.prisma.pendingPassword.findMany({ where: { resourceId: person } });
    expect(pending.map((row) => row.targetId)).toEqual([targetId]);
    expect(other).toBeDefined();
    expect(Buffer.from(pending[0]?.sealed ?? []).includes(secret)).toBe(false);
    const hours = ((pending[0]?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
    expect(await findEverywhere(secret)).toEqual([]);
    expect(await findEverywhere("findable")).toEqual(expect.arrayContaining(["users", "resource_changes"]));
  });

  test.each([
    ["with a path", [{ op: "replace", path: "password", value: "new one" }]],
    ["without a path", [{ op: "add", value: { password: "new one" } }]],
    [
      "twice",
      [
        { op: "add", path: "password", value: "old one" },
        { op: "replace", path: "Password", value: "new one" },
      ],
    ],
  ])("by PATCH %s: a job, and no new version", async (_, operations) => {
    const { createUser, listPasswords, forgetJobs, patchUser, listJobs, other } = await createPasswordTest();
    const person = await createUser();
    await forgetJobs();
    await fixture.prisma.syncJob.deleteMany({ where: { targetId: other } });
    await patchUser(person, ...operations);
    expect(await listJobs()).toEqual([`User ${person}`]);
    expect(await fixture.prisma.syncJob.count({ where: { targetId: other } })).toBe(0);
    expect(await listPasswords()).toEqual(["new one"]);
    const user = await fixture.prisma.user.findUnique({ where: { id: person } });
    expect(user?.version).toBe(1);
    expect(await fixture.prisma.resourceChange.count({ where: { resourceId: person } })).toBe(1);
  });

  test("together with a change, by PATCH and PUT; the last one is what counts", async () => {
    const { createUser, listPasswords, patchUser, request } = await createPasswordTest();
    const person = await createUser({ userName: "ada@passwords.example", password: "first" });
    await patchUser(person, { op: "replace", value: { title: "Countess", password: "second" } });
    expect(await listPasswords()).toEqual(["second"]);
    const body = { schemas: [userSchemaUrn], userName: "ada@passwords.example", title: "Lady", password: "third" };
    await users.replace(request, person, body, whole);
    expect(await listPasswords()).toEqual(["third"]);
    await users.replace(request, person, { ...body, password: "fourth" }, whole);
    expect(await listPasswords()).toEqual(["fourth"]);
  });

  test("that is taken back, is empty, or no text is none", async () => {
    const { createUser, patchUser } = await createPasswordTest();
    const person = await createUser({ password: "" });
    await patchUser(person, { op: "add", path: "password", value: "x" }, { op: "remove", path: "password" });
    await patchUser(person, { op: "replace", value: { password: null } });
    expect(await fixture.prisma.pendingPassword.count({ where: { resourceId: person } })).toBe(0);
  });

  test("of somebody who is removed is erased with them", async () => {
    const { createUser, removeUser } = await createPasswordTest();
    const person = await createUser({ password: secret });
    await removeUser(person);
    expect(await fixture.prisma.pendingPassword.count({ where: { resourceId: person } })).toBe(0);
  });
});

describe("a password is erased", () => {
  test("when it was delivered, unless another one has come since", async () => {
    const { createUser, claimLane, patchUser } = await createPasswordTest();
    const person = await createUser({ password: "first" });
    const count = () => fixture.prisma.pendingPassword.count({ where: { resourceId: person } });
    const lane = await claimLane();
    const [job] = await fixture.store.claimJobs(lane, 1);
    if (job === undefined) throw new Error("no job");
    await patchUser(person, { op: "replace", path: "password", value: "second" });
    await fixture.store.settle(lane, [settlementOf(job, { passwordDelivered: true })]);
    expect(await count()).toBe(1);
    const [again] = await fixture.store.claimJobs(lane, 1);
    if (again === undefined) throw new Error("no job");
    await fixture.store.settle(lane, [settlementOf(again, { passwordDelivered: true })]);
    expect(await count()).toBe(0);
  });

  test("after its time, and when the target does not take passwords any more", async () => {
    const { createUser, listPasswords, targetId } = await createPasswordTest();
    const person = await createUser({ password: "first" });
    const count = () => fixture.prisma.pendingPassword.count({ where: { resourceId: person } });
    await eraseExpiredPasswords(fixture.directory.database);
    expect(await count()).toBe(1);
    await fixture.prisma.pendingPassword.updateMany({ where: { targetId }, data: { expiresAt: new Date() } });
    expect(await listPasswords()).toEqual([undefined]);
    await eraseExpiredPasswords(fixture.directory.database);
    expect(await count()).toBe(0);
    await createUser({ password: "second" });
    await fixture.prisma.target.update({ where: { id: targetId }, data: { syncPassword: false } });
    await eraseExpiredPasswords(fixture.directory.database);
    expect(await fixture.prisma.pendingPassword.count({ where: { targetId } })).toBe(0);
  });
});
