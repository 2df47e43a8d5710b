import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "./pool";
import { listRequests } from "./request-log";
import type { RequestLogEntry } from "./request-log-insert";
import { createRequestLog } from "./request-log-writer";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";
import { createId } from "./uuid";

let testDatabase: TestDatabase;
let database: Database;
let organizationId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(() => {
  organizationId = createId();
});

function createEntry(changes: Partial<RequestLogEntry> = {}): RequestLogEntry {
  return {
    id: createId(),
    organizationId,
    scimClientId: undefined,
    at: new Date(),
    durationMs: 1.5,
    method: "POST",
    path: "/Users",
    operation: "create user",
    resourceType: "User",
    resourceId: undefined,
    status: 201,
    scimType: undefined,
    detail: undefined,
    leniencies: [],
    remoteAddress: undefined,
    userAgent: undefined,
    requestBody: undefined,
    responseBody: undefined,
    outcome: "changed",
    action: "user.created",
    label: undefined,
    effects: [],
    agent: "unknown",
    tokenId: undefined,
    tokenLastFour: undefined,
    trace: [],
    leniencyNames: [],
    options: [],
    words: [],
    ...changes,
  };
}

const limits = {
  flushIntervalMs: 10,
  retryIntervalMs: 20,
  batchRows: 500,
  waitingRows: 20_000,
  waitingCharacters: 1_000_000,
};

async function listAll() {
  return await listRequests(database.prisma, organizationId, { limit: 10_000 });
}

describe("writing", () => {
  test("rows come back as they were written", async () => {
    const requestLog = createRequestLog(database);
    const entry = createEntry({
      scimClientId: createId(),
      resourceId: "x",
      scimType: "invalidValue",
      detail: 'a "quoted", {braced} \\ and NULL',
      leniencies: ["one, two", 'three "four"', "", "NULL"],
      remoteAddress: "192.0.2.1",
      userAgent: "Okta",
      requestBody: '{"a":[1,"é \\"x\\" \\\\"]}',
      responseBody: '{"b":null}',
      label: "Ada Lovelace",
      effects: [{ action: "user.created", resourceType: "User", resourceId: createId(), label: "Ada", attributes: [] }],
      tokenId: createId(),
      tokenLastFour: "aB3d",
      trace: [{ step: "found", outcome: "pass" }],
      leniencyNames: ["one", "two", "three", "four"],
      options: [{ name: "onDelete", value: "deactivate" }],
      words: ["ada", "lovelace", "it's \\ so"],
    });
    requestLog.write(entry);
    await requestLog.close();
    const [row] = await listAll();
    const { organizationId: _organizationId, words: _words, ...expected } = entry;
    expect(row).toEqual({ ...expected, requestBody: { a: [1, 'é "x" \\'] }, responseBody: { b: null } });
  });

  test("they are written without being asked, and in batches", async () => {
    const requestLog = createRequestLog(database, limits);
    for (let index = 0; index < 1_200; index += 1) requestLog.write(createEntry());
    await expect.poll(async () => (await listAll()).length).toBe(1_200);
    await requestLog.close();
  });

  test("a batch that is sent twice is there once", async () => {
    const entry = createEntry();
    for (const requestLog of [createRequestLog(database), createRequestLog(database)]) {
      requestLog.write(entry);
      await requestLog.close();
    }
    expect(await listAll()).toHaveLength(1);
  });

  test("U+0000 and lone surrogates are replaced", async () => {
    const requestLog = createRequestLog(database);
    const odd = { detail: "a\u0000b", userAgent: "\u0000", leniencies: ["\u0000"], path: "/\u0000" };
    requestLog.write(createEntry({ ...odd, requestBody: JSON.stringify(["\u0000", "\ud800", "\\u0000"]) }));
    await requestLog.close();
    const expected = { detail: "a\uFFFDb", userAgent: "\uFFFD", leniencies: ["\uFFFD"], path: "/\uFFFD" };
    expect(await listAll()).toMatchObject([{ ...expected, requestBody: ["\uFFFD", "\uFFFD", "\\u0000"] }]);
  });

  test("characters that take values apart on the way do not take them apart where they were sent", async () => {
    const requestLog = createRequestLog(database);
    const odd = {
      detail: "a\u001fb\u001ec\u001dd",
      userAgent: "\u001d",
      leniencies: ["\u001e", "\u001f"],
      label: "\u001f",
    };
    requestLog.write(createEntry({ ...odd, requestBody: JSON.stringify({ "\u001e": "\u001f" }) }));
    requestLog.write(createEntry({ detail: "next" }));
    await requestLog.close();
    expect(await listAll()).toMatchObject([
      {
        detail: "a\uFFFDb\uFFFDc\uFFFDd",
        userAgent: "\uFFFD",
        leniencies: ["\uFFFD", "\uFFFD"],
        label: "\uFFFD",
        requestBody: { "\u001e": "\u001f" },
      },
      { detail: "next" },
    ]);
  });

  test("an empty text is not none, also in a batch of one", async () => {
    const requestLog = createRequestLog(database);
    requestLog.write(createEntry({ path: "", detail: "" }));
    await requestLog.close();
    const [row] = await listAll();
    expect(row).toMatchObject({ path: "", detail: "", leniencies: [] });
  });

  test("a row that the database refuses is left out, the others are written", async () => {
    const requestLog = createRequestLog(database);
    const entries = Array.from({ length: 9 }, (_, index) => createEntry(index === 4 ? { requestBody: "{" } : {}));
    for (const entry of entries) requestLog.write(entry);
    await requestLog.close();
    expect((await listAll()).map((row) => row.id)).toEqual(
      entries.filter((_, index) => index !== 4).map((entry) => entry.id),
    );
  });
});

