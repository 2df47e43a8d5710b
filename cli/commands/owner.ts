import type { Command } from "commander";
import { createOwner } from "@/lib/console/owners";
import { unwrap } from "../command-failure";
import { type CommandLine, readStandardInput } from "../command-line";

/** `owner create`. */
export function addOwnerCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("owner")
    .helpCommand(false)
    .description("Owners: the people who manage an organization.");
  const command = group
    .command("create")
    .description("Make a person with the role owner, and the account to sign in with.")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .requiredOption("--email <email>", "the address to sign in with; it becomes the userName")
    .requiredOption("--name <name>", "the person's full name")
    .requiredOption("--password-stdin", "read the password, at least 12 characters, from standard input")
    .addHelpText(
      "after",
      `\nExample:
  $ npm run roster -- owner create -r acme --email ada@acme.example --name "Ada Lovelace" --password-stdin < password.txt
\nIf the address has an account already, because the person owns another organization too, give that account's password.`,
    );
  commandLine.define(command, async () => {
    const options = command.opts<{ organization: string; email: string; name: string }>();
    if (commandLine.surroundings.isTerminal) {
      commandLine.surroundings.stderr.write("Password (shown as you type it; end with Enter and Ctrl-D):\n");
    }
    const input = await readStandardInput(commandLine.surroundings);
    const password = input.replace(/\r?\n$/, "");
    return async ({ database, actor }) => {
      const { email, name } = options;
      const { owner, organization } = unwrap(
        await createOwner(database, actor, options.organization, { email, name, password }),
      );
      return {
        json: { ...owner, role: "owner", subdomain: organization.subdomain },
        text: `${owner.name} (${owner.userName}) is an owner of ${organization.name}.`,
      };
    };
  });
}
