import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPassword } from "@/lib/auth/check-password";
import { findHeldAccount } from "@/lib/auth/session";
import { createClaims } from "@/lib/auth/session-claims";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestPerson, testPassword } from "@/lib/db/testing/create-person";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { changePassword, describeAccount, signOutEverywhere } from "./account";
import { createTestAccess } from "./testing/create-access";

const { text: password, hash: passwordHash } = testPassword;
const newPassword = "another horse, another battery";
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

test("the account tells who one is, where, and how one signs in", async () => {
  const access = await createTestAccess(database, { passwordHash });
  const other = await createTestPerson(database, { accountId: access.account.id, role: "member" });
  const facts = await describeAccount(access);
  expect(facts).toMatchObject({ email: access.account.email, hasPassword: true, providers: [] });
  expect(facts.organizations).toHaveLength(2);
  expect(facts.organizations).toContainEqual({ ...pick(access.organization), role: "owner", isOpen: true });
  expect(facts.organizations).toContainEqual({ ...pick(other.organization), role: "member", isOpen: false });
});

function pick({ id, name }: { id: string; name: string }) {
  return { id, name };
}

test("a new password takes the place of the old one and ends every session", async () => {
  const access = await createTestAccess(database, { passwordHash });
  const { email } = access.account;
  const claims = await createClaims(database, access.account.id);
  expect(await changePassword(access, { password, newPassword })).toMatchObject({ ok: true });
  expect(await findHeldAccount(database, claims)).toBeUndefined();
  const address = "192.0.2.1";
  expect(await checkPassword(database, { email, password, address })).toEqual({ kind: "wrong" });
  expect(await checkPassword(database, { email, password: newPassword, address })).toMatchObject({ kind: "right" });
  const [event] = await database.prisma.auditEvent.findMany({ where: { action: "account.passwordChanged" } });
  expect(event).toMatchObject({ actorId: access.person.id, organizationId: access.organization.id });
  expect(JSON.stringify(event)).not.toContain(newPassword);
});

test("without the present password, or with a bad new one, nothing changes", async () => {
  const access = await createTestAccess(database, { passwordHash });
  const claims = await createClaims(database, access.account.id);
  for (const [input, field] of [
    [{ password: "not it, not it", newPassword }, "password"],
    [{ password: "", newPassword }, "password"],
    [{ password, newPassword: "short" }, "newPassword"],
    [{ password, newPassword: password }, "newPassword"],
  ] as const) {
    expect(await changePassword(access, input)).toMatchObject({ ok: false, field });
  }
  expect(await findHeldAccount(database, claims)).toBeDefined();
});

test("who signs in without a password has none to change", async () => {
  const access = await createTestAccess(database);
  expect(await changePassword(access, { password: "", newPassword })).toMatchObject({ ok: false });
});

test("signing out everywhere ends every session of the account and of no other", async () => {
  const access = await createTestAccess(database);
  const other = await createTestAccess(database);
  const claims = await createClaims(database, access.account.id);
  const others = await createClaims(database, other.account.id);
  expect(await signOutEverywhere(access)).toMatchObject({ ok: true });
  expect(await findHeldAccount(database, claims)).toBeUndefined();
  expect(await findHeldAccount(database, others)).toBeDefined();
  expect(await database.prisma.auditEvent.count({ where: { action: "account.signedOutEverywhere" } })).toBe(1);
});
