import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { hashPassword } from "@/lib/secrets";
import type { Access } from "./access";
import { issueAccessToken } from "./access-tokens";
import { judgeClients } from "./client-health";
import { connectScimClient, findProvider, suggestClientName } from "./connect-scim-client";
import { describeCredentials, watchTokens } from "./credentials-page";
import { findOpenScimClient, type OpenScimClient } from "./find-open-client";
import { previewClientRemoval, removeOpenClient } from "./remove-scim-client";
import type { Result } from "./result";
import { describeSavedOptions, saveClientOptions } from "./save-client-options";
import { listScimClientRows } from "./scim-client-table";
import { createTestAccess } from "./testing/create-access";
import { endAccessTokenLater } from "./token-overlap";

const password = "correct horse battery";
let testDatabase: TestDatabase;
let database: Database;
let passwordHash: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  passwordHash = await hashPassword(password);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const plain = { name: "Okta", preset: "okta", options: new Map(), tokenExpiresInDays: 365, password: "" };

async function connect(access: Access, input: Partial<typeof plain> = {}): Promise<OpenScimClient> {
  const { id } = unwrap(await connectScimClient(access, { ...plain, ...input }));
  return await open(access, id);
}

async function open(access: Access, id: string): Promise<OpenScimClient> {
  const client = await findOpenScimClient(access, id);
  if (client === undefined) throw new Error("The client is not there.");
  return client;
}

