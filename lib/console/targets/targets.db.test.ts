import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createSyncStore } from "@/lib/db/sync-store";
import { listTargetResources } from "@/lib/db/target-resources";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { createId } from "@/lib/db/uuid";
import type { Access } from "../access";
import { createTestAccess } from "../testing/create-access";
import { addTarget, type NewTargetInput } from "./add-target";
import { changeTarget } from "./change-target";
import { countAffected, previewMapping } from "./draft-mapping";
import { allowHeld, discardHeld } from "./held-deprovisions";
import { addMapping, removeMapping, revertMapping, saveMapping, viewMapping } from "./property-mappings";
import { previewTargetRemoval, removeTarget } from "./remove-target";
import { adoptRemote, ignoreResource, retryAllFailing, retryResource, stopIgnoringResource } from "./resource-acts";
import { getSealingKeys } from "./sealing-keys";
import { applyPlan, cancelRun, startPlan, startSync } from "./start-run";
import { pauseTarget, resumeTarget } from "./target-state";
import { listTargets, showTarget, viewTarget } from "./view-target";

let testDatabase: TestDatabase;
let database: Database;
let access: Access;
let subdomain: string;
let person: { readonly resourceType: "User"; readonly resourceId: string };

const actor = { kind: "operator" } as const;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  access = await createTestAccess(database);
  subdomain = access.organization.subdomain;
  person = { resourceType: "User", resourceId: access.person.id };
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function add(name: string, more: Partial<NewTargetInput> = {}) {
  const added = await addTarget(database, actor, subdomain, {
    name,
    url: "https://remote.example/scim/v2",
    credential: { kind: "bearer", token: "token-of-the-remote-1234" },
    options: new Map(),
    ...more,
  });
  if (!added.ok) throw new Error(added.message);
  return added.value.target;
}

async function readCredential(id: string) {
  return (await createSyncStore(database, getSealingKeys()).loadTarget(id))?.credential;
}

async function insertLink(targetId: string, more: Readonly<Record<string, unknown>> = {}) {
  await database.prisma.resourceLink.create({
    data: {
      id: createId(),
      targetId,
      resourceType: "User",
      resourceId: person.resourceId,
      label: "Ada Lovelace",
      remoteId: "r1",
      state: "linked",
      ...more,
    },
  });
}

async function clearWork(targetId: string) {
  await database.prisma.syncJob.deleteMany({ where: { targetId } });
  await database.prisma.resourceLink.deleteMany({ where: { targetId } });
}

const listJobs = (targetId: string) => database.prisma.syncJob.findMany({ where: { targetId } });

describe("a new target", () => {
  test("is active, due for its first reconcile, with the mappings of its preset; its credential is sealed for it", async () => {
    const target = await add("new", {
      options: new Map([
        ["concurrency", "2"],
        ["syncPassword", "true"],
      ]),
    });
    expect(target).toMatchObject({ state: "active", credential: { kind: "bearer", hint: "1234" } });
    expect(target.nextReconcileAt?.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await readCredential(target.id)).toEqual({ kind: "bearer", token: "token-of-the-remote-1234" });
    const columns = await database.prisma.target.findUniqueOrThrow({ where: { id: target.id } });
    expect(columns).toMatchObject({ concurrency: 2, syncPassword: true });
    const shown = await showTarget(database, subdomain, "NEW");
    expect(shown).toMatchObject({
      ok: true,
      value: { standing: { word: "New" }, product: "Any SCIM 2.0 service provider" },
    });
    if (!shown.ok) return;
    expect(shown.value.mappings.map(({ resourceType, name }) => [resourceType, name])).toEqual([
      ["User", "10 Core"],
      ["User", "20 Contact"],
      ["User", "30 Enterprise"],
      ["Group", "10 Core"],
    ]);
    expect(JSON.stringify(shown.value)).not.toContain("token-of-the-remote");
  });

  test("a name that is taken, in any case, is refused", async () => {
    await add("taken");
    const again = await addTarget(database, actor, subdomain, {
      name: "TAKEN",
      url: "https://x.example/scim",
      credential: { kind: "bearer", token: "x".repeat(20) },
      options: new Map(),
    });
    expect(again).toMatchObject({ ok: false, field: "name" });
  });

  test("its scope names groups by name or id, roles, and a filter that must be understood", async () => {
    const group = await database.prisma.group.create({
      data: {
        id: "01980000-0000-7000-8000-0000000000aa",
        organizationId: access.organization.id,
        displayName: "Engineers",
        displayNameFolded: "engineers",
        attributes: {},
        search: {},
        lastModified: new Date(),
      },
    });
    const target = await add("scoped", {
      scope: { groups: ["engineers", group.id], roles: ["guest", "member"], filter: 'userName ew "@acme.example"' },
    });
    expect(target.scope).toEqual({
      groupIds: [group.id],
      roles: ["member", "guest"],
      filter: 'userName ew "@acme.example"',
    });
    expect((await viewTarget(database, target)).scope.groups).toEqual([{ id: group.id, name: "Engineers" }]);
    for (const filter of ['usrName eq "x"', "userName eq", 'externalId eq "1"']) {
      const changed = await changeTarget(database, actor, subdomain, "scoped", {
        options: new Map(),
        scope: { filter },
      });
      expect(changed).toMatchObject({ ok: false, field: "filter" });
    }
  });
});

