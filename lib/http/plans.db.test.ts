import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRunFixture, type RunFixture } from "./testing/run-fixture";
import { createSyncFixture, type SyncFixture } from "./testing/sync-fixture";

let fixture: SyncFixture;
let runs: RunFixture;
const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

beforeAll(async () => {
  fixture = await createSyncFixture();
  runs = createRunFixture(fixture);
}, 60_000);
afterAll(() => fixture?.close());
beforeEach(async () => {
  await fixture.endpoint.database.pool.query("DELETE FROM targets; DELETE FROM groups; DELETE FROM users");
});

const startTarget: SyncFixture["startTarget"] = (options, settings) => fixture.startTarget(options, settings);

async function createPeople(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1)
    ids.push(await fixture.createUser(`person${number}@plans.example`));
  return ids;
}

const rename = (id: string, title: string) =>
  fixture.send("PATCH", `/Users/${id}`, {
    schemas: [patchUrn],
    Operations: [{ op: "replace", path: "title", value: title }],
  });

/** Changes wait, so that it is the run that does things. */
async function forgetJobs(targetId: string): Promise<void> {
  await fixture.endpoint.database.prisma.syncJob.deleteMany({ where: { targetId } });
}

/** Everything that a plan must leave alone, as text. */
async function dump(): Promise<string> {
  const tables = [
    "resource_links",
    "resource_link_members",
    "sync_jobs",
    "unmanaged_resources",
    "targets",
    "sync_attempts",
    "audit_events",
  ];
  const parts = await Promise.all(
    tables.map((table) =>
      fixture.endpoint.database.pool.query(
        `SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text), '[]')::text AS rows FROM ${table} t`,
      ),
    ),
  );
  return parts.map(({ rows }) => rows[0]?.rows).join("\n");
}

/** A target that differs from what it should be in every way. */
async function createDifferences() {
  const ids = await createPeople(8);
  const groupId = await fixture.createGroup("Analysts", ids.slice(0, 3));
  const { fake, targetId } = await startTarget(
    {},
    { scope: { filter: 'not (title eq "Left")' }, options: { breakerMinimum: 5 } },
  );
  await runs.run(targetId);
  const remoteOf = (number: number) => String(fake.find("User", `person${number}@plans.example`)?.id);
  await rename(ids[0] ?? "", "Countess");
  await rename(ids[1] ?? "", "Left");
  fake.byHand.edit("User", remoteOf(3), { displayName: "Meddler" });
  fake.byHand.remove("User", remoteOf(4));
  fake.byHand.edit("Group", String(fake.find("Group", "Analysts")?.id), { members: [] });
  const stranger = fake.byHand.create("User", { userName: "late@plans.example", active: true });
  const late = await fixture.createUser("late@plans.example");
  await fixture.createUser("never@plans.example", { title: "Left" });
  await forgetJobs(targetId);
  fake.clearRequests();
  return { ids, groupId, fake, targetId, stranger, late };
}

describe("a plan", () => {
  test("says what a reconcile would do, and changes nothing", { timeout: 60_000 }, async () => {
    const { fake, targetId, stranger } = await createDifferences();
    const before = await dump();
    const plan = await runs.run(targetId, "plan");
    expect(await dump()).toBe(before);
    expect(fake.requests.map(({ method }) => method).filter((method) => method !== "GET")).toEqual([]);
    expect(plan).toMatchObject({
      kind: "plan",
      state: "done",
      created: 1,
      updated: 3,
      deprovisioned: 1,
      conflicts: 1,
      skipped: 1,
      unchanged: 4,
    });
    const items = await runs.listItems(plan.id);
    expect(items.map(({ operation, label, reason, state }) => `${operation} ${label}: ${reason} (${state})`)).toEqual([
      expect.stringMatching(new RegExp(`^conflict .*: The target has one like it, ${stranger}: it will be linked`)),
      expect.stringMatching(/^create person4@plans.example: It is missing at the target\. \(planned\)$/),
      expect.stringMatching(
        /^deprovision person2@plans.example: The scoping filter leaves them out\. It is deactivated at the target\. \(planned\)$/,
      ),
      expect.stringMatching(/^skip .*: The scoping filter leaves them out\. \(done\)$/),
      expect.stringMatching(/^update Analysts: It was changed at the target\./),
      expect.stringMatching(/^update person1@plans.example: It was changed in Roster\. \(planned\)$/),
      expect.stringMatching(/^update person3@plans.example: It was changed at the target\. \(planned\)$/),
    ]);
    expect(items.find(({ label }) => label === "person1@plans.example")?.changes).toEqual([
      { path: "title", to: "Countess" },
    ]);
  });

  test("is carried out exactly; what has changed since is stale", { timeout: 60_000 }, async () => {
    const { ids, fake, targetId, stranger } = await createDifferences();
    const plan = await runs.run(targetId, "plan");
    await rename(ids[0] ?? "", "Baroness");
    await rename(ids[5] ?? "", "Not planned");
    await forgetJobs(targetId);
    fake.clearRequests();
    const run = await runs.run(targetId, "reconcile", plan.id);
    expect(run).toMatchObject({ state: "done", stale: 1, created: 1, deprovisioned: 1, total: 6, looked: 6 });
    const states = (await runs.listItems(run.id)).map(({ label, state }) => `${label} ${state}`);
    expect(states).toContain("person1@plans.example stale");
    expect(states.filter((state) => state.endsWith(" done"))).toHaveLength(5);
    expect(fake.find("User", "person1@plans.example")).not.toHaveProperty("title");
    expect(fake.find("User", "person6@plans.example")).not.toHaveProperty("title");
    expect(fake.find("User", "person2@plans.example")).toMatchObject({ active: false });
    expect(fake.find("User", "person3@plans.example")).not.toMatchObject({ displayName: "Meddler" });
    expect(fake.find("User", "late@plans.example")).toMatchObject({ id: stranger, externalId: expect.any(String) });
    expect(fake.find("User", "person4@plans.example")).toBeDefined();
    expect(fake.findDuplicates()).toEqual([]);
    // Nothing was read but what was written.
    expect(fake.requestsOf("GET", "/Users").filter(({ path }) => path.includes("startIndex"))).toEqual([]);

    const next = await runs.run(targetId);
    expect(next).toMatchObject({ state: "done", failed: 0 });
    expect(fake.find("User", "person1@plans.example")).toMatchObject({ title: "Baroness" });
  });

  test("is carried out only once it is finished, and at its own target", async () => {
    const { targetId } = await startTarget();
    const planId = await runs.start(targetId, "plan");
    const start = (plan: string) =>
      runs.runs.startRun({ targetId, kind: "reconcile", trigger: "plan", actor: { kind: "operator" }, planId: plan });
    expect(await start(planId)).toEqual({ ok: false, reason: "gone" });
    await runs.carryOut(targetId, planId);
    const other = await startTarget();
    expect(
      await runs.runs.startRun({
        targetId: other.targetId,
        kind: "reconcile",
        trigger: "plan",
        actor: { kind: "operator" },
        planId,
      }),
    ).toEqual({ ok: false, reason: "gone" });
    expect(await start(planId)).toMatchObject({ ok: true });
  });
});

