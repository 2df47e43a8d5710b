import process from "node:process";
import { describeDatabaseError } from "@/lib/db/describe-database-error";
import { openDatabase } from "@/lib/db/open-database";
import { readCallingDirectory, readEnvironment } from "@/lib/env";
import { readSealingKeys } from "@/lib/secrets";
import { CommandFailure } from "./command-failure";
import { createTargetWork } from "./create-target-work";
import { runCommandLine } from "./run-command-line";

/** A reader that has had enough, such as `head`, is no failure. */
process.stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  isTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
  stdout: process.stdout,
  stderr: process.stderr,
  workingDirectory: readCallingDirectory(),
  open: async () => {
    const environment = readEnvironment();
    try {
      const database = await openDatabase(environment, "command", { max: 4 });
      return {
        database,
        baseUrl: `${environment.rosterUrl}/scim/v2`,
        targetWork: createTargetWork(database, {
          getKeys: () => readSealingKeys(environment),
          allow: environment.targetAllow,
        }),
        close: database.close,
      };
    } catch (error) {
      throw new CommandFailure(describeDatabaseError(error));
    }
  },
  listenForInterrupt: () => {
    const interrupt = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => interrupt.abort());
    }
    return interrupt.signal;
  },
});
