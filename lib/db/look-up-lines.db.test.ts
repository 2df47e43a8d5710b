import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "./pool";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

describe("the lines of look-ups", () => {
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

  const ask = (value: number) =>
    database.lookUps.query<{ value: number }>({ name: "ask", text: "SELECT $1::int AS value", values: [value] });

  it("answer each with its own, however many ask at once", async () => {
    const asked = Array.from({ length: 500 }, (_, index) => index);
    const answers = await Promise.all(asked.map(ask));
    expect(answers.map(({ rows }) => rows[0]?.value)).toEqual(asked);
  });

  it("fail one statement alone", async () => {
    const divide = (by: number) =>
      database.lookUps.query<{ value: number }>({ name: "divide", text: "SELECT 6 / $1::int AS value", values: [by] });
    const answers = await Promise.allSettled([divide(1), divide(0), divide(2), divide(0), divide(3), divide(6)]);
    const values = answers.map((answer) => (answer.status === "fulfilled" ? answer.value.rows[0]?.value : "failed"));
    expect(values).toEqual([6, "failed", 3, "failed", 2, 1]);
  });

  it("are made anew when PostgreSQL ends their connections", async () => {
    await ask(1);
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await expect.poll(async () => (await ask(2).catch(() => undefined))?.rows[0]?.value).toBe(2);
    const answers = await Promise.all([3, 4, 5].map(ask));
    expect(answers.map(({ rows }) => rows[0]?.value)).toEqual([3, 4, 5]);
  });

  it("have the bound on time that every statement has", async () => {
    const { rows } = await database.lookUps.query({ text: "SHOW statement_timeout" });
    expect(rows).toEqual([{ statement_timeout: "15s" }]);
  });
});