describe("the breaker", () => {
  async function createExodus() {
    const ids = await createPeople(20);
    const { fake, targetId } = await startTarget({}, { options: { breakerMinimum: 2 } });
    await runs.run(targetId);
    for (const id of ids.slice(0, 6)) await fixture.send("DELETE", `/Users/${id}`);
    await rename(ids[10] ?? "", "Countess");
    await forgetJobs(targetId);
    fake.clearRequests();
    const active = () => [...fake.resources.users.values()].filter((user) => user.active === true).length;
    return { ids, fake, targetId, active };
  }

  test("holds deprovisions, and nothing else, until somebody allows them", { timeout: 60_000 }, async () => {
    const { fake, targetId, active } = await createExodus();
    const run = await runs.run(targetId);
    expect(run).toMatchObject({ state: "held", updated: 1, deprovisioned: 0, finishedAt: null });
    expect(run.detail).toBe(
      "6 of 20 linked people and groups would be deprovisioned; at most 2 are without being asked for.",
    );
    expect(active()).toBe(20);
    expect(fake.find("User", "person11@plans.example")).toMatchObject({ title: "Countess" });
    expect(await runs.runs.allowHeld(fixture.organizationId, run.id)).toBe(6);
    expect(await runs.carryOut(targetId, run.id)).toMatchObject({ state: "done", phase: "over", deprovisioned: 6 });
    expect(active()).toBe(14);
  });

  test("lets somebody discard them; the next run holds them again", { timeout: 60_000 }, async () => {
    const { targetId, active } = await createExodus();
    const run = await runs.run(targetId);
    expect(await runs.runs.discardHeld(fixture.organizationId, run.id)).toBe(6);
    expect(await runs.getRun(run.id)).toMatchObject({ state: "done", phase: "over" });
    const next = await runs.run(targetId);
    expect(next).toMatchObject({ state: "held", deprovisioned: 0 });
    const third = await runs.run(targetId);
    expect(third).toMatchObject({ state: "held" });
    expect(await runs.getRun(next.id)).toMatchObject({ state: "done", phase: "over" });
    expect(active()).toBe(20);
  });

  test("takes nobody away whom a run meant to change, and who has left the scope since", {
    timeout: 60_000,
  }, async () => {
    const { pool } = fixture.endpoint.database;
    const ids = await createPeople(30);
    const { fake, targetId } = await startTarget({}, { options: { breakerMinimum: 0 } });
    await runs.run(targetId);
    const runId = await runs.start(targetId);
    await pool.query("DELETE FROM sync_tasks WHERE run_id = $1", [runId]);
    await pool.query(
      `INSERT INTO sync_plan_items (run_id, resource_type, resource_id, label, operation, changes, reason, fingerprint, state)
       SELECT $1, 'User', id, '', 'update', '[]', '', '', 'queued' FROM unnest($2::uuid[]) id`,
      [runId, ids],
    );
    await pool.query(
      `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason, run_id)
       SELECT $1, 'User', id, 'reconcile', $2 FROM unnest($3::uuid[]) id`,
      [targetId, runId, ids],
    );
    await pool.query("UPDATE targets SET scope_filter = 'title eq \"Nobody\"' WHERE id = $1", [targetId]);
    await fixture.drain(targetId);
    expect([...fake.resources.users.values()].filter((user) => user.active === true)).toHaveLength(30);
    expect(await fixture.endpoint.database.prisma.syncJob.count({ where: { targetId, held: true } })).toBe(30);
  });

  test("a plan tells of it", { timeout: 60_000 }, async () => {
    const { targetId } = await createExodus();
    const plan = await runs.run(targetId, "plan");
    expect(plan).toMatchObject({ state: "done", deprovisioned: 6 });
    expect(plan.detail).toContain("A reconcile would hold the deprovisions: 6 of 20");
  });
});
