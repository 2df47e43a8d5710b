import { afterAll, beforeAll, expect, test } from "vitest";
import { insertOrganization } from "./organizations";
import { createDatabase, type Database } from "./pool";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const insertPeople = `
  INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, full_name, full_name_folded, attributes,
    search, created, last_modified)
  SELECT gen_random_uuid(), $1, name, name, true, 'member', name, name, '{}', '{}', now(), now()
  FROM (SELECT $2 || n AS name FROM generate_series(1, $3::int) AS n) AS names`;

/** What is counted and what there is. */
async function compareCounts() {
  const { rows } = await database.pool.query<{ counted: string; there: string }>(
    `SELECT (SELECT coalesce(sum(count), 0) FROM resource_counts WHERE resource_type = 'User') AS counted,
       (SELECT count(*) FROM users) AS there`,
  );
  return rows[0];
}

test("people are counted as they come and go, by any connection, also when an organization goes", async () => {
  const { pool } = database;
  const organization = await insertOrganization(database.prisma, { subdomain: "counted", name: "Counted" });
  const other = await insertOrganization(database.prisma, { subdomain: "other", name: "Other" });
  await Promise.all(
    Array.from({ length: 8 }, (_, index) => pool.query(insertPeople, [organization?.id, `person ${index} `, 5])),
  );
  await pool.query(insertPeople, [other?.id, "person ", 3]);
  expect(await compareCounts()).toEqual({ counted: "43", there: "43" });
  await pool.query("DELETE FROM users WHERE user_name LIKE '% 2'");
  expect(await compareCounts()).toEqual({ counted: "34", there: "34" });
  // What is undone was never counted.
  const connection = await pool.connect();
  await connection.query("BEGIN");
  await connection.query("DELETE FROM users");
  await connection.query("ROLLBACK");
  connection.release();
  expect(await compareCounts()).toEqual({ counted: "34", there: "34" });
  await pool.query("DELETE FROM organizations WHERE id = $1", [other?.id]);
  expect(await compareCounts()).toEqual({ counted: "32", there: "32" });
});
