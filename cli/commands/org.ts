import type { Command } from "commander";
import { changeOrganization, organizationSettingDescriptions } from "@/lib/console/organization-settings";
import { createOrganization, listOrganizations } from "@/lib/console/organizations";
import type { OrganizationSettings } from "@/lib/db/organizations";
import type { Organization } from "@/lib/directory/scim-client";
import { collectKeyValue, type TextMap } from "../arguments";
import { unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatFields, formatSubdomain, formatTable } from "../format-text";

/** `org create`, `org set`, `org list`. */
export function addOrganizationCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("org")
    .helpCommand(false)
    .description("Organizations: each has its own people, groups and SCIM clients.");
  addCreate(group, commandLine);
  addSet(group, commandLine);
  addList(group, commandLine);
}

function addCreate(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("create")
    .description("Make an organization.")
    .requiredOption(
      "--subdomain <subdomain>",
      'letters a to z in lower case, digits and hyphens, at most 63; "" for the root domain',
    )
    .requiredOption("--name <name>", "what the organization is called")
    .addHelpText("after", '\nExample:\n  $ npm run roster -- org create --subdomain acme --name "Acme Inc"');
  commandLine.define(command, () => async ({ database, actor }) => {
    const options = command.opts<{ subdomain: string; name: string }>();
    const { id, subdomain, name } = unwrap(await createOrganization(database, actor, options));
    return {
      json: { id, subdomain, name },
      text: `Made the organization "${name}" (subdomain ${formatSubdomain(subdomain)}).`,
    };
  });
}

function addSet(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("set")
    .description("Change settings of an organization.")
    .argument("<key=value...>", "the settings")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText(
      "after",
      `\nSettings:\n${formatFields(Object.entries(organizationSettingDescriptions))}\n
Example:\n  $ npm run roster -- org set -r acme allowedEmailDomains=acme.example,acme.test allowEmailSubdomains=true`,
    );
  commandLine.define(command, () => {
    const settings = command.args.reduce<TextMap>(
      (collected, text) => readSetting(command, text, collected),
      new Map(),
    );
    const { organization: subdomain } = command.opts<{ organization: string }>();
    return async ({ database, actor }) => {
      const result = unwrap(await changeOrganization(database, actor, subdomain, settings));
      const { organization, settings: after, changed } = result;
      return {
        json: { ...describeOrganization(organization), ...after, changed },
        text: changed.length === 0 ? "It is so already: nothing changed." : formatSettings(after),
      };
    };
  });
}

function readSetting(command: Command, text: string, collected: TextMap): TextMap {
  try {
    return collectKeyValue(text, collected);
  } catch (error) {
    return command.error(`error: the setting '${text}' is invalid. ${error instanceof Error ? error.message : ""}`);
  }
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the organizations.")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- org list --json");
  commandLine.define(command, () => async ({ database }) => {
    const organizations = await listOrganizations(database);
    const rows = organizations.map(({ subdomain, name, allowedEmailDomains }) => [
      formatSubdomain(subdomain),
      name,
      allowedEmailDomains.join(", ") || "every domain",
    ]);
    return {
      json: organizations.map(describeOrganization),
      text:
        rows.length === 0
          ? "There are no organizations yet."
          : formatTable(["SUBDOMAIN", "NAME", "EMAIL DOMAINS"], rows),
    };
  });
}

function describeOrganization(organization: Organization) {
  const { id, subdomain, name, allowedEmailDomains, allowEmailSubdomains } = organization;
  return { id, subdomain, name, allowedEmailDomains, allowEmailSubdomains };
}

function formatSettings(settings: OrganizationSettings): string {
  return formatFields([
    ["name", settings.name],
    ["allowedEmailDomains", settings.allowedEmailDomains.join(",") || "(every domain)"],
    ["allowEmailSubdomains", String(settings.allowEmailSubdomains)],
    ["requestRetentionDays", String(settings.requestRetentionDays)],
    ["bodyRetentionDays", String(settings.bodyRetentionDays)],
    ["changeRetentionDays", String(settings.changeRetentionDays)],
    ["redaction", settings.redaction],
  ]);
}
