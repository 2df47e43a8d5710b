import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { findSandboxId } from "@/lib/db/sandboxes";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import type { Access } from "./access";
import { issueAccessToken, listAccessTokens, listLiveTokens } from "./access-tokens";
import { listOrganizations, requireOrganization } from "./organizations";
import { emptyOwnSandbox } from "./sandbox";
import { addScimClient, setScimClientState } from "./scim-clients";
import { listSimulatedResources, removeSimulatedResources } from "./simulated-resources";
import { beginSimulation, endSimulation, type SimulationPlace } from "./simulations";
import { createTestAccess } from "./testing/create-access";

let testDatabase: TestDatabase;
let database: Database;
let access: Access;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  access = await createTestAccess(database);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

let clients = 0;
async function addClient(options: { allowedAddresses?: readonly string[] } = {}) {
  clients += 1;
  const input = { name: `Okta ${clients}`, preset: "okta", options: new Map([["defaultRole", "guest"]]), ...options };
  const made = await addScimClient(database, access.actor, access.organization.subdomain, input);
  if (!made.ok) throw new Error(made.message);
  return made.value.client;
}

async function begin(client: Awaited<ReturnType<typeof addClient>>, place: SimulationPlace) {
  const begun = await beginSimulation(access, client, { sequence: "okta", place });
  if (!begun.ok) throw new Error(begun.message);
  return begun.value;
}

const nothing = { done: 0, failed: 0, created: { users: [], groups: [] } };

describe("in the sandbox", () => {
  test("a client of the same preset and options stands in an organization that no list shows and nobody finds", async () => {
    const client = await addClient();
    const simulation = await begin(client, "sandbox");
    const { organizationId, scimClientId } = simulation.target;
    expect(organizationId).not.toBe(access.organization.id);
    expect(organizationId).toBe(await findSandboxId(database.prisma, access.organization.id));
    const there = await database.prisma.scimClient.findUniqueOrThrow({ where: { id: scimClientId } });
    expect(there).toMatchObject({ preset: "okta", options: { defaultRole: "guest" }, organizationId });

    expect((await listOrganizations(database)).map(({ id }) => id)).not.toContain(organizationId);
    const { subdomain } = await database.prisma.organization.findUniqueOrThrow({ where: { id: organizationId } });
    expect(await requireOrganization(database.prisma, subdomain)).toMatchObject({ ok: false });
    await endSimulation(access, simulation, nothing);
  });

  test("one sandbox serves every run, and each begins with nothing in it", async () => {
    const client = await addClient();
    const first = await begin(client, "sandbox");
    await addUser(first.target, "ada.lovelace@example.com");
    const second = await begin(client, "sandbox");
    expect(second.target).toEqual(first.target);
    expect(await database.prisma.user.count({ where: { organizationId: first.target.organizationId } })).toBe(0);
    const ended = await database.prisma.accessToken.findUniqueOrThrow({ where: { id: first.tokenId } });
    expect(ended.revokedAt).not.toBeNull();
    await endSimulation(access, second, nothing);
  });

  test("emptying it touches nobody of the organization", async () => {
    const simulation = await begin(await addClient(), "sandbox");
    await addUser(simulation.target, "ada.lovelace@example.com");
    const before = await database.prisma.user.count({ where: { organizationId: access.organization.id } });
    await emptyOwnSandbox(access);
    const { organizationId } = simulation.target;
    expect(await database.prisma.user.count({ where: { organizationId } })).toBe(0);
    expect(await database.prisma.user.count({ where: { organizationId: access.organization.id } })).toBe(before);
  });
});

