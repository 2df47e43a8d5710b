import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { v7 as createUuid } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLineFixture, createCommandLineFixture } from "./testing/command-line-fixture";

let cli: CommandLineFixture;
const tokenPattern = /^roster_scim_[0-9A-Za-z]{49}$/;

beforeAll(async () => {
  cli = await createCommandLineFixture();
  await cli.runJson(["org", "create", "--subdomain", "acme", "--name", "Acme Inc"]);
  await cli.runJson(["org", "create", "--subdomain", "", "--name", "Root"]);
});
afterAll(() => cli.drop());

describe("the contract of --json", () => {
  test("org create, set and list", async () => {
    expect(await cli.runJson(["org", "create", "--subdomain", "beta", "--name", " Beta "])).toEqual({
      id: expect.any(String),
      subdomain: "beta",
      name: "Beta",
    });
    expect(
      await cli.runJson([
        "org",
        "set",
        "-r",
        "beta",
        "allowedEmailDomains=B.example, c.example",
        "allowEmailSubdomains=true",
      ]),
    ).toMatchObject({
      allowedEmailDomains: ["b.example", "c.example"],
      allowEmailSubdomains: true,
      changed: ["allowedEmailDomains", "allowEmailSubdomains"],
    });
    expect(await cli.runJson(["org", "set", "-r", "beta", "allowEmailSubdomains=true"])).toMatchObject({ changed: [] });
    expect(await cli.runJson(["org", "list"])).toMatchObject([
      { subdomain: "" },
      { subdomain: "acme" },
      { subdomain: "beta" },
    ]);
  });

  test("owner create makes a person with the role owner, who is subscribed to the default streams", async () => {
    await cli.runJson(["stream", "add", "general", "-r", "acme", "--default"]);
    await cli.runJson(["stream", "add", "random", "-r", "acme"]);
    const command = ["owner", "create", "-r", "acme", "--email", "Ada@acme.example", "--name", "Ada Lovelace"];
    expect(await cli.runJson([...command, "--password-stdin"], { stdin: "correct horse battery\n" })).toMatchObject({
      userName: "Ada@acme.example",
      role: "owner",
      subdomain: "acme",
    });
    expect(await cli.runJson(["user", "show", "ada@ACME.example", "-r", "acme"])).toEqual({
      id: expect.any(String),
      userName: "Ada@acme.example",
      role: "owner",
      active: true,
      groups: [],
      streams: ["general"],
      externalIds: [],
    });
    expect(await cli.runJson(["stream", "list", "-r", "acme"])).toMatchObject([
      { name: "general", default: true, subscribers: 1 },
      { name: "random", default: false, subscribers: 0 },
    ]);
  });

  test("scim-client add gives exactly id, name, subdomain, baseUrl and token", async () => {
    expect(await cli.runJson(["scim-client", "add", "okta", "-r", "", "--preset", "okta"])).toEqual({
      id: expect.any(String),
      name: "okta",
      subdomain: "",
      baseUrl: "http://localhost:3000/scim/v2",
      token: expect.stringMatching(tokenPattern),
    });
    expect(await cli.runJson(["scim-client", "show", "OKTA", "-r", ""])).toMatchObject({
      name: "okta",
      preset: "okta",
      state: "active",
      options: { nameFormattedIncluded: false, onDelete: "delete" },
      overrides: {},
      tokens: [{ state: "live" }],
    });
  });

  test("scim-client set tells what changes, and a preset re-applies its defaults", async () => {
    await cli.runJson(["scim-client", "add", "entra", "-r", "acme", "--option", "onDelete=deactivate"]);
    expect(
      await cli.runJson([
        "scim-client",
        "set",
        "entra",
        "-r",
        "acme",
        "--preset",
        "zulip",
        "--option",
        "defaultRole=guest",
      ]),
    ).toMatchObject({
      preset: "zulip",
      options: { onDelete: "refuse", defaultRole: "guest" },
      changes: [
        { setting: "preset", before: "generic", after: "zulip" },
        { setting: "defaultRole", before: "member", after: "guest" },
        { setting: "onDelete", before: "deactivate", after: "refuse" },
        { setting: "replaceOmitted", before: "clear", after: "keep" },
        { setting: "requireEmail", before: false, after: true },
      ],
    });
    expect(await cli.runJson(["scim-client", "pause", "entra", "-r", "acme"])).toMatchObject({
      state: "paused",
      changed: true,
    });
    expect(await cli.runJson(["scim-client", "pause", "entra", "-r", "acme"])).toMatchObject({ changed: false });
    expect(await cli.runJson(["scim-client", "resume", "entra", "-r", "acme"])).toMatchObject({ state: "active" });
    expect(await cli.runJson(["scim-client", "list", "-r", "acme"])).toMatchObject([
      { name: "entra", preset: "zulip" },
    ]);
  });

  test("token issue, rotate, list and revoke", async () => {
    await cli.runJson(["scim-client", "add", "jump", "-r", "acme"]);
    const rotated = await cli.runJson(["token", "rotate", "jump", "-r", "acme", "--expire-old-in-hours", "48"]);
    expect(rotated).toMatchObject({
      token: expect.stringMatching(tokenPattern),
      older: [{ expiresAt: expect.any(String) }],
    });
    const third = await cli.run(["token", "issue", "jump", "-r", "acme", "--json"]);
    expect(third.exitCode).toBe(1);
    const tokens = await cli.runJson(["token", "list", "jump", "-r", "acme"]);
    expect(tokens).toMatchObject([{ state: "live" }, { state: "live" }]);
    const lastFours = JSON.stringify(tokens).matchAll(/"lastFour":"(....)"/g);
    for (const [, lastFour] of lastFours) {
      expect(JSON.parse(third.stdout)).toEqual({ error: expect.stringContaining(`…${lastFour}`) });
      expect(await cli.runJson(["token", "revoke", "jump", "-r", "acme", "--last-four", lastFour ?? ""])).toMatchObject(
        { lastFour },
      );
    }
    expect(await cli.runJson(["token", "list", "jump", "-r", "acme"])).toMatchObject([
      { state: "revoked" },
      { state: "revoked" },
    ]);
  });

  test("log tail and export", async () => {
    const organization = await cli.database.prisma.organization.findUniqueOrThrow({ where: { subdomain: "beta" } });
    for (let count = 0; count < 3; count += 1) {
      await cli.database.prisma.requestLog.create({
        data: {
          id: createUuid(),
          organizationId: organization.id,
          at: new Date(),
          durationMs: 1.5,
          method: "GET",
          path: `/Users?n=${count}\u001b[31m`,
          status: 200,
        },
      });
    }
    expect(await cli.runJson(["log", "tail", "-r", "beta", "-n", "2"])).toMatchObject([
      { path: expect.stringContaining("n=1") },
      { path: expect.stringContaining("n=2"), status: 200 },
    ]);
    expect(await cli.runJson(["log", "export", "-r", "beta"])).toHaveLength(3);
    expect(await cli.runJson(["log", "export", "-r", "acme"])).toEqual([]);
    const { stdout } = await cli.run(["log", "export", "-r", "beta"]);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toHaveLength(3);
    const tail = await cli.run(["log", "tail", "-r", "beta", "--follow"]);
    expect(tail.stdout.match(/GET \/Users\?n=\d\\x1b\[31m/g)).toHaveLength(3);
  });

  test("import-scim-config reads a file relative to the caller's folder", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "roster-cli-"));
    const file = path.join(folder, "settings.py");
    await writeFile(
      file,
      `SCIM_CONFIG = {"zulip": {"bearer_token": "a-token-of-twenty-four-c", "scim_client_name": "z", "name_formatted_included": True}}`,
    );
    const command = ["import-scim-config", path.relative(tmpdir(), file)];
    expect(await cli.runJson(command)).toMatchObject({
      changed: true,
      organizations: [{ subdomain: "zulip", scimClient: { name: "z", preset: "zulip" } }],
    });
    const again = await cli.run(command);
    expect(again.stdout).toContain("nothing changed");
    expect(again.stdout + again.stderr).not.toContain("a-token-of-twenty-four-c");
    await rm(folder, { recursive: true });
  });
});

