import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { issueAccessToken, listAccessTokens, revokeAccessToken, rotateAccessToken } from "./access-tokens";
import { changeOrganization } from "./organization-settings";
import { createOrganization } from "./organizations";
import { createOwner } from "./owners";
import { accept, actInTransaction, refuse } from "./result";
import { addScimClient, changeScimClient, removeScimClient } from "./scim-clients";
import { addStream } from "./streams";

let testDatabase: TestDatabase;
let database: Database;
const operator = { kind: "operator" } as const;
const none = new Map<string, string>();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  await createOrganization(database, operator, { subdomain: "acme", name: "Acme" });
  await createOrganization(database, operator, { subdomain: "beta", name: "Beta" });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function listActions(subject: string): Promise<readonly string[]> {
  const events = await database.prisma.auditEvent.findMany({ where: { subject }, orderBy: { id: "asc" } });
  return events.map((event) => event.action);
}

describe("an act and its audit event", () => {
  test("stay or go together", async () => {
    const failing = actInTransaction(database, async (db) => {
      await db.organization.create({
        data: { id: "00000000-0000-7000-8000-000000000001", subdomain: "gone", name: "Gone" },
      });
      throw new Error("the disk is full");
    });
    await expect(failing).rejects.toThrow("the disk is full");
    const refused = await actInTransaction(database, async (db) => {
      await db.organization.create({
        data: { id: "00000000-0000-7000-8000-000000000001", subdomain: "gone", name: "Gone" },
      });
      return refuse("no");
    });
    expect(refused).toEqual({ ok: false, message: "no" });
    expect(await database.prisma.organization.count({ where: { subdomain: "gone" } })).toBe(0);
    expect(await actInTransaction(database, async () => accept(1))).toEqual({ ok: true, value: 1 });
  });

  test("the act is undone when its audit event cannot be written", async () => {
    await database.pool.query("ALTER TABLE audit_events ADD CONSTRAINT no_flop CHECK (subject <> 'flop')");
    const input = { name: "flop", options: none };
    await expect(addScimClient(database, operator, "acme", input)).rejects.toThrow();
    await expect(addStream(database, operator, "acme", { name: "flop", isDefault: false })).rejects.toThrow();
    await expect(createOrganization(database, operator, { subdomain: "flop", name: "flop" })).rejects.toThrow();
    expect(await database.prisma.scimClient.count({ where: { name: "flop" } })).toBe(0);
    expect(await database.prisma.stream.count({ where: { name: "flop" } })).toBe(0);
    expect(await database.prisma.organization.count({ where: { name: "flop" } })).toBe(0);
    expect(await database.prisma.accessToken.count()).toBe(0);
  });

  test("an act that changes nothing leaves no event", async () => {
    await addScimClient(database, operator, "acme", { name: "quiet", options: none });
    await changeScimClient(database, operator, "acme", "quiet", { options: new Map([["defaultRole", "guest"]]) });
    await changeScimClient(database, operator, "acme", "quiet", { options: new Map([["defaultRole", "guest"]]) });
    expect(await listActions("quiet")).toEqual(["scimClient.created", "accessToken.issued", "scimClient.changed"]);
    await changeOrganization(database, operator, "beta", new Map([["name", "Beta"]]));
    expect(await listActions("Beta")).toEqual(["organization.created"]);
  });
});

