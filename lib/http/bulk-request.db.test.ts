import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { bulkRequestUrn, patchOpUrn } from "@/lib/scim/urns";
import { bulkBody, createGroup, createUser, sendBulk, statusesOf } from "./testing/bulk-requests";
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

describe("B-06 failOnErrors", () => {
  const operations = [createUser("a"), createUser("A"), createUser("b"), createUser("B"), createUser("c")];
  test.each([
    [undefined, ["a 201", "A 409", "b 201", "B 409", "c 201"]],
    [1, ["a 201", "A 409"]],
    [2, ["a 201", "A 409", "b 201", "B 409"]],
    [3, ["a 201", "A 409", "b 201", "B 409", "c 201"]],
  ])("%s", async (failOnErrors, expected) => {
    expect(statusesOf(await bulk(operations, failOnErrors))).toEqual(expected);
    expect(await countAll()).toEqual([expected.filter((status) => status.endsWith("201")).length, 0]);
  });

  test("what is processed stands in the order of the request, however it was done", async () => {
    const results = await bulk([createGroup("g", ["bulkId:u"]), createUser("A", { userName: "" }), createUser("u")], 1);
    expect(statusesOf(results)).toEqual(["g 201", "A 400", "u 201"]);
    const stopped = await bulk([createGroup("h", ["bulkId:v"]), createUser("w"), createUser("v", { userName: "" })], 1);
    expect(statusesOf(stopped)).toEqual(["v 400"]);
  });
});

describe("B-07, B-10 the request as a whole", () => {
  test.each([
    ["no JSON", "{", "invalidSyntax"],
    ["no object", "[]", "invalidSyntax"],
    ["nothing", "", "invalidSyntax"],
    ["other schemas", JSON.stringify({ ...bulkBody([createUser("a")]), schemas: [patchOpUrn] }), "invalidSyntax"],
    ["no Operations", JSON.stringify({ schemas: [bulkRequestUrn] }), "invalidSyntax"],
    ["failOnErrors 0", JSON.stringify(bulkBody([createUser("a")], 0)), "invalidValue"],
  ])("%s is a 400", async (_, text, scimType) => {
    const answer = await fixture.send(client, "POST", "/Bulk", { text });
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
    expect(await countAll()).toEqual([0, 0]);
  });

  test("more operations, or more bytes, than announced: 413 that states both limits, nothing done", async () => {
    const { bulk: announced } = await read("/ServiceProviderConfig");
    expect(announced).toEqual({ supported: true, maxOperations: 1_000, maxPayloadSize: 10_485_760 });
    const many = bulkBody(Array.from({ length: 1_001 }, (_, index) => createUser(`u${index}`)));
    const large = JSON.stringify(bulkBody([createUser("a"), createUser("b", { title: "x".repeat(10_485_760) })]));
    for (const request of [{ body: many }, { text: large }]) {
      const answer = await fixture.send(client, "POST", "/Bulk", request);
      expect([answer.status, answer.body.status]).toEqual([413, "413"]);
      expect(answer.body.detail).toMatch(/1000 operations .* 10485760 bytes/);
    }
    expect(await countAll()).toEqual([0, 0]);
  });

  test("a body of just the size that is announced is taken", async () => {
    const body = JSON.stringify(bulkBody([createUser("a")]));
    const text = body + " ".repeat(10_485_760 - Buffer.byteLength(body));
    expect((await fixture.send(client, "POST", "/Bulk", { text })).status).toBe(200);
  });

  test("B-11 answers are never put off: Prefer is passed over and events are not announced", async () => {
    const request = { body: bulkBody([createUser("a")]), headers: { prefer: "respond-async" } };
    const answer = await fixture.send(client, "POST", "/Bulk", request);
    expect([answer.status, answer.body.Operations]).toMatchObject([200, [{ status: "201" }]]);
    for (const name of ["set-txn", "preference-applied", "location"]) expect(answer.headers.get(name)).toBeNull();
    expect(await read("/ServiceProviderConfig")).not.toHaveProperty("securityEvents");
  });
});