describe("against the client itself", () => {
  test("the token lives for minutes, is none of the client's two, is in no list, and ends with the run", async () => {
    const client = await addClient();
    const { subdomain } = access.organization;
    const simulation = await begin(client, "client");
    expect(simulation.target).toEqual({ organizationId: access.organization.id, scimClientId: client.id });
    const read = () => database.prisma.accessToken.findUniqueOrThrow({ where: { id: simulation.tokenId } });
    const lifeMs = ((await read()).expiresAt?.getTime() ?? 0) - Date.now();
    expect(lifeMs).toBeGreaterThan(14 * 60_000);
    expect(lifeMs).toBeLessThanOrEqual(15 * 60_000);
    expect(await listLiveTokens(database.prisma, client.id, new Date())).toHaveLength(1);
    expect(await issueAccessToken(database, access.actor, subdomain, client.name, {})).toMatchObject({ ok: true });
    const listed = await listAccessTokens(database, subdomain, client.name);
    expect(listed.ok && listed.value.tokens.map(({ id }) => id)).not.toContain(simulation.tokenId);
    await endSimulation(access, simulation, nothing);
    expect((await read()).revokedAt).not.toBeNull();
  });

  test("what it made can be removed, and whom it only found stays", async () => {
    const client = await addClient();
    const found = await addUser(
      { organizationId: access.organization.id, scimClientId: client.id },
      "grace@example.com",
    );
    const simulation = await begin(client, "client");
    const made = await addUser(simulation.target, "ada.lovelace@example.com", "created");
    await endSimulation(access, simulation, { done: 2, failed: 0, created: { users: [made, found], groups: [] } });

    const listed = await listSimulatedResources(access, client);
    expect(listed.people.map(({ id }) => id)).toEqual([made]);
    expect(await listSimulatedResources(access, await addClient())).toEqual({ people: [], groups: [] });
    await removeSimulatedResources(access, client);
    const left = await database.prisma.user.findMany({ where: { id: { in: [made, found] } } });
    expect(left.map(({ id }) => id)).toEqual([found]);
    const change = await database.prisma.resourceChange.findFirst({ where: { resourceId: made, kind: "deleted" } });
    expect(change).toMatchObject({ actorKind: "person", actorId: access.actor.id });
    expect(await listSimulatedResources(access, client)).toEqual({ people: [], groups: [] });
  });

  test("it does not begin where every request would be refused", async () => {
    const elsewhere = await addClient({ allowedAddresses: ["203.0.113.0/24"] });
    const input = { sequence: "okta", place: "client" } as const;
    expect(await beginSimulation(access, elsewhere, input)).toMatchObject({
      ok: false,
      message: expect.stringContaining("certain addresses"),
    });
    const client = await addClient();
    const { subdomain } = access.organization;
    const paused = await setScimClientState(database, access.actor, subdomain, client.name, "paused");
    if (!paused.ok) throw new Error(paused.message);
    const answer = await beginSimulation(access, paused.value.client, input);
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining("Resume it first") });
    const strict = { ...access, organization: { ...access.organization, allowedEmailDomains: ["acme.example"] } };
    expect(await beginSimulation(strict, client, input)).toMatchObject({ ok: false });
    expect(await beginSimulation(strict, client, { ...input, place: "sandbox" })).toMatchObject({ ok: true });
  });
});

/** Somebody who is there. @param kind "created": with the record of a creation by the client */
async function addUser(
  target: { organizationId: string; scimClientId: string },
  userName: string,
  kind?: "created",
): Promise<string> {
  const id = crypto.randomUUID();
  await database.prisma.user.create({
    data: {
      id,
      organizationId: target.organizationId,
      userName,
      userNameFolded: userName,
      active: true,
      role: "member",
      fullName: userName,
      fullNameFolded: userName,
      attributes: {},
      search: {},
      lastModified: new Date(),
    },
  });
  if (kind !== undefined) {
    await database.prisma.resourceChange.create({
      data: {
        id: crypto.randomUUID(),
        organizationId: target.organizationId,
        resourceType: "User",
        resourceId: id,
        kind,
        actorKind: "scimClient",
        actorId: target.scimClientId,
      },
    });
  }
  return id;
}
