import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
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

const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const patch = (...Operations: JsonObject[]) => ({ schemas: [patchOp], Operations });

async function readLink(targetId: string, resourceId: string) {
  return await fixture.endpoint.database.prisma.resourceLink.findUnique({
    where: { targetId_resourceId: { targetId, resourceId } },
  });
}

async function readTarget(id: string) {
  return await fixture.endpoint.database.prisma.target.findUniqueOrThrow({ where: { id } });
}

async function countJobs(targetId: string) {
  return await fixture.endpoint.database.prisma.syncJob.count({ where: { targetId } });
}

/** Makes everything that waits due, and works, until nothing is left or it has been tried so often. */
async function drainWithRetries(targetId: string, tries = 6) {
  for (let round = 0; round < tries; round++) {
    await fixture.drain(targetId);
    if ((await countJobs(targetId)) === 0) return;
    await fixture.hurry(targetId);
  }
}

describe("what the reference loses (outbound.md 3.4)", () => {
  test("a cleared attribute, a removed address, and the last member go away there", async () => {
    const { fake, targetId } = await startTarget();
    const name = nextName();
    const id = await fixture.createUser(name, {
      emails: [
        { value: name, type: "work", primary: true },
        { value: `home-${name}`, type: "home" },
      ],
      nickName: "Al",
    });
    const group = await fixture.createGroup(`Emptied ${count}`, [id]);
    await fixture.drain(targetId);
    await fixture.send(
      "PATCH",
      `/Users/${id}`,
      patch({ op: "remove", path: 'emails[type eq "home"]' }, { op: "remove", path: "nickName" }),
    );
    await fixture.send("PATCH", `/Groups/${group}`, patch({ op: "remove", path: "members" }));
    await fixture.drain(targetId);
    expect(fake.find("User", name)?.emails).toEqual([expect.objectContaining({ value: name })]);
    expect(fake.find("User", name)).not.toHaveProperty("nickName");
    expect(fake.find("Group", `Emptied ${count}`)?.members ?? []).toEqual([]);
  });

  test.each([
    ["answers with the id alone", { answers: { POST: "idOnly", PUT: "idOnly", PATCH: "idOnly" } }],
    ["answers 204 to PATCH and nothing to POST", { answers: { POST: "empty", PATCH: "noContent" } }],
    ["takes no PATCH and answers 204 to PUT", { patch: false, answers: { PUT: "noContent" } }],
    ["writes addresses in lower case", { lowerCases: ["userName", "emails"] }],
    ["drops attributes silently", { drops: ["nickName", "name.middleName", "externalId"] }],
    ["counts its resources", { ids: "integer" }],
    ["has ids that must be escaped", { ids: "odd" }],
    ["has neither filter nor PATCH nor ETags", { filter: "refused", patch: false, etag: false }],
    ["refuses value paths", { valuePaths: "invalidPath" }],
    ["answers without an id, but says where", { answers: { POST: "withoutId" } }],
    ["requires If-Match", { etag: "required" }],
    ["takes no bulk requests", { bulk: false }],
    ["takes one operation a bulk request", { bulk: { maxOperations: 1, maxPayloadSize: 1_048_576 } }],
  ] as const satisfies readonly (readonly [string, FakeTargetOptions])[])(
    "a target that %s has everything, and is left alone when nothing changes",
    async (_, options) => {
      const { fake, targetId } = await startTarget(options as FakeTargetOptions);
      const name = nextName();
      const id = await fixture.createUser(name.toUpperCase(), {
        name: { givenName: "Grace", middleName: "Brewster", familyName: "Hopper" },
        nickName: "Amazing",
        emails: [
          { value: `Grace-${name}`, type: "work", primary: true },
          { value: `G-${name}`, type: "home" },
        ],
      });
      const other = await fixture.createUser(nextName());
      const group = await fixture.createGroup(`Admirals ${count}`, [id, other]);
      await drainWithRetries(targetId);
      await fixture.send(
        "PATCH",
        `/Users/${id}`,
        patch(
          { op: "replace", path: 'emails[type eq "home"].value', value: `h-${name}` },
          { op: "replace", path: "title", value: "Rear admiral" },
        ),
      );
      await fixture.send("PATCH", `/Groups/${group}`, patch({ op: "remove", path: `members[value eq "${other}"]` }));
      await drainWithRetries(targetId);
      const remote = fake.find("User", name);
      expect(remote).toMatchObject({ title: "Rear admiral", active: true });
      expect(JSON.stringify(remote?.emails).toLowerCase()).toContain(`h-${name}`);
      expect(fake.find("Group", `Admirals ${count}`)?.members).toEqual([
        expect.objectContaining({ value: remote?.id }),
      ]);
      expect(fake.findDuplicates()).toEqual([]);
      fake.clearRequests();
      await fixture.endpoint.database.pool.query(
        `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason)
         SELECT target_id, resource_type, resource_id, 'hand' FROM resource_links WHERE target_id = $1`,
        [targetId],
      );
      await fixture.drain(targetId);
      expect(fake.writes()).toEqual([]);
    },
  );
});