describe("a changed target", () => {
  test("tells what holds differently, and has everything compared once more", async () => {
    const target = await add("changing", { preset: "slack", options: new Map([["concurrency", "2"]]) });
    await database.prisma.target.update({ where: { id: target.id }, data: { nextReconcileAt: null } });
    const options = new Map([["deprovision", "delete"]]);
    const changed = await changeTarget(database, actor, subdomain, "changing", { name: "changed", options });
    expect(changed).toMatchObject({
      ok: true,
      value: {
        target: { name: "changed", overrides: { concurrency: 2, deprovision: "delete" } },
        optionChanges: [{ option: "deprovision", before: "deactivate", after: "delete" }],
        reconciles: true,
      },
    });
    const again = await changeTarget(database, actor, subdomain, "changed", { preset: "slack", options: new Map() });
    expect(again).toMatchObject({ ok: true, value: { target: { overrides: {} } } });
  });

  test("pacing alone compares nothing", async () => {
    const target = await add("paced");
    await database.prisma.target.update({ where: { id: target.id }, data: { nextReconcileAt: null } });
    const changed = await changeTarget(database, actor, subdomain, "paced", {
      options: new Map([["requestsPerSecond", "3"]]),
    });
    expect(changed).toMatchObject({ ok: true, value: { reconciles: false, target: { nextReconcileAt: undefined } } });
  });

  test("another address forgets what is known of the target; another credential is sealed, and audited without it", async () => {
    const target = await add("moving");
    await database.prisma.target.update({
      where: { id: target.id },
      data: { capabilities: {}, preflightAt: new Date(), quirks: { bulk: false } },
    });
    const changed = await changeTarget(database, actor, subdomain, "moving", {
      url: "https://other.example/scim",
      credential: { kind: "basic", userName: "ada", password: "the-new-secret" },
      options: new Map(),
    });
    expect(changed).toMatchObject({
      ok: true,
      value: {
        credentialChanged: true,
        reconciles: true,
        target: { capabilities: undefined, quirks: {}, credential: { kind: "basic", hint: "ada" } },
      },
    });
    expect(changed.ok && changed.value.target.quirks).toEqual({});
    expect(await readCredential(target.id)).toEqual({ kind: "basic", userName: "ada", password: "the-new-secret" });
    const events = await database.prisma.auditEvent.findMany({ where: { subject: "moving" } });
    expect(events.map(({ action }) => action)).toEqual(["target.created", "target.changed"]);
    expect(JSON.stringify(events)).not.toContain("the-new-secret");
  });
});

