import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { verifyPassword } from "@/lib/secrets";
import { createOrganization } from "./organizations";
import { createOwner } from "./owners";
import { completeSetup, createSetupLink, findSetupLink } from "./setup";

let testDatabase: TestDatabase;
let database: Database;
const operator = { kind: "operator" } as const;
const input = {
  organizationName: "Acme Inc",
  subdomain: "acme",
  ownerName: "Ada Lovelace",
  email: "Ada@acme.example",
  password: "correct horse battery",
};

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
beforeEach(async () => {
  await database.pool.query("TRUNCATE organizations, accounts, setup_links, audit_events, resource_changes CASCADE");
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function makeLink(): Promise<string> {
  const token = await createSetupLink(database);
  if (token === undefined) throw new Error("There is an owner already.");
  return token;
}

test("the link makes the organization and an owner who can sign in, once", async () => {
  const token = await makeLink();
  expect(await findSetupLink(database, token)).toBe("usable");
  expect(await completeSetup(database, token, input)).toMatchObject({
    ok: true,
    organization: { subdomain: "acme", name: "Acme Inc" },
    owner: { userName: "Ada@acme.example" },
  });
  const user = await database.prisma.user.findFirstOrThrow({ include: { account: true } });
  expect(user).toMatchObject({ role: "owner", active: true, fullName: "Ada Lovelace", userName: "Ada@acme.example" });
  expect(await verifyPassword(user.account?.passwordHash ?? "", input.password)).toBe(true);
  const events = await database.prisma.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(events.map(({ action, actorKind }) => [action, actorKind])).toEqual([
    ["organization.created", "setupLink"],
    ["owner.created", "setupLink"],
    ["setup.completed", "setupLink"],
  ]);
  expect(JSON.stringify(events)).not.toContain(input.password);
  expect(await database.prisma.resourceChange.findMany()).toMatchObject([{ kind: "created", resourceId: user.id }]);

  expect(await findSetupLink(database, token)).toBe("used");
  expect(await completeSetup(database, token, { ...input, subdomain: "beta", email: "b@b.example" })).toMatchObject({
    ok: false,
    fieldErrors: { link: expect.stringContaining("has been used") },
  });
  expect(await createSetupLink(database)).toBeUndefined();
});

test("of parallel uses exactly one wins", async () => {
  const token = await makeLink();
  const results = await Promise.all(
    ["a", "b", "c", "d"].map((name) =>
      completeSetup(database, token, { ...input, subdomain: name, email: `${name}@acme.example` }),
    ),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok && result.fieldErrors.link !== undefined)).toHaveLength(3);
  expect(await database.prisma.organization.count()).toBe(1);
  expect(await database.prisma.user.count()).toBe(1);
  expect(await database.prisma.account.count()).toBe(1);
});

test("a new link ends the older one, and an unknown one is told", async () => {
  const older = await makeLink();
  const newer = await makeLink();
  expect(await findSetupLink(database, older)).toBe("unknown");
  expect(await findSetupLink(database, newer)).toBe("usable");
  expect(await completeSetup(database, older, input)).toMatchObject({
    fieldErrors: { link: expect.stringContaining("not known") },
  });
});

test("the link is used up once an owner was made in another way", async () => {
  const token = await makeLink();
  await createOrganization(database, operator, { subdomain: "beta", name: "Beta" });
  await createOwner(database, operator, "beta", { email: "b@b.example", name: "B", password: input.password });
  expect(await findSetupLink(database, token)).toBe("used");
});

test("every wrong field is told, nothing is written, and the link stays usable", async () => {
  const token = await makeLink();
  expect(
    await completeSetup(database, token, {
      organizationName: " ",
      subdomain: "Acme",
      ownerName: "",
      email: "ada",
      password: "short",
    }),
  ).toEqual({
    ok: false,
    fieldErrors: {
      organizationName: "An organization's name cannot be blank.",
      subdomain: expect.stringContaining("such as acme."),
      ownerName: "A person's name cannot be blank.",
      email: '"ada" is not an email address. One looks like ada@example.com.',
      password: expect.stringContaining("at least 12 characters"),
    },
  });
  await createOrganization(database, operator, { subdomain: "acme", name: "Acme" });
  expect(await completeSetup(database, token, input)).toEqual({
    ok: false,
    fieldErrors: { subdomain: 'The subdomain acme belongs to the organization "Acme" already. Choose another.' },
  });
  expect(await database.prisma.user.count()).toBe(0);
  expect(await findSetupLink(database, token)).toBe("usable");
  expect(await completeSetup(database, token, { ...input, subdomain: "" })).toMatchObject({ ok: true });
});
