import { type Command, Option } from "commander";
import { requireScimClient } from "@/lib/console/require-scim-client";
import { beginSimulation, trackSimulation } from "@/lib/console/simulations";
import { playAt } from "@/lib/http/play-here";
import type { PlayedStep } from "@/lib/http/simulator";
import { sequenceNames } from "@/lib/walkthroughs/sequences/sequence";
import { unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";

/** `simulate`: what the button on the setup page does. */
export function addSimulateCommand(program: Command, commandLine: CommandLine): void {
  const command = program
    .command("simulate")
    .description("Play what an identity provider sends against the running server. Creates people of example.com.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addOption(new Option("--idp <name>", "whose requests are sent").choices([...sequenceNames]).default("okta"))
    .option("--sandbox", "play in the organization's sandbox instead, where nobody is touched")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- simulate okta -r acme --idp okta --sandbox");
  commandLine.define(command, () => async ({ database, actor, baseUrl }) => {
    const [clientName = ""] = command.args;
    const options = command.opts<{ organization: string; idp: (typeof sequenceNames)[number]; sandbox?: true }>();
    const { client, organization } = unwrap(await requireScimClient(database.prisma, options.organization, clientName));
    const place = options.sandbox === true ? "sandbox" : "client";
    const access = { database, actor, organization };
    const simulation = unwrap(await beginSimulation(access, client, { sequence: options.idp, place }));
    const steps: PlayedStep[] = [];
    for await (const step of trackSimulation(access, simulation, playAt(baseUrl, options.idp, simulation.token))) {
      steps.push(step);
    }
    const failed = steps.filter(({ outcome }) => outcome === "failed").length;
    return {
      json: { scimClient: client.name, idp: options.idp, place, failed, steps },
      text: steps.map(formatStep).join("\n"),
      notes: failed === 0 ? [] : [`${failed} of ${steps.length} requests failed. Is the server running at ${baseUrl}?`],
    };
  });
}

function formatStep({ title, method, path, status, outcome, detail }: PlayedStep): string {
  const answer =
    outcome === "skipped" ? "left out" : `${status ?? "no answer"}${outcome === "failed" ? " failed" : ""}`;
  return `${title}: ${method} ${path}: ${answer}${detail === undefined ? "" : `\n  ${detail}`}`;
}
