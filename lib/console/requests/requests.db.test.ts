import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { pruneLog } from "@/lib/db/prune-log";
import { insertRequests, nilUuid } from "@/lib/db/request-log-insert";
import { mostLooked } from "@/lib/db/request-search";
import { createWordHashes, listWords } from "@/lib/db/request-words";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { createId } from "@/lib/db/uuid";
import { requestAgents, requestOutcomes } from "@/lib/explain/logged-exchange";
import type { Access } from "../access";
import { createTestAccess } from "../testing/create-access";
import { readActivityQuery } from "./activity-query";
import { exportRequests } from "./export-requests";
import { createLogEntry } from "./testing/log-entry";
import { viewActivity } from "./view-activity";
import { viewRequest } from "./view-request";

let testDatabase: TestDatabase;
let database: Database;
let access: Access;
let organizationId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  access = await createTestAccess(database);
  organizationId = access.organization.id;
});

const minuteMs = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * minuteMs);

async function view(params: Record<string, string>) {
  return await viewActivity(access, readActivityQuery(params), params, new Date());
}

async function listIds(params: Record<string, string>): Promise<string[]> {
  const activity = await view(params);
  return activity.kind === "requests" ? activity.rows.map(({ id }) => id) : [];
}

test("the hourly counts are what counting the rows gives, however often a batch is sent", async () => {
  const entry = fc.record({
    hours: fc.integer({ min: 0, max: 3 }),
    scimClientId: fc.constantFrom(undefined, createId(), createId()),
    outcome: fc.constantFrom(...requestOutcomes),
    agent: fc.constantFrom(...requestAgents.slice(0, 2)),
    status: fc.constantFrom(200, 201, 404, 500),
    durationMs: fc.integer({ min: 0, max: 100 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(entry, fc.integer({ min: 1, max: 2 })), { maxLength: 30 }), async (made) => {
      const owner = createId();
      const entries = made.map(([{ hours, ...rest }, times]) => ({
        times,
        entry: createLogEntry({ organizationId: owner, at: ago(hours * 60), ...rest }),
      }));
      const batch = entries.map((one) => one.entry);
      const again = entries.filter(({ times }) => times > 1).map((one) => one.entry);
      await Promise.all([insertRequests(database, batch), insertRequests(database, [...again].reverse())]);
      const keys = "hour, scim_client_id, action, outcome, agent, status_class";
      const counts = await database.pool.query(
        `SELECT ${keys}, count, duration_ms, last_at FROM request_counts WHERE organization_id = $1 ORDER BY ${keys}`,
        [owner],
      );
      const rows = await database.pool.query(
        `SELECT date_bin('1 hour', at, 'epoch') AS hour, COALESCE(scim_client_id, '${nilUuid}') AS scim_client_id, action,
           outcome, agent, (status / 100)::smallint AS status_class, count(*)::int AS count,
           sum(duration_ms) AS duration_ms, max(at) AS last_at
         FROM request_log WHERE organization_id = $1 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY ${keys}`,
        [owner],
      );
      expect(counts.rows).toEqual(rows.rows);
    }),
    { numRuns: 15 },
  );
});

describe("the list", () => {
  test("each filter leaves what fits it, and its counts say how many", async () => {
    const entries = [
      createLogEntry({ organizationId, at: ago(5), outcome: "changed", action: "user.created", agent: "okta" }),
      createLogEntry({ organizationId, at: ago(4), outcome: "failed", status: 409, agent: "entra" }),
      createLogEntry({ organizationId, at: ago(3), outcome: "read", action: "users.listed", agent: "entra" }),
      createLogEntry({ organizationId, at: ago(2), outcome: "refused", status: 401 }),
      createLogEntry({ organizationId, at: ago(60 * 24 * 40), outcome: "changed" }),
    ];
    await insertRequests(database, entries);
    const [created, failed, read, refused, old] = entries.map(({ id }) => id);
    expect(await listIds({})).toEqual([refused, failed, created]);
    expect(await listIds({ view: "all" })).toEqual([refused, read, failed, created]);
    expect(await listIds({ view: "all", range: "1h" })).toEqual([refused, read, failed, created]);
    expect(await listIds({ range: "90d" })).toEqual([refused, failed, created, old]);
    expect(await listIds({ outcome: "read" })).toEqual([read]);
    expect(await listIds({ action: "user.created" })).toEqual([created]);
    expect(await listIds({ view: "all", agent: "entra", status: "4" })).toEqual([failed]);
    expect(await listIds({ client: "none", status: "4" })).toEqual([refused, failed]);
    for (const params of [{ view: "all" }, { view: "all", range: "1h" }]) {
      const { facets, total, bars } = await view(params);
      expect(total).toBe(4);
      expect(facets.outcome.map(({ value, count }) => `${value} ${count}`).sort()).toEqual([
        "changed 1",
        "failed 1",
        "read 1",
        "refused 1",
      ]);
      const sum = bars.reduce((all, { changed, failed: bad, other }) => all + changed + bad + other, 0);
      expect(sum).toBe(4);
    }
  });

  test("text is found in names, parts of addresses, details and ids, without regard to case", async () => {
    const texts = ["Grace Hopper grace.hopper@acme.example", "Ada Lovelace", "it's \\ odd 'quoted'"];
    const entries = texts.map((text, index) =>
      createLogEntry({ organizationId, at: ago(9 - index), label: text, words: listWords(text) }),
    );
    await insertRequests(database, entries);
    const [grace, ada, odd] = entries.map(({ id }) => id);
    for (const text of ["grace", "HOPPER", "grace.hop", "acme", "grace hopper@", "grace.hopper@acme.example"]) {
      if (text === "grace hopper@") continue;
      expect(await listIds({ text }), text).toEqual([grace]);
    }
    expect(await listIds({ text: "ad love" })).toEqual([ada]);
    expect(await listIds({ text: "it's" })).toEqual([odd]);
    expect(await listIds({ text: "& | ! ( :* ' \\" })).toHaveLength(3);
    expect(await listIds({ text: "lovelace hopper" })).toEqual([]);
    expect(await listIds({ text: ada ?? "" })).toEqual([ada]);
  });

  test("pages by id meet without a gap or an overlap, in both directions", async () => {
    const entries = Array.from({ length: 120 }, (_, index) => createLogEntry({ organizationId, at: ago(index / 10) }));
    await insertRequests(database, entries);
    const all = entries
      .map(({ id }) => id)
      .sort()
      .reverse();
    const first = await view({});
    const second = await view({ before: first.older ?? "" });
    const third = await view({ before: second.older ?? "" });
    const pages = [first, second, third].map((page) => (page.kind === "requests" ? page.rows.map(({ id }) => id) : []));
    expect(pages.flat()).toEqual(all);
    expect([pages.map(({ length }) => length), third.older]).toEqual([[50, 50, 20], undefined]);
    const back = await view({ after: pages[1]?.[0] ?? "" });
    expect(back.kind === "requests" && back.rows.map(({ id }) => id)).toEqual(pages[0]);
    expect(back.kind === "requests" && back.newer).toBeUndefined();
  });

  test("words that many hold are counted among the latest, rare ones among all; the list goes through all", async () => {
    const entries = Array.from({ length: mostLooked + 2_000 }, (_, index) =>
      createLogEntry({
        organizationId,
        at: new Date(Date.now() - 60_000 - index * 1_000),
        words: [index % 200 === 0 ? "frequent" : "other", index === mostLooked + 1_500 ? "rare" : "usual"],
      }),
    );
    await insertRequests(database, entries);

    const rare = await view({ text: "rare" });
    expect(rare).toMatchObject({ total: 1, looked: undefined, rows: [{ id: entries[mostLooked + 1_500]?.id }] });

    const frequent = await view({ text: "frequent" });
    expect(frequent).toMatchObject({ total: mostLooked / 200, looked: { requests: mostLooked } });
    expect(frequent.looked?.since).toBe(entries[mostLooked - 1]?.at.toISOString());
    const wanted = entries.filter(({ words }) => words.includes("frequent")).map(({ id }) => id);
    const found: string[] = [];
    for (let params: Record<string, string> | undefined = {}; params !== undefined; ) {
      const page = await view({ text: "frequent", ...params });
      if (page.kind !== "requests") throw new Error("It is no list of requests.");
      found.push(...page.rows.map(({ id }) => id));
      params = page.older === undefined ? undefined : { before: page.older };
    }
    expect(found).toEqual(wanted);
  });

  test("a person is found in requests about others too: in a Bulk, and as a member", async () => {
    const id = createId();
    const entry = createLogEntry({ organizationId, words: [id] });
    await insertRequests(database, [entry, createLogEntry({ organizationId })]);
    expect(await listIds({ resource: id })).toEqual([entry.id]);
  });

  test("bursts: requests of one client with less than a minute between them are one", async () => {
    const client = { scimClientId: createId(), organizationId };
    const entries = [
      createLogEntry({ ...client, at: ago(10), action: "user.created" }),
      createLogEntry({ ...client, at: ago(9.5), outcome: "unchanged" }),
      createLogEntry({ organizationId, at: ago(9.4), outcome: "refused", status: 401 }),
      createLogEntry({ ...client, at: ago(9), outcome: "failed", status: 409 }),
      createLogEntry({ ...client, at: ago(5), action: "user.deactivated" }),
    ];
    await insertRequests(database, entries);
    const activity = await view({ view: "bursts" });
    expect(activity.kind === "bursts" && activity.bursts).toMatchObject([
      { requests: 1, deactivated: 1 },
      { requests: 3, created: 1, unchanged: 1, failed: 1 },
      { requests: 1, failed: 1, scimClientId: null },
    ]);
  });
});

test("another organization's requests are in no list, no count, no export and on no page", async () => {
  const stranger = await createTestAccess(database);
  const entry = createLogEntry({ organizationId: stranger.organization.id, words: ["secret"], label: "secret" });
  await insertRequests(database, [entry]);
  const { total, hasAny, facets } = await view({ view: "all" });
  expect([total, hasAny, facets.outcome]).toEqual([0, false, []]);
  expect(await listIds({ text: "secret" })).toEqual([]);
  expect(await listIds({ text: entry.id })).toEqual([]);
  expect((await collect({ view: "all" }, "ndjson")).length).toBe(0);
  expect(await viewRequest(access, entry.id)).toBeUndefined();
  expect(await viewRequest(access, "no-id")).toBeUndefined();
});

async function collect(params: Record<string, string>, format: "csv" | "ndjson"): Promise<string> {
  let text = "";
  for await (const piece of exportRequests(access, readActivityQuery(params), format, new Date())) text += piece;
  return text;
}

describe("exports", () => {
  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
    "a cell that begins like a formula (%j) is none",
    async (label) => {
      await insertRequests(database, [createLogEntry({ organizationId, label })]);
      expect(await collect({}, "csv")).toContain(`'${label}`);
    },
  );

  test("they hold what the filters leave, across pages", async () => {
    const entries = Array.from({ length: 700 }, (_, index) =>
      createLogEntry({ organizationId, at: ago(index / 100), outcome: index % 2 === 0 ? "changed" : "read" }),
    );
    await insertRequests(database, entries);
    const lines = (await collect({}, "ndjson")).trim().split("\n");
    expect(lines).toHaveLength(350);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ outcome: "changed", sentence: expect.any(String) });
    expect((await collect({ view: "all" }, "csv")).trim().split("\r\n")).toHaveLength(701);
  });
});

