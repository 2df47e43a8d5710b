import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeTarget, startFakeTarget } from "@/lib/http/testing/fake-target";
import { type CommandLineFixture, createCommandLineFixture } from "./testing/command-line-fixture";

let roster: CommandLineFixture;
let remote: FakeTarget;

const names = ["ada", "grace", "alan", "edsger"];
const ofWiki = ["wiki", "-r", "acme"];
const sync = ["target", "sync", ...ofWiki, "--wait"];

beforeAll(async () => {
  remote = await startFakeTarget();
  roster = await createCommandLineFixture({ interruptAfterMs: 60_000 });
  await roster.runJson(["org", "create", "--subdomain", "acme", "--name", "Acme Inc"]);
  for (const name of names) {
    const person = ["--email", `${name}@acme.example`, "--name", `${name} of Acme`, "--password-stdin"];
    await roster.runJson(["owner", "create", "-r", "acme", ...person], { stdin: "a long enough password" });
  }
  await roster.runJson(["target", "add", ...ofWiki, "--url", remote.url, "--token-stdin", "--paused"], {
    stdin: remote.token,
  });
});

afterAll(async () => {
  await roster.drop();
  await remote.close();
});

describe("a plan that is applied", () => {
  test("is done exactly, and what has changed since is not", async () => {
    expect((await roster.run(["target", "plan", ...ofWiki])).stdout).toContain("4 create");
    const { stdout, stderr } = await roster.run(["target", "plan", ...ofWiki, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ create: { length: 4 } });
    const id = /--plan ([0-9a-f-]{36})/.exec(stderr)?.[1] ?? "";
    const apply = ["target", "apply", ...ofWiki, "--plan", id, "--wait"];
    expect(await roster.run(apply)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("paused") });
    await roster.runJson(["target", "resume", ...ofWiki]);
    expect(await roster.runJson(apply)).toMatchObject({ state: "done", created: 4, failed: 0 });
    expect(remote.resources.users.size).toBe(4);
    expect(await roster.run(["target", "apply", ...ofWiki, "--plan", "nonsense"])).toMatchObject({ exitCode: 1 });
  });
});

describe("single resources", () => {
  const ada = ["--user", "ada@acme.example"];

  test("one who is ignored is left alone, until they are not any more", async () => {
    expect(await roster.runJson(["target", "ignore", ...ofWiki, ...ada])).toMatchObject({ ignored: true });
    remote.byHand.edit("User", String(remote.find("User", "ada@acme.example")?.id), { displayName: "Changed" });
    await roster.runJson(sync);
    expect(remote.find("User", "ada@acme.example")).toMatchObject({ displayName: "Changed" });
    expect(await roster.runJson(["target", "ignore", ...ofWiki, ...ada, "--stop"])).toMatchObject({ ignored: false });
    await roster.runJson(sync);
    expect(remote.find("User", "ada@acme.example")).toMatchObject({ displayName: "ada of Acme" });
  });

  test("must be named, one of them", async () => {
    expect(await roster.run(["target", "retry", ...ofWiki])).toMatchObject({ exitCode: 2 });
    expect(await roster.run(["target", "ignore", ...ofWiki, "--user", "nobody"])).toMatchObject({ exitCode: 1 });
    expect(await roster.runJson(["target", "retry", ...ofWiki, "--failing"])).toEqual({ retried: 0 });
  });

  test("what was adopted stays linked", async () => {
    const id = String(remote.find("User", "ada@acme.example")?.id);
    const adopt = ["target", "adopt", ...ofWiki, "--remote-id", id];
    expect(await roster.runJson([...adopt, ...ada])).toMatchObject({ remoteId: id });
    const grace = await roster.run([...adopt, "--user", "grace@acme.example"]);
    expect(grace).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("ada of Acme is linked to") });
    expect(await roster.runJson([...sync, ...ada])).toMatchObject({ state: "done", created: 0, failed: 0 });
    expect(remote.resources.users.size).toBe(4);
  });
});

