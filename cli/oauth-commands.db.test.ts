import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLineFixture, createCommandLineFixture } from "./testing/command-line-fixture";

let cli: CommandLineFixture;
const of = ["entra", "-r", "acme"] as const;
const trust = {
  issuer: "https://login.microsoftonline.com/0f9d/v2.0",
  subject: "5f0c7b1e",
  audience: "api://b5ba7a93/.default",
};
const trustOptions = Object.entries(trust).flatMap(([name, value]) => [`--${name}`, value]);

beforeAll(async () => {
  cli = await createCommandLineFixture();
  await cli.runJson(["org", "create", "--subdomain", "acme", "--name", "Acme Inc"]);
  await cli.runJson(["scim-client", "add", ...of, "--preset", "entra"]);
});
afterAll(() => cli.drop());

function readMember(value: unknown, name: string): string {
  const member = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  if (typeof member !== "string") throw new Error(`There is no ${name}: ${JSON.stringify(value)}`);
  return member;
}

async function listActions(): Promise<readonly string[]> {
  const events = await cli.database.prisma.auditEvent.findMany({ orderBy: { id: "asc" } });
  return events.map((event) => event.action);
}

describe("client-secret", () => {
  test("issue prints the secret once, with all that an identity provider asks for", async () => {
    const issued = await cli.runJson(["client-secret", "issue", ...of]);
    const { id: clientId } = await cli.database.prisma.scimClient.findFirstOrThrow({ where: { name: "entra" } });
    expect(issued).toEqual({
      id: expect.any(String),
      scimClient: "entra",
      subdomain: "acme",
      baseUrl: "http://localhost:3000/scim/v2",
      tokenUrl: "http://localhost:3000/oauth/token",
      clientId,
      clientSecret: expect.stringMatching(/^roster_secret_[0-9A-Za-z]{49}$/),
      lastFour: readMember(issued, "clientSecret").slice(-4),
      expiresAt: expect.any(String),
    });
    const days = (Date.parse(readMember(issued, "expiresAt")) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(365);
    const list = await cli.run(["client-secret", "list", ...of, "--json"]);
    expect(JSON.parse(list.stdout)).toMatchObject([{ state: "live", lastUsedAt: null }]);
    expect(list.stdout).not.toContain(readMember(issued, "clientSecret"));
  });

  test("several are live, and one is revoked by its last four characters or its id", async () => {
    const second = await cli.runJson(["client-secret", "issue", ...of, "--expires-in-days", "30"]);
    const revoke = ["client-secret", "revoke", ...of];
    expect(await cli.runJson([...revoke, "--last-four", readMember(second, "lastFour")])).toMatchObject({
      endedTokens: 0,
      liveSecrets: 1,
    });
    expect(await cli.runJson(["client-secret", "list", ...of])).toMatchObject([
      { state: "live" },
      { state: "revoked" },
    ]);
    const again = await cli.run([...revoke, "--id", readMember(second, "id")]);
    expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("revoked already") });
    const unknown = await cli.run([...revoke, "--last-four", "none"]);
    expect(unknown).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("It has: …") });
    expect(await cli.run(revoke)).toMatchObject({ exitCode: 2 });
    expect(await listActions()).toEqual(
      expect.arrayContaining(["clientSecret.issued", "clientSecret.issued", "clientSecret.revoked"]),
    );
  });

  test("more than a person can know are refused", async () => {
    await cli.runJson(["scim-client", "add", "many", "-r", "acme"]);
    for (let count = 0; count < 10; count += 1) await cli.runJson(["client-secret", "issue", "many", "-r", "acme"]);
    expect(await cli.run(["client-secret", "issue", "many", "-r", "acme"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("10 live secrets"),
    });
  });
});

describe("workload-trust", () => {
  test("add, list and remove", async () => {
    const added = await cli.runJson(["workload-trust", "add", ...of, ...trustOptions]);
    expect(added).toMatchObject({ ...trust, jwksUri: null, tokenUrl: "http://localhost:3000/oauth/token" });
    const jwksUri = "https://login.microsoftonline.com/0f9d/discovery/v2.0/keys";
    await cli.runJson([
      ...["workload-trust", "add", ...of, ...trustOptions.slice(0, -1), "api://b5ba7a93/x"],
      ...["--jwks-uri", ` ${jwksUri} `],
    ]);
    expect(await cli.runJson(["workload-trust", "list", ...of])).toMatchObject([trust, { jwksUri }]);
    const remove = ["workload-trust", "remove", ...of, "--id", readMember(added, "id")];
    expect(await cli.runJson(remove)).toMatchObject({ issuer: trust.issuer, endedTokens: 0 });
    expect(await cli.run(remove)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("has no trust") });
    expect(await listActions()).toEqual(expect.arrayContaining(["workloadTrust.added", "workloadTrust.removed"]));
  });

  test("the same trust twice", async () => {
    const add = ["workload-trust", "add", ...of, ...trustOptions];
    await cli.runJson(add);
    expect(await cli.run(add)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("already") });
  });

  test.each([
    ["--issuer", "login.microsoftonline.com"],
    ["--issuer", "ftp://issuer.example"],
    ["--issuer", "https://user:password@issuer.example"],
    ["--subject", "  "],
    ["--audience", "a\nb"],
    ["--audience", "x".repeat(1_001)],
    ["--jwks-uri", "keys"],
  ])("%s %j is refused", async (option, value) => {
    const outcome = await cli.run(["workload-trust", "add", ...of, ...trustOptions, option, value]);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toMatch(/address such as|cannot be blank|characters/);
  });
});

test("scim-client show tells the token URL, and set the lifetime of tokens", async () => {
  expect(await cli.runJson(["scim-client", "show", ...of])).toMatchObject({
    tokenUrl: "http://localhost:3000/oauth/token",
    tokenLifetimeMinutes: 60,
  });
  expect(await cli.runJson(["scim-client", "set", ...of, "--token-lifetime", "90"])).toMatchObject({
    tokenLifetimeMinutes: 90,
    changes: [{ setting: "token lifetime", before: 60, after: 90 }],
  });
  expect(await cli.run(["scim-client", "set", ...of, "--token-lifetime", "59"])).toMatchObject({ exitCode: 1 });
  expect(await cli.run(["scim-client", "set", ...of, "--token-lifetime", "361"])).toMatchObject({ exitCode: 2 });
  expect((await cli.run(["scim-client", "show", ...of])).stdout).toContain("tokens live 90 minutes");
});
