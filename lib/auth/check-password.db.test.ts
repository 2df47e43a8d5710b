import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestPerson, type TestPerson, testPassword } from "@/lib/db/testing/create-person";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { checkPassword } from "./check-password";

const password = testPassword.text;
let testDatabase: TestDatabase;
let database: Database;
/** The connections of another process. */
let elsewhere: Database;
let ada: TestPerson;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  elsewhere = createDatabase(testDatabase.url);
  ada = await createTestPerson(database, { passwordHash: testPassword.hash });
});
beforeEach(async () => {
  await database.prisma.rateLimit.deleteMany();
});
afterAll(async () => {
  await Promise.all([database.close(), elsewhere.close()]);
  await testDatabase.drop();
});

function trySignIn(typed: { email?: string; password?: string; address?: string | undefined } = {}, from = database) {
  return checkPassword(from, { email: ada.email, password, address: "192.0.2.1", ...typed });
}

/** Fails as often as said, from one address or from as many. */
async function fail(times: number, { address, email }: { address?: string; email?: string } = {}): Promise<void> {
  const limiting = Array.from({ length: times }, (_, index) => ({
    password: "wrong",
    address: address ?? `198.51.${Math.floor(index / 250)}.${index % 250}`,
    ...(email === undefined ? {} : { email }),
  }));
  for (const attempt of limiting) await trySignIn(attempt);
}

test("the right password signs in, whatever the email's case; a wrong one and an unknown email do not", async () => {
  expect(await trySignIn()).toEqual({ kind: "right", value: ada.accountId });
  expect(await trySignIn({ email: ` ${ada.email.toUpperCase()} ` })).toMatchObject({ kind: "right" });
  expect(await trySignIn({ password: "another one, not it" })).toEqual({ kind: "wrong" });
  expect(await trySignIn({ email: "nobody@acme.example" })).toEqual({ kind: "wrong" });
});

test("an account without a password has none that fits", async () => {
  const { email } = await createTestPerson(database);
  for (const guess of ["", "null", "undefined"]) {
    expect(await trySignIn({ email, password: guess })).toEqual({ kind: "wrong" });
  }
});

test("10 failures from one address: it waits, in every process, and only for this email", async () => {
  await fail(10, { address: "192.0.2.1" });
  expect(await trySignIn()).toEqual({ kind: "wait", seconds: expect.any(Number) });
  expect(await trySignIn({}, elsewhere)).toMatchObject({ kind: "wait" });
  expect(await trySignIn({ email: ada.email.toUpperCase() })).toMatchObject({ kind: "wait" });
  expect(await trySignIn({ email: "grace@acme.example" })).toMatchObject({ kind: "wrong" });
});

test("somebody else's failures do not keep out who comes from another address", async () => {
  await fail(30, { address: "192.0.2.66" });
  expect(await trySignIn({ address: "192.0.2.2" })).toMatchObject({ kind: "right" });
});

test("of many guesses at once no more get through than of many in a row", async () => {
  const guesses = await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      trySignIn({ password: `guess ${index}` }, index % 2 ? database : elsewhere),
    ),
  );
  expect(guesses.filter(({ kind }) => kind === "wrong")).toHaveLength(10);
});

test("a right password clears the failures before it, and right ones are not counted", async () => {
  await fail(9, { address: "192.0.2.1" });
  expect(await trySignIn()).toMatchObject({ kind: "right" });
  await fail(9, { address: "192.0.2.1" });
  for (let times = 0; times < 12; times++) expect(await trySignIn()).toMatchObject({ kind: "right" });
});

test("50 failures from one address, for whatever emails: the address waits, others do not", async () => {
  for (let others = 0; others < 5; others++) {
    const { email } = await createTestPerson(database, { passwordHash: testPassword.hash });
    await fail(10, { address: "192.0.2.1", email });
  }
  expect(await trySignIn()).toMatchObject({ kind: "wait" });
  expect(await trySignIn({ address: "192.0.2.2" })).toMatchObject({ kind: "right" });
});

test("one subscriber of IPv6 is one address", async () => {
  await fail(5, { address: "2001:db8::1" });
  await fail(5, { address: "2001:db8::2" });
  expect(await trySignIn({ address: "2001:db8::3" })).toMatchObject({ kind: "wait" });
  expect(await trySignIn({ address: "2001:db8:0:1::1" })).toMatchObject({ kind: "right" });
});

test("100 failures from everywhere: new addresses wait, the one the person signs in from does not", async () => {
  expect(await trySignIn({ address: "192.0.2.9" })).toMatchObject({ kind: "right" });
  await fail(100);
  expect(await trySignIn({ address: "192.0.2.10" })).toMatchObject({ kind: "wait" });
  expect(await trySignIn({ address: "192.0.2.9" })).toMatchObject({ kind: "right" });
});

test("where no address is known, only the failures of the email count", async () => {
  await fail(10, { address: "192.0.2.1" });
  expect(await trySignIn({ address: undefined })).toMatchObject({ kind: "right" });
});

test("the table holds neither emails nor addresses in the clear", async () => {
  await fail(1, { address: "192.0.2.1" });
  const rows = JSON.stringify(await database.prisma.rateLimit.findMany({ select: { key: true } }));
  expect(rows).not.toContain("acme.example");
  expect(rows).not.toContain("192.0.2.1");
});
