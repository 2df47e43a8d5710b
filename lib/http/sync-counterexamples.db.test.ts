import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { scimError } from "./testing/fake-target/answer";
import { createSyncFixture, type SyncFixture, type TargetSettings } from "./testing/sync-fixture";
import { patchOf } from "./testing/sync-law/world";

// What the law of sync-laws.db.test.ts has found, made small.

let fixture: SyncFixture;
const fakes: FakeTarget[] = [];

beforeAll(async () => {
  fixture = await createSyncFixture();
});
afterAll(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
  await fixture.close();
});

async function startTarget(options: FakeTargetOptions = {}, settings: TargetSettings = {}) {
  await fixture.endpoint.database.pool.query("DELETE FROM targets; DELETE FROM groups; DELETE FROM users");
  const fake = await startFakeTarget(options);
  fakes.push(fake);
  return { fake, targetId: await fixture.addTarget(fake, settings) };
}

async function drainWithRetries(targetId: string, tries = 8) {
  for (let round = 0; round < tries; round += 1) {
    await fixture.hurry(targetId);
    await fixture.drain(targetId);
    if ((await fixture.endpoint.database.prisma.syncJob.count({ where: { targetId } })) === 0) return;
  }
}

async function readCapabilities(targetId: string) {
  const { capabilities } = await fixture.endpoint.database.prisma.target.findUniqueOrThrow({ where: { id: targetId } });
  return capabilities;
}

describe("what a target says of itself", () => {
  test("is asked for again where it could not be read just now", async () => {
    const { fake, targetId } = await startTarget();
    fake.script({ when: { path: "/ServiceProviderConfig" }, times: 2, instead: scimError(500) });
    await fixture.createUser("ada@law.example");
    await fixture.drain(targetId);
    expect(fake.writes()).toEqual([]);
    await drainWithRetries(targetId);
    expect(await readCapabilities(targetId)).toMatchObject({ etag: { value: true } });
    expect(fake.resources.users.size).toBe(1);
  });

  test("is done without where it never can be read", async () => {
    const { fake, targetId } = await startTarget();
    fake.script({ when: { path: "/ServiceProviderConfig" }, instead: scimError(500) });
    await fixture.createUser("ada@law.example");
    await drainWithRetries(targetId);
    expect(await readCapabilities(targetId)).toMatchObject({ etag: { value: false } });
    expect(fake.resources.users.size).toBe(1);
  });
});