describe("pausing, resuming, removing", () => {
  test("a pause is noted once, and resuming takes up what waited", async () => {
    const target = await add("resting");
    expect(await pauseTarget(database, actor, subdomain, "resting")).toMatchObject({ value: { changed: true } });
    expect(await pauseTarget(database, actor, subdomain, "resting")).toMatchObject({ value: { changed: false } });
    await database.prisma.target.update({
      where: { id: target.id },
      data: { blockedUntil: new Date(Date.now() + 60_000), strain: 4 },
    });
    expect(await resumeTarget(database, actor, subdomain, "resting", { leaveOut: true })).toMatchObject({ ok: false });
    expect(await resumeTarget(database, actor, subdomain, "resting")).toMatchObject({ value: { changed: true } });
    const row = await database.prisma.target.findUniqueOrThrow({ where: { id: target.id } });
    expect(row).toMatchObject({ state: "active", pause: null, blockedUntil: null, strain: 0 });
  });

  test("the resource that made it stop can be left out", async () => {
    const target = await add("stopped");
    await retryResource(database, actor, subdomain, "stopped", person);
    const resource = { type: "User", id: person.resourceId, label: "Ada Lovelace" };
    const pause = { reason: "forbidden", detail: "It said 403.", at: new Date().toISOString(), resource };
    await database.prisma.target.update({ where: { id: target.id }, data: { state: "paused", pause } });
    const listed = await listTargets(database, subdomain);
    if (!listed.ok) throw new Error(listed.message);
    expect(listed.value.find(({ id }) => id === target.id)?.standing).toMatchObject({
      word: "Stopped",
      sentence: "It said 403.",
    });
    const resumed = await resumeTarget(database, actor, subdomain, "stopped", { leaveOut: true });
    expect(resumed).toMatchObject({ value: { changed: true, leftOut: "Ada Lovelace" } });
    expect(await listJobs(target.id)).toEqual([]);
    const [left] = await listTargetResources(database, target.id, { view: "ignored" }, { limit: 10 });
    expect(left).toMatchObject({ state: "ignored", label: "Ada Lovelace" });
  });

  test("removing says how many stay behind, and asks for the name", async () => {
    const target = await add("leaving");
    await insertLink(target.id);
    expect(await previewTargetRemoval(database, subdomain, "leaving")).toMatchObject({
      value: { linked: { people: 1, groups: 0 } },
    });
    expect(await removeTarget(database, actor, subdomain, "leaving", "leavin")).toMatchObject({ field: "typedName" });
    expect(await removeTarget(database, actor, subdomain, "leaving", "leaving")).toMatchObject({ ok: true });
    expect(await showTarget(database, subdomain, "leaving")).toMatchObject({ ok: false });
  });

  test("another organization's targets are not there", async () => {
    await add("private");
    const other = await createTestAccess(database);
    expect(await showTarget(database, other.organization.subdomain, "private")).toMatchObject({ ok: false });
    expect(await listTargets(database, other.organization.subdomain)).toEqual({ ok: true, value: [] });
  });
});

