import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { createSyncFixture, type SyncFixture, type TargetSettings } from "./testing/sync-fixture";

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
  await fixture.endpoint.database.pool.query("DELETE FROM targets");
  const fake = await startFakeTarget(options);
  fakes.push(fake);
  return { fake, targetId: await fixture.addTarget(fake, settings) };
}

async function readAttempts(targetId: string) {
  return await fixture.endpoint.database.prisma.syncAttempt.findMany({ where: { targetId }, orderBy: { id: "asc" } });
}

let count = 0;
const nextName = () => {
  count += 1;
  return `person${count}@sync.example`;
};

describe("a change goes on at once", () => {
  test("people are made, changed, deactivated; a group has its members", async () => {
    const { fake, targetId } = await startTarget();
    const ada = nextName();
    const adaId = await fixture.createUser(ada, {
      name: { givenName: "Ada", familyName: "Lovelace" },
      emails: [{ value: ada, type: "work", primary: true }],
      title: "Countess",
    });
    const groupId = await fixture.createGroup(`Analysts ${count}`, [adaId]);
    await fixture.drain(targetId);
    expect(fake.find("User", ada)).toMatchObject({ externalId: adaId, active: true, title: "Countess" });
    const remoteId = fake.find("User", ada)?.id;
    expect(fake.find("Group", `Analysts ${count}`)).toMatchObject({
      externalId: groupId,
      members: [{ value: remoteId }],
    });

    fake.clearRequests();
    await fixture.send("PATCH", `/Users/${adaId}`, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [
        { op: "remove", path: "title" },
        { op: "replace", path: "name.givenName", value: "Augusta" },
      ],
    });
    await fixture.drain(targetId);
    expect(fake.find("User", ada)).toMatchObject({ name: { givenName: "Augusta" } });
    expect(fake.find("User", ada)).not.toHaveProperty("title");
    expect(fake.writes()).toHaveLength(1);

    fake.clearRequests();
    await fixture.send("DELETE", `/Users/${adaId}`);
    await fixture.drain(targetId);
    expect(fake.find("User", ada)).toMatchObject({ active: false });
    expect(fake.find("Group", `Analysts ${count}`)?.members ?? []).toEqual([]);
    expect(await fixture.endpoint.database.prisma.syncJob.count({ where: { targetId } })).toBe(0);
    expect((await readAttempts(targetId)).map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      "create done",
      "create done",
      "update done",
      "deactivate done",
      "members done",
    ]);
  });
});
