import type { Command } from "commander";
import { listAccessTokens } from "@/lib/console/access-tokens";
import {
  addScimClient,
  listScimClients,
  previewScimClientRemoval,
  removeScimClient,
  type ScimClientRemoval,
  setScimClientState,
} from "@/lib/console/scim-clients";
import { presets, resolveClientOptions, strictOptions } from "@/lib/directory/client-options";
import { type AccessOptions, addAccessOptions, formatAllowedAddresses, readAccessOptions } from "../access-options";
import { collectKeyValue, type TextMap } from "../arguments";
import { unwrap } from "../command-failure";
import { type CommandLine, confirmByName } from "../command-line";
import { describeOptions, describePresets } from "../describe-options";
import { formatCount, formatFields, formatTable, formatTime } from "../format-text";
import { describeTokens, formatTokens } from "../format-tokens";
import { formatTokenUrl } from "../token-url";
import { addScimClientSet } from "./scim-client-set";

/** `scim-client add|list|show|set|pause|resume|remove`. */
export function addScimClientCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("scim-client")
    .helpCommand(false)
    .description("SCIM clients: the connections by which identity providers provision into an organization.");
  addAdd(group, commandLine);
  addList(group, commandLine);
  addShow(group, commandLine);
  addScimClientSet(group, commandLine);
  addStateChange(group, commandLine, "pause");
  addStateChange(group, commandLine, "resume");
  addRemove(group, commandLine);
}

function addAdd(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("add")
    .description("Make a SCIM client and its first access token, which is shown once.")
    .argument("<name>", "what the client is called, such as okta")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--preset <preset>", `the defaults of an identity provider: ${presets.join(", ")}`, "generic")
    .option("--option <key=value>", "set an option; may be repeated", collectKeyValue);
  addAccessOptions(command).addHelpText(
    "after",
    `\n${describePresets()}\n\n${describeOptions()}\n
Example:\n  $ npm run roster -- scim-client add okta -r acme --preset okta --option defaultRole=guest`,
  );
  commandLine.define(command, () => {
    const [wanted = ""] = command.args;
    const options = command.opts<{ organization: string; preset: string; option?: TextMap } & AccessOptions>();
    const { preset, option = new Map() } = options;
    const input = { name: wanted, preset, options: option, ...readAccessOptions(options) };
    return async ({ database, actor, baseUrl }) => {
      const { client, organization, token } = unwrap(await addScimClient(database, actor, options.organization, input));
      const { id, name } = client;
      return {
        json: { id, name, subdomain: organization.subdomain, baseUrl, token },
        text: `Made the SCIM client "${name}" of ${organization.name}. Enter these in the identity provider:\n
${formatFields([
  ["Base URL", baseUrl],
  ["Token", token],
])}\n
The token is shown this once only.`,
      };
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the SCIM clients of an organization.")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- scim-client list -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const clients = unwrap(await listScimClients(database, command.opts<{ organization: string }>().organization));
    const rows = clients.map(({ name, preset, state, created }) => [name, preset, state, formatTime(created)]);
    return {
      json: clients.map(({ id, name, preset, state, created }) => ({ id, name, preset, state, created })),
      text:
        rows.length === 0 ? "There are no SCIM clients yet." : formatTable(["NAME", "PRESET", "STATE", "MADE"], rows),
    };
  });
}

function addShow(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("show")
    .description("Show a SCIM client with its options and tokens.")
    .argument("<name>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- scim-client show okta -r acme");
  commandLine.define(command, () => async ({ database, baseUrl }) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain } = command.opts<{ organization: string }>();
    const { client, tokens } = unwrap(await listAccessTokens(database, subdomain, wanted));
    const { id, name, preset, state, scopes, allowedAddresses, tokenLifetimeMinutes, created, overrides } = client;
    const tokenUrl = formatTokenUrl(baseUrl);
    const options = resolveClientOptions(preset, overrides);
    const optionRows = Object.entries(options).map(([option, value]) => [
      option,
      String(value),
      options.strict && Object.hasOwn(strictOptions, option)
        ? "strict"
        : Object.hasOwn(overrides, option)
          ? "set here"
          : "preset",
    ]);
    return {
      json: {
        id,
        name,
        subdomain,
        baseUrl,
        preset,
        state,
        scopes,
        allowedAddresses,
        tokenUrl,
        tokenLifetimeMinutes,
        created,
        options,
        overrides,
        tokens: describeTokens(tokens),
      },
      text: [
        formatFields([
          ["name", name],
          ["id, client_id", id],
          ["Base URL", baseUrl],
          ["Token URL", `${tokenUrl} (tokens live ${tokenLifetimeMinutes} minutes)`],
          ["preset", preset],
          ["state", state],
          ["scopes", scopes.join(", ")],
          ["addresses", formatAllowedAddresses(allowedAddresses)],
          ["made", formatTime(created)],
        ]),
        formatTable(["OPTION", "VALUE", "FROM"], optionRows),
        formatTokens(tokens),
      ].join("\n\n"),
    };
  });
}

function addStateChange(group: Command, commandLine: CommandLine, verb: "pause" | "resume"): void {
  const isPause = verb === "pause";
  const command = group
    .command(verb)
    .description(
      isPause
        ? "Pause a SCIM client: its requests are answered with 503, so that the identity provider tries again later."
        : "Let a paused SCIM client go on.",
    )
    .argument("<name>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", `\nExample:\n  $ npm run roster -- scim-client ${verb} okta -r acme`);
  commandLine.define(command, () => async ({ database, actor }) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain } = command.opts<{ organization: string }>();
    const { client, changed } = unwrap(
      await setScimClientState(database, actor, subdomain, wanted, isPause ? "paused" : "active"),
    );
    const { id, name, state } = client;
    return {
      json: { id, name, subdomain, state, changed },
      text: changed
        ? `The SCIM client "${name}" is ${state} now.`
        : `The SCIM client "${name}" was ${state} already: nothing changed.`,
    };
  });
}

function addRemove(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("remove")
    .description("Remove a SCIM client with its tokens. The people and groups that it provisioned stay.")
    .argument("<name>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--yes", "do it without asking", false)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- scim-client remove okta -r acme --yes");
  commandLine.define(command, () => async (run) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain, yes } = command.opts<{ organization: string; yes: boolean }>();
    const preview = unwrap(await previewScimClientRemoval(run.database, subdomain, wanted));
    await confirmByName(run, yes, preview.client.name, describeRemoval(preview));
    const removal = unwrap(await removeScimClient(run.database, run.actor, subdomain, wanted));
    const { id, name } = removal.client;
    return {
      json: { id, name, subdomain, removed: true, externalIds: removal.externalIds },
      text: `Removed the SCIM client "${name}" of ${removal.organization.name}.`,
    };
  });
}

function describeRemoval({ client, externalIds }: ScimClientRemoval): string {
  const people = formatCount(externalIds.people, "person", "people");
  const groups = formatCount(externalIds.groups, "group", "groups");
  return `Removing the SCIM client "${client.name}" ends its tokens at once, and the ids by which it knows ${people} and ${groups} are forgotten. The people and groups stay.`;
}
