import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestPerson, type TestPerson } from "@/lib/db/testing/create-person";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { admitOidcPerson } from "./admit-oidc-person";

const iss = "https://login.example.com";
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

async function createWithoutAccount(role: "owner" | "administrator" | "member" = "administrator"): Promise<TestPerson> {
  const person = await createTestPerson(database, { role });
  await database.prisma.user.update({ where: { id: person.id }, data: { accountId: null } });
  await database.prisma.account.delete({ where: { id: person.accountId } });
  return person;
}

function admit(claims: { sub?: string; email?: string; email_verified?: boolean; iss?: string }) {
  return admitOidcPerson(database, { iss, sub: randomUUID(), email_verified: true, ...claims });
}

test("a verified email of an account signs in as it, and from then on the subject alone does", async () => {
  const { accountId, email } = await createTestPerson(database);
  const sub = randomUUID();
  expect(await admit({ sub, email: email.toUpperCase() })).toEqual({ kind: "admitted", accountId });
  expect(await admit({ sub, email: "elsewhere@acme.example" })).toEqual({ kind: "admitted", accountId });
  expect(await admit({ sub, email, email_verified: false })).toEqual({ kind: "admitted", accountId });
  expect(await admit({ sub })).toEqual({ kind: "admitted", accountId });
});

test("an email that is not verified, or none, signs nobody in", async () => {
  const { email } = await createTestPerson(database);
  expect(await admit({ email, email_verified: false })).toEqual({ kind: "Unverified" });
  expect(await admitOidcPerson(database, { iss, sub: randomUUID(), email })).toEqual({ kind: "Unverified" });
  expect(await admit({})).toEqual({ kind: "Unverified" });
});

test("an administrator without an account gets one, and it is written down", async () => {
  const { id, email, organization } = await createWithoutAccount();
  const admission = await admit({ email });
  const accountId = admission.kind === "admitted" ? admission.accountId : "";
  expect(await database.prisma.account.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({
    email,
    passwordHash: null,
  });
  expect(await database.prisma.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ accountId });
  const events = await database.prisma.auditEvent.findMany({ where: { organizationId: organization.id } });
  expect(events).toMatchObject([{ action: "account.linked", actorId: id, details: { issuer: iss } }]);
});

test("a primary email is looked at where the userName is no address", async () => {
  const { id, email } = await createWithoutAccount();
  await database.prisma.user.update({ where: { id }, data: { userName: "ada", userNameFolded: "ada" } });
  expect(await admit({ email })).toMatchObject({ kind: "admitted" });
});

test("a secondary email is not", async () => {
  const { id, email } = await createWithoutAccount();
  const attributes = { emails: [{ value: email }, { value: "main@acme.example", primary: true }] };
  await database.prisma.user.update({
    where: { id },
    data: { userName: "ada", userNameFolded: "ada", attributes, search: attributes },
  });
  expect(await admit({ email })).toEqual({ kind: "Nobody" });
});

test("people of one address in several organizations are linked to one account", async () => {
  const first = await createWithoutAccount();
  const second = await createTestPerson(database, { email: first.email });
  await database.prisma.user.update({ where: { id: second.id }, data: { accountId: null } });
  await database.prisma.account.delete({ where: { id: second.accountId } });
  expect(await admit({ email: first.email })).toMatchObject({ kind: "admitted" });
  const linked = await database.prisma.user.findMany({ where: { id: { in: [first.id, second.id] } } });
  expect(new Set(linked.map(({ accountId }) => accountId)).size).toBe(1);
  expect(linked[0]?.accountId).not.toBeNull();
});

test("members, deactivated people and strangers get no account", async () => {
  const member = await createWithoutAccount("member");
  expect(await admit({ email: member.email })).toEqual({ kind: "Nobody" });
  const inactive = await createWithoutAccount();
  await database.prisma.user.update({ where: { id: inactive.id }, data: { active: false } });
  expect(await admit({ email: inactive.email })).toEqual({ kind: "Nobody" });
  expect(await admit({ email: "stranger@acme.example" })).toEqual({ kind: "Nobody" });
  const emails = [member.email, inactive.email, "stranger@acme.example"];
  expect(await database.prisma.account.count({ where: { email: { in: emails } } })).toBe(0);
});

test("somebody who was deactivated is not let in by an identity that was known", async () => {
  const { id, email } = await createTestPerson(database);
  const sub = randomUUID();
  expect(await admit({ sub, email })).toMatchObject({ kind: "admitted" });
  await database.prisma.user.update({ where: { id }, data: { active: false } });
  expect(await admit({ sub, email })).toEqual({ kind: "Nobody" });
});

test("who is given a used address does not get the account", async () => {
  const { email } = await createTestPerson(database);
  expect(await admit({ email })).toMatchObject({ kind: "admitted" });
  expect(await admit({ email })).toEqual({ kind: "OtherIdentity" });
});

test("one subject at two providers is two identities", async () => {
  const { email } = await createTestPerson(database);
  const sub = randomUUID();
  await admit({ sub, email });
  expect(await admit({ sub, iss: "https://other.example" })).toEqual({ kind: "Unverified" });
});

test("two first sign-ins at once make one account", async () => {
  const { email } = await createWithoutAccount();
  const sub = randomUUID();
  const admissions = await Promise.all([admit({ sub, email }), admit({ sub, email })]);
  expect(admissions.map(({ kind }) => kind)).toEqual(["admitted", "admitted"]);
  expect(await database.prisma.account.count({ where: { email } })).toBe(1);
});
