import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { describeDatabaseError } from "./describe-database-error";
import { openDatabase } from "./open-database";
import { createDatabase, getDatabase, shareDatabase } from "./pool";
import { createEmptyTestDatabase, createTestDatabase, type TestDatabase } from "./testing/test-database";

let testDatabase: TestDatabase | undefined;

afterEach(async () => {
  await testDatabase?.drop();
  testDatabase = undefined;
});

describe("openDatabase", () => {
  it("uses DATABASE_URL and brings its tables up to date", async () => {
    testDatabase = await createEmptyTestDatabase();
    const database = await openDatabase({ databaseUrl: testDatabase.url, dataDir: "/nowhere" }, "server");
    expect(await database.prisma.organization.count()).toBe(0);
    expect(database.url).toBe(testDatabase.url);
    await database.close();
  });

  it("starts the embedded PostgreSQL for a command and stops it after", async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), "roster-open-"));
    const database = await openDatabase({ dataDir }, "command");
    expect(await database.prisma.user.count()).toBe(0);
    await database.close();
    expect(existsSync(path.join(dataDir, "postgres", "postmaster.pid"))).toBe(false);
    await rm(dataDir, { recursive: true });
  });
});

describe("a Database", () => {
  it("lets Prisma and the pool use the same connections", async () => {
    testDatabase = await createTestDatabase();
    const database = createDatabase(testDatabase.url, { max: 1 });
    const [row] = await database.prisma.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const { rows } = await database.pool.query("SELECT pg_backend_pid() AS pid");
    expect(rows).toEqual([row]);
    await database.close();
  });

  it("is one per process, the one that was shared", async () => {
    expect(() => getDatabase()).toThrow("Start Roster with `npm start`, or set DATABASE_URL");
    testDatabase = await createTestDatabase();
    const database = createDatabase(testDatabase.url);
    shareDatabase(database);
    expect(getDatabase()).toBe(database);
    await database.close();
  });
});

describe("describeDatabaseError", () => {
  async function describeFailedOpen(databaseUrl: string): Promise<string> {
    return describeDatabaseError(
      await openDatabase({ databaseUrl, dataDir: "/nowhere" }, "server").catch((e: unknown) => e),
    );
  }

  it("a port where nobody listens, by address and by a name with several addresses", async () => {
    const port = await findClosedPort();
    for (const host of ["127.0.0.1", "localhost"]) {
      expect(await describeFailedOpen(`postgresql://roster@${host}:${port}/roster`)).toMatch(
        /^No PostgreSQL answers at this address\. Start it, or correct the host and port in DATABASE_URL\./,
      );
    }
  });

  it("a socket that is not there", async () => {
    expect(await describeFailedOpen("postgresql://roster@localhost/roster?host=/nowhere")).toContain("at this socket");
  });

  it("a database that does not exist", async () => {
    testDatabase = await createTestDatabase();
    const url = new URL(testDatabase.url);
    url.pathname = "/absent";
    expect(await describeFailedOpen(url.href)).toBe(
      'The database does not exist. Create it with CREATE DATABASE, or correct its name in DATABASE_URL. (database "absent" does not exist)',
    );
  });

  it.each([
    ["28P01", "refused the user or the password"],
    ["42501", "lacks a privilege"],
    ["53300", "no connection left"],
  ])("PostgreSQL's %s", (code, words) => {
    const error = Object.assign(new pg.DatabaseError("as the server says", 0, "error"), { code });
    expect(describeDatabaseError(error)).toContain(words);
    expect(describeDatabaseError(new Error("outer", { cause: error }))).toContain(words);
  });

  it("anything else keeps its own words", () => {
    expect(describeDatabaseError(new Error("odd"))).toBe(
      "The database cannot be used: odd. Check DATABASE_URL and the database's own log.",
    );
  });
});

/** A port that was free a moment ago. */
function findClosedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 1));
    });
  });
}
