import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { hashToken } from "@/lib/secrets";
import { issueAccessToken, revokeAccessToken } from "./access-tokens";
import { importScimConfig } from "./import-scim-config";
import { addScimClient, changeScimClient } from "./scim-clients";

let testDatabase: TestDatabase;
let database: Database;
const operator = { kind: "operator" } as const;
const rootToken = "root-token-that-is-long-enough";
const acmeToken = "acme-token-that-is-long-enough";

const settings = `
import os
SCIM_CONFIG: dict[str, SCIMConfigDict] = {
    "": {
        "bearer_token": "${rootToken}",
        "scim_client_name": "root-idp",
        "name_formatted_included": False,
    },
    # The customer's
    "acme": {
        "bearer_token": "${acmeToken}",
        "scim_client_name": "acme-idp",
        "name_formatted_included": True,
        "create_guests_without_streams": True,
        "custom_profile_field_map": {"title": "job_title", "phone": "phone_number"},
        "frobnicate": 1,
    },
}
`;

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

async function countRows(): Promise<readonly number[]> {
  const { organization, scimClient, accessToken, auditEvent } = database.prisma;
  return [await organization.count(), await scimClient.count(), await accessToken.count(), await auditEvent.count()];
}

test("organizations, clients and tokens come over; what does not is named", async () => {
  expect(await importScimConfig(database, operator, settings)).toMatchObject({
    ok: true,
    value: [
      {
        organization: { subdomain: "", name: "Root" },
        client: {
          name: "root-idp",
          preset: "zulip",
          overrides: { nameFormattedIncluded: false, createGuestsWithoutStreams: false },
        },
        notCarriedOver: [],
      },
      {
        organization: { subdomain: "acme", name: "acme" },
        client: {
          name: "acme-idp",
          preset: "zulip",
          overrides: { nameFormattedIncluded: true, createGuestsWithoutStreams: true },
        },
        notCarriedOver: [
          "custom_profile_field_map (title to job_title, phone to phone_number): Roster has no custom profile fields.",
          "frobnicate: Roster knows no such setting.",
        ],
      },
    ],
  });
  const stored = await database.prisma.accessToken.findUniqueOrThrow({
    where: { hash: new Uint8Array(hashToken(acmeToken)) },
    include: { scimClient: { include: { organization: true } } },
  });
  expect(stored).toMatchObject({
    lastFour: "ough",
    expiresAt: null,
    revokedAt: null,
    scimClient: { name: "acme-idp", organization: { subdomain: "acme" } },
  });
  expect(JSON.stringify(await database.prisma.auditEvent.findMany())).not.toContain(acmeToken);
});

test("a second run changes nothing and says so", async () => {
  await importScimConfig(database, operator, settings);
  const before = await countRows();
  const again = await importScimConfig(database, operator, settings);
  expect(again).toMatchObject({ ok: true, value: [{ changes: [] }, { changes: [] }] });
  expect(await countRows()).toEqual(before);
});

test("two runs at once import once", async () => {
  const results = await Promise.all([1, 2, 3].map(() => importScimConfig(database, operator, settings)));
  const didSomething = results.filter((result) => result.ok && result.value.some(({ changes }) => changes.length > 0));
  expect(results.every((result) => result.ok)).toBe(true);
  expect(didSomething).toHaveLength(1);
  expect(await countRows()).toMatchObject([2, 2, 2, expect.any(Number)]);
});

test("what was changed since is set as the file says, and told", async () => {
  await importScimConfig(database, operator, settings);
  await changeScimClient(database, operator, "acme", "acme-idp", {
    options: new Map([
      ["defaultRole", "guest"],
      ["nameFormattedIncluded", "false"],
    ]),
  });
  const again = await importScimConfig(database, operator, settings);
  expect(again).toMatchObject({
    ok: true,
    value: [{ changes: [] }, { client: { preset: "zulip", overrides: { defaultRole: "guest" } } }],
  });
  expect(again.ok && again.value[1]?.changes).toContain(
    'Set nameFormattedIncluded of the SCIM client "acme-idp" to true; it was false.',
  );
});

test("a client of the same name with another preset is left alone, and the import says what to do", async () => {
  await importScimConfig(database, operator, settings);
  await changeScimClient(database, operator, "acme", "acme-idp", { preset: "okta", options: new Map() });
  const again = await importScimConfig(database, operator, settings);
  expect(again).toMatchObject({ ok: false, message: expect.stringMatching(/preset okta already.*--name NEW/) });
  const { preset } = await database.prisma.scimClient.findFirstOrThrow({ where: { name: "acme-idp" } });
  expect(preset).toBe("okta");
});

test("a short token is not given away and advice is given", async () => {
  const imported = await importScimConfig(
    database,
    operator,
    `SCIM_CONFIG = {"zulip": {"bearer_token": "tok", "scim_client_name": "x", "name_formatted_included": True}}`,
  );
  expect(imported).toMatchObject({
    ok: true,
    value: [{ advice: ["The token has only 3 characters: rotate it soon."] }],
  });
  expect(JSON.stringify(imported)).not.toContain('tok"');
  expect(await database.prisma.accessToken.findMany({ select: { lastFour: true } })).toEqual([{ lastFour: "" }]);
});

