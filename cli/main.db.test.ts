import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";

const root = fileURLToPath(new URL("..", import.meta.url));
let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** Runs the program as a process of its own. */
function runProgram(commandArguments: readonly string[], databaseUrl: string) {
  return new Promise<{ exitCode: unknown; stdout: string; stderr: string }>((resolve) => {
    const settings = { DATABASE_URL: databaseUrl, ROSTER_SECRET: "x".repeat(32), ROSTER_URL: "https://roster.example" };
    const environment = { NODE_ENV: "test" as const, ...settings };
    execFile(
      process.execPath,
      ["--import", "tsx", "cli/main.ts", ...commandArguments],
      { cwd: root, env: environment },
      (error, stdout, stderr) => resolve({ exitCode: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test("standard output holds one JSON value, and the base URL is ROSTER_URL's", async () => {
  const made = await runProgram(["--json", "org", "create", "--subdomain", "acme", "--name", "Acme"], testDatabase.url);
  expect(made).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(made.stdout)).toEqual({ id: expect.any(String), subdomain: "acme", name: "Acme" });
  const added = await runProgram(["scim-client", "add", "okta", "-r", "acme", "--json"], testDatabase.url);
  expect(JSON.parse(added.stdout)).toMatchObject({ baseUrl: "https://roster.example/scim/v2" });
}, 60_000);

test("wrong surroundings are a sentence and a non-zero exit", async () => {
  const away = await runProgram(["org", "list", "--json"], "postgresql://nobody@127.0.0.1:1/roster");
  expect(away).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("No PostgreSQL answers at this address."),
  });
  expect(JSON.parse(away.stdout)).toEqual({ error: expect.stringContaining("No PostgreSQL answers") });
  const wrong = await runProgram(["org", "list"], "mysql://localhost/roster");
  expect(wrong).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("DATABASE_URL must be") });
  expect(wrong.stderr).not.toContain("    at ");
}, 60_000);