describe("a strict SCIM client", () => {
  const change = (...options: readonly [string, string][]) =>
    changeScimClient(database, operator, "acme", "exact", { options: new Map(options) });

  test("refuses what is contrary to it, whichever of the two is set first", async () => {
    await addScimClient(database, operator, "acme", { name: "exact", options: new Map([["onDelete", "deactivate"]]) });
    expect(await change(["strict", "true"])).toEqual({
      ok: false,
      field: "options",
      message:
        "A strict SCIM client always has onDelete=delete, so that it cannot have onDelete=deactivate. Set onDelete=delete, or strict=false, in the same command.",
    });
    expect(await change(["strict", "true"], ["onDelete", "delete"])).toMatchObject({
      ok: true,
      value: { optionChanges: [{ option: "onDelete" }, { option: "unknownAttributes" }, { option: "strict" }] },
    });
    for (const [option, value] of [
      ["onDelete", "deactivate"],
      ["onDelete", "refuse"],
      ["replaceOmitted", "keep"],
      ["unknownAttributes", "keep"],
      ["unknownAttributes", "ignore"],
    ] as const) {
      const refused = await change([option, value]);
      expect(refused).toMatchObject({ ok: false, message: expect.stringContaining(`cannot have ${option}=${value}`) });
    }
    expect(await change(["onDelete", "refuse"], ["strict", "false"])).toMatchObject({
      ok: true,
      value: { client: { overrides: { onDelete: "refuse", strict: false } } },
    });
  });

  test("may have a preset that says otherwise, but no option; a preset set again forgets the options", async () => {
    const contrary = new Map([["onDelete", "deactivate"]]);
    const add = (preset: string, options: ReadonlyMap<string, string>) =>
      addScimClient(database, operator, "acme", { name: "exact two", preset, options });
    expect(await add("strict", contrary)).toMatchObject({ ok: false, field: "options" });
    expect(await add("entra", new Map([["strict", "true"]]))).toMatchObject({ ok: true });
    const again = (preset: string) =>
      changeScimClient(database, operator, "acme", "exact two", { preset, options: none });
    expect(await again("entra")).toMatchObject({
      ok: true,
      value: {
        optionChanges: [
          { option: "unknownAttributes", before: "reject", after: "keep" },
          { option: "strict", before: true, after: false },
        ],
      },
    });
    expect(await again("strict")).toMatchObject({
      ok: true,
      value: { optionChanges: [{ option: "unknownAttributes" }, { option: "strict", after: true }] },
    });
  });
});

describe("names are unique within an organization, without regard to case", () => {
  test("SCIM clients", async () => {
    const input = { name: "Straße", options: none };
    expect(await addScimClient(database, operator, "acme", input)).toMatchObject({ ok: true });
    expect(await addScimClient(database, operator, "acme", { ...input, name: "STRAßE" })).toMatchObject({
      ok: false,
      field: "name",
      message: expect.stringContaining("already"),
    });
    expect(await addScimClient(database, operator, "beta", input)).toMatchObject({ ok: true });
    expect(
      await changeScimClient(database, operator, "acme", "quiet", { name: "straße", options: none }),
    ).toMatchObject({ ok: false, field: "name" });
    expect(await changeScimClient(database, operator, "acme", "QUIET", { name: "Quiet", options: none })).toMatchObject(
      { ok: true, value: { client: { name: "Quiet" } } },
    );
  });

  test("organizations and streams, also when made in parallel", async () => {
    const organizations = await Promise.all(
      [1, 2, 3].map(() => createOrganization(database, operator, { subdomain: "race", name: "Race" })),
    );
    expect(organizations.filter((result) => result.ok)).toHaveLength(1);
    const streams = await Promise.all(
      ["General", "general", "GENERAL"].map((name) => addStream(database, operator, "race", { name, isDefault: true })),
    );
    expect(streams.filter((result) => result.ok)).toHaveLength(1);
  });
});

