import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { type ImportedOrganization, importScimConfig } from "@/lib/console/import-scim-config";
import { resolveClientOptions } from "@/lib/directory/client-options";
import { CommandFailure, unwrap } from "../command-failure";
import { type CommandLine, type CommandSurroundings, readStandardInput } from "../command-line";
import { formatSubdomain } from "../format-text";

/** `import-scim-config FILE`. */
export function addImportCommand(program: Command, commandLine: CommandLine): void {
  const command = program
    .command("import-scim-config")
    .description("Bring over SCIM_CONFIG from a Zulip settings file, with its tokens.")
    .argument("<file>", 'the settings file, a part of it, or the dict alone; "-" is standard input')
    .addHelpText(
      "after",
      `
For each subdomain this makes the organization and a SCIM client with the preset zulip, unless they are there. The
bearer_token stays valid, so that in the identity provider only the base URL changes. Everything is imported or nothing;
a second run changes nothing. The file is read, never run.

Example:
  $ npm run roster -- import-scim-config /etc/zulip/settings.py`,
    );
  commandLine.define(command, async () => {
    const [file = ""] = command.args;
    const text = await readInput(commandLine.surroundings, file);
    return async ({ database, actor, baseUrl }) => {
      const imported = unwrap(await importScimConfig(database, actor, text));
      const changed = imported.some(({ changes }) => changes.length > 0);
      return {
        json: { changed, baseUrl, organizations: imported.map(describeImported) },
        text: [
          ...imported.map(formatImported),
          changed
            ? `The base URL for the identity provider is ${baseUrl}`
            : "Everything was there already: nothing changed.",
        ].join("\n\n"),
      };
    };
  });
}

async function readInput(surroundings: CommandSurroundings, file: string): Promise<string> {
  if (file === "-") {
    return await readStandardInput(surroundings);
  }
  const absolute = path.resolve(surroundings.workingDirectory, file);
  try {
    return await readFile(absolute, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`The file ${absolute} cannot be read: ${reason}.`);
  }
}

function describeImported({ organization, client, changes, notCarriedOver, advice }: ImportedOrganization) {
  return {
    id: organization.id,
    subdomain: organization.subdomain,
    name: organization.name,
    scimClient: {
      id: client.id,
      name: client.name,
      preset: client.preset,
      options: resolveClientOptions(client.preset, client.overrides),
    },
    changes,
    notCarriedOver,
    advice,
  };
}

function formatImported({ organization, changes, notCarriedOver, advice }: ImportedOrganization): string {
  const lines = [
    ...(changes.length === 0 ? ["Nothing changed."] : changes),
    ...notCarriedOver.map((sentence) => `Not carried over: ${sentence}`),
    ...advice,
  ];
  return [formatSubdomain(organization.subdomain), ...lines.map((line) => `  ${line}`)].join("\n");
}