describe("exit codes and what is told", () => {
  test.each<{ name: string; typed: readonly string[]; exitCode: number; told: string }>([
    {
      name: "an unknown organization",
      typed: ["stream", "list", "-r", "acmee"],
      exitCode: 1,
      told: 'There is no organization "acmee". Did you mean "acme"?',
    },
    {
      name: "a subdomain that is taken",
      typed: ["org", "create", "--subdomain", "acme", "--name", "X"],
      exitCode: 1,
      told: 'belongs to the organization "Acme Inc"',
    },
    {
      name: "a subdomain that cannot be",
      typed: ["org", "create", "--subdomain", "Acme_Inc", "--name", "X"],
      exitCode: 1,
      told: "such as acme-inc",
    },
    {
      name: "an unknown preset",
      typed: ["scim-client", "add", "x", "-r", "acme", "--preset", "otka"],
      exitCode: 1,
      told: 'Did you mean "okta"?',
    },
    {
      name: "an unknown option of a client",
      typed: ["scim-client", "add", "x", "-r", "acme", "--option", "a=b"],
      exitCode: 1,
      told: "The options are nameFormattedIncluded",
    },
    {
      name: "a value that an option does not have",
      typed: ["scim-client", "add", "x", "-r", "acme", "--option", "onDelete=maybe"],
      exitCode: 1,
      told: "Its values are delete, deactivate, refuse.",
    },
    {
      name: "an unknown setting",
      typed: ["org", "set", "-r", "acme", "nmae=X"],
      exitCode: 1,
      told: 'Did you mean "name"?',
    },
    {
      name: "an unknown person",
      typed: ["user", "show", "nobody", "-r", "acme"],
      exitCode: 1,
      told: 'has the userName "nobody"',
    },
    {
      name: "a short password",
      typed: ["owner", "create", "-r", "acme", "--email", "b@acme.example", "--name", "B", "--password-stdin"],
      exitCode: 1,
      told: "at least 12 characters",
    },
    {
      name: "a missing file",
      typed: ["import-scim-config", "no-such-file"],
      exitCode: 1,
      told: "no-such-file cannot be read",
    },
    { name: "an unknown command", typed: ["org", "crate"], exitCode: 2, told: "Did you mean create?" },
    { name: "an unknown flag", typed: ["org", "list", "--jsn"], exitCode: 2, told: "unknown option '--jsn'" },
    {
      name: "a missing flag",
      typed: ["org", "create", "--name", "X"],
      exitCode: 2,
      told: "--subdomain <subdomain>' not specified",
    },
    { name: "a missing argument", typed: ["org", "set", "-r", "acme"], exitCode: 2, told: "missing required argument" },
    { name: "an argument too many", typed: ["org", "list", "acme"], exitCode: 2, told: "too many arguments" },
    {
      name: "an option that is no key=value",
      typed: ["scim-client", "add", "x", "-r", "acme", "--option", "strict"],
      exitCode: 2,
      told: "key=value",
    },
    {
      name: "a setting that is no key=value",
      typed: ["org", "set", "-r", "acme", "name"],
      exitCode: 2,
      told: "key=value",
    },
    {
      name: "a number that is none",
      typed: ["token", "issue", "x", "-r", "acme", "--expires-in-days", "0"],
      exitCode: 2,
      told: "a whole number from 1 to 3650",
    },
    {
      name: "nothing to set",
      typed: ["scim-client", "set", "x", "-r", "acme"],
      exitCode: 2,
      told: "Say what to change",
    },
    {
      name: "a token that is not named",
      typed: ["token", "revoke", "x", "-r", "acme"],
      exitCode: 2,
      told: "--last-four or by --id",
    },
    {
      name: "--follow with --json",
      typed: ["log", "tail", "-r", "acme", "--follow"],
      exitCode: 2,
      told: "use one of them",
    },
    { name: "no command", typed: [], exitCode: 2, told: "Usage: npm run roster --" },
  ])("$name", async ({ typed, exitCode, told }) => {
    const outcome = await cli.run([...typed, "--json"], { stdin: "short" });
    expect(outcome.stderr).toContain(told);
    expect(outcome.exitCode).toBe(exitCode);
    expect(JSON.parse(outcome.stdout)).toEqual({ error: expect.any(String) });
  });

  test("removing a SCIM client needs --yes, or its name typed on a terminal", async () => {
    await cli.runJson(["scim-client", "add", "gone", "-r", "acme"]);
    const remove = ["scim-client", "remove", "gone", "-r", "acme"];
    expect(await cli.run(remove)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("add --yes") });
    expect(await cli.run(remove, { isTerminal: true, stdin: "no\n" })).toMatchObject({ exitCode: 1 });
    expect(await cli.run(remove, { isTerminal: true, stdin: "gone\n" })).toMatchObject({ exitCode: 0 });
    await cli.runJson(["scim-client", "add", "gone", "-r", "acme"]);
    expect(await cli.runJson([...remove, "--yes"])).toMatchObject({
      removed: true,
      externalIds: { people: 0, groups: 0 },
    });
    expect(await cli.run([...remove, "--yes"])).toMatchObject({ exitCode: 1 });
  });

  test.each([
    [["--help"], "org create --subdomain acme"],
    [["org", "--help"], "Make an organization."],
    [["org", "create", "--help"], "Example:"],
    [["scim-client", "add", "--help"], "People for whom no role is sent become guests."],
    [["token", "rotate", "--help"], "--expire-old-in-hours"],
  ])("%j helps on standard output with exit code 0", async (typed, told) => {
    const outcome = await cli.run(typed);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(outcome.stdout).toContain(told);
  });

  test("without --json a table for people", async () => {
    const { stdout, exitCode } = await cli.run(["org", "list"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^SUBDOMAIN +NAME +EMAIL DOMAINS\n"" \(root domain\) +Root +every domain\nacme +Acme Inc/);
  });
});
