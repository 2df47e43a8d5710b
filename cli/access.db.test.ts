import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLineFixture, createCommandLineFixture } from "./testing/command-line-fixture";

let cli: CommandLineFixture;
const everyScope = ["users:read", "users:write", "users:delete", "groups:read", "groups:write"];

beforeAll(async () => {
  cli = await createCommandLineFixture();
  await cli.runJson(["org", "create", "--subdomain", "acme", "--name", "Acme Inc"]);
});
afterAll(() => cli.drop());

async function readEvents(action: string, subject: string) {
  const events = await cli.database.prisma.auditEvent.findMany({ where: { action, subject }, orderBy: { id: "asc" } });
  return events.map(({ details }) => details);
}

describe("what a SCIM client may do, and from where", () => {
  test("is everything from everywhere, unless add says otherwise", async () => {
    await cli.runJson(["scim-client", "add", "open", "-r", "acme"]);
    expect(await cli.runJson(["scim-client", "show", "open", "-r", "acme"])).toMatchObject({
      scopes: everyScope,
      allowedAddresses: [],
      tokens: [{ scopes: ["scim"] }],
    });
    const narrow = ["scim-client", "add", "narrow", "-r", "acme", "--scope", "users:write", "--scope", "users:read"];
    await cli.runJson([...narrow, "--allow-address", "203.0.113.7/24", "--allow-address", "2001:db8::1"]);
    expect(await cli.runJson(["scim-client", "show", "narrow", "-r", "acme"])).toMatchObject({
      scopes: ["users:read", "users:write"],
      allowedAddresses: ["203.0.113.0/24", "2001:db8::1"],
    });
    const { stdout } = await cli.run(["scim-client", "show", "narrow", "-r", "acme"]);
    expect(stdout).toMatch(/scopes +users:read, users:write\n/);
    expect(stdout).toMatch(/addresses +203\.0\.113\.0\/24, 2001:db8::1\n/);
  });

  test("set replaces them, tells what changes, and writes it into the audit", async () => {
    await cli.runJson(["scim-client", "add", "changed", "-r", "acme"]);
    const set = ["scim-client", "set", "changed", "-r", "acme"];
    expect(await cli.runJson([...set, "--scope", "groups:read", "--allow-address", "198.51.100.1"])).toMatchObject({
      scopes: ["groups:read"],
      allowedAddresses: ["198.51.100.1"],
      changes: [
        { setting: "scopes", before: everyScope.join(", "), after: "groups:read" },
        { setting: "allowed addresses", before: "any", after: "198.51.100.1" },
      ],
    });
    // What is not named stays.
    expect(await cli.runJson([...set, "--option", "defaultRole=guest"])).toMatchObject({
      scopes: ["groups:read"],
      allowedAddresses: ["198.51.100.1"],
    });
    expect(await cli.runJson([...set, "--allow-any-address", "--scope", "scim"])).toMatchObject({
      scopes: everyScope,
      allowedAddresses: [],
    });
    expect(await readEvents("scimClient.changed", "changed")).toMatchObject([
      {
        before: { scopes: everyScope, allowedAddresses: [] },
        after: { scopes: ["groups:read"], allowedAddresses: ["198.51.100.1"] },
      },
      {},
      { before: { scopes: ["groups:read"] }, after: { scopes: everyScope, allowedAddresses: [] } },
    ]);
  });

  test.each([
    [["--scope", "users:destroy"], 1, 'There is no scope "users:destroy".'],
    [["--allow-address", "10.0.0.0/33"], 1, '"10.0.0.0/33" is neither an address nor a network.'],
    [["--allow-address", "10.0.0.1", "--allow-any-address"], 2, "contradict each other"],
  ])("%j is refused and nothing changes", async (options, exitCode, message) => {
    const before = await cli.runJson(["scim-client", "show", "open", "-r", "acme"]);
    const outcome = await cli.run(["scim-client", "set", "open", "-r", "acme", ...options]);
    expect(outcome).toMatchObject({ exitCode, stderr: expect.stringContaining(message) });
    expect(await cli.runJson(["scim-client", "show", "open", "-r", "acme"])).toEqual(before);
    const added = await cli.run(["scim-client", "add", "never", "-r", "acme", ...options]);
    expect(added).toMatchObject({ exitCode, stderr: expect.stringContaining(message) });
  });
});