describe("what is there already (409)", () => {
  test("is found by its userName, linked, and brought up to date in the same pass; quotes are escaped", async () => {
    const { fake, targetId } = await startTarget();
    const name = `o"brien\\${nextName()}`;
    const remoteId = fake.byHand.create("User", { userName: name.toUpperCase(), title: "Old", active: false });
    const id = await fixture.createUser(name, { title: "New" });
    await fixture.drain(targetId);
    expect(fake.find("User", name)).toMatchObject({ id: remoteId, title: "New", active: true, externalId: id });
    expect(await readLink(targetId, id)).toMatchObject({ remoteId, state: "linked", problem: null });
  });

  test("is not taken for it where the target answers any filter with everybody", async () => {
    const { fake, targetId } = await startTarget({ filter: "ignored" });
    fake.byHand.create("User", { userName: nextName() });
    const name = nextName();
    const remoteId = fake.byHand.create("User", { userName: name });
    const id = await fixture.createUser(name);
    await fixture.drain(targetId);
    expect(await readLink(targetId, id)).toMatchObject({ remoteId });
  });

  test("is a conflict for people to decide where several match, and nobody else waits for it", async () => {
    const { fake, targetId } = await startTarget({ uniqueUserName: "none", uniqueDisplayName: true });
    fake.byHand.create("Group", { displayName: `Twins ${count}` });
    fake.byHand.create("Group", { displayName: `Twins ${count}` });
    const group = await fixture.createGroup(`Twins ${count}`);
    const other = await fixture.createGroup(`Others ${count}`);
    await fixture.drain(targetId);
    expect(await readLink(targetId, group)).toMatchObject({
      problem: { kind: "conflict", candidates: [expect.any(String), expect.any(String)] },
    });
    expect(await readLink(targetId, other)).toMatchObject({ state: "linked" });
  });

  test("is taken over from somebody who was deprovisioned", async () => {
    const { fake, targetId } = await startTarget();
    const name = nextName();
    const first = await fixture.createUser(name);
    await fixture.drain(targetId);
    await fixture.send("DELETE", `/Users/${first}`);
    await fixture.drain(targetId);
    const second = await fixture.createUser(name);
    await fixture.drain(targetId);
    expect(fake.find("User", name)).toMatchObject({ active: true, externalId: second });
    expect(fake.findDuplicates()).toEqual([]);
    expect(await readLink(targetId, first)).toBeNull();
  });
});

