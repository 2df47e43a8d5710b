import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import { bulkBody, createGroup, createUser, patchData, pathOf, sendBulk } from "./testing/bulk-requests";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let organizationCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  organizationCount += 1;
  client = await fixture.addClient(await fixture.addOrganization(`acme${organizationCount}`));
});

function bulk(operations: readonly JsonObject[], failOnErrors?: number): Promise<JsonObject[]> {
  return sendBulk(fixture, client, operations, failOnErrors);
}

async function read(path: string): Promise<JsonObject> {
  return (await fixture.send(client, "GET", path)).body;
}

async function countAll(): Promise<unknown[]> {
  return [(await read("/Users?count=0")).totalResults, (await read("/Groups?count=0")).totalResults];
}

async function create(kind: "Users" | "Groups", operation: JsonObject): Promise<{ path: string; version: string }> {
  const [result] = await bulk([operation]);
  expect(result?.status).toBe("201");
  expect(pathOf(result).startsWith(`/${kind}/`)).toBe(true);
  return { path: pathOf(result), version: String(result?.version) };
}

describe("1,000 operations", () => {
  test("999 people and a group that has them all by forward references", { timeout: 120_000 }, async () => {
    const names = Array.from({ length: 999 }, (_, index) => `u${index}`);
    const all = createGroup(
      "all",
      names.map((name) => `bulkId:${name}`),
    );
    const results = await bulk([all, ...names.map((name) => createUser(name))]);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["201"]));
    expect(results.map(({ bulkId }) => bulkId)).toEqual(["all", ...names]);
    expect((await read(pathOf(results[0]))).members).toHaveLength(999);

    const deletions = results.slice(1).map((result) => ({ method: "DELETE", path: pathOf(result) }));
    expect(new Set((await bulk(deletions)).map(({ status }) => status))).toEqual(new Set(["204"]));
    expect((await read(pathOf(results[0]))).members).toBeUndefined();
  });

  test("two at once that want the same names: each name once, and each operation whole", {
    timeout: 60_000,
  }, async () => {
    const names = Array.from({ length: 60 }, (_, index) => `u${index}`);
    const operations = [...names.map((name) => createUser(name)), createGroup("g", ["bulkId:u0"])];
    const [first, second] = await Promise.all([bulk(operations), bulk(operations)]);
    for (const [index, name] of names.entries()) {
      expect([first[index]?.status, second[index]?.status].sort(), name).toEqual(["201", "409"]);
    }
    expect(await countAll()).toEqual([60, 1]);
  });

  test("two at once that add different members to one group: all are there", async () => {
    const { path } = await create("Groups", createGroup("g"));
    const adding = (stem: string) =>
      Array.from({ length: 30 }, (_, index) => [
        createUser(`${stem}${index}`),
        {
          method: "PATCH",
          path,
          data: patchData({ op: "add", path: "members", value: [{ value: `bulkId:${stem}${index}` }] }),
        },
      ]).flat();
    const results = (await Promise.all([bulk(adding("a")), bulk(adding("b"))])).flat();
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["201", "204"]));
    expect((await read(path)).members).toHaveLength(60);
  });
});

describe("the log", () => {
  test("one row, with what was read tolerantly, how many were refused, and both bodies, redacted", async () => {
    const operations = [
      createUser("a", { active: "False", password: "hidden" }),
      createUser("A"),
      createUser("b", { [enterpriseUserSchemaUrn]: { manager: "bulkId:a" } }),
      {
        method: "PATCH",
        path: "/Users/bulkId:a",
        data: patchData({ op: "replace", path: "password", value: "hidden" }),
      },
      {
        method: "PATCH",
        path: "/Users/bulkId:a",
        data: patchData({ op: "replace", path: 'x[secret eq "hidden"', value: 1 }),
      },
    ];
    const answer = await fixture.send(client, "POST", "/Bulk", { body: bulkBody(operations) });
    expect(answer.body.Operations).toMatchObject([
      { status: "201" },
      { status: "409" },
      { status: "201" },
      { status: "200" },
      { status: "400" },
    ]);
    const row = await fixture.readLogRow(answer);
    expect(row).toMatchObject({ operation: "bulk", method: "POST", path: "/Bulk", status: 200, resourceId: null });
    const remarks = row.leniencies.join("\n");
    expect(remarks).toContain("2 of 5 operations were refused");
    expect(remarks).toContain('read the text "False" as false');
    expect(remarks).toContain("manager");
    expect(row.requestBody).toMatchObject({ Operations: [{ data: { userName: "a@acme.example" } }, {}, {}, {}, {}] });
    expect(row.responseBody).toMatchObject({
      Operations: [{ status: "201" }, { response: { scimType: "uniqueness" } }, {}, {}, {}],
    });
    expect(JSON.stringify(row)).not.toContain("hidden");
    const { count } = await fixture.database.prisma.resourceChange
      .aggregate({
        where: { requestId: answer.headers.get("x-request-id") ?? "" },
        _count: true,
      })
      .then(({ _count }) => ({ count: _count }));
    expect(count).toBe(2);
  });

  test("of a long answer the refusals are kept", { timeout: 60_000 }, async () => {
    const operations = [...Array.from({ length: 450 }, (_, index) => createUser(`u${index}`)), createUser("U1")];
    const answer = await fixture.send(client, "POST", "/Bulk", { body: bulkBody(operations) });
    expect(answer.text.length).toBeGreaterThan(64 * 1024);
    const { responseBody } = await fixture.readLogRow(answer);
    expect(responseBody).toMatchObject({
      onlyRefused: true,
      results: 451,
      Operations: [{ bulkId: "U1", status: "409" }],
    });
  });

  test("a refused request is logged as any", async () => {
    const answer = await fixture.send(client, "POST", "/Bulk", { body: bulkBody([]) });
    expect(await fixture.readLogRow(answer)).toMatchObject({
      operation: "bulk",
      status: 400,
      scimType: "invalidSyntax",
    });
  });
});
