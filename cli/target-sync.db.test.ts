import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeTarget, startFakeTarget } from "@/lib/http/testing/fake-target";
import { type CommandLineFixture, createCommandLineFixture } from "./testing/command-line-fixture";

let roster: CommandLineFixture;
let remote: FakeTarget;

beforeAll(async () => {
  remote = await startFakeTarget();
  roster = await createCommandLineFixture({ interruptAfterMs: 60_000 });
  await roster.runJson(["org", "create", "--subdomain", "acme", "--name", "Acme Inc"]);
  for (const name of ["ada", "grace"]) {
    await roster.runJson(
      ["owner", "create", "-r", "acme", "--email", `${name}@acme.example`, "--name", `${name} of Acme`].concat(
        "--password-stdin",
      ),
      { stdin: "a long enough password" },
    );
  }
  await roster.runJson(["target", "add", "wiki", "-r", "acme", "--url", remote.url, "--token-stdin", "--paused"], {
    stdin: remote.token,
  });
});

afterAll(async () => {
  await roster.drop();
  await remote.close();
});

test("a preflight says what the target can do, while it is paused", async () => {
  expect(await roster.runJson(["target", "preflight", "wiki", "-r", "acme"])).toMatchObject({
    name: "wiki",
    ok: true,
    capabilities: { patch: { value: true } },
  });
  expect(remote.writes()).toEqual([]);
  expect((await roster.run(["target", "preflight", "wiki", "-r", "acme"])).stdout).toContain("is ready");
});

test("a paused target is not synced", async () => {
  const { exitCode, stderr } = await roster.run(["target", "sync", "wiki", "-r", "acme", "--wait"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("paused");
  expect(remote.writes()).toEqual([]);
});

test("a plan is made of it while it is paused, and a refused credential is told", async () => {
  const plan = ["target", "plan", "wiki", "-r", "acme"];
  expect(await roster.runJson(plan)).toMatchObject({ create: [{}, {}], update: [] });
  remote.changeToken("another-token-0123456789");
  const refused = await roster.run(plan);
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("has stopped") });
  expect(await roster.run(plan)).toMatchObject({ exitCode: 1 });
  await roster.run(["target", "set", "wiki", "-r", "acme", "--token-stdin"], { stdin: remote.token });
  await roster.runJson(["target", "resume", "wiki", "-r", "acme"]);
  await roster.runJson(["target", "pause", "wiki", "-r", "acme"]);
  expect(await roster.runJson(plan)).toMatchObject({ create: [{}, {}] });
  expect(remote.writes()).toEqual([]);
});

describe("one person alone", () => {
  test("is created, with the process of the command as the worker", async () => {
    await roster.runJson(["target", "resume", "wiki", "-r", "acme"]);
    const result = await roster.runJson([
      "target",
      "sync",
      "wiki",
      "-r",
      "acme",
      "--wait",
      "--user",
      "ada@acme.example",
    ]);
    expect(result).toEqual({
      state: "done",
      created: 1,
      updated: 0,
      deprovisioned: 0,
      unchanged: 0,
      failed: 0,
      requests: expect.any(Number),
    });
    expect(remote.find("User", "ada@acme.example")).toMatchObject({ active: true });
  });

  test("is unchanged the second time, without a write", async () => {
    remote.clearRequests();
    const result = await roster.runJson([
      "target",
      "sync",
      "wiki",
      "-r",
      "acme",
      "--wait",
      "--user",
      "ada@acme.example",
    ]);
    expect(result).toMatchObject({ state: "done", created: 0, unchanged: 1, failed: 0 });
    expect(remote.writes()).toEqual([]);
  });

  test("who is not there is said", async () => {
    const outcome = await roster.run(["target", "sync", "wiki", "-r", "acme", "--user", "nobody@acme.example"]);
    expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("nobody@acme.example") });
  });
});

describe("everybody", () => {
  const planTarget = ["target", "plan", "wiki", "-r", "acme"];
  const syncTarget = ["target", "sync", "wiki", "-r", "acme", "--wait"];

  test("a plan says what would be done, and does nothing", async () => {
    remote.clearRequests();
    const plan = await roster.runJson(planTarget);
    expect(plan).toEqual({
      create: [
        {
          resourceType: "User",
          id: expect.any(String),
          label: "grace of Acme",
          reason: expect.any(String),
          changes: expect.arrayContaining([{ path: "userName", to: "grace@acme.example" }]),
        },
      ],
      update: [],
      deprovision: [],
      conflicts: [],
      skips: [],
    });
    expect(remote.writes()).toEqual([]);
    expect((await roster.run(planTarget)).stdout).toMatch(/1 create, 0 update/);
  });

  test("a sync does it, and a second one has nothing to do", async () => {
    expect(await roster.runJson(syncTarget)).toEqual({
      state: "done",
      created: 1,
      updated: 0,
      deprovisioned: 0,
      unchanged: 1,
      failed: 0,
      requests: expect.any(Number),
    });
    remote.clearRequests();
    expect(await roster.runJson(syncTarget)).toMatchObject({ state: "done", created: 0, updated: 0, unchanged: 2 });
    expect(remote.writes()).toEqual([]);
  });

  test("without --wait it is begun, and asked for again it is the same one", async () => {
    const sync = syncTarget.slice(0, -1);
    expect(await roster.runJson(sync)).toMatchObject({ state: "running" });
    expect(await roster.runJson(sync)).toMatchObject({ state: "running" });
    expect(await roster.runJson(syncTarget)).toMatchObject({ state: "done", unchanged: 2 });
  });

  test("a refused credential stops the target, and says so", async () => {
    remote.changeToken("a-third-token-0123456789");
    const outcome = await roster.run([...syncTarget, "--json"]);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ state: expect.stringMatching(/paused|failed/) });
    expect(outcome.stderr).not.toBe("");
    expect(await roster.runJson(["target", "show", "wiki", "-r", "acme"])).toMatchObject({ standing: "Stopped" });
    const set = await roster.run(["target", "set", "wiki", "-r", "acme", "--token-stdin"], { stdin: remote.token });
    expect(set.stderr).toContain("Resume it");
    await roster.runJson(["target", "resume", "wiki", "-r", "acme"]);
    expect(await roster.runJson(syncTarget)).toMatchObject({ state: "done", unchanged: 2 });
  });
});
