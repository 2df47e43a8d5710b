import type { Command } from "commander";
import { addStream, listStreams } from "@/lib/console/streams";
import { unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatTable } from "../format-text";

/** `stream add`, `stream list`. */
export function addStreamCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("stream")
    .helpCommand(false)
    .description("Streams: the channels that people are subscribed to.");
  addAdd(group, commandLine);
  addList(group, commandLine);
}

function addAdd(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("add")
    .description("Make a stream.")
    .argument("<name>", "what the stream is called")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--default", "subscribe everyone who is created from now on", false)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- stream add general -r acme --default");
  commandLine.define(command, () => async ({ database, actor }) => {
    const [name = ""] = command.args;
    const options = command.opts<{ organization: string; default: boolean }>();
    const { stream, organization } = unwrap(
      await addStream(database, actor, options.organization, { name, isDefault: options.default }),
    );
    const consequence = stream.isDefault ? " Everyone who is created from now on is subscribed to it." : "";
    return {
      json: { id: stream.id, name: stream.name, default: stream.isDefault, subdomain: organization.subdomain },
      text: `Made the stream "${stream.name}" in ${organization.name}.${consequence}`,
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the streams of an organization.")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- stream list -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const streams = unwrap(await listStreams(database, command.opts<{ organization: string }>().organization));
    const rows = streams.map(({ name, isDefault, subscribers }) => [
      name,
      isDefault ? "yes" : "no",
      String(subscribers),
    ]);
    return {
      json: streams.map(({ id, name, isDefault, subscribers }) => ({ id, name, default: isDefault, subscribers })),
      text: rows.length === 0 ? "There are no streams yet." : formatTable(["STREAM", "DEFAULT", "SUBSCRIBERS"], rows),
    };
  });
}
