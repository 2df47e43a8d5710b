import type { Command } from "commander";
import { changeScimClient, type ScimClientChange } from "@/lib/console/scim-clients";
import { presets, resolveClientOptions } from "@/lib/directory/client-options";
import { type AccessOptions, addAccessOptions, formatAllowedAddresses, readAccessOptions } from "../access-options";
import { collectKeyValue, readWholeNumber, type TextMap } from "../arguments";
import { CommandFailure, unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { describeOptions, describePresets } from "../describe-options";

type SetOptions = {
  organization: string;
  name?: string;
  preset?: string;
  option?: TextMap;
  tokenLifetime?: number;
} & AccessOptions;

/** `scim-client set`. */
export function addScimClientSet(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("set")
    .description("Change the name, preset, options, scopes or allowed addresses of a SCIM client.")
    .argument("<name>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--name <name>", "call it this")
    .option(
      "--preset <preset>",
      `apply a preset's defaults (again), dropping options set before: ${presets.join(", ")}`,
    )
    .option("--option <key=value>", "set an option; may be repeated", collectKeyValue)
    .option("--token-lifetime <minutes>", "how long tokens from the token URL live: 60 to 360", readWholeNumber(360));
  addAccessOptions(command).addHelpText(
    "after",
    `\n${describePresets()}\n\n${describeOptions()}\n
Example:\n  $ npm run roster -- scim-client set okta -r acme --option onDelete=deactivate`,
  );
  commandLine.define(command, () => {
    const [wanted = ""] = command.args;
    const options = command.opts<SetOptions>();
    const { organization: subdomain, name, preset, option, tokenLifetime } = options;
    const access = {
      ...readAccessOptions(options),
      ...(tokenLifetime === undefined ? {} : { tokenLifetimeMinutes: tokenLifetime }),
    };
    if (name === undefined && preset === undefined && option === undefined && Object.keys(access).length === 0) {
      throw new CommandFailure(
        "Say what to change: --name, --preset, --option key=value, --scope, --allow-address, --allow-any-address or --token-lifetime. Add --help to see them.",
        2,
      );
    }
    return async ({ database, actor }) => {
      const change = unwrap(
        await changeScimClient(database, actor, subdomain, wanted, {
          options: option ?? new Map(),
          ...(name === undefined ? {} : { name }),
          ...(preset === undefined ? {} : { preset }),
          ...access,
        }),
      );
      const { client } = change;
      const changes = listChanges(change);
      const lines = changes.map(({ setting, before, after }) => `  ${setting}: ${before} -> ${after}`);
      return {
        json: {
          id: client.id,
          name: client.name,
          subdomain,
          preset: client.preset,
          state: client.state,
          options: resolveClientOptions(client.preset, client.overrides),
          scopes: client.scopes,
          allowedAddresses: client.allowedAddresses,
          tokenLifetimeMinutes: client.tokenLifetimeMinutes,
          changes,
        },
        text:
          lines.length === 0
            ? `The SCIM client "${client.name}" is so already: nothing changed.`
            : [`Changed the SCIM client "${client.name}":`, ...lines].join("\n"),
      };
    };
  });
}

/** What holds differently now, the preset's part in it included. */
function listChanges({ before, client, optionChanges }: ScimClientChange) {
  const changes = [
    { setting: "name", before: before.name, after: client.name },
    { setting: "preset", before: before.preset, after: client.preset },
    { setting: "scopes", before: before.scopes.join(", "), after: client.scopes.join(", ") },
    {
      setting: "allowed addresses",
      before: formatAllowedAddresses(before.allowedAddresses),
      after: formatAllowedAddresses(client.allowedAddresses),
    },
    { setting: "token lifetime", before: before.tokenLifetimeMinutes, after: client.tokenLifetimeMinutes },
    ...optionChanges.map((change) => ({ setting: change.option, before: change.before, after: change.after })),
  ];
  return changes.filter((change) => change.before !== change.after);
}