test("spaces around a token are no part of it, as in a header, and advice is given", async () => {
  const token = "a-token-that-is-long-enough";
  const text = (written: string) =>
    `SCIM_CONFIG = {"zulip": {"bearer_token": "${written}", "scim_client_name": "x", "name_formatted_included": True}}`;
  expect(await importScimConfig(database, operator, text(` ${token}\\n`))).toMatchObject({
    ok: true,
    value: [{ advice: [expect.stringContaining("spaces or line breaks around it")] }],
  });
  const where = { hash: new Uint8Array(hashToken(token)) };
  expect(await database.prisma.accessToken.count({ where })).toBe(1);
  expect(await importScimConfig(database, operator, text(token))).toMatchObject({ ok: true, value: [{ changes: [] }] });
});

describe("nothing at all is imported", () => {
  const good = `"good": {"bearer_token": "g", "scim_client_name": "x", "name_formatted_included": True}`;
  test.each<[string, string, string]>([
    [
      "a syntax error",
      `SCIM_CONFIG = {${good},\n "b": {"bearer_token" "t"}}`,
      'Line 2, column 26: expected ":" after the key, but found "}".',
    ],
    [
      "missing keys",
      `SCIM_CONFIG = {${good},\n "b": {"bearer_token": "t"}}`,
      'Line 2, column 7: the configuration of "b" lacks scim_client_name, name_formatted_included.',
    ],
    [
      "a wrong kind",
      `SCIM_CONFIG = {${good},\n "b": {"bearer_token": 1, "scim_client_name": "x", "name_formatted_included": True}}`,
      "expected a string that is not blank for bearer_token, but found a number.",
    ],
    [
      "a blank token",
      `{${good}, "b": {"bearer_token": "", "scim_client_name": "x", "name_formatted_included": True}}`,
      "but found a blank string.",
    ],
    [
      "a token with a letter that no header carries",
      `{${good},\n "b": {"bearer_token": "sécret tok", "scim_client_name": "x", "name_formatted_included": True}}`,
      'Line 2, column 24: the bearer_token of "b" has a character that is not ASCII in it, and the Authorization header',
    ],
    [
      "a token with a line break",
      `{${good}, "b": {"bearer_token": "secret\\ntok", "scim_client_name": "x", "name_formatted_included": True}}`,
      'the bearer_token of "b" has a line break or another control character in it',
    ],
    [
      "a wrong boolean",
      `{${good}, "b": {"bearer_token": "t", "scim_client_name": "x", "name_formatted_included": "yes"}}`,
      "expected True or False for name_formatted_included, but found a string.",
    ],
    [
      "a wrong subdomain",
      `{${good}, "B_": {"bearer_token": "t", "scim_client_name": "x", "name_formatted_included": True}}`,
      '"B_" cannot be a subdomain.',
    ],
    [
      "a subdomain that is no text",
      `{${good}, 1: {}}`,
      "expected a string for each key of SCIM_CONFIG, but found a number.",
    ],
    [
      "a configuration that is no dict",
      `{${good}, "b": None}`,
      'expected a dict for the configuration of "b", but found None.',
    ],
    ["an empty dict", "SCIM_CONFIG = {}", "there is nothing to import"],
    [
      "a token shared by two",
      `{${good}, "b": {"bearer_token": "g", "scim_client_name": "x", "name_formatted_included": True}}`,
      'The organizations "good" and "b" have the same bearer_token.',
    ],
    [
      "a mistyped token of ours",
      `{${good}, "b": {"bearer_token": "roster_scim_x", "scim_client_name": "x", "name_formatted_included": True}}`,
      "begins like a token of Roster",
    ],
  ])("for %s", async (_, text, message) => {
    const result = await importScimConfig(database, operator, text);
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(message) });
    expect(await countRows()).toEqual([0, 0, 0, 0]);
  });

  test("for a token of another organization's client", async () => {
    await importScimConfig(database, operator, settings);
    const before = await countRows();
    const text = `{${good}, "b": {"bearer_token": "${acmeToken}", "scim_client_name": "x", "name_formatted_included": True}}`;
    expect(await importScimConfig(database, operator, text)).toMatchObject({
      ok: false,
      message: expect.stringContaining('belongs to the SCIM client "acme-idp" of the organization "acme"'),
    });
    expect(await countRows()).toEqual(before);
  });

  test("for a token that was revoked here", async () => {
    await importScimConfig(database, operator, settings);
    await revokeAccessToken(database, operator, "acme", "acme-idp", { lastFour: "ough" });
    expect(await importScimConfig(database, operator, settings)).toMatchObject({
      ok: false,
      message: expect.stringContaining("was revoked since"),
    });
  });

  test("for a third live token", async () => {
    await importScimConfig(database, operator, settings);
    await revokeAccessToken(database, operator, "acme", "acme-idp", { lastFour: "ough" });
    await issueAccessToken(database, operator, "acme", "acme-idp", {});
    await issueAccessToken(database, operator, "acme", "acme-idp", {});
    const changed = settings.replace(acmeToken, "a-new-token-of-the-customer");
    expect(await importScimConfig(database, operator, changed)).toMatchObject({
      ok: false,
      message: expect.stringContaining("two live tokens already"),
    });
  });
});

test("an organization that is here already keeps its other clients", async () => {
  await importScimConfig(database, operator, settings);
  await addScimClient(database, operator, "acme", { name: "okta", preset: "okta", options: new Map() });
  expect(await importScimConfig(database, operator, settings)).toMatchObject({ ok: true });
  expect(await database.prisma.scimClient.count()).toBe(3);
});
