import type { Command } from "commander";
import { addMapping, removeMapping, saveMapping } from "@/lib/console/targets/property-mappings";
import { showTarget } from "@/lib/console/targets/view-target";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { CommandFailure, unwrap } from "../command-failure";
import { type CommandLine, readStandardInput } from "../command-line";
import { formatTable, formatTime } from "../format-text";

/** `target mapping list|set|remove`. */
export function addTargetMappingCommands(group: Command, commandLine: CommandLine): void {
  const mapping = group
    .command("mapping")
    .helpCommand(false)
    .description("Property mappings: CEL expressions that say what a target is sent.");
  addList(mapping, commandLine);
  addSet(mapping, commandLine);
  addRemove(mapping, commandLine);
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the property mappings of a target in the order in which they run; --json with their text.")
    .argument("<target>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target mapping list zulip -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const [target = ""] = command.args;
    const { mappings } = unwrap(
      await showTarget(database, command.opts<{ organization: string }>().organization, target),
    );
    return {
      json: mappings.map(({ id, resourceType, name, expression, enabled, version, changed }) => ({
        id,
        resourceType,
        name,
        expression,
        enabled,
        version,
        changed,
      })),
      text: formatTable(
        ["TYPE", "NAME", "VERSION", "CHANGED", ""],
        mappings.map(({ resourceType, name, version, changed, enabled }) => [
          resourceType,
          name,
          String(version),
          formatTime(changed),
          enabled ? "" : "off",
        ]),
      ),
    };
  });
}

function addSet(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("set")
    .description("Write a property mapping, new or anew; its expression is read from standard input.")
    .argument("<target>", "the target")
    .argument("<mapping>", "the mapping; mappings run in the order of their names")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--type <type>", "User or Group", "User")
    .option("--off", "keep it, but do not run it", false)
    .addHelpText(
      "after",
      `\nExample:\n  $ echo '{"title": "Member of " + organization.name}' | npm run roster -- target mapping set zulip "40 Title" -r acme`,
    );
  commandLine.define(command, async () => {
    const [target = "", name = ""] = command.args;
    const { organization, type, off } = command.opts<{ organization: string; type: string; off: boolean }>();
    const resourceType = readType(type);
    const expression = (await readStandardInput(commandLine.surroundings)).trimEnd();
    return async ({ database, actor }) => {
      const { mappings } = unwrap(await showTarget(database, organization, target));
      const known = mappings.find((mapping) => mapping.resourceType === resourceType && mapping.name === name.trim());
      const input = { name, expression, enabled: !off };
      const { mapping } = unwrap(
        known === undefined
          ? await addMapping(database, actor, organization, target, { ...input, resourceType })
          : await saveMapping(database, actor, organization, target, { ...input, id: known.id }),
      );
      const { id, version, enabled } = mapping;
      return {
        json: { id, resourceType, name: mapping.name, version, enabled },
        text: `The mapping "${mapping.name}" of "${target}" is version ${version} now. Everything is compared once more.`,
      };
    };
  });
}

function addRemove(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("remove")
    .description("Remove a property mapping; what it alone yielded is taken away at the target.")
    .argument("<target>", "the target")
    .argument("<mapping>", "the mapping")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--type <type>", "User or Group", "User")
    .addHelpText("after", '\nExample:\n  $ npm run roster -- target mapping remove zulip "40 Title" -r acme');
  commandLine.define(command, () => {
    const [target = "", name = ""] = command.args;
    const { organization, type } = command.opts<{ organization: string; type: string }>();
    const resourceType = readType(type);
    return async ({ database, actor }) => {
      const { mappings } = unwrap(await showTarget(database, organization, target));
      const known = mappings.find((mapping) => mapping.resourceType === resourceType && mapping.name === name.trim());
      if (known === undefined) {
        const names = mappings.filter((mapping) => mapping.resourceType === resourceType).map((one) => one.name);
        throw new CommandFailure(`There is no mapping "${name}" for ${resourceType}. There are: ${names.join(", ")}.`);
      }
      const { mapping } = unwrap(await removeMapping(database, actor, organization, target, known.id));
      return {
        json: { id: mapping.id, resourceType, name: mapping.name, removed: true },
        text: `Removed the mapping "${mapping.name}" of "${target}".`,
      };
    };
  });
}

function readType(text: string): ProvisionedType {
  if (text === "User" || text === "Group") return text;
  throw new CommandFailure(`The type is User or Group, and "${text}" is neither.`, 2);
}
