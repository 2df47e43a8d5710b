import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { countFigures } from "./client-figures";
import { findAnything } from "./find-anything";
import { ensureNameIndex, nameIndex } from "./name-index";
import { findPeople } from "./people-list";
import { fillDirectory } from "./testing/fill-directory";
import { findWalks, noteStatements } from "./testing/statement-plans";
import { createTestDirectory, type TestDirectory } from "./testing/test-directory";

// An index that others may write beside is made in several passes, which wait for the disk.
vi.setConfig({ testTimeout: 60_000 });

let directory: TestDirectory;
let organizationId: string;

beforeAll(async () => {
  directory = await createTestDirectory();
  const organization = await directory.createOrganization();
  organizationId = organization.id;
  const client = await directory.createClient(organization);
  await fillDirectory(directory.database, { organizationId, clientId: client.id }, { people: 20_000, groups: 50 });
  await directory.database.pool.query(
    "UPDATE users SET full_name_folded = 'ann o''wu 王小明 müller' WHERE user_name_folded = 'person.77@filled.example'",
  );
}, 120_000);
afterAll(() => directory.drop());

const byName = { by: "name", descending: false } as const;
const search = (text: string) =>
  findPeople(directory.database, organizationId, { text }, byName, { limit: 50 }, 10_000);
const texts = ["son.77@", "RSON 1234", "wu", "an wu", "小", "müll", "n 77@", "nobody", "%", "zq"];

describe("people are found by parts of their names", () => {
  const found: Record<string, number> = {};

  test("anywhere, one or two letters where a part begins", async () => {
    for (const text of texts) found[text] = (await search(text)).count;
    expect(found).toEqual({
      "son.77@": 1,
      "RSON 1234": 12,
      wu: 1,
      "an wu": 1,
      小: 1,
      müll: 1,
      "n 77@": 0,
      nobody: 0,
      "%": 0,
      zq: 0,
    });
  });

  test("and with the index of names, which is made once there are many, it is the same and nobody else is read", async () => {
    const { database } = directory;
    expect(await ensureNameIndex(database, 1_000_000)).toBe(false);
    expect(await ensureNameIndex(database, 10_000)).toBe(true);
    expect(await ensureNameIndex(database, 10_000)).toBe(false);
    for (const text of texts) expect([text, (await search(text)).count]).toEqual([text, found[text]]);

    const walks: Record<string, readonly string[]> = {};
    for (const text of ["son.77@", "nobody", "zzzz qq", "zq"]) {
      const statements = await noteStatements(async () => {
        await search(text);
        await findAnything(database, organizationId, text, 6);
      });
      const tables = new Set(["users"]);
      walks[text] = (await Promise.all(statements.map((sent) => findWalks(database.pool, sent, tables)))).flat();
    }
    expect(walks).toEqual({ "son.77@": [], nobody: [], "zzzz qq": [], zq: [] });
  });

  test("what is left of an index that was not finished is made anew", async () => {
    const { pool } = directory.database;
    await pool.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = $1::regclass", [nameIndex]);
    expect(await ensureNameIndex(directory.database, 10_000)).toBe(true);
    const { rows } = await pool.query("SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = $1::regclass", [
      nameIndex,
    ]);
    expect(rows).toEqual([{ valid: true }]);
  });
});

test("who is managed by hand is the same, however many SCIM clients are known to manage", async () => {
  const { database } = directory;
  await database.pool.query(
    `DELETE FROM user_external_ids x USING users u WHERE u.id = x.user_id
     AND u.user_name_folded = ANY('{person.5@filled.example,person.6@filled.example}')`,
  );
  // One of the two was changed last by a SCIM client, which the filling says of everybody.
  await database.pool.query(
    `DELETE FROM resource_changes c USING users u WHERE u.id = c.resource_id AND u.user_name_folded = 'person.5@filled.example'`,
  );
  const list = async () => {
    const { rows, count } = await findPeople(database, organizationId, { managedBy: "hand" }, byName, { limit: 50 }, 9);
    return { names: rows.map(({ userName }) => userName), count };
  };
  const found = await list();
  expect(found).toEqual({ names: ["person.5@filled.example"], count: 1 });
  await countFigures(database, organizationId, new Date());
  expect(await list()).toEqual(found);
});
