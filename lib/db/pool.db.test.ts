import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "./pool";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test("no statement may hold a connection for ever, and the driver has nothing to complain of", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  const { rows } = await database.pool.query<{ statement_timeout: string }>("SHOW statement_timeout");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);
  expect(rows).toEqual([{ statement_timeout: "15s" }]);
  expect(warnings).toEqual([]);
});
