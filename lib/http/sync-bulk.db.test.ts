import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isJsonObject } from "@/lib/scim/json";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { createSyncFixture, type SyncFixture } from "./testing/sync-fixture";

const people = 60;

let fixture: SyncFixture;
let personIds: string[];
const fakes: FakeTarget[] = [];

beforeAll(async () => {
  fixture = await createSyncFixture();
  personIds = await Promise.all(
    Array.from({ length: people }, (_, index) => fixture.createUser(`p${index}@bulk.example`, { title: "First" })),
  );
  await fixture.createGroup("Everybody", personIds);
  await fixture.createGroup("Few", personIds.slice(0, 3));
});
afterAll(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
  await fixture.close();
});

/** A target that has to get everybody, told by jobs as a reconcile makes them. */
async function syncAll(options: FakeTargetOptions = {}, prepare: (fake: FakeTarget) => void = () => {}) {
  const { pool } = fixture.endpoint.database;
  await pool.query("DELETE FROM targets");
  const fake = await startFakeTarget(options);
  fakes.push(fake);
  prepare(fake);
  const targetId = await fixture.addTarget(fake, { options: { concurrency: 1 } });
  await enqueueAll(targetId);
  for (let round = 0; round < 5; round++) {
    await fixture.drain(targetId);
    await fixture.hurry(targetId);
  }
  return { fake, targetId };
}

async function enqueueAll(targetId: string) {
  const { pool } = fixture.endpoint.database;
  for (const [type, table] of [
    ["User", "users"],
    ["Group", "groups"],
  ]) {
    await pool.query(
      `INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason) SELECT $1, $2, id, 'hand' FROM ${table}`,
      [targetId, type],
    );
  }
}

function expectEverything(fake: FakeTarget) {
  expect(fake.resources.users.size).toBe(people);
  expect(fake.find("Group", "Everybody")?.members).toHaveLength(people);
  expect(fake.find("Group", "Few")?.members).toHaveLength(3);
  expect(fake.findDuplicates()).toEqual([]);
}