describe("connecting an identity provider", () => {
  test("gives a client with a token that its maker is known by and that ends after a year", async () => {
    const access = await createTestAccess(database);
    const { id, secret } = unwrap(await connectScimClient(access, plain));
    expect(secret).toMatchObject({ kind: "access token", clientName: "Okta" });
    const [token] = (await describeCredentials(access, await open(access, id), new Date())).tokens;
    expect(token).toMatchObject({ createdBy: "Ada Lovelace", state: "live", lastUse: undefined, scopes: ["scim"] });
    const days = (Date.parse(token?.expiresAt ?? "") - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(365);
    const events = await database.prisma.auditEvent.findMany({ where: { organizationId: access.organization.id } });
    expect(events.map(({ action }) => action)).toContain("scimClient.created");
    expect(JSON.stringify(events)).not.toContain(secret.value);
  });

  test("suggests a name that is free", async () => {
    const access = await createTestAccess(database);
    const okta = findProvider("okta");
    if (okta === undefined) throw new Error("There is no Okta.");
    expect(await suggestClientName(access, okta)).toBe("Okta");
    await connect(access);
    expect(await suggestClientName(access, okta)).toBe("Okta 2");
    expect(findProvider("oktah")).toBeUndefined();
  });

  test("another organization does not find it, and what is no id finds nothing", async () => {
    const { id } = await connect(await createTestAccess(database));
    const elsewhere = await createTestAccess(database);
    expect(await findOpenScimClient(elsewhere, id)).toBeUndefined();
    expect(await findOpenScimClient(elsewhere, "'; --")).toBeUndefined();
  });
});

describe("letting a client make owners", () => {
  const options = new Map([["highestGrantableRole", "owner"]]);

  test("takes an owner, and their password", async () => {
    const administrator = await createTestAccess(database, { role: "administrator", passwordHash });
    expect(await connectScimClient(administrator, { ...plain, options, password })).toMatchObject({
      ok: false,
      field: "highestGrantableRole",
    });
    const owner = await createTestAccess(database, { passwordHash });
    expect(await connectScimClient(owner, { ...plain, options })).toMatchObject({ ok: false, field: "password" });
    expect(await connectScimClient(owner, { ...plain, options, password })).toMatchObject({ ok: true });
  });

  test("is asked only when it is new", async () => {
    const owner = await createTestAccess(database, { passwordHash });
    const { id } = unwrap(await connectScimClient(owner, { ...plain, options, password }));
    const client = await open(owner, id);
    const change = { name: "Okta", preset: "okta", drawnFrom: describeSavedOptions(client), password: "" };
    const both = new Map([...options, ["onDelete", "deactivate"]]);
    expect(await saveClientOptions(owner, client, { ...change, options: both })).toEqual({
      ok: true,
      value: { changes: 1 },
    });
  });
});

describe("saving options", () => {
  test("sets what is named and gives the rest back to the preset", async () => {
    const access = await createTestAccess(database);
    const client = await connect(access, { options: new Map([["onDelete", "deactivate"]]) });
    const saved = await saveClientOptions(access, client, {
      name: "Okta prod",
      preset: "okta",
      options: new Map([["rateLimit", "25"]]),
      drawnFrom: describeSavedOptions(client),
      password: "",
    });
    expect(saved).toEqual({ ok: true, value: { changes: 2 } });
    expect(await open(access, client.id)).toMatchObject({ name: "Okta prod", overrides: { rateLimit: 25 } });
  });

  test("is refused when somebody else was faster, and beside the option that cannot be", async () => {
    const access = await createTestAccess(database);
    const client = await connect(access);
    const drawnFrom = describeSavedOptions(client);
    const change = { name: "Okta", preset: "okta", drawnFrom, password: "" };
    const strict = new Map([
      ["strict", "true"],
      ["onDelete", "deactivate"],
    ]);
    expect(await saveClientOptions(access, client, { ...change, options: strict })).toMatchObject({
      ok: false,
      field: "onDelete",
    });
    expect(
      await saveClientOptions(access, client, { ...change, options: new Map([["rateLimit", "0"]]) }),
    ).toMatchObject({ ok: false, field: "rateLimit" });
    unwrap(await saveClientOptions(access, client, { ...change, options: new Map([["requireEmail", "true"]]) }));
    const changed = await open(access, client.id);
    expect(await saveClientOptions(access, changed, { ...change, options: new Map() })).toMatchObject({
      ok: false,
      message: expect.stringContaining("Somebody else"),
    });
  });
});

test("a token is let end after the overlap, no later than it would have", async () => {
  const access = await createTestAccess(database);
  const client = await connect(access);
  const { subdomain } = access.organization;
  const issued = unwrap(await issueAccessToken(database, access.actor, subdomain, client.name, {}));
  const ending = unwrap(
    await endAccessTokenLater(database, access.actor, subdomain, client.name, { id: issued.issued.id, hours: 24 }),
  );
  expect(Math.round(((ending.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(24);
  const sooner = unwrap(
    await endAccessTokenLater(database, access.actor, subdomain, client.name, { id: issued.issued.id, hours: 168 }),
  );
  expect(sooner).toEqual(ending);
  expect(
    await endAccessTokenLater(database, access.actor, subdomain, client.name, { id: client.id, hours: 24 }),
  ).toMatchObject({ ok: false });
  const watch = await watchTokens(access, client, new Date());
  expect(watch.tokens.map(({ state }) => state)).toEqual(["live", "live"]);
});

test("a client is removed by its name and the password, and says before what goes with it", async () => {
  const access = await createTestAccess(database, { passwordHash });
  const client = await connect(access);
  expect(await previewClientRemoval(access, client, new Date())).toEqual({ people: 0, groups: 0, credentials: 1 });
  expect(await removeOpenClient(access, client, { typedName: "okta", password })).toMatchObject({ field: "typedName" });
  expect(await removeOpenClient(access, client, { typedName: "Okta", password: "x" })).toMatchObject({
    field: "password",
  });
  expect(await removeOpenClient(access, client, { typedName: " Okta ", password })).toMatchObject({ ok: true });
  expect(await findOpenScimClient(access, client.id)).toBeUndefined();
});

test("how clients are, and their order", async () => {
  const access = await createTestAccess(database);
  const okta = await connect(access);
  const entra = await connect(access, { name: "Entra", preset: "entra" });
  const now = new Date();
  await database.pool.query(
    `INSERT INTO request_counts (organization_id, hour, scim_client_id, action, outcome, agent, status_class, count, duration_ms, last_at)
     VALUES ($1, date_trunc('hour', $3::timestamptz), $2, 'users.listed', 'read', 'okta', 2, 3, 1, $3),
            ($1, date_trunc('hour', $3::timestamptz), $2, 'users.listed', 'failed', 'okta', 4, 1, 1, $3)`,
    [access.organization.id, okta.id, now],
  );
  const health = await judgeClients(access, [okta, entra], now);
  expect(health.get(okta.id)?.day.at(-1)).toMatchObject({ requests: 4, failed: 1 });
  expect(health.get(entra.id)).toMatchObject({ health: { state: "waiting" }, lastRequestAt: undefined });
  const names = async (isDescending: boolean) =>
    (await listScimClientRows(access, { sort: "name", isDescending }, now)).map(({ name }) => name);
  expect(await names(false)).toEqual(["Entra", "Okta"]);
  expect(await names(true)).toEqual(["Okta", "Entra"]);
});