describe("what goes wrong there", () => {
  test.each(["before", "after", "midway"] as const)(
    "a line that is dropped %s the request was carried out makes no duplicate",
    async (drop) => {
      const { fake, targetId } = await startTarget({ uniqueUserName: "none" });
      const name = nextName();
      const id = await fixture.createUser(name);
      fake.script({ when: { method: "POST", path: "/Users" }, times: 1, drop });
      await fixture.drain(targetId);
      expect((await readLink(targetId, id))?.problem).toMatchObject({ kind: "failing" });
      await drainWithRetries(targetId);
      expect(fake.find("User", name)).toMatchObject({ externalId: id });
      expect(fake.findDuplicates()).toEqual([]);
      expect(await readLink(targetId, id)).toMatchObject({ state: "linked", problem: null });
    },
  );

  test.each([
    ["in seconds", { "retry-after": "7" }, 7_000],
    [
      "as a date",
      { "retry-after": new Date(Date.now() + 60_000).toUTCString(), date: new Date().toUTCString() },
      60_000,
    ],
  ])("Retry-After %s keeps the whole target waiting, and is no attempt", async (_, headers, waitMs) => {
    const { fake, targetId } = await startTarget();
    const ids = [await fixture.createUser(nextName()), await fixture.createUser(nextName())];
    fake.script({ when: { method: "POST" }, times: 1, instead: { status: 429, headers } });
    const before = Date.now();
    await fixture.drain(targetId);
    const { blockedUntil } = await readTarget(targetId);
    expect((blockedUntil?.getTime() ?? 0) - before).toBeGreaterThan(waitMs - 3_000);
    expect((blockedUntil?.getTime() ?? 0) - before).toBeLessThan(waitMs + 5_000);
    expect(fake.writes().length).toBeLessThanOrEqual(1);
    const jobs = await fixture.endpoint.database.prisma.syncJob.findMany({ where: { targetId } });
    expect(jobs.map(({ attempts }) => attempts)).toEqual([0, 0]);
    await drainWithRetries(targetId);
    expect(ids).toHaveLength(fake.resources.users.size);
    expect((await readTarget(targetId)).strain).toBe(0);
  });

  test.each([401, 403])(
    "%d pauses the target with its reason, keeps every job, and goes on when resumed",
    async (status) => {
      const { fake, targetId } = await startTarget();
      const name = nextName();
      await fixture.createUser(name);
      await fixture.createUser(nextName());
      const fix = fake.script({ instead: { status, body: { detail: "Not with this token" } } });
      await fixture.drain(targetId);
      expect(await readTarget(targetId)).toMatchObject({
        state: "paused",
        pause: { detail: expect.stringContaining("Not with this token") },
      });
      expect(await countJobs(targetId)).toBe(2);
      const requests = fake.requests.length;
      await fixture.drain(targetId);
      expect(fake.requests.length).toBe(requests);
      fix();
      await fixture.endpoint.database.pool.query("UPDATE targets SET state = 'active', pause = NULL WHERE id = $1", [
        targetId,
      ]);
      await fixture.drain(targetId);
      expect(fake.resources.users.size).toBe(2);
    },
  );

  test("one that is refused for good (400) does not keep the others, and goes when it has changed", async () => {
    const { fake, targetId } = await startTarget();
    const [bad, good] = [nextName(), nextName()];
    const badId = await fixture.createUser(bad);
    await fixture.createUser(good);
    fake.script({
      when: {
        method: "POST",
        matches: ({ body }) => JSON.stringify(body).includes(bad) && !JSON.stringify(body).includes("Dr."),
      },
      instead: {
        status: 400,
        body: {
          schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
          status: "400",
          scimType: "invalidValue",
          detail: "title is required",
        },
      },
    });
    await fixture.drain(targetId);
    expect(fake.find("User", good)).toBeDefined();
    expect((await readLink(targetId, badId))?.problem).toMatchObject({
      kind: "refused",
      status: 400,
      scimType: "invalidValue",
    });
    expect(await countJobs(targetId)).toBe(0);
    await fixture.send("PATCH", `/Users/${badId}`, patch({ op: "replace", path: "title", value: "Dr." }));
    await fixture.drain(targetId);
    expect(fake.find("User", bad)).toBeDefined();
    expect((await readLink(targetId, badId))?.problem).toBeNull();
  });

  test("500 to a DELETE keeps the link until the target has confirmed", async () => {
    const { fake, targetId } = await startTarget({}, { options: { deprovision: "delete" } });
    const name = nextName();
    const id = await fixture.createUser(name);
    await fixture.drain(targetId);
    const fix = fake.script({ when: { method: "DELETE" }, instead: { status: 500 } });
    await fixture.send("DELETE", `/Users/${id}`);
    await fixture.drain(targetId);
    expect(await readLink(targetId, id)).not.toBeNull();
    expect(fake.find("User", name)).toBeDefined();
    fix();
    await drainWithRetries(targetId);
    expect(fake.find("User", name)).toBeUndefined();
    expect(await readLink(targetId, id)).toBeNull();
  });

  test("404 makes it again; a page of HTML does not", async () => {
    const { fake, targetId } = await startTarget();
    const name = nextName();
    const id = await fixture.createUser(name);
    await fixture.drain(targetId);
    const old = String(fake.find("User", name)?.id);
    const fix = fake.script({
      when: { method: "PATCH" },
      instead: { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not Found</h1>" },
    });
    await fixture.send("PATCH", `/Users/${id}`, patch({ op: "replace", path: "title", value: "One" }));
    await fixture.drain(targetId);
    expect(await readLink(targetId, id)).toMatchObject({ remoteId: old });
    fix();
    fake.byHand.remove("User", old);
    await drainWithRetries(targetId);
    expect(fake.find("User", name)).toMatchObject({ title: "One" });
    expect(await readLink(targetId, id)).toMatchObject({ remoteId: fake.find("User", name)?.id });
  });

  test("412 is read, compared and done again; what others wrote there meanwhile stays", async () => {
    const { fake, targetId } = await startTarget();
    const name = nextName();
    const id = await fixture.createUser(name);
    await fixture.drain(targetId);
    fake.byHand.edit("User", String(fake.find("User", name)?.id), { nickName: "Theirs" });
    await fixture.send("PATCH", `/Users/${id}`, patch({ op: "replace", path: "title", value: "Ours" }));
    await fixture.drain(targetId);
    expect(fake.requests.some(({ status }) => status === 412)).toBe(true);
    expect(fake.find("User", name)).toMatchObject({ title: "Ours", nickName: "Theirs" });
  });

  test("405 to PATCH is remembered: from then on it is PUT", async () => {
    const { fake, targetId } = await startTarget({
      serviceProviderConfig: (truthful) => ({ ...truthful, patch: { supported: true } }),
      patch: false,
    });
    const name = nextName();
    const id = await fixture.createUser(name);
    await fixture.drain(targetId);
    await fixture.send("PATCH", `/Users/${id}`, patch({ op: "replace", path: "title", value: "A" }));
    await fixture.drain(targetId);
    await fixture.send("PATCH", `/Users/${id}`, patch({ op: "replace", path: "title", value: "B" }));
    await fixture.drain(targetId);
    expect(fake.find("User", name)).toMatchObject({ title: "B" });
    expect(fake.requestsOf("PATCH")).toHaveLength(1);
    expect((await readTarget(targetId)).quirks).toMatchObject({ patch: false });
  });

  test("405 to PATCH of members is remembered: the group is sent whole", async () => {
    const { fake, targetId } = await startTarget({
      serviceProviderConfig: (truthful) => ({ ...truthful, patch: { supported: true } }),
      patch: false,
    });
    const [one, other] = [nextName(), nextName()];
    const oneId = await fixture.createUser(one);
    const group = await fixture.createGroup("Whole", [oneId]);
    await fixture.drain(targetId);
    const otherId = await fixture.createUser(other);
    await fixture.drain(targetId);
    const readMembers = () => fake.find("Group", "Whole")?.members ?? [];
    const isGroup = `/Groups/${group}`;
    await fixture.send("PATCH", isGroup, patch({ op: "add", path: "members", value: [{ value: otherId }] }));
    await fixture.drain(targetId);
    expect(readMembers()).toHaveLength(2);
    await fixture.send("PATCH", isGroup, patch({ op: "remove", path: `members[value eq "${oneId}"]` }));
    await fixture.drain(targetId);
    expect(readMembers()).toEqual([expect.objectContaining({ value: fake.find("User", other)?.id })]);
    expect(fake.requestsOf("PATCH")).toHaveLength(1);
    expect((await readTarget(targetId)).quirks).toMatchObject({ patch: false });
  });

  test("a member that is gone there is made again, and added", async () => {
    const { fake, targetId } = await startTarget();
    const name = nextName();
    const id = await fixture.createUser(name);
    await fixture.drain(targetId);
    fake.byHand.remove("User", String(fake.find("User", name)?.id));
    const group = await fixture.createGroup(`Reborn ${count}`);
    await fixture.drain(targetId);
    await fixture.send("PATCH", `/Groups/${group}`, patch({ op: "add", path: "members", value: [{ value: id }] }));
    await drainWithRetries(targetId);
    expect(fake.find("Group", `Reborn ${count}`)?.members).toEqual([
      expect.objectContaining({ value: fake.find("User", name)?.id }),
    ]);
  });

  test("a target that is down is left alone for a while, and gets everything when it is back", async () => {
    const { fake, targetId } = await startTarget();
    await fake.goDown();
    const name = nextName();
    await fixture.createUser(name);
    await fixture.drain(targetId);
    expect((await readTarget(targetId)).blockedUntil).not.toBeNull();
    await fake.comeUp();
    await drainWithRetries(targetId);
    expect(fake.find("User", name)).toBeDefined();
  });
});

describe("scope and policies", () => {
  test("guests, roles, a filter and groups decide who is there, and leaving the scope deprovisions at once", async () => {
    const member = await fixture.createUser(nextName());
    const inner = await fixture.createGroup(`Inner ${count}`, [member]);
    const outer = await fixture.createGroup(`Outer ${count}`, [inner]);
    const outsider = nextName();
    await fixture.createUser(outsider);
    const { fake, targetId } = await startTarget({}, { scope: { groupIds: [outer] }, options: { groups: "scope" } });
    await fixture.send(
      "PATCH",
      `/Groups/${outer}`,
      patch({ op: "replace", path: "displayName", value: `Outer group ${count}` }),
    );
    await drainWithRetries(targetId);
    expect(fake.resources.users.size).toBe(1);
    expect(fake.resources.groups.size).toBe(1);
    expect(fake.find("Group", `Outer group ${count}`)?.members).toHaveLength(1);
    await fixture.send("PATCH", `/Groups/${inner}`, patch({ op: "remove", path: "members" }));
    await drainWithRetries(targetId);
    expect([...fake.resources.users.values()]).toMatchObject([{ active: false }]);
    expect(fake.find("Group", `Outer group ${count}`)?.members ?? []).toEqual([]);
    await fixture.send("PATCH", `/Groups/${inner}`, patch({ op: "add", path: "members", value: [{ value: member }] }));
    await drainWithRetries(targetId);
    expect([...fake.resources.users.values()]).toMatchObject([{ active: true }]);
    expect(fake.find("Group", `Outer group ${count}`)?.members).toHaveLength(1);
  });

  test.each([
    ["leave", { active: true }],
    ["deactivate", { active: false }],
    ["deactivateThenDelete", { active: false }],
  ] as const)("deprovision %s", async (deprovision, expected) => {
    const { fake, targetId } = await startTarget({}, { options: { deprovision } });
    const name = nextName();
    const id = await fixture.createUser(name);
    await fixture.drain(targetId);
    await fixture.send("DELETE", `/Users/${id}`);
    await fixture.drain(targetId);
    expect(fake.find("User", name)).toMatchObject(expected);
    const link = await readLink(targetId, id);
    expect(link?.state).toBe(deprovision === "leave" ? "left" : "deactivated");
    expect(link?.deleteAt === null).toBe(deprovision !== "deactivateThenDelete");
  });

  test("nested groups are named as members where they are kept", async () => {
    const { fake, targetId } = await startTarget({}, { options: { nestedGroups: "keep" } });
    const member = await fixture.createUser(nextName());
    const inner = await fixture.createGroup(`Kept inner ${count}`, [member]);
    await fixture.createGroup(`Kept outer ${count}`, [inner]);
    await drainWithRetries(targetId);
    const innerId = fake.find("Group", `Kept inner ${count}`)?.id;
    expect(fake.find("Group", `Kept outer ${count}`)?.members).toEqual([expect.objectContaining({ value: innerId })]);
  });

  test("one of an invalid mapping is left out with its reason, and the others are not", async () => {
    const { fake, targetId } = await startTarget();
    await fixture.endpoint.database.prisma.propertyMapping.create({
      data: {
        id: randomUUID(),
        targetId,
        resourceType: "User",
        name: "99",
        expression: '{"active": user.nickName == "bad" ? "perhaps" : true}',
      },
    });
    const [bad, good] = [
      await fixture.createUser(nextName(), { nickName: "bad" }),
      await fixture.createUser(nextName()),
    ];
    await fixture.drain(targetId);
    expect((await readLink(targetId, bad))?.problem).toMatchObject({
      kind: "invalid",
      detail: expect.stringContaining("active"),
    });
    expect((await readLink(targetId, good))?.state).toBe("linked");
    expect(fake.resources.users.size).toBe(1);
  });
});

test("a scoping filter that names what is not there any more makes nobody and takes nobody away", async () => {
  const { fake, targetId } = await startTarget();
  const there = await fixture.createUser(nextName());
  await fixture.drain(targetId);
  await fixture.endpoint.database.prisma.target.update({
    where: { id: targetId },
    data: { scopeFilter: 'urn:example:gone:badge eq "7"' },
  });
  const other = await fixture.createUser(nextName());
  await fixture.send("PATCH", `/Users/${there}`, patch({ op: "replace", path: "title", value: "New" }));
  await fixture.drain(targetId);
  expect([...fake.resources.users.values()]).toMatchObject([{ active: true }]);
  for (const id of [there, other]) {
    expect((await readLink(targetId, id))?.problem ?? null).toMatchObject({
      kind: "invalid",
      detail: expect.stringContaining("scoping filter"),
    });
  }
});