describe("entity tags", () => {
  const denies: FakeTargetOptions = {
    etag: "required",
    bulk: false,
    serviceProviderConfig: (truthful) => ({ ...truthful, etag: { supported: false } }),
  };

  test("are given where they are asked for, whatever the target says of itself", async () => {
    const { fake, targetId } = await startTarget(denies);
    const id = await fixture.createUser("ada@law.example");
    const group = await fixture.createGroup("Alpha");
    await drainWithRetries(targetId);
    await fixture.send("PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "title", value: "Countess" }));
    await fixture.send("PATCH", `/Groups/${group}`, patchOf({ op: "add", path: "members", value: [{ value: id }] }));
    await drainWithRetries(targetId);
    expect(fake.find("User", "ada@law.example")).toMatchObject({ title: "Countess" });
    expect(fake.find("Group", "Alpha")?.members).toMatchObject([{ value: fake.find("User", "ada@law.example")?.id }]);
    await fixture.send("DELETE", `/Groups/${group}`);
    await drainWithRetries(targetId);
    expect(fake.resources.groups.size).toBe(0);
  });

  test("that are old do not keep what is to be deleted", async () => {
    const { fake, targetId } = await startTarget({ etag: "required" }, { options: { deprovision: "delete" } });
    const id = await fixture.createUser("ada@law.example");
    await drainWithRetries(targetId);
    fake.byHand.edit("User", String(fake.find("User", "ada@law.example")?.id), { nickName: "Theirs" });
    await fixture.send("DELETE", `/Users/${id}`);
    await drainWithRetries(targetId);
    expect(fake.resources.users.size).toBe(0);
  });
});

describe("what Roster has sent and does not send any more is taken away there", () => {
  test("from who takes over the account of somebody who was deleted", async () => {
    const { fake, targetId } = await startTarget();
    const before = await fixture.createUser("ada@law.example", { title: "Countess", nickName: "Ada" });
    await drainWithRetries(targetId);
    await fixture.send("DELETE", `/Users/${before}`);
    const after = await fixture.createUser("ada@law.example", { nickName: "Augusta" });
    await drainWithRetries(targetId);
    const there = fake.find("User", "ada@law.example");
    expect(there).toMatchObject({ externalId: after, active: true, nickName: "Augusta" });
    expect(there).not.toHaveProperty("title");
    expect(fake.resources.users.size).toBe(1);
  });

  test.each(["before", "after"] as const)("also when the line was dropped %s it was", async (drop) => {
    const { fake, targetId } = await startTarget({ bulk: false });
    const id = await fixture.createUser("ada@law.example", { title: "Countess" });
    await drainWithRetries(targetId);
    fake.script({ when: { method: "PATCH" }, times: 1, drop });
    await fixture.send("PATCH", `/Users/${id}`, patchOf({ op: "remove", path: "title" }));
    await drainWithRetries(targetId);
    expect(fake.find("User", "ada@law.example")).not.toHaveProperty("title");
  });

  test("also when it may have been sent by a request that nobody answered", async () => {
    const { fake, targetId } = await startTarget({ bulk: false });
    const id = await fixture.createUser("ada@law.example");
    await drainWithRetries(targetId);
    fake.script({ when: { method: "PATCH" }, times: 1, drop: "after" });
    await fixture.send("PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "title", value: "Countess" }));
    await fixture.drain(targetId);
    expect(fake.find("User", "ada@law.example")).toMatchObject({ title: "Countess" });
    await fixture.send("PATCH", `/Users/${id}`, patchOf({ op: "remove", path: "title" }));
    await drainWithRetries(targetId);
    expect(fake.find("User", "ada@law.example")).not.toHaveProperty("title");
  });

  test("also from who may have been made already by a try that nobody answered", async () => {
    const { fake, targetId } = await startTarget({ bulk: false });
    fake.script({ when: { method: "POST" }, times: 1, drop: "after" });
    const id = await fixture.createUser("ada@law.example", { title: "Countess" });
    await fixture.drain(targetId);
    expect(fake.find("User", "ada@law.example")).toMatchObject({ title: "Countess" });
    await fixture.send("PATCH", `/Users/${id}`, patchOf({ op: "remove", path: "title" }));
    await drainWithRetries(targetId);
    expect(fake.find("User", "ada@law.example")).not.toHaveProperty("title");
    expect(fake.resources.users.size).toBe(1);
  });
});

describe("a name that somebody else had", () => {
  test("is taken over in whatever order the two come", async () => {
    const { fake, targetId } = await startTarget({ bulk: false }, { options: { concurrency: 1 } });
    const ada = await fixture.createUser("ada@law.example");
    const bob = await fixture.createUser("bob@law.example");
    await drainWithRetries(targetId);
    // The one that takes it comes first.
    const rename = (id: string, value: string) =>
      fixture.send("PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "userName", value }));
    await rename(bob, "waits@law.example");
    await rename(ada, "away@law.example");
    await rename(bob, "ada@law.example");
    await drainWithRetries(targetId);
    expect(fake.find("User", "ada@law.example")).toMatchObject({ externalId: bob });
    expect(fake.find("User", "away@law.example")).toMatchObject({ externalId: ada });
  });

  test("and gets the name of the other", async () => {
    const { fake, targetId } = await startTarget({ bulk: false }, { options: { concurrency: 1 } });
    const ada = await fixture.createUser("ada@law.example");
    const bob = await fixture.createUser("bob@law.example");
    await drainWithRetries(targetId);
    const rename = (id: string, value: string) =>
      fixture.send("PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "userName", value }));
    await rename(bob, "waits@law.example");
    await rename(ada, "bob@law.example");
    await rename(bob, "ada@law.example");
    await drainWithRetries(targetId, 12);
    expect(fake.find("User", "ada@law.example")).toMatchObject({ externalId: bob });
    expect(fake.find("User", "bob@law.example")).toMatchObject({ externalId: ada });
  });
});
