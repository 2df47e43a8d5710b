import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLineFixture, createCommandLineFixture } from "./testing/command-line-fixture";

let roster: CommandLineFixture;
const token = "remote-token-0123456789-abcd";

beforeAll(async () => {
  roster = await createCommandLineFixture();
  await roster.runJson(["org", "create", "--subdomain", "acme", "--name", "Acme Inc"]);
});

afterAll(() => roster.drop());

describe("target add, list and show", () => {
  test("make a target, whose token is shown nowhere", async () => {
    const added = await roster.runJson(
      ["target", "add", "wiki", "-r", "acme", "--url", "https://wiki.example/scim/v2/", "--token-stdin"].concat([
        "--option",
        "concurrency=2",
      ]),
      { stdin: `${token}\n` },
    );
    expect(added).toEqual({
      id: expect.any(String),
      name: "wiki",
      subdomain: "acme",
      url: "https://wiki.example/scim/v2",
      preset: "generic",
      state: "active",
    });
    const shown = await roster.runJson(["target", "show", "wiki", "-r", "acme"]);
    expect(shown).toMatchObject({
      mappings: [{ name: "10 Core" }, { name: "20 Contact" }, { name: "30 Enterprise" }, { resourceType: "Group" }],
      standing: "New",
      credential: { kind: "bearer", hint: "abcd" },
      overrides: { concurrency: 2 },
      options: { concurrency: 2, deprovision: "deactivate" },
      people: { linked: 0 },
    });
    expect(await roster.runJson(["target", "list", "-r", "acme"])).toMatchObject([{ name: "wiki", standing: "New" }]);
    const rows = await roster.database.pool.query("SELECT t::text AS row FROM targets t");
    for (const text of [JSON.stringify(shown), JSON.stringify(rows.rows)]) expect(text).not.toContain(token);
    const { rows: events } = await roster.database.pool.query("SELECT e::text AS row FROM audit_events e");
    expect(JSON.stringify(events)).toContain("target.created");
    expect(JSON.stringify(events)).not.toContain(token);
  });

  test("people read a table", async () => {
    const { stdout } = await roster.run(["target", "list", "-r", "acme"]);
    expect(stdout).toMatch(/NAME +PRESET +STATE/);
    expect((await roster.run(["target", "show", "wiki", "-r", "acme"])).stdout).toContain(
      "https://wiki.example/scim/v2",
    );
  });

  test.each([
    [["--token-stdin", "--basic-user", "ada", "--password-stdin"], 2, "Give one credential"],
    [[], 2, "Give the credential"],
    [["--basic-user", "ada"], 2, "--basic-user and --password-stdin together"],
    [["--token-stdin", "--option", "concurency=2"], 1, "Did you mean concurrency?"],
    [["--token-stdin", "--preset", "slak"], 1, 'Did you mean "slack"?'],
    [["--token-stdin", "--scope-group", "Nobody"], 1, 'no group "Nobody"'],
    [["--token-stdin", "--scope-filter", 'usrName eq "a"'], 1, "userName"],
    [["--token-stdin", "--scope-role", "chief"], 1, "The roles are owner"],
  ])("refuses %j", async (extra, exitCode, message) => {
    const outcome = await roster.run(
      ["target", "add", "other", "-r", "acme", "--url", "https://other.example/scim/v2", ...extra],
      { stdin: token },
    );
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
    expect(outcome.stderr).toContain(message);
  });

  test("a base URL that is an endpoint is refused with what is right", async () => {
    const { stderr } = await roster.run(
      ["target", "add", "x", "-r", "acme", "--url", "https://other.example/scim/v2/Users", "--token-stdin"],
      { stdin: token },
    );
    expect(stderr).toContain("https://other.example/scim/v2.");
  });
});