describe("single resources", () => {
  test("a retry comes at once, whatever it waited for", async () => {
    const target = await add("retrying");
    await retryResource(database, actor, subdomain, "retrying", person);
    await database.prisma.syncJob.updateMany({
      where: { targetId: target.id },
      data: { attempts: 5, runAt: new Date(Date.now() + 3_600_000) },
    });
    await retryResource(database, actor, subdomain, "retrying", person);
    const [job] = await listJobs(target.id);
    expect(job).toMatchObject({ attempts: 0, reason: "hand", generation: 2n });
    expect(job?.runAt.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
  });

  test("all that is not as it should be is retried; what is ignored or held is not", async () => {
    const target = await add("failing");
    const problem = { kind: "refused", detail: "No.", at: new Date().toISOString() };
    await insertLink(target.id, { problem });
    expect(await retryAllFailing(database, actor, subdomain, "failing")).toMatchObject({ value: { retried: 1 } });
    await database.prisma.syncJob.updateMany({ where: { targetId: target.id }, data: { held: true } });
    expect(await retryAllFailing(database, actor, subdomain, "failing")).toMatchObject({ value: { retried: 0 } });
    await clearWork(target.id);
    await insertLink(target.id, { problem, state: "ignored" });
    expect(await retryAllFailing(database, actor, subdomain, "failing")).toMatchObject({ value: { retried: 0 } });
  });

  test("who is ignored keeps the link, and is read anew when they are provisioned again", async () => {
    const target = await add("ignoring");
    await insertLink(target.id);
    await retryResource(database, actor, subdomain, "ignoring", person);
    await ignoreResource(database, actor, subdomain, "ignoring", person);
    expect(await listJobs(target.id)).toEqual([]);
    const view = { view: "ignored" } as const;
    expect(await listTargetResources(database, target.id, view, { limit: 5 })).toMatchObject([{ remoteId: "r1" }]);
    expect(await stopIgnoringResource(database, actor, subdomain, "ignoring", person)).toMatchObject({ ok: true });
    expect(await stopIgnoringResource(database, actor, subdomain, "ignoring", person)).toMatchObject({ ok: false });
    const [link] = await database.prisma.resourceLink.findMany({ where: { targetId: target.id } });
    expect(link).toMatchObject({ state: "linked", drift: [] });
    expect(await listJobs(target.id)).toHaveLength(1);
  });

  test("one of the target's can be said to be ours, unless it is another's", async () => {
    const target = await add("adopting");
    expect(await adoptRemote(database, actor, subdomain, "adopting", person, " r9 ")).toMatchObject({ ok: true });
    const [link] = await database.prisma.resourceLink.findMany({ where: { targetId: target.id } });
    expect(link).toMatchObject({ remoteId: "r9", state: "linked", sent: null, drift: [] });
    await database.prisma.resourceLink.updateMany({
      where: { targetId: target.id },
      data: { resourceId: "01980000-0000-7000-8000-00000000ffff", label: "Grace" },
    });
    const taken = await adoptRemote(database, actor, subdomain, "adopting", person, "r9");
    expect(taken).toMatchObject({ ok: false, message: expect.stringContaining("Grace is linked to r9") });
    const nobody = { resourceType: "User", resourceId: "01980000-0000-7000-8000-00000000eeee" } as const;
    expect(await adoptRemote(database, actor, subdomain, "adopting", nobody, "r8")).toMatchObject({ ok: false });
  });
});

describe("what the breaker holds", () => {
  async function hold(name: string) {
    const target = await add(name);
    await insertLink(target.id);
    await retryResource(database, actor, subdomain, name, person);
    await database.prisma.syncJob.updateMany({ where: { targetId: target.id }, data: { held: true } });
    return target;
  }

  test("is allowed, for an hour", async () => {
    const target = await hold("holding");
    const shown = await showTarget(database, subdomain, "holding");
    expect(shown).toMatchObject({ value: { standing: { word: "Held" }, figures: { jobs: { held: 1, due: 0 } } } });
    expect(await allowHeld(database, actor, subdomain, "holding")).toMatchObject({ value: { released: 1 } });
    expect(await listJobs(target.id)).toMatchObject([{ held: false }]);
    const row = await database.prisma.target.findUniqueOrThrow({ where: { id: target.id } });
    expect(row.breakerOpenUntil?.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
    await clearWork(target.id);
  });

  test("is given up: they are ignored from now on", async () => {
    const target = await hold("discarding");
    expect(await discardHeld(database, actor, subdomain, "discarding")).toMatchObject({ value: { discarded: 1 } });
    expect(await listJobs(target.id)).toEqual([]);
    expect(await database.prisma.resourceLink.findMany({ where: { targetId: target.id } })).toMatchObject([
      { state: "ignored" },
    ]);
    expect(await discardHeld(database, actor, subdomain, "discarding")).toMatchObject({ ok: false });
    await clearWork(target.id);
  });
});

describe("runs", () => {
  test("one of a kind at a time; a paused target can be planned only", async () => {
    await add("running");
    const first = await startSync(database, actor, subdomain, "running");
    expect(first).toMatchObject({ ok: true, value: { run: { kind: "reconcile", trigger: "hand", state: "running" } } });
    expect(await startSync(database, actor, subdomain, "running")).toMatchObject({ ok: false, field: "run" });
    expect(await startPlan(database, actor, subdomain, "running")).toMatchObject({ ok: true });
    if (!first.ok) return;
    expect(await cancelRun(database, actor, subdomain, "running", first.value.run.id)).toMatchObject({
      value: { run: { state: "cancelled" } },
    });
    expect(await cancelRun(database, actor, subdomain, "running", first.value.run.id)).toMatchObject({ ok: false });
    await pauseTarget(database, actor, subdomain, "running");
    expect(await startSync(database, actor, subdomain, "running")).toMatchObject({ ok: false });
  });

  test("only a plan that is done can be applied", async () => {
    await add("planning", { paused: true });
    const plan = await startPlan(database, actor, subdomain, "planning");
    if (!plan.ok) throw new Error(plan.message);
    await resumeTarget(database, actor, subdomain, "planning");
    const { id } = plan.value.run;
    expect(await applyPlan(database, actor, subdomain, "planning", id)).toMatchObject({ ok: false, field: "plan" });
    await database.prisma.syncRun.update({ where: { id }, data: { state: "done" } });
    expect(await applyPlan(database, actor, subdomain, "planning", id)).toMatchObject({
      value: { run: { kind: "reconcile", trigger: "plan", planId: id } },
    });
  });
});

describe("property mappings", () => {
  const draft = { resourceType: "User", name: "40 Title", expression: '{"title": "Chief"}', enabled: true } as const;

  test("a draft is shown for one person, and counted for all, before it is saved", async () => {
    const target = await add("mapping");
    const preview = await previewMapping(database, target, draft, access.account.email);
    expect(preview).toMatchObject({
      ok: true,
      value: {
        errors: [],
        yielded: { title: "Chief" },
        payload: { userName: access.account.email, title: "Chief" },
        isInScope: true,
        problem: undefined,
      },
    });
    if (preview.ok) expect(preview.value.payloadNow).not.toHaveProperty("title");
    expect(await countAffected(database, target, draft)).toMatchObject({
      value: { looked: 1, isWhole: true, changed: 1, invalid: 0 },
    });
    const wrong = { ...draft, expression: '{"title":\n  usr.title}' };
    const broken = await previewMapping(database, target, wrong, access.account.email);
    expect(broken).toMatchObject({ value: { errors: [{ line: 2 }], payload: undefined } });
    expect(await countAffected(database, target, wrong)).toMatchObject({ value: { changed: 0, invalid: 1 } });
  });

  test("are added, changed, reverted and removed, each with its version", async () => {
    const target = await add("mapped");
    const added = await addMapping(database, actor, subdomain, "mapped", draft);
    if (!added.ok) throw new Error(added.message);
    const { id } = added.value.mapping;
    expect(await addMapping(database, actor, subdomain, "mapped", draft)).toMatchObject({ ok: false, field: "name" });
    const changed = { id, name: "40 Title", expression: '{"title": "Boss"}', enabled: true };
    expect(await saveMapping(database, actor, subdomain, "mapped", { ...changed, drawnFrom: 1 })).toMatchObject({
      value: { mapping: { version: 2 } },
    });
    expect(await saveMapping(database, actor, subdomain, "mapped", { ...changed, drawnFrom: 1 })).toMatchObject({
      ok: false,
      message: expect.stringContaining("Somebody else"),
    });
    expect(
      await saveMapping(database, actor, subdomain, "mapped", { ...changed, expression: "nonsense(" }),
    ).toMatchObject({ ok: false, field: "expression" });
    expect(await revertMapping(database, actor, subdomain, "mapped", { id, version: 1 })).toMatchObject({
      value: { mapping: { version: 3, expression: draft.expression } },
    });
    expect((await viewMapping(database, target, id))?.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(await removeMapping(database, actor, subdomain, "mapped", id)).toMatchObject({ ok: true });
    expect(await viewMapping(database, target, id)).toBeUndefined();
  });

  test("the last one of a type stays", async () => {
    const target = await add("bare");
    const { mappings } = await viewTarget(database, target);
    const [group] = mappings.filter(({ resourceType }) => resourceType === "Group");
    expect(await removeMapping(database, actor, subdomain, "bare", group?.id ?? "")).toMatchObject({ ok: false });
  });
});