test("what is kept no longer is removed: rows, bodies, changes and counts, of this organization alone", async () => {
  const days = (count: number) => ago(count * 24 * 60);
  const keep = { requestRetentionDays: 10, bodyRetentionDays: 5, changeRetentionDays: 20 };
  await database.prisma.organization.update({ where: { id: organizationId }, data: keep });
  const stranger = await createTestAccess(database);
  const entries = [3, 7, 15].map((age) => createLogEntry({ organizationId, at: days(age), requestBody: "{}" }));
  const theirs = createLogEntry({ organizationId: stranger.organization.id, at: days(15), requestBody: "{}" });
  await insertRequests(database, [...entries, theirs]);
  const pruned = await pruneLog(database, new Date(), organizationId);
  expect(pruned).toMatchObject({ requests: 1, bodies: 1 });
  const { rows } = await database.pool.query(
    "SELECT id, request_body IS NOT NULL AS has_body FROM request_log WHERE organization_id = $1 ORDER BY id DESC",
    [organizationId],
  );
  expect(rows).toEqual([
    { id: entries[0]?.id, has_body: true },
    { id: entries[1]?.id, has_body: false },
  ]);
  const counts = await database.pool.query(
    "SELECT sum(count)::int AS count FROM request_counts WHERE organization_id = $1",
    [organizationId],
  );
  expect(counts.rows).toEqual([{ count: 2 }]);
  const others = await database.pool.query("SELECT 1 FROM request_log WHERE id = $1 AND request_body IS NOT NULL", [
    theirs.id,
  ]);
  expect(others.rows).toHaveLength(1);
});

test("one process at a time prunes", async () => {
  const [first, second] = await Promise.all([pruneLog(database, new Date()), pruneLog(database, new Date())]);
  expect([first, second].filter((pruned) => pruned !== undefined).length).toBeGreaterThanOrEqual(1);
});

test("masked words are found through the organization's own hash alone", () => {
  const hashes = createWordHashes("a secret of a test installation, 43 letters");
  expect(hashes("a")("ada")).not.toBe(hashes("b")("ada"));
});
