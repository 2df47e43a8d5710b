import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { sendBulk } from "./testing/bulk-requests";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let organizationCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());

async function addClient(): Promise<TestClient> {
  organizationCount += 1;
  return fixture.addClient(await fixture.addOrganization(`acme${organizationCount}`));
}

type Node = { readonly isUser: boolean; readonly isWrong: boolean; readonly references: readonly number[] };

const node: fc.Arbitrary<Node> = fc.record({
  isUser: fc.boolean(),
  isWrong: fc.nat(11).map((number) => number === 0),
  references: fc.uniqueArray(fc.nat(6), { maxLength: 2 }),
});

function listObjects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The ids of a group's members or of a person's manager, sorted. */
function listReferred(resource: JsonObject): (JsonValue | undefined)[] {
  const extension = resource[enterpriseUserSchemaUrn];
  const manager = isJsonObject(extension) && isJsonObject(extension.manager) ? [extension.manager] : [];
  return [...listObjects(resource.members), ...manager].map(({ value }) => value).sort();
}

/** Whether what an operation refers to, and what that refers to, is all right. */
function succeeds(nodes: readonly Node[], index: number, seen = new Set<number>()): boolean {
  const own = nodes[index];
  if (own === undefined || own.isWrong) return false;
  if (seen.has(index)) return true;
  seen.add(index);
  return own.references.every((other) => succeeds(nodes, other, seen));
}

test("law: whatever refers to whatever, an operation is done exactly if all that it reaches is right", {
  timeout: 120_000,
}, async () => {
  let circles = 0;
  const property = fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 7 }), async (raw) => {
    const nodes = raw.map((own) => {
      const references = own.references.map((other) => other % raw.length).slice(0, own.isUser ? 1 : 2);
      return { ...own, references: [...new Set(references)] };
    });
    const client = await addClient();
    const operations = nodes.map(({ isUser, isWrong, references }, index): JsonObject => {
      const values = references.map((other) => ({ value: `bulkId:${other}` }));
      const [manager] = values;
      const data: JsonObject = isUser
        ? {
            schemas: [userSchemaUrn],
            userName: isWrong ? "" : `u${index}`,
            ...(manager === undefined ? {} : { [enterpriseUserSchemaUrn]: { manager } }),
          }
        : { schemas: [groupSchemaUrn], displayName: isWrong ? "" : `g${index}`, members: values };
      return { method: "POST", path: isUser ? "/Users" : "/Groups", bulkId: String(index), data };
    });
    const results = await sendBulk(fixture, client, operations);
    const ids = results.map(({ location = "" }) => String(location).split("/").at(-1) ?? "");
    for (const [index, own] of nodes.entries()) {
      const { status } = results[index] ?? {};
      if (succeeds(nodes, index)) expect(status).toBe("201");
      else expect(own.isWrong ? ["400", "409"] : ["409"]).toContain(status);
      if (own.references.includes(index) && status === "201") circles += 1;
    }
    const lists = await Promise.all(["/Users", "/Groups"].map((path) => fixture.send(client, "GET", path)));
    const stored = lists.flatMap(({ body }) => listObjects(body.Resources));
    const expected = nodes.flatMap(({ references }, index) =>
      succeeds(nodes, index) ? [{ id: ids[index], references: references.map((other) => ids[other]).sort() }] : [],
    );
    const found = stored.map((resource) => ({ id: resource.id, references: listReferred(resource) }));
    expect(new Set(found)).toEqual(new Set(expected));
  });
  await fc.assert(property, { numRuns: 60 });
  expect(circles).toBeGreaterThan(5);
});
