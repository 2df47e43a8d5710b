import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { startFakeTarget } from "@/lib/http/testing/fake-target";
import { runToEnd } from "./run-to-end";

/** Without a server: `npm run worker` alone passes people on, also when another worker was killed. */
test("workers provision a target by themselves, and end in order", async () => {
  test.setTimeout(180_000);
  const dataDir = await mkdtemp(path.join(tmpdir(), "roster-worker-"));
  const environment = { ROSTER_DATA_DIR: dataDir, ROSTER_TARGET_ALLOW: "127.0.0.1/32" };
  const remote = await startFakeTarget();
  const workers: ChildProcess[] = [];
  const roster = async (command: readonly string[], input = "") => {
    const shell = 'printf "%s" "$INPUT" | "$NODE" dist/cli.mjs "$@"';
    const ended = await runToEnd(["sh", "-c", shell, "roster", ...command, "--json"], {
      ...environment,
      NODE: process.execPath,
      INPUT: input,
    });
    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    return JSON.parse(ended.stdout);
  };
  try {
    await roster(["org", "create", "--subdomain", "acme", "--name", "Acme"]);
    const owner = ["--email", "ada@acme.example", "--name", "Ada Lovelace", "--password-stdin"];
    await roster(["owner", "create", "-r", "acme", ...owner], "a long enough password");
    await roster(["target", "add", "wiki", "-r", "acme", "--url", remote.url, "--token-stdin"], remote.token);

    workers.push(await startWorker(environment), await startWorker(environment));
    await expect.poll(() => remote.find("User", "ada@acme.example"), { timeout: 60_000 }).toBeDefined();

    const [killed, other] = workers;
    killed?.kill("SIGKILL");
    await roster(["owner", "create", "-r", "acme", ...owner.with(1, "grace@acme.example")], "a long enough password");
    await expect.poll(() => remote.find("User", "grace@acme.example"), { timeout: 60_000 }).toBeDefined();
    expect(remote.findDuplicates()).toEqual([]);

    const ended = once(other ?? workers[0] ?? process, "exit");
    other?.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await remote.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});

async function startWorker(environment: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ["dist/worker.mjs"], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    let output = "";
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        if (output.includes("The worker is ready")) resolve();
      });
    }
    worker.once("exit", () => reject(new Error(`A worker ended before it was ready:\n${output}`)));
  });
  return worker;
}