describe("settings", () => {
  test("a mapping is written, run, and removed", async () => {
    const mapping = ["wiki", "40 Title", "-r", "acme"];
    const wrong = await roster.run(["target", "mapping", "set", ...mapping], { stdin: '{"title": usr.title}' });
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Line 1") });
    const written = await roster.runJson(["target", "mapping", "set", ...mapping], { stdin: '{"title": "Chief"}\n' });
    expect(written).toMatchObject({ name: "40 Title", version: 1, resourceType: "User" });
    expect(await roster.runJson(sync)).toMatchObject({ state: "done", updated: 4 });
    expect(remote.find("User", "ada@acme.example")).toMatchObject({ title: "Chief" });
    expect(await roster.runJson(["target", "mapping", "list", ...ofWiki])).toHaveLength(5);
    await roster.runJson(["target", "mapping", "remove", ...mapping]);
    await roster.runJson(sync);
    expect(remote.find("User", "ada@acme.example")).not.toHaveProperty("title");
  });

  test("what is set is told as it was and is; nothing to set is wrongly called", async () => {
    const set = ["target", "set", ...ofWiki];
    expect(await roster.run(set)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Say what to change") });
    expect(
      await roster.runJson([...set, "--option", "breakerMinimum=0", "--option", "breakerPercent=1"]),
    ).toMatchObject({
      changes: [
        { setting: "breakerPercent", before: 10, after: 1 },
        { setting: "breakerMinimum", before: 5, after: 0 },
      ],
    });
    expect((await roster.run([...set, "--option", "breakerMinimum=0"])).stdout).toContain("nothing changed");
  });
});

describe("a scope that leaves many out", () => {
  test("is held, and given up or allowed", async () => {
    const scope = ["target", "set", ...ofWiki, "--scope-filter", 'userName eq "ada@acme.example"'];
    await roster.runJson(scope);
    const held = await roster.runJson(sync);
    expect(held).toMatchObject({ state: "held", deprovisioned: 0 });
    expect(await roster.runJson(["target", "show", ...ofWiki])).toMatchObject({ standing: "Held" });
    expect(await roster.run(["target", "allow", ...ofWiki])).toMatchObject({ exitCode: 2 });
    expect(await roster.runJson(["target", "allow", ...ofWiki, "--yes"])).toMatchObject({ released: 3 });
    expect(await roster.runJson(sync)).toMatchObject({ state: "done" });
    expect([...remote.resources.users.values()].filter(({ active }) => active === false)).toHaveLength(3);
  });

  test("coming back, they are active there again", async () => {
    await roster.runJson(["target", "set", ...ofWiki, "--any-scope"]);
    expect(await roster.runJson(sync)).toMatchObject({ state: "done", updated: 3, created: 0 });
    expect([...remote.resources.users.values()].filter(({ active }) => active === true)).toHaveLength(4);
  });

  test("dropping it and naming another one in the same command leaves the other one", async () => {
    const set = ["target", "set", ...ofWiki];
    await roster.runJson([...set, "--scope-role", "owner", "--scope-filter", 'userName eq "nobody"']);
    expect(await roster.runJson([...set, "--any-scope", "--scope-role", "owner"])).toMatchObject({
      scope: { groups: [], roles: ["owner"], filter: null },
    });
    await roster.runJson([...set, "--any-scope"]);
    expect(await roster.runJson(sync)).toMatchObject({ state: "done", deprovisioned: 0 });
  });

  test("given up, those who were to go are ignored", async () => {
    await roster.database.prisma.target.updateMany({ data: { breakerOpenUntil: null } });
    await roster.runJson(["target", "set", ...ofWiki, "--scope-filter", 'userName eq "ada@acme.example"']);
    expect(await roster.runJson(sync)).toMatchObject({ state: "held" });
    expect(await roster.runJson(["target", "discard", ...ofWiki, "--yes"])).toEqual({ discarded: 3 });
    expect(await roster.runJson(sync)).toMatchObject({ state: "done", deprovisioned: 0 });
    expect([...remote.resources.users.values()].filter(({ active }) => active === true)).toHaveLength(4);
  });
});

test("removing sends nothing, and asks first", async () => {
  remote.clearRequests();
  const remove = ["target", "remove", ...ofWiki];
  const asked = await roster.run(remove);
  expect(asked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("stay there as they are") });
  expect(await roster.runJson([...remove, "--yes"])).toMatchObject({ removed: true });
  expect(remote.requests).toEqual([]);
  expect(await roster.runJson(["target", "list", "-r", "acme"])).toEqual([]);
});
