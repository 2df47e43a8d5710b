import { getSealingKeys } from "@/lib/console/targets/sealing-keys";
import { createDatabase, type Database } from "@/lib/db/pool";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { createTargetWork } from "../create-target-work";
import { type CommandInput, type CommandOutcome, runInProcess, runJsonInProcess } from "./run-in-process";

/** The command line on a database of its own. */
export type CommandLineFixture = {
  readonly database: Database;
  run(commandArguments: readonly string[], input?: Pick<CommandInput, "stdin" | "isTerminal">): Promise<CommandOutcome>;
  /** Runs with --json and gives the one value that standard output holds. */
  runJson(commandArguments: readonly string[], input?: Pick<CommandInput, "stdin">): Promise<unknown>;
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
  const targetWork = createTargetWork(database, { getKeys: getSealingKeys, allow: ["127.0.0.0/8", "::1/128"] });
  const opened = { database, baseUrl: "http://localhost:3000/scim/v2", targetWork };
  return {
    database,
    run: (commandArguments, input) => runInProcess(commandArguments, opened, { interruptAfterMs, ...input }),
    runJson: (commandArguments, input) => runJsonInProcess(commandArguments, opened, { interruptAfterMs, ...input }),
    async drop() {
      await database.close();
      await testDatabase.drop();
    },
  };
}
