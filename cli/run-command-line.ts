import { Command, CommanderError } from "commander";
import { EnvironmentError } from "@/lib/env";
import { CommandFailure } from "./command-failure";
import { type CommandSurroundings, createCommandLine } from "./command-line";
import { addClientSecretCommands } from "./commands/client-secret";
import { addCustomAttributeCommands } from "./commands/custom-attribute";
import { addImportCommand } from "./commands/import-scim-config";
import { addLogCommands } from "./commands/log";
import { addOrganizationCommands } from "./commands/org";
import { addOwnerCommands } from "./commands/owner";
import { addScimClientCommands } from "./commands/scim-client";
import { addSimulateCommand } from "./commands/simulate";
import { addStreamCommands } from "./commands/stream";
import { addTargetCommands } from "./commands/target";
import { addTokenCommands } from "./commands/token";
import { addUserCommands } from "./commands/user";
import { addWorkloadTrustCommands } from "./commands/workload-trust";

const firstSteps = `
A first organization, its owner, and the connection that an identity provider gets:
  $ npm run roster -- org create --subdomain acme --name "Acme Inc"
  $ npm run roster -- owner create -r acme --email ada@acme.example --name "Ada Lovelace" --password-stdin
  $ npm run roster -- scim-client add okta -r acme --preset okta

Every command takes --help, and --json for scripts. It does not matter whether the server is running.`;

/**
 * Runs one command.
 *
 * @param commandArguments what was typed behind the program's name
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrongly called
 */
export async function runCommandLine(
  commandArguments: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> {
  const commandLine = createCommandLine(surroundings);
  const program = new Command("npm run roster --")
    .description("Manages the organizations of a Roster server and the SCIM clients that provision into them.")
    .option("--json", "write exactly one JSON value to standard output")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
    })
    .showHelpAfterError("Add --help to see how it is called.")
    .addHelpText("after", firstSteps);
  addOrganizationCommands(program, commandLine);
  addOwnerCommands(program, commandLine);
  addScimClientCommands(program, commandLine);
  addTokenCommands(program, commandLine);
  addClientSecretCommands(program, commandLine);
  addWorkloadTrustCommands(program, commandLine);
  addCustomAttributeCommands(program, commandLine);
  addStreamCommands(program, commandLine);
  addTargetCommands(program, commandLine);
  addUserCommands(program, commandLine);
  addLogCommands(program, commandLine);
  addSimulateCommand(program, commandLine);
  addImportCommand(program, commandLine);

  try {
    await program.parseAsync([...commandArguments], { from: "user" });
    return 0;
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.exitCode === 0) return 0;
    if (failure.message !== undefined) {
      surroundings.stderr.write(`${failure.message}\n`);
    }
    if (commandArguments.includes("--json") && !commandLine.hasWritten()) {
      surroundings.stdout.write(`${JSON.stringify({ error: failure.reason })}\n`);
    }
    return failure.exitCode;
  }
}

/** `message` is still to be told; `reason` is the same for a program. */
function describeFailure(error: unknown): { exitCode: number; reason: string; message?: string } {
  if (error instanceof CommandFailure) {
    return { exitCode: error.exitCode, reason: error.message, message: error.message };
  }
  if (error instanceof CommanderError) {
    // Commander has told it already. Help that was asked for has the exit code 0.
    const reason = error.code === "commander.help" ? "No command was given." : error.message.replace(/^error: /, "");
    return { exitCode: error.exitCode === 0 ? 0 : 2, reason };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const isExplained = error instanceof EnvironmentError;
  return { exitCode: 1, reason, message: error instanceof Error && !isExplained ? (error.stack ?? reason) : reason };
}
