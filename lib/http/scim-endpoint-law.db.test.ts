import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Preset } from "@/lib/directory/client-options";
import { groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";
import { type WildRequest, wildListing, wildRequest, wildWrite } from "./testing/wild-requests";

const presets: readonly Preset[] = ["generic", "entra", "okta", "zulip"];

let fixture: EndpointFixture;
let clients: TestClient[];
let ids: string[];
let organizationCount = 0;
/** How many answers there were of each hundred: a law that is never let in proves nothing. */
let answers: Map<number, number>;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());

beforeEach(async () => {
  organizationCount += 1;
  const organizationId = await fixture.addOrganization(`acme${organizationCount}`);
  clients = await Promise.all(presets.map((preset) => fixture.addClient(organizationId, preset)));
  answers = new Map();
  ids = [];
  for (const name of ["a", "b", "c"]) {
    const person = { userName: `${name}@acme.example`, name: { givenName: name, familyName: name } };
    ids.push(await create("/Users", { schemas: [userSchemaUrn], ...person }));
    ids.push(await create("/Groups", { schemas: [groupSchemaUrn], displayName: name }));
  }
});

async function create(path: string, body: Record<string, string | string[] | Record<string, string>>): Promise<string> {
  const answer = await fixture.send(clientAt(0), "POST", path, { body });
  expect(answer.status).toBe(201);
  return String(answer.body.id);
}

function clientAt(index: number): TestClient {
  const client = clients[index];
  if (client === undefined) throw new Error(`There is no client ${index}.`);
  return client;
}

async function checkLaw(request: WildRequest, clientIndex: number, idIndex: number): Promise<void> {
  const id = ids[idIndex] ?? "";
  const path = `/${request.segments.map((segment) => (segment === "ID" ? id : segment)).join("/")}`;
  const query = request.query.length === 0 ? "" : `?${request.query.join("&")}`;
  const text = request.body.replaceAll('{"knownId":true}', JSON.stringify(id));
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const { headers } = request;
  const answer = await fixture.send(
    clientAt(clientIndex),
    request.method,
    path + query,
    hasBody ? { headers, text } : { headers },
  );
  const hundred = Math.floor(answer.status / 100);
  answers.set(hundred, (answers.get(hundred) ?? 0) + 1);
  expect(answer.status === 501 || answer.status < 500, `${answer.status} ${answer.text}`).toBe(true);
  expect(answer.text === "" || answer.headers.get("content-type") === "application/scim+json").toBe(true);
  if (answer.status >= 400 && request.method !== "HEAD") expect(answer.body.status).toBe(String(answer.status));
}

describe("law: no input yields a 5xx, 501 aside", () => {
  test.each([
    ["any method, path, query, header and body", wildRequest],
    ["any filter, projection and page of people and groups", wildListing],
    ["any resource and any PATCH of people and groups", wildWrite],
  ])("%s", { timeout: 300_000 }, async (_name, requests) => {
    const property = fc.asyncProperty(requests, fc.nat(presets.length - 1), fc.nat(5), checkLaw);
    await fc.assert(property, { numRuns: 1_000 });
    expect(answers.get(2)).toBeGreaterThan(50);
    expect(answers.get(4)).toBeGreaterThan(50);
  });
});
