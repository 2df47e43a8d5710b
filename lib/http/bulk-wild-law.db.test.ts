import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { bulkBody, idOf, resultsOf, sendBulk } from "./testing/bulk-requests";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";
import { type WildRequest, wildRequest, wildWrite } from "./testing/wild-requests";

let fixture: EndpointFixture;
let client: TestClient;
const statuses = new Map<string, number>();

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"), "entra");
});
afterAll(() => fixture.close());

const bulkId = fc.constantFrom("a", "b", "c", "d", "e", "", "é");
const stray = fc.oneof(
  { weight: 9, arbitrary: fc.constant<JsonObject>({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<JsonObject>(
      { bulkId: 1 },
      { METHOD: "x" },
      { path: null },
      { path: "/Users/bulkId:a" },
      { version: 'W/"1"' },
      { version: {} },
      { data: null },
      { data: "bulkId:a" },
      { data: { members: [{ value: "bulkId:b" }], displayName: "bulkId:a" } },
    ),
  },
);
const operation = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: wildWrite }, { weight: 1, arbitrary: wildRequest }), bulkId, bulkId, stray)
  .map(([wild, own, other, more]): JsonObject => {
    const path = `/${wild.segments.join("/").replaceAll("ID", `bulkId:${other}`)}`;
    return { method: wild.method, path, bulkId: own, data: readData(wild, other), ...more };
  });

/** The body, in which a reference stands for the id of a resource. */
function readData({ body }: WildRequest, reference: string): JsonValue {
  try {
    return JSON.parse(body.replaceAll('{"knownId":true}', JSON.stringify(`bulkId:${reference}`)));
  } catch {
    return null;
  }
}

test("law: no operation of a Bulk yields a 5xx, 501 aside, and each has a result", { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 8 }), async (operations) => {
    const answer = await fixture.send(client, "POST", "/Bulk", { body: bulkBody(operations) });
    const results = resultsOf(answer);
    expect(results).toHaveLength(operations.length);
    for (const { status } of results) {
      expect(Number(status) < 500 || status === "501", answer.text).toBe(true);
      statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1);
    }
    // Nobody is left to take the next round's names.
    const created = results.filter(({ method, status }) => method === "POST" && status === "201");
    const path = (result: JsonObject) => (String(result.location).includes("/Users/") ? "/Users/" : "/Groups/");
    const removals = created.map((result) => ({ method: "DELETE", path: `${path(result)}${idOf(result)}` }));
    if (removals.length > 0) await sendBulk(fixture, client, removals);
  });
  await fc.assert(property, { numRuns: 200 });
  for (const status of ["201", "400", "404", "409"]) expect(statuses.get(status), status).toBeGreaterThan(5);
});
