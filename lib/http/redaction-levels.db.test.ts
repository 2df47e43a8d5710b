import { afterAll, beforeAll, expect, test } from "vitest";
import { listRequestRows } from "@/lib/db/request-list";
import { createWordHashes, createWordQuery } from "@/lib/db/request-words";
import { patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

const secret = "a secret of a test installation, 43 letters";
let fixture: EndpointFixture;
let client: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"));
});
afterAll(() => fixture.close());

async function setLevel(redaction: "full" | "masked" | "minimal"): Promise<void> {
  await fixture.database.prisma.organization.update({ where: { id: client.organizationId }, data: { redaction } });
  // The notification comes over a connection of its own.
  await expect.poll(async () => (await listRows(await talk())).length > 0, { timeout: 5_000 }).toBe(true);
}

let count = 0;

/** Everything that names a person: a list, a creation, an edit and a refusal. @returns the ids of the requests */
async function talk(): Promise<string[]> {
  count += 1;
  const userName = `wilhelmina${count}@acme.example`;
  const name = { givenName: "Wilhelmina", familyName: "Zuckerkandl" };
  const body = { schemas: [userSchemaUrn], userName, name, externalId: `ext-${count}`, active: true };
  const list = await fixture.send(client, "GET", `/Users?filter=userName%20eq%20%22${userName}%22`);
  const created = await fixture.send(client, "POST", "/Users", { body });
  const operation = { op: "replace", path: 'emails[value eq "wilhelmina@home.example"].value', value: userName };
  const patched = await fixture.send(client, "PATCH", `/Users/${created.body.id}`, {
    body: { schemas: [patchOpUrn], Operations: [operation, { op: "replace", path: "active", value: "False" }] },
  });
  const taken = await fixture.send(client, "POST", "/Users", { body });
  await fixture.readLogRow(taken);
  return [list, created, patched, taken].map((answer) => answer.headers.get("x-request-id") ?? "");
}

async function listRows(ids: readonly string[], text?: string) {
  const words =
    text === undefined ? undefined : createWordQuery(text, [createWordHashes(secret)(client.organizationId)]);
  const filter = words === undefined ? {} : { words };
  const rows = await listRequestRows(fixture.database, client.organizationId, filter, {
    limit: 1_000,
    withBodies: true,
  });
  return rows.filter(({ id }) => ids.includes(id));
}

async function readWords(ids: readonly string[]): Promise<string> {
  const statement = "SELECT string_agg(search::text, ' ') AS words FROM request_log WHERE id = ANY($1::uuid[])";
  return (await fixture.database.pool.query<{ words: string }>(statement, [ids])).rows[0]?.words ?? "";
}

test("full keeps who it was, and finds them by any word", async () => {
  const ids = await talk();
  expect(JSON.stringify(await listRows(ids))).toContain("Zuckerkandl");
  expect(await listRows(ids, "zucker")).toHaveLength(2);
});

test("masked holds at once, hides every name, and still finds who knows it", async () => {
  await setLevel("masked");
  const ids = await talk();
  const userName = `wilhelmina${count}@acme.example`;
  const kept = JSON.stringify(await listRows(ids)) + (await readWords(ids));
  expect(kept).not.toMatch(/wilhelmina|zuckerkandl/i);
  expect(kept).toContain("w•••@acme.example");
  expect((await listRows(ids, userName)).length).toBe(4);
  expect((await listRows(ids, "Zuckerkandl")).length).toBe(2);
  expect(await listRows(ids, "zucker")).toHaveLength(0);
});

test("minimal keeps ids and names of attributes alone", async () => {
  await setLevel("minimal");
  const ids = await talk();
  const rows = await listRows(ids);
  const kept = JSON.stringify(rows) + (await readWords(ids));
  expect(kept).not.toMatch(/wilhelmina|zuckerkandl|acme\.example|ext-\d/i);
  expect(kept).toContain("familyName");
  expect(rows.every(({ label }) => label === null)).toBe(true);
  expect(rows.some(({ effects }) => effects[0]?.resourceId !== undefined)).toBe(true);
});
