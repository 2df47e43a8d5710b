import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { startFakeTarget } from "@/lib/http/testing/fake-target";

const root = fileURLToPath(new URL("..", import.meta.url));
let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** Runs the program as a process of its own. */
function runProgram(commandArguments: readonly string[], databaseUrl: string, stdin = "") {
  return new Promise<{ exitCode: unknown; stdout: string; stderr: string }>((resolve) => {
    const settings = { DATABASE_URL: databaseUrl, ROSTER_SECRET: "x".repeat(32), ROSTER_URL: "https://roster.example" };
    const targets = { ROSTER_TARGET_ALLOW: "127.0.0.0/8" };
    const environment = { NODE_ENV: "test" as const, ...settings, ...targets };
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "cli/main.ts", ...commandArguments],
      { cwd: root, env: environment },
      (error, stdout, stderr) => resolve({ exitCode: error?.code ?? 0, stdout, stderr }),
    );
    child.stdin?.end(stdin);
  });
}

test("standard output holds one JSON value, and the base URL is ROSTER_URL's", async () => {
  const made = await runProgram(["--json", "org", "create", "--subdomain", "acme", "--name", "Acme"], testDatabase.url);
  expect(made).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(made.stdout)).toEqual({ id: expect.any(String), subdomain: "acme", name: "Acme" });
  const added = await runProgram(["scim-client", "add", "okta", "-r", "acme", "--json"], testDatabase.url);
  expect(JSON.parse(added.stdout)).toMatchObject({ baseUrl: "https://roster.example/scim/v2" });
}, 60_000);

test("a target is synced by the process of the command alone, which ends when that is done", async () => {
  const remote = await startFakeTarget();
  try {
    const { url } = testDatabase;
    const person = ["--email", "ada@beta.example", "--name", "Ada Lovelace", "--password-stdin"];
    await runProgram(["org", "create", "--subdomain", "beta", "--name", "Beta"], url);
    await runProgram(["owner", "create", "-r", "beta", ...person], url, "a long enough password");
    await runProgram(["target", "add", "wiki", "-r", "beta", "--url", remote.url, "--token-stdin"], url, remote.token);
    const synced = await runProgram(["target", "sync", "wiki", "-r", "beta", "--wait", "--json"], url);
    expect(JSON.parse(synced.stdout)).toMatchObject({ state: "done", created: 1, failed: 0 });
    expect(remote.find("User", "ada@beta.example")).toBeDefined();
  } finally {
    await remote.close();
  }
}, 120_000);

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