describe("/Bulk (RFC 7644 §3.7)", () => {
  test("people and groups are made in one request, the groups by the bulkIds of their members", async () => {
    const { fake, targetId } = await syncAll();
    expectEverything(fake);
    expect(fake.writes().map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /Bulk"]);
    const operations = fake.writes()[0]?.operations ?? [];
    expect(operations).toHaveLength(people + 2);
    const group = operations.find(({ path }) => path === "/Groups")?.body;
    expect(JSON.stringify(isJsonObject(group) ? group.members : undefined)).toContain('"bulkId:u-');
    fake.clearRequests();
    await enqueueAll(targetId);
    await fixture.drain(targetId);
    expect(fake.requests).toEqual([]);
  });

  test("changes and deprovisions go in bulk too, each with the entity tag that it must still have", async () => {
    const { fake, targetId } = await syncAll();
    fake.clearRequests();
    for (const id of personIds.slice(0, 5)) {
      await fixture.send("PATCH", `/Users/${id}`, {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        Operations: [{ op: "replace", path: "title", value: "Second" }],
      });
    }
    await fixture.drain(targetId);
    const titles = [...fake.resources.users.values()].map(({ title }) => title);
    expect(titles.filter((title) => title === "Second")).toHaveLength(5);
    expect(fake.writes()).toHaveLength(1);
    expect(JSON.stringify(fake.writes()[0]?.body)).toContain('"version":');
    for (const id of personIds.slice(0, 5)) {
      await fixture.send("PATCH", `/Users/${id}`, {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        Operations: [{ op: "replace", path: "title", value: "First" }],
      });
    }
  });

  test.each([
    ["says nothing of bulkIds in its results", { bulkResultsNameBulkId: false }],
    ["answers in another order", { bulkResultsOrder: "reversed" }],
    ["does not tell of one of the operations", { bulkResultsLack: 4 }],
    ["resolves no references", { bulkReferences: false }],
    ["takes seven operations at once", { bulk: { maxOperations: 7, maxPayloadSize: 1_048_576 } }],
    ["takes few bytes at once", { bulk: { maxOperations: 1_000, maxPayloadSize: 2_500 } }],
    ["answers with the whole resources", { bulkResultsHoldResponse: true }],
  ] as const satisfies readonly (readonly [string, FakeTargetOptions])[])(
    "a target that %s gets everything",
    async (_, options) => {
      const { fake } = await syncAll(options as FakeTargetOptions);
      expectEverything(fake);
    },
  );

  test("a target that says it takes bulk requests and does not gets everything one by one, and is not asked again", async () => {
    const { fake, targetId } = await syncAll({}, (target) =>
      target.script({ when: { path: "/Bulk" }, instead: { status: 501 } }),
    );
    expectEverything(fake);
    expect(fake.requestsOf("POST", "/Bulk")).toHaveLength(1);
    const { quirks } = await fixture.endpoint.database.prisma.target.findUniqueOrThrow({ where: { id: targetId } });
    expect(quirks).toEqual({ bulk: false });
  });

  test("413 is cut in two until it fits", async () => {
    const { fake } = await syncAll({}, (target) =>
      target.script({
        when: { path: "/Bulk", matches: ({ body }) => JSON.stringify(body).length > 6_000 },
        instead: { status: 413 },
      }),
    );
    expectEverything(fake);
  });

  test.each(["before", "after", "midway"] as const)(
    "a line that is dropped %s it was carried out makes no duplicate",
    async (drop) => {
      const { fake } = await syncAll({ uniqueUserName: "none" }, (target) =>
        target.script({ when: { path: "/Bulk" }, times: 1, drop }),
      );
      expectEverything(fake);
    },
  );

  test("what is there already is linked, what is refused is told, and the others are made", async () => {
    const { fake, targetId } = await syncAll({}, (target) => {
      target.byHand.create("User", { userName: "P3@bulk.example", title: "Theirs" });
      target.script({
        when: { bulk: true, matches: ({ body }) => JSON.stringify(body).includes("p4@bulk.example") },
        instead: { status: 400, body: { detail: "No such mailbox", scimType: "invalidValue" } },
      });
      target.script({
        when: {
          method: "POST",
          path: "/Users",
          matches: ({ body }) => JSON.stringify(body).includes("p4@bulk.example"),
        },
        instead: { status: 400, body: { detail: "No such mailbox", scimType: "invalidValue" } },
      });
    });
    expect(fake.find("User", "p3@bulk.example")).toMatchObject({ title: "First", externalId: personIds[3] });
    expect(fake.find("User", "p4@bulk.example")).toBeUndefined();
    expect(fake.resources.users.size).toBe(people - 1);
    expect(fake.find("Group", "Everybody")?.members).toHaveLength(people - 1);
    const link = await fixture.endpoint.database.prisma.resourceLink.findFirst({
      where: { targetId, resourceId: personIds[4] ?? "" },
    });
    expect(link?.problem).toMatchObject({ kind: "refused", detail: expect.stringContaining("No such mailbox") });
    const attempts = await fixture.endpoint.database.prisma.syncAttempt.findMany({
      where: { targetId, resourceId: personIds[4] ?? "" },
    });
    expect(attempts.map(({ exchange }) => exchange)).toMatchObject([{ path: "/Users in /Bulk", status: 400 }]);
    expect(JSON.stringify(attempts)).toContain("p4@bulk.example");
  });

  test("each operation shows what it sent and was answered, however large the request, and nothing secret", async () => {
    const secret = "fake-target-token";
    const { targetId } = await syncAll({ token: secret }, (target) => {
      const answer = {
        status: 400,
        body: { detail: `Bearer ${secret} may not do this`, scimType: "invalidValue", hint: secret },
      };
      const isIt = ({ body }: { readonly body: unknown }) => JSON.stringify(body).includes("p5@bulk.example");
      target.script({ when: { bulk: true, matches: isIt }, instead: answer });
    });
    const { prisma } = fixture.endpoint.database;
    const where = { targetId, resourceId: personIds[5] ?? "" };
    const [attempt] = await prisma.syncAttempt.findMany({ where });
    expect(attempt?.exchange).toMatchObject({
      path: "/Users in /Bulk",
      requestBody: { userName: "p5@bulk.example" },
      responseBody: { status: "400", response: { scimType: "invalidValue" } },
    });
    const kept = JSON.stringify([
      await prisma.syncAttempt.findMany({ where: { targetId } }),
      await prisma.resourceLink.findMany({ where: { targetId } }),
    ]);
    expect(kept).toContain("may not do this");
    expect(kept).not.toContain(secret);
  });
});
