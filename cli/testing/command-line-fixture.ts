import { tmpdir } from "node:os";
import { Readable, Writable } from "node:stream";
import { getSealingKeys } from "@/lib/console/targets/sealing-keys";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { createTargetWork } from "../create-target-work";
import { runCommandLine } from "../run-command-line";

export type CommandOutcome = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** The command line on a database of its own. */
export type CommandLineFixture = {
  readonly database: Database;
  run(commandArguments: readonly string[], input?: { stdin?: string; isTerminal?: boolean }): Promise<CommandOutcome>;
  /** Runs with --json and gives the one value that standard output holds. */
  runJson(commandArguments: readonly string[], input?: { stdin?: string }): Promise<unknown>;
  drop(): Promise<void>;
};

/**
 * Makes one.
 *
 * @param options.interruptAfterMs when Ctrl-C is pressed in a command that listens for it
 */
export async function createCommandLineFixture({ interruptAfterMs = 1500 } = {}): Promise<CommandLineFixture> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url);

  const run: CommandLineFixture["run"] = async (commandArguments, input = {}) => {
    const stdout = collect();
    const stderr = collect();
    const exitCode = await runCommandLine(commandArguments, {
      stdin: Readable.from([input.stdin ?? ""]),
      isTerminal: input.isTerminal ?? false,
      stdout: stdout.stream,
      stderr: stderr.stream,
      workingDirectory: tmpdir(),
      open: async () => ({
        database,
        baseUrl: "http://localhost:3000/scim/v2",
        targetWork: createTargetWork(database, { getKeys: getSealingKeys, allow: ["127.0.0.0/8", "::1/128"] }),
        close: async () => undefined,
      }),
      listenForInterrupt: () => AbortSignal.timeout(interruptAfterMs),
    });
    return { exitCode, stdout: stdout.read(), stderr: stderr.read() };
  };

  return {
    database,
    run,
    async runJson(commandArguments, input = {}) {
      const { exitCode, stdout, stderr } = await run([...commandArguments, "--json"], input);
      if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stdout}${stderr}`);
      const value: unknown = JSON.parse(stdout);
      return value;
    },
    async drop() {
      await database.close();
      await testDatabase.drop();
    },
  };
}

function collect(): { stream: Writable; read: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, read: () => chunks.join("") };
}