describe("what an access token may do", () => {
  test("is all that its client may, unless issue says otherwise; list shows it", async () => {
    await cli.runJson(["scim-client", "add", "tokens", "-r", "acme"]);
    const issue = ["token", "issue", "tokens", "-r", "acme", "--scope", "users:read", "--scope", "groups:read"];
    expect(await cli.runJson(issue)).toMatchObject({ scopes: ["users:read", "groups:read"] });
    expect(await cli.runJson(["token", "list", "tokens", "-r", "acme"])).toMatchObject([
      { scopes: ["scim"] },
      { scopes: ["users:read", "groups:read"] },
    ]);
    const { stdout } = await cli.run(["token", "list", "tokens", "-r", "acme"]);
    expect(stdout).toContain("users:read groups:read");
    expect(await readEvents("accessToken.issued", "tokens")).toMatchObject([
      { scopes: ["scim"] },
      { scopes: ["users:read", "groups:read"] },
    ]);
  });

  test("is never more than its client may", async () => {
    await cli.runJson(["scim-client", "add", "reader", "-r", "acme", "--scope", "users:read"]);
    const outcome = await cli.run(["token", "issue", "reader", "-r", "acme", "--scope", "users:delete"]);
    expect(outcome).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('The SCIM client "reader" does not have the scope users:delete itself'),
    });
    expect(await cli.runJson(["token", "list", "reader", "-r", "acme"])).toHaveLength(1);
  });

  test("stays the same when the token is rotated, and the old one ends by itself", async () => {
    await cli.runJson(["scim-client", "add", "rotated", "-r", "acme"]);
    const [first] = await cli.database.prisma.accessToken.findMany({ where: { scimClient: { name: "rotated" } } });
    await cli.runJson(["token", "issue", "rotated", "-r", "acme", "--scope", "users:read"]);
    await cli.runJson(["token", "revoke", "rotated", "-r", "acme", "--id", first?.id ?? ""]);
    const rotate = ["token", "rotate", "rotated", "-r", "acme", "--expire-old-in-hours", "24"];
    expect(await cli.runJson([...rotate, "--expires-in-days", "90"])).toMatchObject({
      scopes: ["users:read"],
      expiresAt: expect.any(String),
      older: [{ expiresAt: expect.any(String) }],
    });
    expect(await cli.runJson(["token", "list", "rotated", "-r", "acme"])).toMatchObject([
      { state: "revoked" },
      { state: "live", scopes: ["users:read"] },
      { state: "live", scopes: ["users:read"] },
    ]);
  });

  test("token list tells when, from where and by what each was last used", async () => {
    await cli.runJson(["scim-client", "add", "used", "-r", "acme"]);
    const lastUsed = { lastUsedAt: new Date(0), lastUsedIp: "203.0.113.7", lastUsedAgent: "Okta SCIM Client 1.0.0" };
    await cli.database.prisma.accessToken.updateMany({ where: { scimClient: { name: "used" } }, data: lastUsed });
    expect(await cli.runJson(["token", "list", "used", "-r", "acme"])).toMatchObject([
      { ...lastUsed, lastUsedAt: "1970-01-01T00:00:00.000Z" },
    ]);
    const { stdout } = await cli.run(["token", "list", "used", "-r", "acme"]);
    expect(stdout).toContain("1970-01-01 00:00:00 UTC from 203.0.113.7 by Okta SCIM Client 1.0.0");
  });
});
