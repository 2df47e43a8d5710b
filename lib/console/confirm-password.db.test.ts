import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { testPassword } from "@/lib/db/testing/create-person";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { confirmPassword, describeConfirmation } from "./confirm-password";
import { createTestAccess } from "./testing/create-access";

const { text: password, hash: passwordHash } = testPassword;
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

test("the password confirms, a wrong or missing one is refused on its field", async () => {
  const access = await createTestAccess(database, { passwordHash });
  expect(describeConfirmation(access)).toEqual({ kind: "password" });
  expect(await confirmPassword(access, password)).toEqual({ ok: true, value: undefined });
  expect(await confirmPassword(access, "another one, not it")).toEqual({
    ok: false,
    field: "password",
    message: "This is not your password. Nothing was changed.",
  });
  expect(await confirmPassword(access, "")).toMatchObject({ ok: false, field: "password" });
});

test("after 10 wrong ones even the right one waits, for this account alone", async () => {
  const access = await createTestAccess(database, { passwordHash });
  const guesses = await Promise.all(
    Array.from({ length: 12 }, (_, index) => confirmPassword(access, `a wrong one ${index}`)),
  );
  const checked = guesses.filter((guess) => !guess.ok && guess.message.includes("not your password"));
  expect(checked).toHaveLength(10);
  expect(await confirmPassword(access, password)).toEqual({
    ok: false,
    field: "password",
    message: "There were too many wrong passwords. Try again in 15 minutes.",
  });
  expect(await confirmPassword(await createTestAccess(database, { passwordHash }), password)).toMatchObject({
    ok: true,
  });
});

test("right ones are not counted", async () => {
  const access = await createTestAccess(database, { passwordHash });
  for (let times = 0; times < 12; times++) expect(await confirmPassword(access, password)).toMatchObject({ ok: true });
});

test("without a password a sign-in within 10 minutes counts, and an older one does not", async () => {
  const access = await createTestAccess(database);
  expect(describeConfirmation(access)).toMatchObject({ kind: "freshSignIn", isFresh: true });
  expect(await confirmPassword(access, "")).toMatchObject({ ok: true });
  const old = { ...access, authenticatedAt: new Date(Date.now() - 10 * 60_000) };
  expect(describeConfirmation(old)).toMatchObject({ isFresh: false });
  expect(await confirmPassword(old, "anything")).toMatchObject({ ok: false, field: "password" });
});
