import { afterAll, beforeAll, expect, test } from "vitest";
import { raiseSessionVersion, replacePassword } from "@/lib/db/console-accounts";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestOrganization, createTestPerson } from "@/lib/db/testing/create-person";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { chooseOrganization, findHeldAccount } from "./session";
import { createClaims } from "./session-claims";

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

/** Writes a person's row and the change that goes with it, as the directory does. */
async function change(id: string, organizationId: string, after: { active?: boolean; role?: "owner" | "member" }) {
  await database.prisma.user.update({ where: { id }, data: after });
  await database.pool.query(
    `INSERT INTO resource_changes (id, organization_id, resource_type, resource_id, kind, after, actor_kind)
     VALUES (gen_random_uuid(), $1, 'User', $2, 'updated', $3, 'scimClient')`,
    [organizationId, id, after],
  );
}

test("a session holds until the account is signed out everywhere or its password is replaced", async () => {
  const { accountId, email } = await createTestPerson(database);
  const claims = await createClaims(database, accountId);
  expect(await findHeldAccount(database, claims)).toMatchObject({ email, people: [{ role: "owner" }] });
  await raiseSessionVersion(database.prisma, accountId);
  expect(await findHeldAccount(database, claims)).toBeUndefined();
  const next = await createClaims(database, accountId);
  expect(await findHeldAccount(database, next)).toBeDefined();
  await replacePassword(database.prisma, accountId, "another hash");
  expect(await findHeldAccount(database, next)).toBeUndefined();
});

test.each([
  { how: "deactivated", ending: { active: false }, back: { active: true } },
  { how: "lowered", ending: { role: "member" }, back: { role: "owner" } },
] as const)(
  "a session ends in the organization where the person is $how, and does not come back with them",
  async ({ ending, back }) => {
    const here = await createTestPerson(database);
    const there = await createTestPerson(database, { accountId: here.accountId });
    const claims = await createClaims(database, here.accountId);
    await change(here.id, here.organization.id, ending);
    const ids = async () => (await findHeldAccount(database, claims))?.people.map(({ id }) => id);
    expect(await ids()).toEqual([there.id]);
    await change(here.id, here.organization.id, back);
    expect(await ids()).toEqual([there.id]);
    const fresh = await findHeldAccount(database, await createClaims(database, here.accountId));
    expect(fresh?.people).toHaveLength(2);
    await change(there.id, there.organization.id, ending);
    expect(await findHeldAccount(database, claims)).toBeUndefined();
  },
);

test("a change that takes nothing away ends nothing", async () => {
  const { id, accountId, organization } = await createTestPerson(database, { role: "administrator" });
  const claims = await createClaims(database, accountId);
  await change(id, organization.id, { role: "owner" });
  await change(id, organization.id, { active: true });
  expect(await findHeldAccount(database, claims)).toBeDefined();
});

test("a session ends 14 days after it began, however much it is used", async () => {
  const { accountId } = await createTestPerson(database);
  const claims = await createClaims(database, accountId);
  const daysAgo = (days: number) => ({ ...claims, startedAt: Date.now() - days * 24 * 60 * 60_000 });
  expect(await findHeldAccount(database, daysAgo(13))).toBeDefined();
  expect(await findHeldAccount(database, daysAgo(14.01))).toBeUndefined();
});

test("a session of an account that is gone does not hold", async () => {
  const claims = { accountId: crypto.randomUUID(), sessionVersion: 1, authenticatedAt: 0, startedAt: Date.now() };
  expect(await findHeldAccount(database, claims)).toBeUndefined();
});

test("the sandbox of an organization is none that a person reaches", async () => {
  const person = await createTestPerson(database);
  const sandbox = await createTestOrganization(database);
  await database.prisma.organization.update({
    where: { id: sandbox.id },
    data: { sandboxOfId: person.organization.id },
  });
  await createTestPerson(database, { accountId: person.accountId, organization: sandbox });
  const account = await findHeldAccount(database, await createClaims(database, person.accountId));
  expect(account?.people.map(({ organization }) => organization.id)).toEqual([person.organization.id]);
});

test("the open organization is the host's, else the chosen one, else the first where the person may enter", async () => {
  const alpha = await createTestPerson(database, { role: "member" });
  const { accountId } = alpha;
  const beta = await createTestPerson(database, { accountId });
  const gamma = await createTestPerson(database, { accountId, role: "administrator" });
  const account = await findHeldAccount(database, await createClaims(database, accountId));
  const people = account?.people ?? [];
  const subdomainOf = (id: string) => people.find((person) => person.id === id)?.organization.subdomain;
  const choose = (choice: { subdomain?: string | undefined; chosen?: string }) =>
    chooseOrganization(people, { subdomain: choice.subdomain, chosen: choice.chosen })?.id;

  expect(choose({ chosen: gamma.organization.id })).toBe(gamma.id);
  expect(choose({ chosen: beta.organization.id })).toBe(beta.id);
  expect([beta.id, gamma.id]).toContain(choose({}));
  expect([beta.id, gamma.id]).toContain(choose({ chosen: alpha.organization.id }));
  expect(choose({ subdomain: subdomainOf(alpha.id), chosen: beta.organization.id })).toBe(alpha.id);
  expect(choose({ subdomain: "of-others", chosen: beta.organization.id })).toBeUndefined();
});
