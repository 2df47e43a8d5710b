import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPassword } from "@/lib/auth/check-password";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestPerson, type TestPerson, testPassword } from "@/lib/db/testing/create-person";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { acceptInvitation, findOpenInvitation } from "./accept-invitation";
import type { Access } from "./access";
import { invitePerson } from "./invitations";
import { createTestAccess } from "./testing/create-access";

const address = "192.0.2.1";
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

/** Somebody of the inviter's organization whom an identity provider made: without an account. */
async function addPerson(
  { organization }: Access,
  { role = "administrator", email }: { role?: "owner" | "administrator" | "member"; email?: string } = {},
): Promise<TestPerson> {
  const person = await createTestPerson(database, { organization, role, ...(email === undefined ? {} : { email }) });
  await database.prisma.user.update({ where: { id: person.id }, data: { accountId: null } });
  await database.prisma.account.delete({ where: { id: person.accountId } });
  return person;
}

async function invite(access: Access, id: string): Promise<string> {
  const result = await invitePerson(access, id);
  if (!result.ok) throw new Error(result.message);
  return result.value.url.split("/").at(-1) ?? "";
}

test("an invitation makes the account, once", async () => {
  const access = await createTestAccess(database);
  const { id, email } = await addPerson(access);
  const token = await invite(access, id);
  expect(await findOpenInvitation(database, token)).toMatchObject({ email, role: "administrator", account: "none" });
  const accepted = await acceptInvitation(database, token, { password: "a new password of mine", address });
  expect(accepted).toMatchObject({ ok: true, value: { organizationId: access.organization.id } });
  expect(await checkPassword(database, { email, password: "a new password of mine", address })).toEqual({
    kind: "right",
    value: accepted.ok ? accepted.value.accountId : "",
  });
  expect(await findOpenInvitation(database, token)).toBeUndefined();
  expect(await acceptInvitation(database, token, { password: "another password", address })).toMatchObject({
    ok: false,
    field: "link",
  });
  const events = await database.prisma.auditEvent.findMany({
    where: { organizationId: access.organization.id },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ action, actorId }) => [action, actorId]).slice(-2)).toEqual([
    ["invitation.created", access.person.id],
    ["invitation.accepted", id],
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
});

test("the link is kept as a hash only", async () => {
  const access = await createTestAccess(database);
  const token = await invite(access, (await addPerson(access)).id);
  const rows = await database.prisma.invitation.findMany();
  expect(rows.map(({ tokenHash }) => Buffer.from(tokenHash).toString())).not.toContain(token);
  expect(rows.every(({ tokenHash }) => tokenHash.length === 32)).toBe(true);
});

test("a short password is refused, and the invitation stays open", async () => {
  const access = await createTestAccess(database);
  const token = await invite(access, (await addPerson(access)).id);
  expect(await acceptInvitation(database, token, { password: "short", address })).toMatchObject({
    ok: false,
    field: "password",
  });
  expect(await findOpenInvitation(database, token)).toBeDefined();
});

test("only the newest link works", async () => {
  const access = await createTestAccess(database);
  const { id } = await addPerson(access);
  const older = await invite(access, id);
  const newer = await invite(access, id);
  expect(await findOpenInvitation(database, older)).toBeUndefined();
  expect(await findOpenInvitation(database, newer)).toBeDefined();
});

test("of parallel uses exactly one wins", async () => {
  const access = await createTestAccess(database);
  const token = await invite(access, (await addPerson(access)).id);
  const results = await Promise.all(
    ["first password here", "second password here", "third password here"].map((password) =>
      acceptInvitation(database, token, { password, address }),
    ),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});

test("an address that has an account elsewhere: its own password links it, another does not", async () => {
  const access = await createTestAccess(database);
  const elsewhere = await createTestPerson(database, { passwordHash: testPassword.hash });
  const { id } = await createTestPerson(database, {
    organization: access.organization,
    role: "administrator",
    accountId: elsewhere.accountId,
    email: elsewhere.email.toUpperCase(),
  });
  await database.prisma.user.update({ where: { id }, data: { accountId: null } });
  const token = await invite(access, id);
  expect(await findOpenInvitation(database, token)).toMatchObject({ account: "withPassword" });
  expect(await acceptInvitation(database, token, { password: "a password of the inviter", address })).toMatchObject({
    ok: false,
    field: "password",
  });
  expect(await acceptInvitation(database, token, { password: testPassword.text, address })).toMatchObject({
    ok: true,
    value: { accountId: elsewhere.accountId },
  });
});

test("guesses at that password are limited like those of signing in", async () => {
  const access = await createTestAccess(database);
  const elsewhere = await createTestPerson(database, { passwordHash: testPassword.hash });
  const { id } = await createTestPerson(database, {
    organization: access.organization,
    accountId: elsewhere.accountId,
    email: elsewhere.email,
  });
  await database.prisma.user.update({ where: { id }, data: { accountId: null } });
  const token = await invite(access, id);
  const from = "192.0.2.77";
  for (let times = 0; times < 10; times++)
    await acceptInvitation(database, token, { password: "wrong", address: from });
  expect(await acceptInvitation(database, token, { password: testPassword.text, address: from })).toMatchObject({
    message: expect.stringContaining("Try again in 15 minutes"),
  });
});

test("who was deactivated or lowered, and an expired link, are past accepting", async () => {
  const access = await createTestAccess(database);
  const { id } = await addPerson(access);
  const token = await invite(access, id);
  for (const [data, back] of [
    [{ active: false }, { active: true }],
    [{ role: "member" }, { role: "administrator" }],
  ] as const) {
    await database.prisma.user.update({ where: { id }, data });
    expect(await findOpenInvitation(database, token)).toBeUndefined();
    await database.prisma.user.update({ where: { id }, data: back });
  }
  expect(await findOpenInvitation(database, token)).toBeDefined();
  await database.prisma.invitation.updateMany({ where: { userId: id }, data: { expiresAt: new Date() } });
  expect(await findOpenInvitation(database, token)).toBeUndefined();
});

test("who may not be invited, and by whom", async () => {
  const access = await createTestAccess(database);
  const member = await addPerson(access, { role: "member" });
  expect(await invitePerson(access, member.id)).toMatchObject({ message: expect.stringContaining("role member") });
  expect(await invitePerson(access, access.person.id)).toMatchObject({
    message: expect.stringContaining("has an account already"),
  });
  const inactive = await addPerson(access);
  await database.prisma.user.update({ where: { id: inactive.id }, data: { active: false } });
  expect(await invitePerson(access, inactive.id)).toMatchObject({ message: expect.stringContaining("Reactivate") });
  const nameless = await addPerson(access);
  await database.prisma.user.update({ where: { id: nameless.id }, data: { userName: "ada", attributes: {} } });
  expect(await invitePerson(access, nameless.id)).toMatchObject({ message: expect.stringContaining("no email") });

  const administrator = { ...access, person: { ...access.person, role: "administrator" as const } };
  const owner = await addPerson(access, { role: "owner" });
  expect(await invitePerson(administrator, owner.id)).toMatchObject({
    message: expect.stringContaining("Only an owner may invite an owner"),
  });
  expect(await invitePerson(administrator, (await addPerson(access)).id)).toMatchObject({ ok: true });
});

test("people of other organizations, and ids that are none, are not found", async () => {
  const access = await createTestAccess(database);
  const other = await addPerson(await createTestAccess(database));
  for (const id of [other.id, "no id", "", crypto.randomUUID()]) {
    expect(await invitePerson(access, id)).toMatchObject({ message: expect.stringContaining("no such person") });
  }
});
