import type { Command } from "commander";
import { addTarget } from "@/lib/console/targets/add-target";
import { listTargets } from "@/lib/console/targets/view-target";
import { targetPresets } from "@/lib/provisioning/target-options";
import { CommandFailure, unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { describeTargetOptions, describeTargetPresets } from "../describe-target-options";
import { formatFields, formatTable } from "../format-text";
import {
  addTargetArguments,
  readCaFile,
  readCredentialArguments,
  readScopeArguments,
  type TargetArguments,
} from "../target-arguments";
import { addTargetMappingCommands } from "./target-mapping";
import { addTargetResourceCommands } from "./target-resource";
import { addTargetRunCommands } from "./target-run";
import { addTargetSet } from "./target-set";
import { addTargetShow } from "./target-show";
import { addTargetStateCommands } from "./target-state";

/** `target add|list|show|…`. */
export function addTargetCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("target")
    .helpCommand(false)
    .description("Targets: other applications that Roster provisions with an organization's people and groups.");
  addAdd(group, commandLine);
  addList(group, commandLine);
  addTargetShow(group, commandLine);
  addTargetSet(group, commandLine);
  addTargetStateCommands(group, commandLine);
  addTargetRunCommands(group, commandLine);
  addTargetResourceCommands(group, commandLine);
  addTargetMappingCommands(group, commandLine);
}

function addAdd(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("add")
    .description("Make a target. Everybody in its scope is provisioned from now on, unless it is made --paused.")
    .argument("<name>", "what the target is called, such as zulip")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .requiredOption("--url <url>", "the base URL of its SCIM, such as https://example.com/scim/v2")
    .option("--preset <preset>", `how a product is talked to: ${targetPresets.join(", ")}`, "generic");
  addTargetArguments(command)
    .option("--paused", "send nothing until `target resume`: look at `target plan` first")
    .addHelpText(
      "after",
      `\n${describeTargetPresets()}\n\n${describeTargetOptions()}\n
Example:\n  $ npm run roster -- target add zulip -r acme --preset zulip --url https://acme.zulipchat.com/scim/v2 --token-stdin --paused < token.txt`,
    );
  commandLine.define(command, async () => {
    const [wanted = ""] = command.args;
    const options = command.opts<
      TargetArguments & { organization: string; url: string; preset: string; paused?: boolean }
    >();
    const credential = await readCredentialArguments(commandLine.surroundings, options);
    if (credential === undefined) {
      throw new CommandFailure(
        "Give the credential: --token-stdin, or --basic-user with --password-stdin, or --oauth-token-url, --oauth-client-id and --client-secret-stdin.",
        2,
      );
    }
    const caCertificate = await readCaFile(commandLine.surroundings, options);
    const scope = readScopeArguments(options);
    return async ({ database, actor }) => {
      const { target, organization, hints } = unwrap(
        await addTarget(database, actor, options.organization, {
          name: wanted,
          url: options.url,
          credential,
          preset: options.preset,
          options: options.option ?? new Map(),
          paused: options.paused === true,
          ...(caCertificate === undefined ? {} : { caCertificate }),
          ...(scope === undefined ? {} : { scope }),
        }),
      );
      const { id, name, baseUrl, preset, state } = target;
      const { subdomain } = organization;
      return {
        json: { id, name, subdomain, url: baseUrl, preset, state },
        text: `Made the target "${name}" of ${organization.name}.\n
${formatFields([
  ["URL", baseUrl],
  ["preset", preset],
  ["state", state],
])}\n
${
  state === "paused"
    ? `Nothing is sent yet. Look at it first: npm run roster -- target plan ${JSON.stringify(name)} -r ${JSON.stringify(subdomain)}`
    : "Its people and groups are provisioned as soon as the server or a worker runs."
}`,
        notes: hints,
      };
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the targets of an organization, and how they do.")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target list -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const targets = unwrap(await listTargets(database, command.opts<{ organization: string }>().organization));
    const rows = targets.map(({ name, preset, standing, figures }) => [
      name,
      preset,
      standing.word,
      String(figures.people.linked),
      String(figures.groups.linked),
      String(figures.jobs.total),
      standing.sentence,
    ]);
    return {
      json: targets.map(({ id, name, preset, baseUrl, state, standing, figures, created }) => ({
        id,
        name,
        preset,
        url: baseUrl,
        state,
        standing: standing.word,
        people: figures.people,
        groups: figures.groups,
        problems: figures.problems,
        jobs: figures.jobs,
        created,
      })),
      text:
        rows.length === 0
          ? "There are no targets yet."
          : formatTable(["NAME", "PRESET", "STATE", "PEOPLE", "GROUPS", "WAITING", ""], rows),
    };
  });
}