describe("while the database is away", () => {
  /** A database whose pool refuses until it is told otherwise. */
  function createFlakyDatabase() {
    const state = { away: true };
    const query = async (...parameters: unknown[]): Promise<unknown> => {
      if (state.away) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
      return await Reflect.apply(database.pool.query, database.pool, parameters);
    };
    return { state, database: { pool: Object.assign(Object.create(database.pool), { query }) } };
  }

  test("rows wait and are written when it is back", async () => {
    const flaky = createFlakyDatabase();
    const requestLog = createRequestLog(flaky.database, limits);
    const entries = Array.from({ length: 20 }, () => createEntry());
    for (const entry of entries) requestLog.write(entry);
    await requestLog.flush();
    expect(await listAll()).toHaveLength(0);
    flaky.state.away = false;
    await expect.poll(async () => (await listAll()).map((row) => row.id)).toEqual(entries.map((entry) => entry.id));
    await requestLog.close();
  });

  test("the bodies of reads go first, then other bodies, then rows", async () => {
    const flaky = createFlakyDatabase();
    const small = { ...limits, waitingRows: 4, waitingCharacters: 250 };
    const requestLog = createRequestLog(flaky.database, small);
    const requestBody = JSON.stringify("x".repeat(98));
    requestLog.write(createEntry({ method: "GET", requestBody }));
    requestLog.write(createEntry({ method: "POST", requestBody }));
    requestLog.write(createEntry({ method: "PUT", requestBody }));
    requestLog.write(createEntry({ method: "PATCH", requestBody }));
    requestLog.write(createEntry({ method: "DELETE" }));
    flaky.state.away = false;
    await requestLog.close();
    const kept = (await listAll()).map((row) => [row.method, row.requestBody !== null]);
    expect(kept).toEqual([
      ["GET", false],
      ["POST", true],
      ["PUT", true],
      ["PATCH", false],
    ]);
  });
});

describe("reading", () => {
  test("the latest, and from a request on, in the order of time and of one organization alone", async () => {
    const requestLog = createRequestLog(database);
    const entries = Array.from({ length: 5 }, () => createEntry());
    for (const entry of entries) requestLog.write(entry);
    requestLog.write(createEntry({ organizationId: createId() }));
    await requestLog.close();
    const ids = entries.map((entry) => entry.id);
    const latest = await listRequests(database.prisma, organizationId, { limit: 2 });
    expect(latest.map((row) => row.id)).toEqual(ids.slice(3));
    const later = await listRequests(database.prisma, organizationId, { after: ids[1] ?? "", limit: 2 });
    expect(later.map((row) => row.id)).toEqual(ids.slice(2, 4));
  });
});
