import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scopes } from "@/lib/directory/scope";
import { createAccessToken, hashToken } from "@/lib/secrets";
import { insertAccessToken } from "./access-tokens";
import { type ClientDirectory, createClientDirectory } from "./client-directory";
import { insertOrganization } from "./organizations";
import { createDatabase, type Database } from "./pool";
import { insertScimClient } from "./scim-clients";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";
import { createTokenUsage } from "./token-usage";

let testDatabase: TestDatabase;
let database: Database;
let directory: ClientDirectory;
/** The statements that went to the database. */
let statements: number;
let organizationId: string;
let clientId: string;
let tokenId: string;
let hash: Buffer;
let count = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  const query = database.pool.query.bind(database.pool);
  const counted = new Proxy(query, {
    apply(target, thisArgument, parameters) {
      statements += 1;
      return Reflect.apply(target, thisArgument, parameters);
    },
  });
  const { options } = database.pool;
  directory = createClientDirectory({ pool: Object.assign(Object.create(database.pool), { query: counted, options }) });
});
afterAll(async () => {
  await directory.close();
  await database.close();
  await testDatabase.drop();
});

beforeEach(async () => {
  count += 1;
  const organization = await insertOrganization(database.prisma, { subdomain: `acme${count}`, name: "Acme" });
  organizationId = organization?.id ?? "";
  const settings = { organizationId, name: "okta", preset: "okta", overrides: { defaultRole: "guest" } } as const;
  clientId = (await insertScimClient(database.prisma, settings))?.id ?? "";
  hash = hashToken(createAccessToken());
  const token = { scimClientId: clientId, hash: new Uint8Array(hash), prefix: "roster_scim_", lastFour: "xxxx" };
  tokenId = (await insertAccessToken(database.prisma, token)).id;
  await expect.poll(countStatements).toBe(0);
});

/** How many statements a look-up costs now: none when it is answered from memory. */
async function countStatements(): Promise<number> {
  statements = 0;
  await directory.findCredential(hash);
  return statements;
}

test("a token names its client, its organization and the options that hold", async () => {
  expect(await directory.findCredential(hash)).toEqual({
    tokenId,
    lastFour: "xxxx",
    forSimulator: false,
    redaction: "full",
    expiresAt: undefined,
    revokedAt: undefined,
    scopes,
    client: {
      id: clientId,
      name: "okta",
      preset: "okta",
      state: "active",
      options: expect.objectContaining({ nameFormattedIncluded: false, defaultRole: "guest", onDelete: "delete" }),
      scopes,
      allowedAddresses: [],
      customAttributes: [],
      organization: {
        id: organizationId,
        subdomain: `acme${count}`,
        name: "Acme",
        allowedEmailDomains: [],
        allowEmailSubdomains: false,
      },
    },
  });
});

test("a token may do what it was given, as far as its client may", async () => {
  const write = async (clientScopes: string, tokenScopes: string) => {
    await database.prisma.$executeRawUnsafe(
      `UPDATE scim_clients SET scopes = '${clientScopes}' WHERE id = '${clientId}'::uuid`,
    );
    await database.prisma.$executeRawUnsafe(
      `UPDATE access_tokens SET scopes = '${tokenScopes}' WHERE id = '${tokenId}'::uuid`,
    );
  };
  const findScopes = async () => (await directory.findCredential(hash))?.scopes;
  await write("{users:read,users:write}", "{scim}");
  await expect.poll(findScopes).toEqual(["users:read", "users:write"]);
  await write("{users:read,users:write}", "{users:read,users:delete}");
  await expect.poll(findScopes).toEqual(["users:read"]);
  await write("{groups:read}", "{users:read}");
  await expect.poll(findScopes).toEqual([]);
});

test("what is not there is never remembered", async () => {
  const unknown = hashToken("unknown");
  expect(await directory.findCredential(unknown)).toBeUndefined();
  const token = { scimClientId: clientId, hash: new Uint8Array(unknown), prefix: "", lastFour: "" };
  await insertAccessToken(database.prisma, token);
  expect(await directory.findCredential(unknown)).toMatchObject({ client: { id: clientId } });
});

test("organizations are found by their subdomain", async () => {
  expect(await directory.findOrganization(`acme${count}`)).toEqual({ id: organizationId, redaction: "full" });
  expect(await directory.findOrganization("nobody")).toBeUndefined();
});

describe("a change is known at once, through whichever program it is made", () => {
  test.each<[string, string, () => string]>([
    ["a token is revoked", "UPDATE access_tokens SET revoked_at = now() WHERE id = $1", () => tokenId],
    ["a token's expiry is set", "UPDATE access_tokens SET expires_at = now() WHERE id = $1", () => tokenId],
    ["a token is deleted", "DELETE FROM access_tokens WHERE id = $1", () => tokenId],
    ["a client is paused", "UPDATE scim_clients SET state = 'paused' WHERE id = $1", () => clientId],
    ["a client's options change", `UPDATE scim_clients SET options = '{}' WHERE id = $1`, () => clientId],
    ["a client's scopes change", "UPDATE scim_clients SET scopes = '{users:read}' WHERE id = $1", () => clientId],
    [
      "a client's allowed addresses change",
      "UPDATE scim_clients SET allowed_addresses = '{192.0.2.1}' WHERE id = $1",
      () => clientId,
    ],
    ["a token's scopes change", "UPDATE access_tokens SET scopes = '{users:read}' WHERE id = $1", () => tokenId],
    ["a client is removed", "DELETE FROM scim_clients WHERE id = $1", () => clientId],
    [
      "an organization's settings change",
      "UPDATE organizations SET allowed_email_domains = '{a.example}' WHERE id = $1",
      () => organizationId,
    ],
    ["an organization is removed", "DELETE FROM organizations WHERE id = $1", () => organizationId],
  ])("%s", async (_name, statement, id) => {
    const before = await directory.findCredential(hash);
    await database.prisma.$executeRawUnsafe(statement.replace("$1", `'${id()}'::uuid`));
    // Sooner than what is remembered would be forgotten by itself.
    await expect.poll(() => directory.findCredential(hash), { timeout: 1_500 }).not.toEqual(before);
  });

  test("but the last use of a token is no change", async () => {
    const usage = createTokenUsage(database);
    const at = new Date();
    usage.record({ tokenId, at, remoteAddress: "192.0.2.1", userAgent: "old" });
    usage.record({ tokenId, at: new Date(at.getTime() + 1), remoteAddress: "192.0.2.2", userAgent: "Okta" });
    await usage.close();
    const token = await database.prisma.accessToken.findUnique({ where: { id: tokenId } });
    expect(token).toMatchObject({ lastUsedIp: "192.0.2.2", lastUsedAgent: "Okta" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await countStatements()).toBe(0);
  });
});

test("while the listening connection is down nothing is answered from memory; then it comes back", async () => {
  const end =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";
  await database.prisma.$executeRawUnsafe("UPDATE scim_clients SET state = 'active'");
  await database.prisma.$queryRawUnsafe(end);
  await expect.poll(countStatements, { interval: 1 }).toBe(1);
  expect(await countStatements()).toBe(1);
  await expect.poll(countStatements, { timeout: 5_000 }).toBe(0);
  await database.prisma.$executeRawUnsafe(`UPDATE scim_clients SET state = 'paused' WHERE id = '${clientId}'::uuid`);
  await expect
    .poll(async () => (await directory.findCredential(hash))?.client.state, { timeout: 1_500 })
    .toBe("paused");
});