describe("access tokens", () => {
  test("at most two are live, also when issued in parallel", async () => {
    await addScimClient(database, operator, "acme", { name: "tokens", options: none });
    const results = await Promise.all(
      [1, 2, 3, 4].map(() => issueAccessToken(database, operator, "acme", "tokens", {})),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const listed = await listAccessTokens(database, "acme", "tokens");
    const lastFours = listed.ok ? listed.value.tokens.map((token) => token.lastFour) : [];
    expect(lastFours).toHaveLength(2);
    const refusal = results.find((result) => !result.ok);
    expect(refusal).toMatchObject({
      message: expect.stringContaining(`two live tokens already, …${lastFours[0]} and …${lastFours[1]}.`),
    });
  });

  test("an expired or revoked token makes room for another", async () => {
    await addScimClient(database, operator, "acme", { name: "rooms", options: none });
    const second = await rotateAccessToken(database, operator, "acme", "rooms", { expireOlderInHours: 1 });
    expect(second).toMatchObject({ ok: true, value: { older: [{ expiresAt: expect.any(Date) }] } });
    if (!second.ok) return;
    const [older] = second.value.older;
    await database.prisma.accessToken.update({ where: { id: older?.id ?? "" }, data: { expiresAt: new Date(0) } });
    const third = await issueAccessToken(database, operator, "acme", "rooms", { expiresInDays: 1 });
    expect(third).toMatchObject({ ok: true, value: { older: [{ id: second.value.issued.id }] } });
    const wanted = { lastFour: second.value.issued.lastFour };
    expect(await revokeAccessToken(database, operator, "acme", "rooms", wanted)).toMatchObject({
      ok: true,
      value: { liveLeft: 1 },
    });
    expect(await revokeAccessToken(database, operator, "acme", "rooms", wanted)).toMatchObject({
      ok: false,
      message: expect.stringContaining("is revoked already"),
    });
    expect(await revokeAccessToken(database, operator, "acme", "rooms", { id: older?.id ?? "" })).toMatchObject({
      ok: false,
      message: expect.stringContaining("has expired already"),
    });
    expect(await issueAccessToken(database, operator, "acme", "rooms", {})).toMatchObject({ ok: true });
  });

  test("another client's token is not revoked by its id", async () => {
    const beta = await issueAccessToken(database, operator, "beta", "Straße", {});
    const id = beta.ok ? beta.value.issued.id : "";
    expect(await revokeAccessToken(database, operator, "acme", "Straße", { id })).toMatchObject({ ok: false });
    expect(await database.prisma.accessToken.findUniqueOrThrow({ where: { id } })).toMatchObject({ revokedAt: null });
  });

  test("neither a token nor its hash is in the audit events", async () => {
    const issued = await addScimClient(database, operator, "acme", { name: "secretive", options: none });
    const token = issued.ok ? issued.value.token : "";
    expect(JSON.stringify(await database.prisma.auditEvent.findMany())).not.toContain(token);
    expect(await database.prisma.accessToken.count({ where: { lastFour: token.slice(-4) } })).toBe(1);
  });
});

test("removing a SCIM client keeps the people and ends its tokens", async () => {
  const organization = await database.prisma.organization.findUniqueOrThrow({ where: { subdomain: "acme" } });
  const added = await addScimClient(database, operator, "acme", { name: "leaving", options: none });
  const owner = await createOwner(database, operator, "acme", {
    email: "l@acme.example",
    name: "L",
    password: "correct horse battery",
  });
  if (!added.ok || !owner.ok) throw new Error("not made");
  await database.prisma.userExternalId.create({
    data: {
      organizationId: organization.id,
      scimClientId: added.value.client.id,
      userId: owner.value.owner.id,
      externalId: "x",
    },
  });
  expect(await removeScimClient(database, operator, "acme", "leaving")).toMatchObject({
    ok: true,
    value: { externalIds: { people: 1, groups: 0 } },
  });
  expect(await database.prisma.accessToken.count({ where: { scimClientId: added.value.client.id } })).toBe(0);
  expect(await database.prisma.user.count({ where: { id: owner.value.owner.id } })).toBe(1);
});

describe("owners", () => {
  const ada = { email: "ada@acme.example", name: "Ada", password: "correct horse battery" };

  test("one account owns several organizations, if the password is its own", async () => {
    expect(await createOwner(database, operator, "acme", ada)).toMatchObject({ ok: true });
    const wrong = { ...ada, email: "ADA@acme.example", password: "another password" };
    expect(await createOwner(database, operator, "beta", wrong)).toMatchObject({ ok: false, field: "password" });
    expect(await createOwner(database, operator, "beta", { ...ada, email: "ADA@acme.example" })).toMatchObject({
      ok: true,
    });
    const accounts = await database.prisma.account.findMany({
      where: { emailFolded: ada.email },
      include: { users: true },
    });
    expect(accounts).toMatchObject([{ users: [{ role: "owner" }, { role: "owner" }] }]);
  });

  test("a userName that is taken leaves no account behind", async () => {
    expect(await createOwner(database, operator, "acme", ada)).toMatchObject({ ok: false, field: "email" });
    await database.prisma.account.deleteMany({ where: { emailFolded: ada.email } });
    expect(await createOwner(database, operator, "acme", ada)).toMatchObject({ ok: false, field: "email" });
    expect(await database.prisma.account.count({ where: { emailFolded: ada.email } })).toBe(0);
  });
});
