import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestTarget } from "@/lib/db/testing/test-target";
import { createUser, patchAt, sendBulk } from "./testing/bulk-requests";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"));
  await createTestTarget(fixture.database, client.organizationId, { options: { syncPassword: true } });
}, 60_000);
afterAll(() => fixture?.close());

/** The tables of the database that hold the text anywhere. */
async function findEverywhere(text: string): Promise<readonly string[]> {
  const { pool } = fixture.database;
  const { rows } = await pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
  );
  const found = [];
  for (const { name } of rows) {
    const hits = await pool.query(`SELECT 1 FROM "${name}" t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [text]);
    if (hits.rows.length > 0) found.push(name);
  }
  return found;
}

test("passwords of single and of bulk requests wait for their targets, and stand in no table", async () => {
  const secret = "Tr0ub4dor and 3 staples";
  const body = { userName: "ada@acme.example", password: secret, title: "findable" };
  const made = await fixture.send(client, "POST", "/Users", { body: { schemas: [], ...body } });
  expect(made.status).toBe(201);
  expect(made.text).not.toContain(secret);
  const path = `/Users/${String(made.body.id)}`;
  const Operations = [{ op: "replace", value: { password: secret, nickName: "Countess" } }];
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  const patched = await fixture.send(client, "PATCH", path, { body: { schemas, Operations } });
  await sendBulk(fixture, client, [
    createUser("grace", { password: secret }),
    patchAt(path, { op: "add", path: "password", value: secret }),
  ]);
  await fixture.readLogRow(patched);
  const pending = await fixture.database.prisma.pendingPassword.findMany();
  expect(pending).toHaveLength(2);
  expect(await findEverywhere(secret)).toEqual([]);
  expect(await findEverywhere("findable")).toEqual(["request_log", "resource_changes", "users"]);
});
