import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { createSyncFixture, type SyncFixture, type TargetSettings } from "./testing/sync-fixture";

/** What must come to an end, or to a rest, whatever a target does and whatever is wrong with one resource. */

let fixture: SyncFixture;
const fakes: FakeTarget[] = [];
const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const errorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";
const listUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

beforeAll(async () => {
  fixture = await createSyncFixture();
}, 60_000);
afterAll(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
  await fixture?.close();
});

async function startTarget(options: FakeTargetOptions = {}, settings: TargetSettings = {}) {
  await fixture.endpoint.database.pool.query("DELETE FROM targets");
  const fake = await startFakeTarget(options);
  fakes.push(fake);
  return { fake, targetId: await fixture.addTarget(fake, settings) };
}

const listJobs = (targetId: string) =>
  fixture.endpoint.database.prisma.syncJob.findMany({ where: { targetId }, orderBy: { resourceId: "asc" } });

test("groups within one another that have both changed", { timeout: 30_000 }, async () => {
  const { fake, targetId } = await startTarget({}, { options: { nestedGroups: "flatten" } });
  const person = await fixture.createUser("circle@ends.example");
  const inner = await fixture.createGroup("Inner", [person]);
  const outer = await fixture.createGroup("Outer", [inner]);
  await fixture.send("PATCH", `/Groups/${inner}`, {
    schemas: [patchUrn],
    Operations: [{ op: "add", path: "members", value: [{ value: outer }] }],
  });
  await fixture.drain(targetId);
  const remoteId = fake.find("User", "circle@ends.example")?.id;
  expect(fake.find("Group", "Inner")?.members).toEqual([expect.objectContaining({ value: remoteId })]);
  expect(fake.find("Group", "Outer")?.members).toEqual([expect.objectContaining({ value: remoteId })]);
});

test("a new group that the target does not show yet is made once", { timeout: 30_000 }, async () => {
  const { fake, targetId } = await startTarget({ bulk: false }, { options: { membersPerPatch: 1 } });
  const missing = { status: 404, body: { schemas: [errorUrn], status: "404", detail: "No such group." } };
  const nothing = { status: 200, body: { schemas: [listUrn], totalResults: 0, Resources: [] } };
  fake.script(
    { when: { method: ["GET", "PATCH"], path: "/Groups/*" }, instead: missing },
    { when: { method: "GET", path: "/Groups" }, instead: nothing },
  );
  const people = [await fixture.createUser("a@ends.example"), await fixture.createUser("b@ends.example")];
  await fixture.drain(targetId);
  const group = await fixture.createGroup("Late", people);
  await fixture.drain(targetId);
  expect(fake.requestsOf("POST", "/Groups")).toHaveLength(1);
  expect(await listJobs(targetId)).toMatchObject([{ resourceId: group, attempts: 1 }]);

  fake.clearFaults();
  await fixture.hurry(targetId);
  await fixture.drain(targetId);
  expect(fake.requestsOf("POST", "/Groups")).toHaveLength(1);
  expect(fake.find("Group", "Late")?.members).toHaveLength(2);
  expect(await listJobs(targetId)).toEqual([]);
});

test("a resource on which Roster itself fails waits, and keeps nobody else", { timeout: 30_000 }, async () => {
  const { fake, targetId } = await startTarget({ bulk: false });
  const { pool } = fixture.endpoint.database;
  const bad = await fixture.createUser("bad@ends.example");
  await fixture.createUser("good@ends.example");
  await pool.query(
    `CREATE FUNCTION fail_link() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.resource_id = '${bad}' AND NEW.state = 'linked' THEN RAISE EXCEPTION 'a fault'; END IF; RETURN NEW; END $$;
     CREATE TRIGGER fail_link BEFORE INSERT OR UPDATE ON resource_links FOR EACH ROW EXECUTE FUNCTION fail_link()`,
  );
  try {
    await fixture.drain(targetId);
    expect(fake.find("User", "good@ends.example")).toBeDefined();
    expect(await listJobs(targetId)).toMatchObject([{ resourceId: bad, attempts: 1 }]);
  } finally {
    await pool.query("DROP TRIGGER fail_link ON resource_links; DROP FUNCTION fail_link()");
  }
  await fixture.hurry(targetId);
  await fixture.drain(targetId);
  expect(await listJobs(targetId)).toEqual([]);
  expect(fake.findDuplicates()).toEqual([]);
});

test("working for a time, however much there is to do", { timeout: 60_000 }, async () => {
  const { fake, targetId } = await startTarget({ bulk: false }, { options: { concurrency: 1 } });
  for (let number = 1; number <= 60; number += 1) await fixture.createUser(`many${number}@ends.example`);
  fake.script({ when: { method: "POST", path: "/Users" }, delayMs: 20 });
  await fixture.createEngine().drainAll(200);
  expect(fake.requestsOf("POST", "/Users").length).toBeLessThan(60);
  expect((await listJobs(targetId)).length).toBeGreaterThan(0);
});
